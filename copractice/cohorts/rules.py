"""Who may do what in a cohort; asked by actions to guard and by pages to show a button."""

from datetime import datetime

from copractice.cohorts.models import Assessment, Cohort, Participant, Seat, Session
from copractice.cohorts.queries.assessments import own, phase_of
from copractice.cohorts.queries.people import participants_of, was_there
from copractice.cohorts.states import Asks, AssessmentKind, CohortState, ParticipantRole, Phase
from copractice.communities.models import Community, Role
from copractice.communities.queries.memberships import roles_of
from copractice.communities.queries.organizations import local_day
from copractice.communities.rules import Visitor, may_run


def may_facilitate(person: Visitor, community: Community, now: datetime) -> bool:
    """Facilitators of a community read what participants write after a session; staff do not."""
    return Role.FACILITATOR in roles_of(person, community, now)


def may_meet(person: Visitor, community: Community, now: datetime) -> bool:
    """Facilitators and staff plan sessions, mark who is there, and hand out resources."""
    return may_run(person, community, now) or may_facilitate(person, community, now)


def may_keep_seat(person: Visitor, seat: Seat, now: datetime) -> bool:
    """Staff and the leaders of a seat invite to it, end a stay, and word its goals."""
    leads = participants_of(person, now).filter(seat=seat, role=ParticipantRole.LEADER)
    return may_run(person, seat.community, now) or (is_on(seat.cohort) and leads.exists())


def may_end(person: Visitor, participant: Participant, now: datetime) -> bool:
    """Staff end anybody's stay; leaders of a seat that of the adults there, a young person's never."""
    if may_run(person, participant.community, now):
        return True
    seat = participant.seat
    return seat is not None and not participant.is_youth and may_keep_seat(person, seat, now)


def is_on(cohort: Cohort) -> bool:
    """Say whether a cohort is planned or at work."""
    return cohort.state in {CohortState.PLANNED, CohortState.ACTIVE}


def may_mark(session: Session, now: datetime) -> bool:
    """Attendance is marked from the day of a session on, unless it is canceled."""
    today = local_day(session.community, now)
    return session.canceled_at is None and local_day(session.community, session.starts_at) <= today


def may_reflect(participant: Participant, session: Session, now: datetime) -> bool:
    """Whoever was in the cohort on the day of a session writes about it once it has begun, until the cohort ends."""
    begun = session.canceled_at is None and session.starts_at <= now
    return begun and session.cohort.state == CohortState.ACTIVE and was_there(participant, session)


def may_measure(person: Visitor, community: Community, now: datetime) -> bool:
    """Facilitators, staff and evaluators read how many answered an assessment, and its results."""
    return may_meet(person, community, now) or Role.EVALUATOR in roles_of(person, community, now)


def may_word(assessment: Assessment, now: datetime) -> bool:
    """What an assessment asks is worded until it is answered or closed; an endline asks what its baseline does."""
    is_own = assessment.kind != AssessmentKind.ENDLINE and not assessment.followed_by.exists()
    return is_own and phase_of(assessment, now) != Phase.CLOSED and not assessment.answers.exists()


def may_drop(assessment: Assessment, now: datetime) -> bool:
    """One that nobody has answered and no endline follows is dropped until it closes; no answer is a result too."""
    is_used = assessment.answers.exists() or assessment.followed_by.exists()
    return not is_used and phase_of(assessment, now) != Phase.CLOSED


def may_reopen(assessment: Assessment) -> bool:
    """Scores of organizations may be opened again; people's answers never, for results were read already."""
    return assessment.asks == Asks.ORGANIZATIONS


def may_score(assessment: Assessment, now: datetime) -> bool:
    """Scores of organizations are entered while their assessment is open."""
    return assessment.asks == Asks.ORGANIZATIONS and phase_of(assessment, now) == Phase.OPEN


def may_answer(participant: Participant, assessment: Assessment, now: datetime) -> bool:
    """Whoever is asked answers while it is open, and changes the answers until it closes."""
    if participant.person is None or phase_of(assessment, now) != Phase.OPEN:
        return False
    return own(participant.person, assessment, now) == participant
