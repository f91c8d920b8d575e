"""Every move of application, part and invitation, from the tables."""

import pytest

from copractice.applications.states import (
    APPLICATION_MOVES,
    INVITATION_MOVES,
    PART_MOVES,
    ApplicationState,
    InvitationState,
    PartState,
)
from copractice.ledger.states import Refused, move

TABLES = [
    (APPLICATION_MOVES, ApplicationState),
    (PART_MOVES, PartState),
    (INVITATION_MOVES, InvitationState),
]
CASES = [(moves, name, state) for moves, states in TABLES for name in moves for state in states]


@pytest.mark.parametrize(("moves", "name", "state"), CASES)
def test_a_move_starts_where_the_table_says_and_nowhere_else(moves: dict, name: str, state: str) -> None:
    sources, target = moves[name]
    if state in sources:
        assert move(moves, state, name) == target
    else:
        with pytest.raises(Refused):
            move(moves, state, name)
