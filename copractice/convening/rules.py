"""Who may do what in a convening."""

from datetime import datetime

from copractice.communities.models import Community
from copractice.communities.queries.memberships import roles_of
from copractice.communities.rules import Visitor, may_run
from copractice.convening.models import Convening
from copractice.convening.states import ConveningState


def may_prepare(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff prepare a convening and change it while it is a draft."""
    return may_run(person, community, now)


def may_lead(person: Visitor, convening: Convening, now: datetime) -> bool:
    """Staff open and close a convening, look through its statements and adopt its priorities."""
    return may_run(person, convening.community, now)


def may_see_results(person: Visitor, convening: Convening, now: datetime) -> bool:
    """Results are public once adopted; members read them after the close, or before if nothing is hidden.

    While results are hidden they are hidden from staff too: who leads the room must not steer by them.
    """
    if convening.state == ConveningState.ADOPTED:
        return True
    if convening.state == ConveningState.DRAFT or not roles_of(person, convening.community, now):
        return False
    return convening.state == ConveningState.CLOSED or not convening.hides_results


def may_vote(convening: Convening, now: datetime) -> bool:
    """Whoever is in the room votes while the convening is open; the room's code is the right.

    The closing time is judged on arrival, whether or not the convening was moved to closed by then.
    """
    return convening.state == ConveningState.OPEN and not is_due(convening, now)


def is_due(convening: Convening, now: datetime) -> bool:
    """The closing time of an open convening has come."""
    is_past = convening.closes_at is not None and convening.closes_at <= now
    return convening.state == ConveningState.OPEN and is_past


def may_moderate(person: Visitor, convening: Convening, now: datetime) -> bool:
    """Staff decide about statements while people vote; after the close the counts stand as they are."""
    return may_vote(convening, now) and may_lead(person, convening, now)
