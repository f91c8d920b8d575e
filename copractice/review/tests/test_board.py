"""What reviews add up to: weighted means with their spread, nothing missing counted, nothing tied in sight."""

from dataclasses import replace
from datetime import datetime

import pytest

from copractice.calls.models import Criterion
from copractice.communities.actions import add_membership
from copractice.communities.models import Role
from copractice.people.models import Person
from copractice.review.actions import reviewing
from copractice.review.analysis.scoring import Standing, board_of
from copractice.review.models import Review
from copractice.review.queries import desk
from copractice.review.queries.reviews import list_of
from copractice.review.queries.writing import lines_of
from tests.world_review import Reviewed, person_of, score, send


def of_application(reviewed: Reviewed, place: int) -> list[Review]:
    """Return the reviews of an application."""
    application = reviewed.applications[place].pk
    return [row for row in reviewed.reviews if row.assignment.application_id == application]


def test_means_are_weighted_and_criteria_that_inform_are_left_out(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    Criterion.objects.filter(call=reviewed.call, number=2).update(is_informational=False, weight=1)
    one, other = of_application(reviewed, 0)
    send(one, now, "4", "1")  # (4 x 2 + 1) / 3
    send(other, now, "1", "1")
    row = next(row for row in board_of(reviewed.call, coordinator, now).rows if row.sent)
    assert (row.sent, row.asked, row.mean, row.low, row.high) == (2, 2, 2.0, 1.0, 3.0)
    Criterion.objects.filter(call=reviewed.call, number=2).update(is_informational=True, weight=0)
    row = next(row for row in board_of(reviewed.call, coordinator, now).rows if row.sent)
    assert (row.mean, row.low, row.high) == (2.5, 1.0, 4.0)


def test_what_is_missing_or_does_not_apply_is_never_zero(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    one, other = of_application(reviewed, 0)
    send(one, now, "na", "3")
    score(other, now, "0")
    rows = board_of(reviewed.call, coordinator, now).rows
    assert sorted((row.sent, row.mean, row.spread, row.adjusted) for row in rows) == [
        (0, None, None, None),
        (1, None, None, None),
    ]


def test_plain_means_stand_with_the_reason_until_calibration_is_deserved(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    send(reviewed.review, now, "3")
    board = board_of(reviewed.call, coordinator, now)
    assert (board.is_calibrated, board.reasons) == (False, ["Only 1 review is in yet."])


def test_a_tied_person_sees_neither_the_application_nor_a_count_that_contains_it(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    lead = reviewed.applications[0].parts.get(party="employer").owner
    send(of_application(reviewed, 0)[0], now, "3")
    add_membership(
        person=lead,
        community=reviewed.call.community,
        role=Role.COORDINATOR,
        name="Also staff",
        actor=None,
        now=now,
    )
    seen = {row.application for row in board_of(reviewed.call, lead, now).rows}
    assert seen == {reviewed.applications[1].pk}
    assert sum(row.asked for row in desk.list_of(reviewed.call, lead, now)) == 2
    assert sum(row.asked for row in desk.list_of(reviewed.call, coordinator, now)) == 4
    community, code = reviewed.call.community, reviewed.applications[0].code
    assert desk.application_for(lead, community, code, now) is None
    assert desk.application_for(coordinator, community, code, now) == reviewed.applications[0]


def test_staff_who_review_see_the_others_after_their_own(reviewed: Reviewed, now: datetime) -> None:
    one, other = of_application(reviewed, 0)
    person = person_of(one)
    add_membership(
        person=person,
        community=reviewed.call.community,
        role=Role.COORDINATOR,
        name="Also staff",
        actor=None,
        now=now,
    )
    send(other, now, "3")
    row = next(row for row in board_of(reviewed.call, person, now).rows if row.sent)
    assert (row.is_hidden, row.mean) == (True, None)
    send(one, now, "1")
    row = next(row for row in board_of(reviewed.call, person, now).rows if row.sent)
    assert (row.is_hidden, row.mean) == (False, 2.0)


def test_an_application_that_was_withdrawn_frees_its_reviewers(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    application = reviewed.applications[0]
    application.state, application.withdrawn_at = "withdrawn", now
    application.save()
    assert [row.application for row in board_of(reviewed.call, coordinator, now).rows] == [
        reviewed.applications[1].pk
    ]
    assert sum(len(list_of(row, now)) for row in reviewed.reviewers) == 2


def test_a_review_by_somebody_who_is_tied_counts_for_nothing(
    reviewed: Reviewed, coordinator: Person, now: datetime
) -> None:
    review = send(reviewed.review, now, "4")
    application = review.assignment.application
    part = application.parts.get(party="umbrella")
    part.owner = person_of(review)
    part.save(update_fields=["owner"])
    rows = {row.application: row for row in board_of(reviewed.call, coordinator, now).rows}
    assert (rows[application.pk].sent, rows[application.pk].asked) == (0, 1)
    assert review not in desk.reviews_of(application, now)
    Review.objects.filter(pk=review.pk).update(comment_to_applicant="Of somebody who is tied.")
    assert desk.comments_to_applicants(reviewed.call, [application.pk], now) == {}


def test_comments_to_an_applicant_stand_together_once_they_are_sent(
    reviewed: Reviewed, now: datetime
) -> None:
    one, other = sorted(of_application(reviewed, 0), key=lambda row: row.code)
    Review.objects.filter(pk=one.pk).update(comment_to_applicant="First.")
    Review.objects.filter(pk=other.pk).update(comment_to_applicant="Second.")
    asked = [application.pk for application in reviewed.applications]
    assert desk.comments_to_applicants(reviewed.call, asked, now) == {}
    send(one, now, "3")
    send(other, now, "3")
    told = {reviewed.applications[0].pk: "First.\n\nSecond."}
    assert desk.comments_to_applicants(reviewed.call, asked, now) == told
    assert desk.comments_to_applicants(reviewed.call, asked[1:], now) == {}


def test_saving_is_refused_for_a_criterion_of_another_call(reviewed: Reviewed, now: datetime) -> None:
    review = reviewed.review
    foreign = Criterion.objects.exclude(call=reviewed.call).first()
    assert foreign is None or foreign.code not in {line.criterion.code for line in lines_of(review)}
    with pytest.raises(Exception, match="not asked"):
        reviewing.save(
            review=review, key="score-0000000000", text="3", base=0, actor=person_of(review), now=now
        )


def test_reviewers_lie_far_apart_from_two_points_on_unless_that_is_hidden() -> None:
    apart = Standing(application=1, sent=2, asked=2, mean=2.0, low=1.0, high=3.0)
    assert apart.is_far
    assert not replace(apart, high=2.9).is_far
    assert not replace(apart, is_hidden=True).is_far
    assert not Standing(application=1, sent=0, asked=2).is_far
