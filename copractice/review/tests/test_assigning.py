"""Assigning: proposed, confirmed, made again, short of reviewers, changed by hand."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from copractice.calls.models import Call
from copractice.communities.actions import add_membership
from copractice.communities.models import Role
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from copractice.review.actions import assigning, reviewers, reviewing
from copractice.review.analysis.assigning import differences
from copractice.review.models import AssignmentRun, Review, Reviewer
from copractice.review.queries.desk import live_pairs
from copractice.review.states import Perspective, ReviewState, RunState
from copractice.review.views.runs import _missing
from tests.world_review import Reviewed, add, assign, declare, person_of, plan_it


def proposed(call: Call, actor: Person, now: datetime) -> AssignmentRun:
    """Have a run answered."""
    run = assigning.start_run(call=call, actor=actor, now=now, seed=1)
    assigning.propose(run_id=run.pk, now=now)
    run.refresh_from_db()
    return run


def test_each_application_gets_its_reviews_and_the_loads_are_even(reviewed: Reviewed, now: datetime) -> None:
    pairs = list(live_pairs(reviewed.call).values_list("application", "reviewer"))
    assert sorted(Counter(pair[0] for pair in pairs).values()) == [2, 2]
    assert sorted(Counter(pair[1] for pair in pairs).values()) == [1, 1, 2]
    assert {row.state for row in reviewed.reviews} == {ReviewState.DRAFT}
    told = Notice.objects.filter(kind="review_assigned").values_list("person", flat=True)
    assert sorted(told) == sorted({person_of(row).pk for row in reviewed.reviews})


def test_a_run_comes_out_the_same_again_and_a_changed_one_does_not(reviewed: Reviewed) -> None:
    run = reviewed.run
    assert differences(run) == []
    run.result["load"][0] += 1
    assert differences(run) == ["result"]
    run.input["demand"][0] = 1
    assert differences(run) == ["input", "result"]


def test_what_is_missing_is_said_in_words(reviewed: Reviewed, coordinator: Person, now: datetime) -> None:
    plan_it(reviewed.call, coordinator, now, reviews_each=4)
    run = proposed(reviewed.call, coordinator, now)
    assert (run.state, run.result) == (RunState.FAILED, None)
    assert [_missing(run, gap) for gap in run.failed_because] == [
        "2 reviews are missing: Example House 1, Example House 2."
    ]
    plan_it(reviewed.call, coordinator, now, reviews_each=3, perspectives={"youth": 1})
    run = proposed(reviewed.call, coordinator, now)
    assert [_missing(run, gap) for gap in run.failed_because] == [
        "2 reviewers of the perspective Youth are missing: Example House 1, Example House 2."
    ]


def test_assigning_again_fills_what_is_missing_and_leaves_the_rest(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    gone = reviewed.review
    stays = {row.pk for row in reviewed.reviews} - {gone.pk}
    reviewing.recuse(review=gone, reason="My cousin works there.", actor=person_of(gone), now=now)
    young = declare(add(reviewed.call, coordinator, now, 9, perspective=Perspective.YOUTH), now)
    assign(reviewed.call, coordinator, now)
    live = Review.objects.exclude(state=ReviewState.RECUSED).filter(assignment__until__isnull=True)
    assert stays < {row.pk for row in live}
    new = live.exclude(pk__in=stays).get()
    assert new.assignment.application_id == gone.assignment.application_id
    assert new.assignment.reviewer_id != gone.assignment.reviewer_id
    assert young.declared_at == now


def test_nothing_is_assigned_before_the_close_or_by_whom_an_application_is_tied_to(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    lead = reviewed.applications[0].parts.get(party="employer").owner
    add_membership(
        person=lead,
        community=reviewed.call.community,
        role=Role.COORDINATOR,
        name="Also staff",
        actor=None,
        now=now,
    )
    with pytest.raises(Refused, match="without a tie"):
        assigning.start_run(call=reviewed.call, actor=lead, now=now)
    Call.objects.filter(pk=reviewed.call.pk).update(closes_at=now + timedelta(days=1))
    with pytest.raises(Refused, match="takes no more"):
        assigning.start_run(call=reviewed.call, actor=coordinator, now=now)


def test_a_reviewer_who_ended_since_is_not_assigned(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    plan_it(reviewed.call, coordinator, now, reviews_each=3)
    run = proposed(reviewed.call, coordinator, now)
    leaves = reviewed.reviewers[0]
    reviewers.end_reviewer(reviewer=leaves, reason="Ill.", actor=coordinator, now=now)
    with pytest.raises(Refused, match="changed since"):
        assigning.confirm_run(run=run, actor=coordinator, now=now)
    assert not live_pairs(reviewed.call).filter(reviewer=leaves).exists()


def test_one_application_is_given_to_somebody_else_with_a_reason(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    review = reviewed.review
    free: list[Reviewer] = assigning.able(review.assignment.application, reviewed.plan, now)
    assert len(free) == 1
    with pytest.raises(Refused, match="why"):
        assigning.reassign(review=review, to=free[0], reason=" ", actor=coordinator, now=now)
    given = assigning.reassign(review=review, to=free[0], reason="Too much.", actor=coordinator, now=now)
    old = Review.objects.get(pk=review.pk).assignment
    assert (old.until, old.ended_because) == (now, "Too much.")
    assert given.review.state == ReviewState.DRAFT
    assert assigning.able(review.assignment.application, reviewed.plan, now) == []
