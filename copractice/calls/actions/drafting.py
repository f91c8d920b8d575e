"""Preparing a call: its words, its dates and its terms, until its first version is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.calls.models import Call, CallVersion
from copractice.calls.queries.versions import draft_of
from copractice.calls.rules import is_published, may_write
from copractice.calls.states import CallState
from copractice.communities.models import Community
from copractice.convening.models import Priority
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.models import Person
from copractice.people.queries import is_time_zone


@dataclass(frozen=True)
class Dates:
    """A call's timetable: instants, and the zone in which people read them."""

    time_zone: str
    closes_at: datetime
    opens_at: datetime | None = None
    parties_by: datetime | None = None
    decides_by: datetime | None = None
    grace_minutes: int = 30


@dataclass(frozen=True)
class Terms:
    """What holds for every application, and who answers questions."""

    seats: int | None
    minimum_age: int
    hotline: Mapping[str, str]
    contact_email: str
    priority: Priority | None


class Conflict(Refused):
    """Someone else saved since the form was opened; nothing was overwritten."""


@transaction.atomic
def prepare(
    *, community: Community, code: str, title: Mapping[str, str], dates: Dates, actor: Person, now: datetime
) -> Call:
    """Draft a call with its first version; only staff see it. The same form, known by `code`, drafts once."""
    require(may_write(actor, community, now), only_staff())
    _check(dates, now)
    Community.objects.select_for_update().get(pk=community.pk)
    known = Call.objects.filter(code=code, community=community).first()
    if known:
        return known
    call = Call(community=community, code=code, title=dict(title), created_at=now)
    _write_dates(call, dates)
    call.save(force_insert=True)
    CallVersion.objects.create(community=community, call=call, number=1, created_at=now)
    record(actor, "call.prepare", call, community_id=community.pk, at=now)
    return call


@transaction.atomic
def write_dates(*, call: Call, dates: Dates, revision: int, actor: Person, now: datetime) -> Call:
    """Change the timetable of a call that nobody has read yet."""
    call = shaped(call, revision, actor, now)
    _check(dates, now)
    _write_dates(call, dates)
    return _saved(call, "call.write_dates", actor, now)


@transaction.atomic
def write_terms(*, call: Call, terms: Terms, revision: int, actor: Person, now: datetime) -> Call:
    """Change the terms; of a published call only whom to ask and where to turn to."""
    call = written(call, actor, now)
    check_revision(call, revision)
    fixed = (terms.seats, terms.minimum_age, terms.priority)
    if is_published(call):
        require(fixed == (call.seats, call.minimum_age, call.priority), _fixed())
    call.seats, call.minimum_age, call.priority = fixed
    call.hotline = dict(terms.hotline)
    call.contact_email = terms.contact_email
    return _saved(call, "call.write_terms", actor, now)


def written(call: Call, actor: Person, now: datetime) -> Call:
    """Return a call whose row is locked, to its staff; a decided call is not written any more."""
    rows = Call.objects.select_for_update(of=("self",)).select_related("community", "priority")
    call = rows.get(pk=call.pk)
    require(may_write(actor, call.community, now), only_staff())
    require(call.state != CallState.DECIDED, _("This call is decided, so it stays as it is."))
    return call


def shaped(call: Call, revision: int | None, actor: Person, now: datetime) -> Call:
    """Return a locked call that was not published yet; with a revision, as its writer last saw it."""
    call = written(call, actor, now)
    require(not is_published(call), _fixed())
    if revision is not None:
        check_revision(call, revision)
    return call


def draft_in(call: Call) -> CallVersion:
    """Return the locked draft of a call's next version."""
    draft = draft_of(call)
    if draft is None:
        raise Refused(
            _("A published version stays as it is. Start a new version to change the text or a question.")
        )
    return (
        CallVersion.objects.select_for_update(of=("self",)).select_related("call__community").get(pk=draft.pk)
    )


def check_revision(row: Call | CallVersion, revision: int) -> None:
    """Refuse when a row is no longer the revision that the writer saw."""
    if row.revision != revision:
        raise Conflict(conflicting())


def conflicting() -> str:
    """Return the sentence for who writes over what someone else saved meanwhile."""
    return _("Someone else saved this while you were writing. Your text is below; nothing was saved.")


def only_staff() -> str:
    """Return the sentence for who does not run the community."""
    return _("Only the community's staff can do this.")


def touched(call: Call) -> None:
    """Count that a call was saved once more."""
    call.revision += 1
    call.save()


def _saved(call: Call, act: str, actor: Person, now: datetime) -> Call:
    touched(call)
    record(actor, act, call, community_id=call.community_id, at=now)
    return call


def _fixed() -> str:
    return _(
        "People have read this call, so this stays as it is. Its text and questions change by a new version."
    )


def _write_dates(call: Call, dates: Dates) -> None:
    call.time_zone = dates.time_zone
    call.opens_at, call.closes_at = dates.opens_at, dates.closes_at
    call.parties_by, call.decides_by = dates.parties_by, dates.decides_by
    call.grace_minutes = dates.grace_minutes


def _check(dates: Dates, now: datetime) -> None:
    require(is_time_zone(dates.time_zone), _("Choose a time zone from the list."))
    require(dates.closes_at > now, _("The deadline has passed. Choose a later one."))
    require(
        dates.opens_at is None or dates.opens_at < dates.closes_at,
        _("The call closes before it opens. Choose a later deadline, or an earlier opening."),
    )
    for later in (dates.parties_by, dates.decides_by):
        require(
            later is None or later >= dates.closes_at,
            _("Parties complete, and decisions are made, after the deadline. Choose a later time for them."),
        )
