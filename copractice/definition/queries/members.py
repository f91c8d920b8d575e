"""Who belongs to a community, and in whose name a member writes."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from copractice.communities.models import Community, Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.people.models import Person

Reader = Person | AnonymousUser


def mine(person: Reader, now: datetime) -> QuerySet[Membership]:
    """Return the memberships that a person holds at `now`; none for a visitor."""
    if not person.is_authenticated:
        return Membership.objects.none()
    return Membership.objects.filter(current(now), person_id=person.pk)


def run_by(person: Reader, now: datetime) -> QuerySet[Membership]:
    """Return the memberships by which a person runs communities."""
    return mine(person, now).filter(role__in=STAFF)


def voice_of(person: Person, community: Community, now: datetime) -> Membership:
    """Return the membership in whose name a member speaks, the oldest one; raises when there is none."""
    membership = mine(person, now).filter(community=community).order_by("since", "pk").first()
    if membership is None:
        raise Membership.DoesNotExist
    return membership


def name_in(person: Person, community: Community) -> str:
    """Return the name that a community knows a person by; empty when it knows none."""
    rows = Membership.objects.filter(person=person, community=community).order_by("-since", "-pk")
    return rows.values_list("name", flat=True).first() or ""


def people_in(community: Community, now: datetime) -> QuerySet[Person]:
    """Return everybody who belongs to a community at `now`, each once."""
    rows = Membership.objects.filter(current(now), community=community)
    return Person.objects.filter(pk__in=rows.values("person")).order_by("pk")
