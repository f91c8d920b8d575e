"""Asking the engine for a balanced cohort, in the background, on a frozen question."""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from copractice.calls.models import Call
from copractice.communities.queries.memberships import author_membership
from copractice.engine.portfolio import Infeasible
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person
from copractice.review.analysis.scoring import board_of
from copractice.selection.actions.deciding import held_call
from copractice.selection.analysis import advice
from copractice.selection.models import SelectionRun
from copractice.selection.queries.applicants import facts_of
from copractice.selection.queries.decisions import to_decide
from copractice.selection.rules import is_deciding, may_decide_all

STEP = 0.05  # of the whole, between two notes of progress


@transaction.atomic
def start_run(
    *, call: Call, rules: advice.Rules, actor: Person, now: datetime, seed: int | None = None
) -> SelectionRun:
    """Freeze the scored applications of a call and the rules, and have the engine answer in the background."""
    call = held_call(call)
    require(may_decide_all(actor, call, now), _("Only staff without a tie in this call have it computed."))
    require(is_deciding(call, now), _("A cohort is computed between the close of a call and its decisions."))
    at_work = SelectionRun.objects.filter(call=call, done_at__isnull=True)
    require(not at_work.exists(), _("A run is at work already. Wait for it."))
    question = _question(call, rules, now)
    scored = len(question["applications"])
    require(
        scored > rules.seats,
        _(
            "%(scored)d applications are scored, for %(seats)d seats: there is nothing to choose. Decide by hand."
        )
        % {"scored": scored, "seats": rules.seats},
    )
    run = SelectionRun.objects.create(
        community_id=call.community_id,
        call=call,
        method=advice.METHOD,
        version=advice.VERSION,
        seed=secrets.randbits(31) if seed is None else seed,
        rules=vars(rules),
        input=question,
        input_sha256=advice.sha256_of(question),
        made_by=author_membership(actor, call.community, now),
        made_at=now,
    )
    app.configure_task("selection.answer").defer(run_id=run.pk)
    record(actor, "selection.run", run, community_id=run.community_id, at=now)
    return run


def answer(*, run_id: int, now: datetime) -> None:
    """Answer a run that waits: a cohort, or why none keeps the rules; asked twice, it is done once."""
    run = SelectionRun.objects.filter(pk=run_id, done_at__isnull=True).first()
    if run is None:
        return
    result, failed = None, {}
    try:
        result = advice.answer(run.input, run.seed, progress=_noted(run_id))
    except Infeasible as failure:
        failed = advice.conflict_of(failure)
    except ValueError as error:
        failed = {"rules": [], "changes": [], "moved": 0, "sentence": str(error)}
    with transaction.atomic():
        run = SelectionRun.objects.select_for_update(of=("self",)).get(pk=run_id)
        if run.done_at is None:
            run.result, run.failed_because, run.share, run.done_at = result, failed, 1.0, now
            run.save(update_fields=["result", "failed_because", "share", "done_at"])


def _question(call: Call, rules: advice.Rules, now: datetime) -> advice.Question:
    standings = {row.application: row for row in board_of(call, None, now).rows if row.best is not None}
    rows = [one for one in to_decide(call) if one.pk in standings]
    facts = facts_of(call, rows)
    applicants = [
        advice.Applicant(
            code=facts[one.pk].code,
            umbrella=facts[one.pk].umbrella,
            institution=facts[one.pk].institution,
            county=facts[one.pk].county,
            kinds=facts[one.pk].kinds,
            is_new=facts[one.pk].is_new,
        )
        for one in rows
    ]
    return advice.question_of(rules, applicants, [standings[one.pk] for one in rows])


def _noted(run_id: int) -> Callable[[float, str], None]:
    """Return what keeps the progress of a run, in steps that are worth a write."""
    last = 0.0

    def note(share: float, sentence: str) -> None:
        nonlocal last
        if share >= last + STEP:
            last = share
            SelectionRun.objects.filter(pk=run_id).update(share=min(share, 1.0), sentence=sentence)

    return note
