"""Each state with each move, from the tables."""

import pytest

from copractice.ledger.states import Refused, move
from copractice.review.states import REVIEW_MOVES, RUN_MOVES, ReviewState, RunState

REVIEWS = [(state, name) for state in ReviewState for name in REVIEW_MOVES]
RUNS = [(state, name) for state in RunState for name in RUN_MOVES]


@pytest.mark.parametrize(("state", "name"), REVIEWS)
def test_a_review_moves_as_the_table_says(state: ReviewState, name: str) -> None:
    sources, target = REVIEW_MOVES[name]
    if state in sources:
        assert move(REVIEW_MOVES, state, name) == target
    else:
        with pytest.raises(Refused):
            move(REVIEW_MOVES, state, name)


@pytest.mark.parametrize(("state", "name"), RUNS)
def test_an_assignment_run_moves_as_the_table_says(state: RunState, name: str) -> None:
    sources, target = RUN_MOVES[name]
    if state in sources:
        assert move(RUN_MOVES, state, name) == target
    else:
        with pytest.raises(Refused):
            move(RUN_MOVES, state, name)
