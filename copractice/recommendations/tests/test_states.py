"""Each state with each move, from the tables."""

import pytest
from django.db.models import TextChoices

from copractice.ledger.states import Refused, move
from copractice.recommendations.states import MOVES, STEP_MOVES, RecommendationState, StepState

TABLES = [
    *((MOVES, state, name) for state in RecommendationState for name in MOVES),
    *((STEP_MOVES, state, name) for state in StepState for name in STEP_MOVES),
]


@pytest.mark.parametrize(("moves", "state", "name"), TABLES)
def test_each_state_moves_as_the_table_says(moves: dict, state: TextChoices, name: str) -> None:
    sources, target = moves[name]
    if state in sources:
        assert move(moves, state, name) == target
    else:
        with pytest.raises(Refused):
            move(moves, state, name)
