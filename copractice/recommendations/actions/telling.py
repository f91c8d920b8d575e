"""Who is told of a turn, and in whose name an act stands in the log.

The outbox and the log of a community are read by staff, who may belong to the organization. So what would
tell who wrote in the cohort's name is not kept there: the author's mail belongs to no community's outbox, and
the author's acts have no actor. That something was handed over at all is told to the facilitators alone.
"""

from datetime import datetime

from copractice.ledger.actions import record
from copractice.notices.actions import send_notice
from copractice.people.models import Person
from copractice.recommendations.models import Recommendation
from copractice.recommendations.queries.people import facilitators_for, people_of, staff_of, told_of
from copractice.recommendations.states import RecommendationState


def tell_author(kind: str, row: Recommendation, now: datetime) -> None:
    """Write to the author."""
    author = row.learning.participant.person
    community_id = None if row.in_cohort_name else row.community_id
    if author:
        send_notice(kind, to=author, about=row, community_id=community_id, now=now)


def tell_facilitators(kind: str, row: Recommendation, now: datetime, *, without: int | None = None) -> None:
    """Write to the facilitators who follow it; where there is none, to the staff."""
    people = [member.person for member in facilitators_for(row.seat, now)] or staff_of(row.community, now)
    once = {person.pk: person for person in people if person.pk != without}
    community_id = None if row.state == RecommendationState.DRAFT else row.community_id
    send_notice(kind, to=list(once.values()), about=row, community_id=community_id, now=now)


def tell_answering(kind: str, row: Recommendation, now: datetime) -> None:
    """Write to who answers for the organization, but not to an adult there who wrote it."""
    answering = [one for one in people_of(row.seat, now) if one.answers]
    people = told_of(answering, without=None if row.in_cohort_name else row.learning.participant.person_id)
    send_notice(kind, to=people, about=row, community_id=row.community_id, now=now)


def log_author(actor: Person, act: str, row: Recommendation, now: datetime) -> None:
    """Record an act of the author; without the actor where the cohort's name stands for them."""
    known = None if row.in_cohort_name else actor
    record(known, act, row, community_id=row.community_id, at=now)
