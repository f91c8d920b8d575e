import pytest
from django.db.models import TextChoices

from copractice.ledger.states import Refused, move, require


class Door(TextChoices):
    OPEN = "open", "open"
    SHUT = "shut", "shut"
    LOCKED = "locked", "locked"


MOVES = {
    "shut": ({Door.OPEN}, Door.SHUT),
    "lock": ({Door.SHUT}, Door.LOCKED),
    "open": ({Door.SHUT, Door.LOCKED}, Door.OPEN),
}


@pytest.mark.parametrize(
    ("state", "name", "target"),
    [
        (Door.OPEN, "shut", Door.SHUT),
        (Door.SHUT, "lock", Door.LOCKED),
        (Door.SHUT, "open", Door.OPEN),
        (Door.LOCKED, "open", Door.OPEN),
    ],
)
def test_a_move_leads_from_its_sources_to_its_target(state: Door, name: str, target: Door) -> None:
    assert move(MOVES, state, name) is target


@pytest.mark.parametrize(
    ("state", "name"),
    [(Door.SHUT, "shut"), (Door.LOCKED, "shut"), (Door.OPEN, "lock"), (Door.OPEN, "open")],
)
def test_a_move_from_elsewhere_is_refused_with_the_state_in_words(state: Door, name: str) -> None:
    with pytest.raises(Refused, match=f"it is “{state.label}”"):
        move(MOVES, state, name)


def test_an_unknown_move_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        move(MOVES, Door.OPEN, "burn")


def test_require_refuses_with_its_sentence_and_else_does_nothing() -> None:
    require(True, "never said")
    with pytest.raises(Refused) as refusal:
        require(False, "The door is shut. Ring the bell.")
    assert refusal.value.sentence == "The door is shut. Ring the bell."
