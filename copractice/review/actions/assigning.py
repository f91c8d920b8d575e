"""Who reviews what: proposed by the engine in the background, confirmed by a person, changed by hand."""

import random
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from copractice.applications.models import Application
from copractice.calls.models import Call
from copractice.communities.queries.memberships import author_membership
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.notices.actions import send_notice
from copractice.people.models import Person
from copractice.review.actions.planning import held_plan
from copractice.review.actions.ties import end_review, keep_found
from copractice.review.analysis import assigning
from copractice.review.models import Assignment, AssignmentRun, Review, Reviewer, ReviewPlan
from copractice.review.queries import desk
from copractice.review.queries.ties import barred_for
from copractice.review.rules import is_past_close, may_assign
from copractice.review.states import RUN_MOVES, ReviewState, RunState

STEP = 0.05  # of the whole, between two notes of progress


@transaction.atomic
def start_run(*, call: Call, actor: Person, now: datetime, seed: int | None = None) -> AssignmentRun:
    """Ask the engine who should review what, in the background; drops a proposal that nobody confirmed."""
    plan = held_plan(call)
    _require_may(plan, actor, now)
    for old in AssignmentRun.objects.filter(call=call, state__in=[RunState.WAITING, RunState.PROPOSED]):
        old.state = move(RUN_MOVES, RunState(old.state), "drop")
        old.save(update_fields=["state"])
    reviewers = [row for row in desk.holding_now(call, now) if row.declared_at]
    require(bool(reviewers), _("No reviewer has declared ties yet. Until then nothing can be assigned."))
    keep_found(reviewers, now)
    question = _question(plan, reviewers, now)
    require(bool(question["applications"]), _("There is no application to review."))
    run = AssignmentRun.objects.create(
        community_id=plan.community_id,
        call=plan.call,
        method=assigning.METHOD,
        version=assigning.VERSION,
        seed=secrets.randbits(31) if seed is None else seed,
        input=question,
        input_sha256=assigning.sha256_of(question),
        made_by=author_membership(actor, plan.community, now),
        made_at=now,
    )
    app.configure_task("review.propose").defer(run_id=run.pk)
    record(actor, "assignment.run", run, community_id=run.community_id, at=now)
    return run


def propose(*, run_id: int, now: datetime) -> None:
    """Answer a run that waits: a proposal, or in numbers what is missing; asked twice, it is done once."""
    run = AssignmentRun.objects.filter(pk=run_id, state=RunState.WAITING).first()
    if run is None:
        return
    try:
        result, missing = assigning.propose(run.input, run.seed, progress=_noted(run_id)), []
    except assigning.Shortage as shortage:
        names = run.input["applications"]
        missing = [
            {"kind": gap.kind, "missing": gap.missing, "places": [names[place] for place in gap.places]}
            if gap.kind != "load"
            else {"kind": gap.kind, "missing": gap.missing, "places": list(gap.places)}
            for gap in shortage.gaps
        ]
        result = None
    except ValueError as error:
        result, missing = None, [{"kind": "other", "missing": 0, "places": [], "sentence": str(error)}]
    _answered(run_id, result, missing, now)


@transaction.atomic
def confirm_run(*, run: AssignmentRun, actor: Person, now: datetime) -> AssignmentRun:
    """Assign what a run proposes, and tell each reviewer; refused if a tie or a reviewer changed since."""
    plan = held_plan(run.call)
    _require_may(plan, actor, now)
    run = AssignmentRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    run.state = move(RUN_MOVES, RunState(run.state), "confirm")
    run.confirmed_by, run.confirmed_at = author_membership(actor, plan.community, now), now
    run.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    given = _assigned(run, plan.call, now)
    for reviewer in given:
        _tell(reviewer, now)
    record(actor, "assignment.confirm", run, community_id=run.community_id, at=now)
    return run


@transaction.atomic
def drop_run(*, run: AssignmentRun, actor: Person, now: datetime) -> AssignmentRun:
    """Give a proposal up; nothing is assigned."""
    plan = held_plan(run.call)
    require(may_assign(actor, plan.call, now), _("Only staff without a tie in this call assign."))
    run = AssignmentRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    run.state = move(RUN_MOVES, RunState(run.state), "drop")
    run.save(update_fields=["state"])
    record(actor, "assignment.drop", run, community_id=run.community_id, at=now)
    return run


@transaction.atomic
def reassign(*, review: Review, to: Reviewer, reason: str, actor: Person, now: datetime) -> Assignment:
    """Take a draft from one reviewer and give its application to another, with the reason."""
    call = review.assignment.application.call
    plan = held_plan(call)
    _require_may(plan, actor, now)
    require(bool(reason.strip()), _("Say why, for the record."))
    rows = Review.objects.select_for_update(of=("self",)).select_related("assignment__application")
    review = rows.get(pk=review.pk)
    is_draft = review.state == ReviewState.DRAFT and review.assignment.until is None
    require(is_draft, _("This review was sent or has ended, so it stays where it is."))
    free = {row.pk for row in able(review.assignment.application, plan, now)}
    require(to.pk in free, _("This person cannot take the application: choose another one."))
    end_review(review, reason.strip(), now)
    assignment = _give(to, [review.assignment.application_id], None, now)[0]
    _tell(to, now)
    record(actor, "assignment.change", assignment, community_id=plan.community_id, at=now)
    return assignment


def _tell(reviewer: Reviewer, now: datetime) -> None:
    to, where = reviewer.membership.person, reviewer.community_id
    send_notice("review_assigned", to=to, about=reviewer, community_id=where, now=now)


