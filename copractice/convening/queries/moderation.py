"""Statements as their moderators read them: by state, without any voter."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from copractice.communities.models import Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.convening.models import Convening, Statement
from copractice.convening.states import StatementState
from copractice.people.models import Person


def visible_to(person: Person | AnonymousUser, now: datetime) -> QuerySet[Statement]:
    """Return every statement of the communities that a person runs, the rejected ones too."""
    if not person.is_authenticated:
        return Statement.objects.none()
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    rows = Statement.objects.filter(community__in=runs.values("community"))
    return rows.select_related("convening__community", "merged_into")


def in_state(
    person: Person | AnonymousUser, convening: Convening, state: StatementState, now: datetime
) -> QuerySet[Statement]:
    """Return a convening's statements in one state, by number."""
    rows = visible_to(person, now).filter(convening=convening, state=state)
    return rows.order_by("number")


def counts_by_state(convening: Convening) -> dict[str, int]:
    """Return how many statements are in each state."""
    counts = {state: Count("pk", filter=Q(state=state)) for state in StatementState.values}
    return Statement.objects.filter(convening=convening).aggregate(**counts)


def targets_for(statement: Statement) -> QuerySet[Statement]:
    """Return the statements that this one can be merged into."""
    rows = Statement.objects.filter(convening_id=statement.convening_id, state=StatementState.ACCEPTED)
    return rows.exclude(pk=statement.pk).order_by("number")
