"""Every state × every move, from the tables."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from copractice.definition.states import (
    COMMITMENT_MOVES,
    OBJECTION_MOVES,
    VERSION_MOVES,
    CommitmentState,
    ObjectionState,
    VersionState,
)
from copractice.ledger.states import Refused, move

TABLES: list[tuple[Mapping[str, Any], Any]] = [
    (VERSION_MOVES, VersionState),
    (OBJECTION_MOVES, ObjectionState),
    (COMMITMENT_MOVES, CommitmentState),
]
ALLOWED = {
    ("consult", "draft", "in_consultation"),
    ("redraft", "in_consultation", "draft"),
    ("adopt", "in_consultation", "adopted"),
    ("replace", "in_consultation", "superseded"),
    ("supersede", "adopted", "superseded"),
    ("resolve", "open", "resolved"),
    ("stand_aside", "open", "stood_aside"),
    ("keep", "open", "kept_as_dissent"),
    ("publish", "draft", "published"),
    ("supersede", "published", "superseded"),
}


def cases() -> Iterator[tuple[Mapping[str, Any], Any, str]]:
    return ((moves, state, name) for moves, states in TABLES for state in states for name in moves)


@pytest.mark.parametrize(("moves", "state", "name"), list(cases()))
def test_a_move_leads_where_the_table_says_or_is_refused(
    moves: Mapping[str, Any], state: Any, name: str
) -> None:
    targets = [to for known, start, to in ALLOWED if (known, start) == (name, state.value)]
    if targets and moves[name][1].value in targets:
        assert move(moves, state, name).value == moves[name][1].value
    else:
        with pytest.raises(Refused):
            move(moves, state, name)
