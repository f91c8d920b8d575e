"""Who may do what with a learning and a recommendation; asked by actions to guard and by pages for buttons."""

from datetime import datetime

from copractice.cohorts.models import Participant
from copractice.cohorts.queries.people import participants_of
from copractice.communities.models import Community, Role
from copractice.communities.queries.memberships import roles_of
from copractice.communities.rules import Visitor, may_run
from copractice.frameworks.rules import may_align
from copractice.recommendations.models import Learning, Recommendation
from copractice.recommendations.queries.learnings import LEARNING
from copractice.recommendations.queries.people import is_tied, seats_answered_by, seats_kept_by
from copractice.recommendations.states import RecommendationState, Verdict

R = RecommendationState
ANSWERED = (R.ANSWERED, R.IN_PRACTICE)


def is_author(person: Visitor, row: Recommendation) -> bool:
    """Say whether a person wrote a recommendation."""
    return person.is_authenticated and row.learning.participant.person_id == person.pk


def may_learn(person: Visitor, participant: Participant, now: datetime) -> bool:
    """Whoever takes part for an organization writes down what they learn, once the cohort works and afterwards."""
    is_on = participant.cohort.state in LEARNING and participant.seat_id is not None
    return is_on and participants_of(person, now).filter(pk=participant.pk).exists()


def may_write_learning(person: Visitor, learning: Learning, now: datetime) -> bool:
    """The author writes on until the learning is used in a recommendation that left their hands."""
    used = learning.recommendations.exclude(state=R.DRAFT, handed_at__isnull=True)
    return may_learn(person, learning.participant, now) and not used.exists()


def may_write(person: Visitor, row: Recommendation, now: datetime) -> bool:
    """The author writes a draft that is not handed over."""
    is_draft = row.state == R.DRAFT and row.handed_at is None
    return is_draft and is_author(person, row) and may_learn(person, row.learning.participant, now)


def may_take_back(person: Visitor, row: Recommendation) -> bool:
    """The author takes it back until it is answered, out of the facilitators' hands too."""
    is_out = row.state == R.OFFERED or (row.state == R.DRAFT and row.handed_at is not None)
    return is_out and is_author(person, row)


def may_facilitate(person: Visitor, community: Community, now: datetime) -> bool:
    """Facilitators follow all recommendations of their community."""
    return Role.FACILITATOR in roles_of(person, community, now)


def may_lead(person: Visitor, community: Community, now: datetime) -> bool:
    """Facilitators and staff read the list of a cohort's recommendations."""
    return may_run(person, community, now) or may_facilitate(person, community, now)


def may_offer_for_cohort(person: Visitor, row: Recommendation, now: datetime) -> bool:
    """A facilitator who is not of the organization offers, or gives back, what a young person handed over."""
    if not person.is_authenticated or row.state != R.DRAFT or row.handed_at is None:
        return False
    return may_facilitate(person, row.community, now) and not is_tied(person, row.seat, now)


def may_answer(person: Visitor, row: Recommendation, now: datetime) -> bool:
    """Leaders, umbrella leads and executives of the organization answer; nobody answers their own."""
    is_due = row.state == R.OFFERED and not is_author(person, row)
    return is_due and seats_answered_by(person, now).filter(pk=row.seat_id).exists()


def may_take_steps(person: Visitor, row: Recommendation, now: datetime) -> bool:
    """The adults of an organization that said yes write down steps and show evidence, until it is closed."""
    is_on = row.state in ANSWERED and row.response.answer != "declined"
    return is_on and seats_kept_by(person, now).filter(pk=row.seat_id).exists()


def may_move_due(person: Visitor, row: Recommendation, now: datetime) -> bool:
    """A facilitator or staff who is not of the organization gives it more time, until it answers."""
    if not person.is_authenticated or row.state != R.OFFERED:
        return False
    return may_lead(person, row.community, now) and not is_tied(person, row.seat, now)


def may_judge(person: Visitor, row: Recommendation) -> bool:
    """The author says whether the answer fits, and again when it changed, until it is closed."""
    return row.state in ANSWERED and is_author(person, row)


def may_close(person: Visitor, row: Recommendation, now: datetime) -> bool:
    """The author closes an answered one; a facilitator too, once it was declined or the author said yes."""
    if row.state not in ANSWERED:
        return False
    is_settled = row.verdict == Verdict.YES or row.response.answer == "declined"
    return is_author(person, row) or (is_settled and may_facilitate(person, row.community, now))


def may_align_row(person: Visitor, row: Recommendation, now: datetime) -> bool:
    """Staff align what was offered to items of a framework."""
    return row.state not in {R.DRAFT, R.WITHDRAWN} and may_align(person, row.community, now)