def able(application: Application, plan: ReviewPlan, now: datetime) -> list[Reviewer]:
    """Return who can take an application: declared, not tied, never had it, and below the most."""
    rows = [row for row in desk.holding_now(plan.call, now) if row.declared_at]
    tied = barred_for({row.membership.person_id for row in rows}, plan.call, now)
    had = set(Assignment.objects.filter(application=application).values_list("reviewer", flat=True))
    load: dict[int, int] = defaultdict(int)
    for reviewer in desk.live_pairs(plan.call).values_list("reviewer", flat=True):
        load[reviewer] += 1
    return [
        row
        for row in rows
        if application.pk not in tied[row.membership.person_id]
        and row.pk not in had
        and load[row.pk] < row.most
    ]


def _require_may(plan: ReviewPlan, actor: Person, now: datetime) -> None:
    require(may_assign(actor, plan.call, now), _("Only staff without a tie in this call assign."))
    require(is_past_close(plan.call, now), _("Applications are assigned once the call takes no more."))


def _question(plan: ReviewPlan, reviewers: list[Reviewer], now: datetime) -> dict[str, Any]:
    """Return what the engine is asked, in codes and places: what stands is locked, what ended is barred."""
    applications = list(desk.to_review(plan.call))
    row = {application.pk: place for place, application in enumerate(applications)}
    column = {reviewer.pk: place for place, reviewer in enumerate(reviewers)}
    tied = barred_for({one.membership.person_id for one in reviewers}, plan.call, now)
    barred = {
        (row[pk], column[one.pk]) for one in reviewers for pk in tied[one.membership.person_id] if pk in row
    }
    stand = set(desk.live_pairs(plan.call).values_list("application", "reviewer"))
    had = Assignment.objects.filter(reviewer__call=plan.call).values_list("application", "reviewer")
    over = {pair for pair in had if pair not in stand}
    barred |= {(row[a], column[r]) for a, r in over if a in row and r in column}
    locked = {(row[a], column[r]) for a, r in stand if a in row and r in column} - barred
    # Reviews by people who review no more count for the application, and nobody is asked for them again.
    elsewhere = [row[a] for a, r in stand if a in row and r not in column]
    held = [pair[0] for pair in locked]
    load = [pair[1] for pair in locked]
    demand = [max(plan.reviews_each - elsewhere.count(place), held.count(place)) for place in range(len(row))]
    kept = [place for place, number in enumerate(demand) if number]
    place_of = {old: new for new, old in enumerate(kept)}
    return {
        "applications": [applications[place].code for place in kept],
        "reviewers": [one.code for one in reviewers],
        "demand": [demand[place] for place in kept],
        "least": [one.least for one in reviewers],
        "most": [max(one.most, load.count(place)) for place, one in enumerate(reviewers)],
        "barred": sorted([place_of[a], r] for a, r in barred if a in place_of),
        "locked": sorted([place_of[a], r] for a, r in locked),
        "labels": [
            [name, least, [place for place, one in enumerate(reviewers) if one.perspective == name]]
            for name, least in sorted(plan.perspectives.items())
        ],
    }


def _noted(run_id: int) -> Callable[[float, str], None]:
    """Return what keeps the progress of a run, in steps that are worth a write."""
    last = 0.0

    def note(share: float, _sentence: str) -> None:
        nonlocal last
        if share >= last + STEP:
            last = share
            AssignmentRun.objects.filter(pk=run_id).update(share=share)

    return note


@transaction.atomic
def _answered(run_id: int, result: dict[str, Any] | None, missing: list[Any], now: datetime) -> None:
    run = AssignmentRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != RunState.WAITING:
        return
    run.state = move(RUN_MOVES, RunState(run.state), "fail" if result is None else "propose")
    run.result, run.failed_because, run.share, run.done_at = result, missing, 1.0, now
    run.save(update_fields=["state", "result", "failed_because", "share", "done_at"])


def _assigned(run: AssignmentRun, call: Call, now: datetime) -> list[Reviewer]:
    """Write the new pairs of a run and return who got some; what stands already is left alone."""
    reviewers = {row.code: row for row in desk.holding_now(call, now) if row.declared_at}
    applications = {row.code: row.pk for row in desk.to_review(call)}
    tied = barred_for({row.membership.person_id for row in reviewers.values()}, call, now)
    had = set(Assignment.objects.filter(reviewer__call=call).values_list("application", "reviewer"))
    new: dict[str, list[int]] = defaultdict(list)
    for place, column in (run.result or {})["pairs"]:
        code, application = run.input["reviewers"][column], applications.get(run.input["applications"][place])
        if application is None:
            continue  # withdrawn or ruled out since
        if code not in reviewers or application in tied[reviewers[code].membership.person_id]:
            raise Refused(_("A reviewer or a tie changed since. Have it assigned again."))
        if (application, reviewers[code].pk) not in had:
            new[code].append(application)
    for code, mine in new.items():
        _give(reviewers[code], mine, run, now)
    return [reviewers[code] for code in sorted(new)]


def _give(
    reviewer: Reviewer, applications: Iterable[int], run: AssignmentRun | None, now: datetime
) -> list[Assignment]:
    """Assign applications to a reviewer behind those that the reviewer has, in an order by chance."""
    order = sorted(applications)
    random.Random(f"{run.seed if run else 0}:{reviewer.code}").shuffle(order)  # noqa: S311 - an order, no secret
    highest = Assignment.objects.filter(reviewer=reviewer).aggregate(at=Max("position"))["at"] or 0
    made = Assignment.objects.bulk_create(
        Assignment(
            community_id=reviewer.community_id,
            reviewer=reviewer,
            application_id=application,
            run=run,
            position=position,
            since=now,
        )
        for position, application in enumerate(order, start=highest + 1)
    )
    Review.objects.bulk_create(Review(community_id=one.community_id, assignment=one) for one in made)
    return made
