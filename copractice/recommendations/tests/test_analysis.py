"""How recommendations add up, and how one stands on a day."""

from datetime import datetime, timedelta

from copractice.recommendations.analysis import board_of, early_by, ends_at, row_of
from copractice.recommendations.queries import recommendations
from copractice.recommendations.tests.conftest import Advice
from tests.world_recommendations import (
    make_draft,
    make_evidence,
    make_recommendation,
    make_response,
    make_step,
)


def test_a_board_counts_offered_answered_adopted_and_what_is_shown(advice: Advice, now: datetime) -> None:
    today = now.date()
    make_draft(advice.youth, now, in_cohort_name=True, handed_at=now)
    make_draft(advice.youth, now)
    make_recommendation(advice.youth, now, due_on=today - timedelta(days=2))
    make_recommendation(advice.youth, now, due_on=today)
    declined = make_recommendation(advice.youth, now, state="answered")
    make_response(declined, advice.leader, now, answer="declined", reason="No.")
    adopted = make_recommendation(advice.youth, now, state="in_practice")
    step = make_step(make_response(adopted, advice.leader, now), now)
    for _twice in range(2):
        make_evidence(step, advice.leader, now)
    rows = list(recommendations.led_by(advice.facilitator, advice.seat.cohort, now))
    board = board_of(rows, {}, today)
    found = (board.offered, board.answered, board.adopted, board.shown, board.overdue, board.handed)
    assert found == (4, 2, 1, 1, 1, 1)
    assert [row.left for row in board.rows] == [None, -2, 0, None, None]
    assert board.waiting == 2
    assert recommendations.count_in(advice.seat.cohort) == {"offered": 4, "answered": 2, "adopted": 1}


def test_an_answer_is_early_by_days_of_the_community(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now, due_on=now.date())
    assert ends_at(row).isoformat() == "2026-11-24T23:59:00-06:00"
    response = make_response(row, advice.leader, now - timedelta(days=3))
    assert [early_by(row, response), early_by(row, None)] == [3, 0]
    response.at = now + timedelta(days=1)
    assert early_by(row, response) == 0
    assert row_of(row, now.date() + timedelta(days=1)).late_by == 1
