"""Publishing: one act settles every application of a call and writes every letter; and what follows from a no."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.applications.actions.settling import settle
from copractice.applications.states import ApplicationState
from copractice.calls.actions.deciding import decide_call
from copractice.calls.models import Call
from copractice.calls.states import CallState
from copractice.communities.queries.memberships import author_membership
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person
from copractice.selection.actions.deciding import held_call
from copractice.selection.actions.lettering import write_letters
from copractice.selection.analysis.letters import texts_of
from copractice.selection.models import Decision
from copractice.selection.queries.decisions import all_of, count_seated, to_decide, waiting_list
from copractice.selection.rules import may_decide_all
from copractice.selection.states import MOVES, DecisionState, Outcome

NAMES = {Outcome.SELECTED: "select", Outcome.WAITLISTED: "waitlist", Outcome.NOT_SELECTED: "turn_down"}


@transaction.atomic
def publish(*, call: Call, accept_by: datetime, actor: Person, now: datetime) -> list[Decision]:
    """Publish all approved decisions of a call at once; returns them.

    The first time, every application needs one: nobody waits for a letter that others have already.
    """
    call = held_call(call)
    _require_whole(call, actor, now)
    require(accept_by > now, _("The time to answer lies in the past. Choose a later one."))
    rows = list(approved(call))
    require(bool(rows), _("There is no approved decision to publish."))
    _require_seats(call, rows)
    _require_order(rows)
    if call.state != CallState.DECIDED:
        decided = {row.application_id for row in rows}
        left = [one for one in to_decide(call) if one.pk not in decided]
        require(not left, _undecided(len(left)))
        decide_call(call=call, actor=actor, now=now)
    texts = texts_of(call)
    for row in rows:
        _publish_one(row, accept_by, actor, now)
        write_letters(row, texts, now)
    for row in rows:
        record(actor, "decision.publish", row, community_id=call.community_id, at=now)
    return rows


@transaction.atomic
def promote(*, call: Call, reason: str, actor: Person, now: datetime) -> Decision:
    """Draft a seat for the next on the waiting list, if one is free; a second person approves it as ever."""
    call = held_call(call)
    _require_whole(call, actor, now)
    require(
        call.state == CallState.DECIDED, _("There is no waiting list before the decisions are published.")
    )
    under_way = all_of(call).filter(promotes__isnull=False).exclude(state=DecisionState.PUBLISHED)
    free = None if call.seats is None else call.seats - count_seated(call) - under_way.count()
    require(free is None or free > 0, _("No seat is free. Wait until an organization declines its place."))
    taken = set(under_way.values_list("promotes", flat=True))
    first = next((row for row in waiting_list(call) if row.pk not in taken), None)
    require(first is not None, _("Nobody is left on the waiting list."))
    if first is None:
        raise AssertionError("refused above")
    decision = Decision.objects.create(
        community_id=call.community_id,
        application=first.application,
        promotes=first,
        outcome=Outcome.SELECTED,
        reason=reason.strip() or _("A seat became free, and this application is next on the waiting list."),
        drafted_by=author_membership(actor, call.community, now),
        drafted_at=now,
    )
    record(actor, "decision.draft", decision, community_id=call.community_id, at=now)
    return decision


def approved(call: Call) -> Sequence[Decision]:
    """Return the approved decisions of a call whose applications can still be settled by them."""
    rows = all_of(call).filter(state=DecisionState.APPROVED)
    return [row for row in rows if row.application.state == _expected(row)]


def _expected(row: Decision) -> str:
    return ApplicationState.WAITLISTED if row.promotes_id else ApplicationState.SUBMITTED


def _publish_one(row: Decision, accept_by: datetime, actor: Person, now: datetime) -> None:
    name = "promote" if row.promotes_id else NAMES[Outcome(row.outcome)]
    row.application = settle(application=row.application, name=name, actor=actor, now=now)
    row.state = move(MOVES, DecisionState(row.state), "publish")
    row.published_at = now
    row.accept_by = accept_by if row.outcome == Outcome.SELECTED else None
    row.revision += 1
    row.save(update_fields=["state", "published_at", "accept_by", "revision"])


def _require_whole(call: Call, actor: Person, now: datetime) -> None:
    require(
        may_decide_all(actor, call, now),
        _("This shows every application of the call, so staff without a tie to any of them do it."),
    )


def _require_seats(call: Call, rows: Sequence[Decision]) -> None:
    new = sum(row.outcome == Outcome.SELECTED for row in rows)
    if call.seats is not None:
        free = call.seats - count_seated(call)
        require(
            new <= free,
            _(
                "%(new)d seats are decided, but only %(free)d are free. Change a decision, or the call's seats."
            )
            % {"new": new, "free": free},
        )


def _require_order(rows: Sequence[Decision]) -> None:
    places = [row.place for row in rows if row.outcome == Outcome.WAITLISTED]
    require(
        None not in places and len(set(places)) == len(places),
        _("Each application on the waiting list needs a place of its own: 1, 2, 3."),
    )


def _undecided(number: int) -> str:
    return ngettext(
        "%(n)d application has no approved decision yet. All letters go out together, so it needs one.",
        "%(n)d applications have no approved decision yet. All letters go out together, so they need one.",
        number,
    ) % {"n": number}
