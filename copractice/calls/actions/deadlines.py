"""Closing by the clock, and every change of a deadline: who, why, from when to when, for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.calls.actions.drafting import written
from copractice.calls.analysis.timetable import Timetable, shifted
from copractice.calls.models import Call, DeadlineChange
from copractice.calls.queries.calls import to_close
from copractice.calls.rules import ends_at, is_published, may_move_earlier, may_write
from copractice.calls.states import MOVES, CallState, Scope
from copractice.communities.queries.memberships import author_membership
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.people.models import Person


@dataclass(frozen=True)
class NewDeadline:
    """A new deadline with its reason; a later date that is not given moves along by the same days."""

    closes_at: datetime
    reason: Mapping[str, str]
    scope: Scope = Scope.ALL
    parties_by: datetime | None = None
    decides_by: datetime | None = None

    def timetable(self, call: Call) -> Timetable:
        """Return the dates that the call, or one application or party of it, gets."""
        moved = shifted(call, self.closes_at)
        decides_by = (self.decides_by or moved.decides_by) if self.scope == Scope.ALL else call.decides_by
        return Timetable(self.closes_at, self.parties_by or moved.parties_by, decides_by)


@transaction.atomic
def change_deadline(
    *,
    call: Call,
    new: NewDeadline,
    form_key: str,
    has_drafts: bool,
    told: int,
    actor: Person,
    now: datetime,
) -> DeadlineChange:
    """Move a deadline and keep the change; for everybody the call's own dates move, and a closed call opens again.

    `has_drafts` says whether people have begun to write: then only an owner moves a deadline earlier.
    `told` is how many people the caller tells. For one application or one party only the record is kept; the
    caller hangs it there. The same form sent twice changes once.
    """
    call = written(call, actor, now)
    known = DeadlineChange.objects.filter(community_id=call.community_id, form_key=form_key).first()
    if known:
        return known
    dates = checked(call, new, has_drafts=has_drafts, actor=actor, now=now)
    change = DeadlineChange.objects.create(
        community_id=call.community_id,
        call=call,
        scope=new.scope,
        reason=dict(new.reason),
        old_closes_at=call.closes_at,
        new_closes_at=dates.closes_at,
        old_parties_by=call.parties_by,
        new_parties_by=dates.parties_by,
        old_decides_by=call.decides_by,
        new_decides_by=dates.decides_by,
        changed_by=author_membership(actor, call.community, now),
        changed_at=now,
        told=told,
        form_key=form_key,
    )
    if new.scope == Scope.ALL:
        _move(call, dates)
    record(actor, "call.change_deadline", change, community_id=call.community_id, at=now)
    return change


def checked(call: Call, new: NewDeadline, *, has_drafts: bool, actor: Person, now: datetime) -> Timetable:
    """Return the dates that a new deadline gives, or refuse it with the reason; nothing changes yet."""
    dates = new.timetable(call)
    _check(call, new, dates, now)
    is_free = new.closes_at > call.closes_at or not has_drafts
    require(
        is_free or may_move_earlier(actor, call.community, now),
        _(
            "People have begun to write, so only an owner moves the deadline earlier. Ask one, or choose a later day."
        ),
    )
    return dates


@transaction.atomic
def close_call(*, call: Call, actor: Person | None, now: datetime) -> Call:
    """Close a call whose deadline and grace are over; before that nobody closes it by hand."""
    call = Call.objects.select_for_update(of=("self",)).select_related("community").get(pk=call.pk)
    require(
        actor is None or may_write(actor, call.community, now),
        _("Only the community's staff can do this."),
    )
    call.state = move(MOVES, CallState(call.state), "close")
    require(
        now > ends_at(call),
        _(
            "Applicants count on the deadline, so a call closes by the clock. To end it earlier, change the deadline."
        ),
    )
    call.closed_at = ends_at(call)
    call.save(update_fields=["state", "closed_at"])
    record(actor, "call.close", call, community_id=call.community_id, at=now)
    return call


def close_due(*, now: datetime) -> int:
    """Close the calls whose deadline and grace are over, each on its own; return how many were closed."""
    closed = 0
    for call in to_close(now):
        try:
            close_call(call=call, actor=None, now=now)
        except Refused:  # the deadline moved since the call was found
            continue
        closed += 1
    return closed


def _move(call: Call, dates: Timetable) -> None:
    if call.state == CallState.CLOSED:
        call.state = move(MOVES, CallState.CLOSED, "reopen")
        call.closed_at = None
    call.closes_at, call.parties_by, call.decides_by = dates.closes_at, dates.parties_by, dates.decides_by
    call.revision += 1
    call.save()


def _check(call: Call, new: NewDeadline, dates: Timetable, now: datetime) -> None:
    require(is_published(call), _("Nobody has read this call yet. Change its timetable instead."))
    require(
        bool(new.reason.get(call.community.languages[0])), _("Say why: the reason stays on the public page.")
    )
    require(dates.closes_at > now, _("This time has passed. Choose a later one."))
    require(dates.closes_at != call.closes_at, _("This is the deadline already. Choose another time."))
    require(
        call.opens_at is None or dates.closes_at > call.opens_at,
        _("The call closes before it opens. Choose a later deadline."),
    )
    follow = [dates.parties_by] + ([dates.decides_by] if new.scope == Scope.ALL else [])
    require(
        all(later is None or later >= dates.closes_at for later in follow),
        _("Parties complete, and decisions are made, after the deadline. Choose a later time for them."),
    )
