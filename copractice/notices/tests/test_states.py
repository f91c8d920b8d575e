import pytest

from copractice.ledger.states import Refused, move
from copractice.notices.states import MOVES, NoticeState

ALLOWED = {
    (NoticeState.QUEUED, "send"): NoticeState.SENT,
    (NoticeState.QUEUED, "park"): NoticeState.PARKED,
    (NoticeState.PARKED, "retry"): NoticeState.QUEUED,
}


@pytest.mark.parametrize("state", NoticeState)
@pytest.mark.parametrize("name", ["send", "park", "retry"])
def test_a_notice_moves_only_as_the_table_says(state: NoticeState, name: str) -> None:
    if (state, name) in ALLOWED:
        assert move(MOVES, state, name) is ALLOWED[state, name]
    else:
        with pytest.raises(Refused):
            move(MOVES, state, name)


def test_the_table_has_no_other_move() -> None:
    assert set(MOVES) == {"send", "park", "retry"}
