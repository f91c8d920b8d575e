"""Priorities: public from the moment they are adopted, with what they came from."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from copractice.communities.models import Community
from copractice.convening.models import Priority, PrioritySource
from copractice.frameworks.models import Alignment
from copractice.frameworks.queries import label_of
from copractice.people.models import Person


def visible_to(person: Person | AnonymousUser) -> QuerySet[Priority]:
    """Return the adopted priorities, in their order, the newest convening first."""
    rows = Priority.objects.select_related("convening", "community", "adopted_by", "analysis")
    return rows.order_by("-adopted_at", "position")


def of_community(person: Person | AnonymousUser, community: Community) -> QuerySet[Priority]:
    """Return one community's priorities."""
    return visible_to(person).filter(community=community)


def count_of(community: Community) -> tuple[int, int]:
    """Return how many priorities stand, and how many people were in the rooms they came from."""
    rows = Priority.objects.filter(community=community)
    rooms = rows.values_list("convening", "convening__headcount", "turnout__voters").distinct()
    return rows.count(), sum(headcount or voters or 0 for _convening, headcount, voters in rooms)


def alignments_in(person: Person | AnonymousUser, community: Community) -> QuerySet[Alignment]:
    """Return what the priorities of a community are aligned to."""
    rows = Alignment.objects.filter(community=community, record=label_of(Priority()))
    return rows.filter(record_id__in=of_community(person, community).values("pk"))


def sources_of(priority: Priority) -> QuerySet[PrioritySource]:
    """Return the statements a priority came from, with their counts at adoption."""
    rows = PrioritySource.objects.filter(priority=priority).select_related("statement")
    return rows.order_by("statement__number")
