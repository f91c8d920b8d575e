"""Birth months: read by nobody but the person; others learn whether somebody is under 18."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import DateField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast

from copractice.communities.models import Community
from copractice.consents.models import BirthMonth
from copractice.people.models import Person


def birth_month_of(person: Person, community: Community) -> date | None:
    """Return the birth month that a person told a community."""
    rows = BirthMonth.objects.filter(person=person, community=community)
    return rows.values_list("month", flat=True).first()


def known_among(people: Iterable[int], community: Community) -> set[int]:
    """Return the ids of those people who told a community their birth month."""
    rows = BirthMonth.objects.filter(person__in=set(people), community=community)
    return set(rows.values_list("person_id", flat=True))


def minors(now: datetime) -> QuerySet[BirthMonth]:
    """Return the birth months of everybody under 18, each by the day that it is in their community.

    Eighteen is reached on the first of the month after the one of birth: so whoever was born in the present
    month eighteen years ago, or later, is still under 18.
    """
    there = Func(F("community__time_zone"), Value(now), function="timezone")
    youngest = Func(there, template="date_trunc('month', %(expressions)s) - interval '18 years'")
    return BirthMonth.objects.filter(Q(month__gte=Cast(youngest, DateField())))


def minors_among(people: Iterable[int], community: Community, now: datetime) -> set[int]:
    """Return the ids of those people who are under 18 as a community knows them."""
    rows = minors(now).filter(community=community, person__in=set(people))
    return set(rows.values_list("person_id", flat=True))


def is_minor(person: Person, community: Community, now: datetime) -> bool:
    """Return whether a person told this community a birth month by which they are under 18."""
    return person.pk in minors_among([person.pk], community, now)
