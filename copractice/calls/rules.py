"""Who may do what with a call, and when a call takes applications."""

from datetime import datetime, timedelta

from copractice.calls.models import Call, CallVersion, InformationSession
from copractice.calls.queries.versions import published_of
from copractice.calls.states import CallState
from copractice.communities.models import Community, Role
from copractice.communities.queries.memberships import roles_of
from copractice.communities.rules import Visitor, may_run


def may_write(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff prepare a call, open it, move its deadline and answer questions about it."""
    return may_run(person, community, now)


def is_published(call: Call) -> bool:
    """Say whether the public has read a version: from then on a call changes by new versions only."""
    return published_of(call) is not None


def may_shape(person: Visitor, call: Call, now: datetime) -> bool:
    """Staff shape parties, rubric, terms and dates of a call until its first version is published."""
    return may_write(person, call.community, now) and not is_published(call)


def may_edit(version: CallVersion) -> bool:
    """A version is written until it is published, and never again."""
    return version.published_at is None


def may_start_version(call: Call) -> bool:
    """A published call gets a next version until it closes."""
    return call.state in {CallState.DRAFT, CallState.OPEN} and is_published(call)


def may_move_earlier(person: Visitor, community: Community, now: datetime) -> bool:
    """Only an owner takes time away from people who have begun to write."""
    return Role.OWNER in roles_of(person, community, now)


def ends_at(call: Call) -> datetime:
    """Return the last instant at which what arrives is in time: the deadline with its silent grace."""
    return call.closes_at + timedelta(minutes=call.grace_minutes)


def takes_applications(call: Call, now: datetime) -> bool:
    """Say whether an application can be begun now; judged on arrival, grace included."""
    return call.state == CallState.OPEN and now <= ends_at(call)


def may_change_session(session: InformationSession) -> bool:
    """A session changes until it is canceled."""
    return session.canceled_at is None
