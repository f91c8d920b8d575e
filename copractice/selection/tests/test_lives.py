"""Every move of a decision, from the table."""

import pytest

from copractice.ledger.states import Refused, move
from copractice.selection.models import Decision
from copractice.selection.states import MOVES, DecisionState

CASES = [(name, state) for name in MOVES for state in DecisionState]


@pytest.mark.parametrize(("name", "state"), CASES)
def test_a_decision_moves_as_the_table_says_and_never_otherwise(name: str, state: DecisionState) -> None:
    sources, target = MOVES[name]
    if state in sources:
        assert move(MOVES, state, name) == target
    else:
        with pytest.raises(Refused):
            move(MOVES, state, name)


@pytest.mark.django_db
def test_nothing_is_decided_in_an_empty_database() -> None:
    assert not Decision.objects.exists()
