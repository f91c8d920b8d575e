"""Consents: read by who is asked, by whom they are about, by the guardian of today, and by the staff."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from copractice.communities.models import Community, Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.consents.models import Consent, Guardianship
from copractice.consents.queries.guardianships import wards_of
from copractice.consents.states import ConsentState, Purpose
from copractice.people.models import Person

IN_ORDER = {purpose: place for place, purpose in enumerate(Purpose)}


def visible_to(person: Person | AnonymousUser, now: datetime) -> QuerySet[Consent]:
    """Return one's own, those about the young people one answers for, and all of communities one runs."""
    if not person.is_authenticated:
        return Consent.objects.none()
    wards = wards_of(person, now).order_by()
    theirs = Q(guardianship__in=wards.values("pk"))
    for youth, community in wards.values_list("youth", "community"):
        theirs |= Q(person=youth, community=community, guardianship__isnull=True)
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    seen = Q(person_id=person.pk) | theirs | Q(community__in=runs.values("community"))
    return Consent.objects.filter(seen).select_related(*AT_HAND)


AT_HAND = ("community", "person", "guardianship__guardian", "guardianship__community", "recorded_by")


def asked_to(person: Person | AnonymousUser, now: datetime) -> QuerySet[Consent]:
    """Return what a person is asked, answered or not: for themself, and for those they answer for now."""
    if not person.is_authenticated:
        return Consent.objects.none()
    live = Q(guardianship__isnull=True) | Q(guardianship__in=wards_of(person, now).order_by().values("pk"))
    return Consent.objects.filter(live, giver_id=person.pk).select_related(*AT_HAND)


def families_of(person: Person, now: datetime) -> QuerySet[Community]:
    """Return the communities in which a person has a family's page: about themself, or as guardian."""
    own = Consent.objects.filter(person=person, guardianship__isnull=True)
    wards = wards_of(person, now).order_by()
    mine = Q(pk__in=own.values("community")) | Q(pk__in=wards.values("community"))
    return Community.objects.filter(mine).order_by("name", "pk")


def waiting_for(person: Person, now: datetime) -> list[Consent]:
    """Return what a person has not answered yet, the first purposes first."""
    rows = asked_to(person, now).filter(state=ConsentState.ASKED)
    return sorted(rows, key=lambda row: (row.community_id, row.person_id, IN_ORDER[Purpose(row.purpose)]))


def own_of(person: Person, community: Community) -> list[Consent]:
    """Return what a person is asked for themself, in the order of the purposes; the newest wording of each."""
    rows = Consent.objects.filter(person=person, community=community, guardianship__isnull=True)
    return _newest(rows)


def guardians_of(guardianship: Guardianship) -> list[Consent]:
    """Return what a guardian is asked for a young person, in the order of the purposes."""
    return _newest(Consent.objects.filter(guardianship=guardianship))


def _newest(rows: QuerySet[Consent]) -> list[Consent]:
    newest = rows.select_related(*AT_HAND).order_by("purpose", "-asked_at", "-pk").distinct("purpose")
    return sorted(newest, key=lambda row: IN_ORDER[Purpose(row.purpose)])
