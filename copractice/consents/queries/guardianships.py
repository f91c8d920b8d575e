"""Guardianships: read by the young person, by the guardian until 18 or until it ends, and by the staff."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from copractice.communities.models import Community, Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.consents.models import Guardianship
from copractice.consents.queries.births import is_minor, minors
from copractice.people.models import Person

Reader = Person | AnonymousUser


def live(now: datetime) -> QuerySet[Guardianship]:
    """Return the guardianships that hold: not ended, and the young person is under 18."""
    young = minors(now).filter(community=OuterRef("community"), person=OuterRef("youth"))
    rows = Guardianship.objects.filter(_dated(now), Exists(young))
    return rows.select_related("community").order_by("since", "pk")


def wards_of(guardian: Reader, now: datetime) -> QuerySet[Guardianship]:
    """Return the guardianships in which a person answers for somebody now."""
    return live(now).filter(guardian_id=guardian.pk) if guardian.is_authenticated else live(now).none()


def visible_to(person: Reader, now: datetime) -> QuerySet[Guardianship]:
    """Return those about oneself, those in which one is guardian now, and all of the communities one runs."""
    if not person.is_authenticated:
        return Guardianship.objects.none()
    mine = Q(youth_id=person.pk) | Q(pk__in=wards_of(person, now).order_by().values("pk"))
    rows = Guardianship.objects.filter(mine | Q(community__in=_run_by(person, now)))
    return rows.select_related("community", "youth", "guardian", "verified_by").order_by("since", "pk")


def run_by(person: Reader, community: Community, now: datetime) -> QuerySet[Guardianship]:
    """Return the guardianships of a community for its staff; nothing for anybody else."""
    if not person.is_authenticated:
        return Guardianship.objects.none()
    rows = Guardianship.objects.filter(community=community, community__in=_run_by(person, now))
    return rows.select_related("community", "youth", "guardian", "verified_by")


def list_for(person: Reader, community: Community, now: datetime) -> QuerySet[Guardianship]:
    """Return a community's guardianships for its staff: to be checked, then checked, then over; by name."""
    held = Case(
        When(pk__in=live(now).filter(verified_at__isnull=True).order_by().values("pk"), then=Value(0)),
        When(pk__in=live(now).order_by().values("pk"), then=Value(1)),
        default=Value(2),
    )
    return run_by(person, community, now).annotate(place=held).order_by("place", "youth_name", "pk")


def holds(guardianship: Guardianship, now: datetime) -> bool:
    """Return whether a guardianship has not ended and the young person is under 18."""
    return live(now).filter(pk=guardianship.pk).exists()


def others_of(guardianship: Guardianship) -> QuerySet[Guardianship]:
    """Return the other guardianships of the same young person, the newest first; for staff."""
    rows = Guardianship.objects.filter(youth=guardianship.youth_id, community=guardianship.community_id)
    return rows.exclude(pk=guardianship.pk).select_related("community").order_by("-since", "-pk")


def newest_of(youth: Person, community: Community) -> Guardianship | None:
    """Return the last guardianship of a young person, whether it holds or not; for staff."""
    rows = Guardianship.objects.filter(youth=youth, community=community)
    return rows.select_related("community").order_by("-since", "-pk").first()


def to_verify(person: Person, now: datetime) -> QuerySet[Guardianship]:
    """Return the guardianships that wait for staff of the communities that a person runs."""
    rows = live(now).filter(verified_at__isnull=True, community__in=_run_by(person, now))
    return rows.exclude(Q(guardian=person) | Q(youth=person))


def name_in_family(person: Person) -> str:
    """Return the name by which a family knows a person: as guardian or as the young person; else empty."""
    rows = Guardianship.objects.filter(Q(guardian=person) | Q(youth=person)).order_by("-since", "-pk")
    newest = rows.first()
    if newest is None:
        return ""
    return newest.name if newest.guardian_id == person.pk else newest.youth_name


def guardianship_of(youth: Person, community: Community, now: datetime) -> Guardianship | None:
    """Return the one guardianship that holds for a young person now."""
    return live(now).filter(youth=youth, community=community).first()


def guardianships_of(people: Iterable[int], community: Community, now: datetime) -> dict[int, Guardianship]:
    """Return the guardianship that holds for each of those young people now, by their ids."""
    rows = live(now).filter(youth__in=set(people), community=community).select_related("guardian")
    return {row.youth_id: row for row in rows}


def held_among(young: Iterable[int], community: Community, now: datetime) -> dict[int, tuple[int, bool]]:
    """Return for people who are known to be under 18 the guardianship that holds, and whether it is checked."""
    rows = Guardianship.objects.filter(_dated(now), community=community, youth__in=set(young))
    found = rows.values_list("youth", "pk", "verified_at")
    return {youth: (pk, verified_at is not None) for youth, pk, verified_at in found}


def without_guardian(person: Person, now: datetime) -> list[Community]:
    """Return the communities in which a person is under 18 and has no guardian on record."""
    held = live(now).filter(youth=person).order_by().values("community")
    rows = minors(now).filter(person=person).exclude(community__in=held).select_related("community")
    return [row.community for row in rows.order_by("community")]


def needs_guardian(person: Person, community: Community, now: datetime) -> bool:
    """Return whether a person is under 18 and has no guardian on record."""
    return is_minor(person, community, now) and guardianship_of(person, community, now) is None


def _run_by(person: Person, now: datetime) -> QuerySet[Membership, int]:
    rows = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    return rows.values_list("community", flat=True)


def _dated(now: datetime) -> Q:
    return Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))
