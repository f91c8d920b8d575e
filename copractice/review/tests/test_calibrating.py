"""Scores corrected in the background: kept with what they were made of, and shown only while that holds."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.models import Application
from copractice.applications.states import ApplicationState
from copractice.calls.queries.versions import criteria_of
from copractice.communities.actions import add_membership
from copractice.communities.models import Role
from copractice.people.models import Person
from copractice.review.actions import calibrating
from copractice.review.analysis.calibrating import differences
from copractice.review.analysis.scoring import board_of
from copractice.review.models import Assignment, CalibratedScores, Review, Score
from copractice.review.states import ReviewState
from tests.world_review import Reviewed, send

STRICT, FAIR, MILD = (1, 2, 0, 1, 2, 0), (2, 3, 1, 2, 3, 1), (3, 4, 2, 3, 4, 2)
SOON = "within some minutes"


@pytest.fixture
def scored(reviewed: Reviewed, now: datetime) -> Reviewed:
    """Return the call with six more applications, each scored by a strict, a fair and a mild reviewer."""
    call, criterion = reviewed.call, criteria_of(reviewed.call)[0]
    of, sent = {"community": call.community}, {"submitted_at": now, "sha256": "a" * 64}
    for place in range(6):
        state = ApplicationState.SUBMITTED
        application = Application.objects.create(
            call=call, state=state, form_key=f"{place:032d}", created_at=now, **sent, **of
        )
        for reviewer, scores in zip(reviewed.reviewers, (STRICT, FAIR, MILD), strict=True):
            assignment = Assignment.objects.create(
                reviewer=reviewer, application=application, position=100 + place, since=now, **of
            )
            review = Review.objects.create(
                assignment=assignment, state=ReviewState.SUBMITTED, submitted_at=now, **of
            )
            Score.objects.create(review=review, criterion=criterion, value=scores[place], revision=1, **of)
    return reviewed


def test_scores_are_corrected_once_for_the_reviews_that_are_in(
    scored: Reviewed, coordinator: Person, now: datetime
) -> None:
    assert board_of(scored.call, coordinator, now).reasons == [
        "The correction is made anew within some minutes after a review is sent."
    ]
    assert [calibrating.calibrate_all(now=now) for _ in range(2)] == [1, 0]
    board = board_of(scored.call, coordinator, now)
    assert (board.is_calibrated, board.reasons) == (True, [])
    assert len([row for row in board.rows if row.adjusted is not None]) == 6
    assert differences(CalibratedScores.objects.get()) == []


def test_another_review_makes_a_correction_stale_until_it_is_made_anew(
    scored: Reviewed, coordinator: Person, now: datetime
) -> None:
    calibrating.calibrate(call=scored.call, now=now)
    send(scored.review, now, "3")
    board = board_of(scored.call, coordinator, now)
    assert not board.is_calibrated
    assert [SOON in reason for reason in board.reasons] == [True]
    assert {row.adjusted for row in board.rows} == {None}
    assert calibrating.calibrate(call=scored.call, now=now + timedelta(minutes=5))
    assert board_of(scored.call, coordinator, now).is_calibrated
    assert CalibratedScores.objects.get().made_at == now + timedelta(minutes=5)


def test_a_correction_that_was_changed_is_found(scored: Reviewed, now: datetime) -> None:
    calibrating.calibrate(call=scored.call, now=now)
    kept = CalibratedScores.objects.get()
    kept.input[0][2] += 1
    assert differences(kept) == ["input", "result"]


def test_nobody_from_whom_an_application_is_hidden_reads_scores_that_it_moved(
    scored: Reviewed, now: datetime
) -> None:
    calibrating.calibrate(call=scored.call, now=now)
    lead = scored.applications[0].parts.get(party="employer").owner
    mine = scored.reviewers[0].membership.person
    for person in (lead, mine):  # one is tied, the other has a review to send first
        role, community = Role.COORDINATOR, scored.call.community
        add_membership(person=person, community=community, role=role, name="Also staff", actor=None, now=now)
        board = board_of(scored.call, person, now)
        assert board.reasons == ["They are corrected only for readers from whom no application is hidden."]
        assert {row.adjusted for row in board.rows} == {None}


def test_scores_without_a_difference_are_not_corrected(
    scored: Reviewed, coordinator: Person, now: datetime
) -> None:
    Score.objects.update(value=2)
    calibrating.calibrate(call=scored.call, now=now)
    board = board_of(scored.call, coordinator, now)
    assert board.reasons == ["The reviews do not tell reviewers and applications apart."]


def test_a_few_reviews_are_never_given_to_the_engine(reviewed: Reviewed, now: datetime) -> None:
    send(reviewed.review, now, "3")
    assert calibrating.calibrate_all(now=now) == 0
    assert not CalibratedScores.objects.exists()
