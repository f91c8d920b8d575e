"""Memberships: who holds which role when, and who may read that."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from copractice.communities.models import Community, Membership, Role
from copractice.people.models import LogKey, Person
from copractice.people.queries import has_second_factor

STAFF = frozenset({Role.OWNER, Role.COORDINATOR})


def current(now: datetime) -> Q:
    """Return the condition that a membership holds at `now`."""
    return Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))


def roles_of(person: Person | AnonymousUser, community: Community, now: datetime) -> frozenset[Role]:
    """Return the roles a person holds in a community at `now`; none for a visitor."""
    if not person.is_authenticated:
        return frozenset()
    rows = Membership.objects.filter(current(now), community=community, person_id=person.pk)
    return frozenset(Role(role) for role in rows.values_list("role", flat=True))


def visible_to(person: Person | AnonymousUser, now: datetime) -> QuerySet[Membership]:
    """Return one's own memberships, and all of the communities that one runs."""
    if not person.is_authenticated:
        return Membership.objects.none()
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    return Membership.objects.filter(Q(person_id=person.pk) | Q(community__in=runs.values("community")))


def held_by(person: Person, now: datetime) -> QuerySet[Membership]:
    """Return the memberships a person holds at `now`, with their communities, by name."""
    rows = Membership.objects.filter(current(now), person=person)
    return rows.select_related("community").order_by("community__name", "role")


def runs_any(person: Person, now: datetime) -> bool:
    """Say whether a person runs a community at `now`, whichever it is."""
    return Membership.objects.filter(current(now), person=person, role__in=STAFF).exists()


def signs_in_first(person: Person, now: datetime) -> bool:
    """Say whether no mailed link signs a person in: whoever holds a role beyond member, or has a second factor."""
    roles = Membership.objects.filter(current(now), person=person).exclude(role=Role.MEMBER)
    return roles.exists() or has_second_factor(person)


def author_membership(person: Person, community: Community, now: datetime) -> Membership:
    """Return the staff membership in whose name a person writes; raises when there is none."""
    rows = Membership.objects.filter(current(now), person=person, community=community, role__in=STAFF)
    membership = rows.order_by("since", "pk").first()
    if membership is None:
        raise Membership.DoesNotExist
    return membership


def name_of(person: Person | AnonymousUser) -> str:
    """Return the name that communities know a person by; empty for a visitor."""
    if not person.is_authenticated:
        return ""
    name = Membership.objects.filter(person_id=person.pk).order_by("-since").values_list("name", flat=True)
    return name.first() or ""


def names_by_key(community: Community, keys: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names that stand behind log keys in a community; erased persons are left out."""
    owners = dict(LogKey.objects.filter(key__in=set(keys)).values_list("person_id", "key"))
    rows = Membership.objects.filter(community=community, person_id__in=owners)
    return {owners[person_id]: name for person_id, name in rows.values_list("person_id", "name")}
