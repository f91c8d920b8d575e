"""Organizations: their facts are public unless marked otherwise; people in them never are."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import DateField, F, Func, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast

from copractice.communities.models import (
    Affiliation,
    Community,
    Membership,
    Organization,
    OrganizationKind,
    OrganizationLink,
    sort_key,
)
from copractice.communities.queries.memberships import STAFF, current
from copractice.people.models import Person

Reader = Person | AnonymousUser


def local_day(community: Community, now: datetime) -> date:
    """Return the day that it is in a community."""
    return now.astimezone(ZoneInfo(community.time_zone)).date()


def on_day(now: datetime) -> Q:
    """Return the condition that a dated row of a community holds on the day that it is there."""
    there = Func(F("community__time_zone"), Value(now), function="timezone")
    day = Cast(there, DateField())
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def visible_to(person: Reader, now: datetime) -> QuerySet[Organization]:
    """Return public organizations, all of the communities that one runs, and those that one is in."""
    seen = Q(is_public=True)
    if person.is_authenticated:
        runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
        mine = Affiliation.objects.filter(on_day(now), person_id=person.pk)
        seen |= Q(community__in=runs.values("community")) | Q(pk__in=mine.values("organization"))
    return Organization.objects.filter(seen).order_by("sort_name", "pk")


def of_community(person: Reader, community: Community, now: datetime) -> QuerySet[Organization]:
    """Return the organizations of one community that a person may read, by name."""
    return visible_to(person, now).filter(community=community)


def found(rows: QuerySet[Organization], *, words: str, kind: str) -> QuerySet[Organization]:
    """Return those whose name or place has the words, whatever case or accents, and that are of a kind."""
    if words:
        place = Q(city__icontains=words) | Q(county__icontains=words)
        rows = rows.filter(Q(sort_name__contains=sort_key(words)) | place)
    if kind in OrganizationKind.values:
        rows = rows.filter(kinds__contains=[kind])
    return rows


def with_umbrellas(rows: QuerySet[Organization], person: Reader, now: datetime) -> QuerySet[Organization]:
    """Return the same organizations with the umbrellas they stand under today at hand."""
    ties = ties_visible_to(person, now).filter(on_day(now))
    return rows.prefetch_related(Prefetch("umbrella_links", queryset=ties))


def ties_visible_to(person: Reader, now: datetime) -> QuerySet[OrganizationLink]:
    """Return the ties of which a person may read both ends, the newest first."""
    seen = visible_to(person, now).order_by().values("pk")
    rows = OrganizationLink.objects.filter(organization__in=seen, umbrella__in=seen)
    return rows.select_related("organization", "umbrella", "community").order_by("-since", "pk")


def umbrellas_of(community: Community) -> QuerySet[Organization]:
    """Return the umbrella organizations of a community, by name; for its staff."""
    rows = Organization.objects.filter(community=community, kinds__contains=[OrganizationKind.UMBRELLA])
    return rows.order_by("sort_name", "pk")
