"""Drafting decisions and approving them: two people, and nothing of either is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.models import Application
from copractice.calls.models import Call
from copractice.communities.models import Membership
from copractice.communities.queries.memberships import author_membership
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person
from copractice.selection.analysis.advice import advice_of, cost_of
from copractice.selection.models import Decision, Override, SelectionRun
from copractice.selection.queries.decisions import all_of, to_decide
from copractice.selection.rules import is_deciding, may_approve, may_decide
from copractice.selection.states import MOVES, DecisionState, Outcome


@dataclass(frozen=True)
class Drafted:
    """What somebody decided on one application, having seen the decision at `revision` (0 for none)."""

    code: str
    outcome: Outcome
    place: int | None = None
    reason: str = ""
    remarks: str = ""
    revision: int = 0


def held_call(call: Call) -> Call:
    """Return the call with its row locked: one person at a time decides in it."""
    rows = Call.objects.select_for_update(of=("self",), no_key=True).select_related("community")
    return rows.get(pk=call.pk)


@transaction.atomic
def draft(
    *, call: Call, drafts: Sequence[Drafted], run: SelectionRun | None, actor: Person, now: datetime
) -> list[Decision]:
    """Draft decisions, each on its own; return those that somebody else changed since, which stay as they are.

    One that says what stands already is left alone, its approval too. One that differs from the run's advice
    needs a reason, and is kept as an override with its cost.
    """
    call = held_call(call)
    require(
        is_deciding(call, now), _("Decisions are drafted between the close of a call and their publication.")
    )
    rows = {row.code: row for row in to_decide(call)}
    known = {row.application.code: row for row in all_of(call).filter(promotes__isnull=True)}
    advice = advice_of(run) if run else {}
    by = author_membership(actor, call.community, now)
    conflicts, changed = [], []
    for one in drafts:
        application, old = rows.get(one.code), known.get(one.code)
        require(application is not None and may_decide(actor, application, now), _gone(one.code))
        if old and _says(old, one):
            continue
        if (old.revision if old else 0) != one.revision:
            conflicts += [old] if old else []
            continue
        if application is not None:
            advised = advice.get(one.code)
            changed.append(_keep(application, old, one, advised[0] if advised else None, run, by, now))
    for decision in changed:
        record(actor, "decision.draft", decision, community_id=call.community_id, at=now)
    return conflicts


@transaction.atomic
def approve(*, call: Call, revisions: Mapping[str, int], actor: Person, now: datetime) -> int:
    """Approve drafts of somebody else that still say what was seen; return how many were approved."""
    call = held_call(call)
    drafts = all_of(call).filter(code__in=list(revisions), state=DecisionState.DRAFT)
    rows = [row for row in drafts if row.revision == revisions[row.code]]
    require(
        all(may_approve(actor, row, now) for row in rows),
        _("A decision is approved by somebody who did not draft it. Ask another coordinator."),
    )
    by = author_membership(actor, call.community, now) if rows else None
    for row in rows:
        row.state = move(MOVES, DecisionState(row.state), "approve")
        row.approved_by, row.approved_at = by, now
        row.revision += 1
        row.save(update_fields=["state", "approved_by", "approved_at", "revision"])
    for row in rows:
        record(actor, "decision.approve", row, community_id=call.community_id, at=now)
    return len(rows)


def _says(old: Decision, one: Drafted) -> bool:
    said = (one.outcome, one.place, one.reason.strip(), one.remarks.strip())
    return (old.outcome, old.place, old.reason, old.remarks) == said


def _keep(
    application: Application,
    old: Decision | None,
    one: Drafted,
    advised: Outcome | None,
    run: SelectionRun | None,
    by: Membership,
    now: datetime,
) -> Decision:
    reason = one.reason.strip()
    differs = run is not None and advised is not None and advised != one.outcome
    require(
        bool(reason) or not differs,
        _("A decision on %(code)s that differs from the run's advice needs its reason.")
        % {"code": application.code},
    )
    decision = old or Decision(community_id=application.community_id, application=application, revision=0)
    if old:
        decision.state = move(MOVES, DecisionState(decision.state), "redraft")
    decision.run, decision.outcome, decision.reason = run or decision.run, one.outcome, reason
    decision.remarks = one.remarks.strip()
    decision.place = one.place if one.outcome == Outcome.WAITLISTED else None
    decision.drafted_by, decision.drafted_at = by, now
    decision.approved_by = decision.approved_at = None
    decision.revision += 1
    decision.save()
    if run and advised and differs:
        Override.objects.create(
            community_id=application.community_id,
            decision=decision,
            run=run,
            advised=advised,
            decided=one.outcome,
            reason=reason,
            cost=cost_of(run, application.code, advised, one.outcome),
            by=by,
            at=now,
        )
    return decision


def _gone(code: str) -> str:
    return _("Application %(code)s cannot be decided by you: it was settled, or it is tied to you.") % {
        "code": code
    }
