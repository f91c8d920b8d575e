"""Refusals, and moves: a record with a life has a table of moves, and only `move` reads it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

S = TypeVar("S", bound=TextChoices)


class Refused(Exception):
    """A step that cannot be taken, with a sentence for the person: what, why and what next."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def require(allowed: bool, sentence: str | Promise) -> None:
    """Refuse with the sentence unless `allowed`."""
    if not allowed:
        raise Refused(sentence)


def move(moves: Mapping[str, tuple[AbstractSet[S], S]], state: S, name: str) -> S:
    """Return the state that the move `name` leads to, or refuse when it does not start at `state`.

    Raises `KeyError` for a move that the table does not know: that is a fault of the caller.
    """
    sources, target = moves[name]
    require(
        state in sources, _("This cannot be done now: it is “%(state)s”.") % {"state": state.label}
    )
    return target
