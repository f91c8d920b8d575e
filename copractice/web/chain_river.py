"""The drawing of a chain that lies down: the line's own curve, through as many links as the chain has."""

from collections.abc import Sequence
from dataclasses import dataclass

from copractice.web.chain import Level
from copractice.web.river import COUNT, WAVE, Bend, Pen, course, ribbon

WIDTH, HEIGHT = 1120, 54
FIRST = 14  # from the left edge of a column to its mark
PEN = Pen(4, 13, 8, 11, tick=0, now=11.5, now_stroke=5, now_halo=16, later=5.5, later_stroke=2)


@dataclass(frozen=True)
class Mark:
    """Where a link of the chain stands: the record that the walk began at, one that is read, or a closed one."""

    x: float
    y: float
    is_start: bool
    is_closed: bool


@dataclass(frozen=True)
class ChainRiver:
    """One drawing: its box, the filled path, and a mark for each level."""

    width: int
    height: int
    path: str
    marks: list[Mark]
    pen: Pen


def draw_chain(levels: Sequence[Level]) -> ChainRiver:
    """Return the drawing of a chain; its columns are as wide as the list's below it."""
    column = WIDTH / max(1, len(levels))
    spots = [(FIRST + column * place, HEIGHT / 2 + WAVE[place % COUNT] * 0.8) for place in range(len(levels))]
    bends = [_bend(x, y) for x, y in [*spots, (WIDTH, HEIGHT / 2)]]
    marks = [
        Mark(round(x, 1), round(y, 1), level.is_start, level.is_closed)
        for (x, y), level in zip(spots, levels, strict=True)
    ]
    return ChainRiver(WIDTH, HEIGHT, ribbon(course(bends), PEN), marks, PEN)


def _bend(x: float, y: float) -> Bend:
    return Bend(x, y, (COUNT - 1) * x / WIDTH)
