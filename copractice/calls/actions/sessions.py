"""Information sessions: announced, moved, called off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.calls.actions.drafting import Conflict, conflicting, only_staff, written
from copractice.calls.models import Call, InformationSession
from copractice.calls.rules import may_change_session, may_write
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person


@dataclass(frozen=True)
class Meeting:
    """When and where people can ask about a call; texts by language."""

    title: Mapping[str, str]
    place: Mapping[str, str]
    link: str
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def schedule_session(
    *, call: Call, meeting: Meeting, form_key: str, actor: Person, now: datetime
) -> InformationSession:
    """Announce a session; the same form sent twice announces once."""
    call = written(call, actor, now)
    _check(meeting, now)
    session, is_new = InformationSession.objects.get_or_create(
        community_id=call.community_id,
        form_key=form_key,
        defaults={"call": call, "changed_at": now, **_fields(meeting)},
    )
    if is_new:
        record(actor, "information_session.schedule", session, community_id=call.community_id, at=now)
    return session


@transaction.atomic
def change_session(
    *, session: InformationSession, meeting: Meeting, revision: int, actor: Person, now: datetime
) -> InformationSession:
    """Move a session or word it anew; calendars that follow it take the change."""
    session = _locked(session, actor, now)
    if session.revision != revision:
        raise Conflict(conflicting())
    _check(meeting, now)
    for name, value in _fields(meeting).items():
        setattr(session, name, value)
    return _saved(session, "information_session.change", actor, now)


@transaction.atomic
def cancel_session(*, session: InformationSession, actor: Person, now: datetime) -> InformationSession:
    """Call a session off; it stays on the page and in calendars, and says so."""
    session = _locked(session, actor, now)
    session.canceled_at = now
    return _saved(session, "information_session.cancel", actor, now)


def _locked(session: InformationSession, actor: Person, now: datetime) -> InformationSession:
    rows = InformationSession.objects.select_for_update(of=("self",)).select_related("call__community")
    session = rows.get(pk=session.pk)
    require(may_write(actor, session.call.community, now), only_staff())
    require(may_change_session(session), _("This session is canceled. Announce another one instead."))
    return session


def _saved(session: InformationSession, act: str, actor: Person, now: datetime) -> InformationSession:
    session.revision += 1
    session.changed_at = now
    session.save()
    record(actor, act, session, community_id=session.community_id, at=now)
    return session


def _check(meeting: Meeting, now: datetime) -> None:
    require(meeting.starts_at > now, _("This time has passed. Choose a later one."))
    require(meeting.ends_at > meeting.starts_at, _("The session ends before it begins. Choose a later end."))


def _fields(meeting: Meeting) -> dict[str, object]:
    return {
        "title": dict(meeting.title),
        "place": dict(meeting.place),
        "link": meeting.link,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
    }
