"""Offering a recommendation: in one's own name at once, in the cohort's name by a facilitator's hand."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Community, Membership
from copractice.communities.queries.organizations import local_day
from copractice.consents.queries import standing
from copractice.consents.states import Purpose
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person
from copractice.recommendations.actions.telling import (
    log_author,
    tell_answering,
    tell_author,
    tell_facilitators,
)
from copractice.recommendations.actions.writing import held, held_author
from copractice.recommendations.models import Recommendation
from copractice.recommendations.queries.learnings import is_signed, is_veiled
from copractice.recommendations.queries.people import facilitates_in, facilitators_for, people_of
from copractice.recommendations.rules import (
    is_author,
    may_offer_for_cohort,
    may_take_back,
    may_write,
)
from copractice.recommendations.states import MOVES, RecommendationState

TIME_TO_ANSWER = timedelta(days=30)


@transaction.atomic
def offer(*, recommendation: Recommendation, actor: Person, now: datetime) -> Recommendation:
    """Offer a draft in one's own name; its organization owes an answer within 30 days."""
    row = _ready(recommendation, actor, now)
    require(
        not is_veiled(row.learning),
        _(
            "Another recommendation from the same learning bears the cohort’s name. Your name here would tell who "
            "wrote it. Write down something else that you learned."
        ),
    )
    row.in_cohort_name = False
    _offer(row, None, now)
    record(actor, "recommendation.offer", row, community_id=row.community_id, at=now)
    tell_answering("recommendation_offered", row, now)
    tell_facilitators("recommendation_moved", row, now)
    return row


@transaction.atomic
def hand_over(*, recommendation: Recommendation, actor: Person, now: datetime) -> Recommendation:
    """Hand a young person's draft to the facilitators, who offer it in the cohort's name."""
    row = _ready(recommendation, actor, now)
    require(
        row.learning.participant.role == ParticipantRole.EMPLOYED_YOUTH,
        _("Only young people offer in the cohort's name. Offer it in your own."),
    )
    require(
        bool(facilitators_for(row.seat, now)),
        _("There is no facilitator from outside your organization yet. Ask in the next session."),
    )
    require(
        not is_signed(row.learning),
        _(
            "Another recommendation from the same learning bears your name, so the cohort’s name would not hide "
            "you. Write down something else that you learned."
        ),
    )
    row.in_cohort_name, row.handed_at = True, now
    row.save(update_fields=["in_cohort_name", "handed_at"])
    log_author(actor, "recommendation.hand_over", row, now)
    tell_facilitators("recommendation_handed", row, now)
    return row


@transaction.atomic
def offer_for_cohort(*, recommendation: Recommendation, actor: Person, now: datetime) -> Recommendation:
    """Offer in the cohort's name what was handed over, as it was written."""
    row = held(recommendation)
    member = _facilitating(row, actor, now)
    _require_answerable(row, now)
    _offer(row, member, now)
    record(actor, "recommendation.offer", row, community_id=row.community_id, at=now)
    tell_answering("recommendation_offered", row, now)
    tell_author("recommendation_moved", row, now)
    return row


@transaction.atomic
def give_back(*, recommendation: Recommendation, actor: Person, now: datetime) -> Recommendation:
    """Give what was handed over back to its author; without words, since there are no private messages here."""
    row = held(recommendation)
    _facilitating(row, actor, now)
    row.handed_at = None
    row.save(update_fields=["handed_at"])
    record(actor, "recommendation.give_back", row, community_id=row.community_id, at=now)
    tell_author("recommendation_given_back", row, now)
    return row


@transaction.atomic
def take_back(*, recommendation: Recommendation, actor: Person, now: datetime) -> Recommendation:
    """Take one's own back: a draft out of the facilitators' hands, an offered one off the table for good."""
    row = held(recommendation)
    require(
        may_take_back(actor, row), _("This cannot be taken back any more. Say what you think of the answer.")
    )
    if row.state == RecommendationState.DRAFT:
        row.handed_at = None
    else:
        row.state = move(MOVES, RecommendationState(row.state), "withdraw")
    row.save(update_fields=["state", "handed_at"])
    log_author(actor, "recommendation.take_back", row, now)
    return row


def _ready(recommendation: Recommendation, actor: Person, now: datetime) -> Recommendation:
    """Return a draft of the actor's that can go out, with its row locked, and its author's so that no other goes."""
    held_author(recommendation.learning.participant)
    row = held(recommendation)
    require(is_author(actor, row), _("Only whose recommendation this is can offer it."))
    require(may_write(actor, row, now), _("This one is out of your hands already. Open the page again."))
    require(row.title != "" and row.text != "", _("It needs a title and a text. Write them first."))
    is_young = row.learning.participant.role == ParticipantRole.EMPLOYED_YOUTH
    require(
        not is_young or standing(actor, row.community, Purpose.TAKE_PART, now),
        _("Your consent to take part does not stand yet. Your family page says what is missing."),
    )
    _require_answerable(row, now)
    return row


def _require_answerable(row: Recommendation, now: datetime) -> None:
    author = row.learning.participant.person_id
    require(
        any(one.answers and one.person_id != author for one in people_of(row.seat, now)),
        _("Nobody else of your organization can answer here yet. Ask your facilitator to invite somebody."),
    )


def _facilitating(row: Recommendation, actor: Person, now: datetime) -> Membership:
    require(
        may_offer_for_cohort(actor, row, now),
        _("This one is not in your hands any more. Open the list again."),
    )
    return facilitates_in(actor, now).filter(community=row.community_id).select_related("person")[0]


def due_on(community: Community, now: datetime) -> date:
    """Return the day by which what is offered now has to be answered, as the community counts days."""
    return local_day(community, now) + TIME_TO_ANSWER


def _offer(row: Recommendation, by: Membership | None, now: datetime) -> None:
    row.state = move(MOVES, RecommendationState(row.state), "offer")
    row.offered_by, row.offered_at = by, now
    row.due_on = due_on(row.community, now)
    row.save(update_fields=["state", "in_cohort_name", "offered_by", "offered_at", "due_on"])
