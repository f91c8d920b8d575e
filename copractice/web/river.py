"""The drawing of the line: a curve through its stations that widens from source to mouth.

A Catmull-Rom curve runs through the stations (and a few bends between them), is offset left and right by
half its width, and becomes two filled paths: what is done, and what is to come. Only numbers here; colors
are classes, and names stand in a list that the style sheet lays out by the same measures.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import hypot

SIZES = ("great", "slim", "compact")
COUNT = 9
SAMPLES = 5  # points drawn per stretch of curve; the outline is smooth between them
WAVE = (0, 7, 1, -8, -8, 1.5, 7, -1, -9)  # of slim and compact, in px of slim


@dataclass(frozen=True)
class Bend:
    """A point the river passes: a station where `at` is a whole number, else a bend between two."""

    x: float
    y: float
    at: float


@dataclass(frozen=True)
class Pen:
    """How strong one size is drawn: widths of river and rings, radii of marks."""

    source: float
    mouth: float
    done: float
    done_halo: float
    tick: float
    now: float
    now_stroke: float
    now_halo: float
    later: float
    later_stroke: float


@dataclass(frozen=True)
class Mark:
    """Where a station stands; its tick, its number's baseline and its caret, drawn where they apply."""

    x: float
    y: float
    baseline: float
    tick: str
    caret: str


@dataclass(frozen=True)
class River:
    """One drawing: its box, the two filled paths, the nine marks in order, and the pen."""

    width: float
    height: float
    done: str
    todo: str
    marks: tuple[Mark, ...]
    pen: Pen


PENS = {
    "great": Pen(6, 24, 13, 17, tick=2.8, now=58, now_stroke=7, now_halo=66, later=11, later_stroke=2),
    "slim": Pen(5, 13, 9, 12, tick=2, now=18.5, now_stroke=5, now_halo=22, later=8, later_stroke=2),
    "compact": Pen(3, 6, 4.5, 6.5, tick=0, now=10.5, now_stroke=3, now_halo=13, later=4.5, later_stroke=1.5),
}


@lru_cache(maxsize=3 * COUNT)
def draw(size: str, now: int) -> River:
    """Return the drawing of one size (great, slim or compact) with the community at station `now`, 1 to 9."""
    if size not in SIZES or not 1 <= now <= COUNT:
        raise ValueError(f"no drawing of size {size!r} at station {now}")
    pen, done = PENS[size], now - 1
    width, height, bends = _great(done) if size == "great" else _level(size)
    path = course(bends)
    return River(
        width=width,
        height=height,
        done=ribbon([bend for bend in path if bend.at <= done], pen),
        todo=ribbon([bend for bend in path if bend.at >= done], pen),
        marks=tuple(_mark(bend, pen) for bend in bends if bend.at == int(bend.at)),
        pen=pen,
    )


def _level(size: str) -> tuple[float, float, list[Bend]]:
    """Return box and course of a line that lies down in nine equal steps."""
    if size == "slim":
        return 1120, 54, [Bend(56 + 126 * i, 29 + dy, i) for i, dy in enumerate(WAVE)]
    return 350, 36, [Bend(14 + 40.25 * i, 20 + 0.68 * dy, i) for i, dy in enumerate(WAVE)]


def _great(done: int) -> tuple[float, float, list[Bend]]:
    """Return box and course of the great line: down the left column, then along the row below."""
    step, xs, swings = (132, (58, 104), (37, 125)) if done <= 2 else (88, (58, 88), (58, 88))
    bends: list[Bend] = []
    for i in range(done):
        x, y = xs[i % 2], 40 + step * i
        swing = Bend(swings[i % 2], y + 0.46 * step, i + 0.5)
        bends += [Bend(x, y, i), swing if i < done - 1 else Bend(x / 2 + 132, y + 25, i + 0.5)]
    now = Bend(256, bends[-2].y + 117, done) if done else Bend(98, 96, 0)
    row = max(393, now.y + 104)
    bends.append(now)
    later = COUNT - 1 - done
    if not later:
        return 1120, now.y + 72, bends
    if done:
        bends += [Bend(now.x + 62, row - 10, done + 0.4), Bend(now.x + 136, row + 3, done + 0.7)]
    else:
        bends += [Bend(118, 262, 0.4), Bend(176, 370, 0.7)]
    left = 404 if done else 236  # as --x0 in great.css
    column = (1136 - left) / later
    swell = (0, -22, 0, -26, -2, -20, 0, -24)
    bends += [Bend(left + column * (j + 0.5), row + swell[j], done + 1 + j) for j in range(later)]
    return 1120, row + 77, bends


def course(bends: list[Bend]) -> list[Bend]:
    """Return points along the Catmull-Rom curve through all bends, the bends among them."""
    first, last = bends[0], bends[-1]
    ends = [_beyond(bends[1], first), *bends, _beyond(bends[-2], last)]
    course = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for s in range(SAMPLES):
            t = s / SAMPLES
            course.append(
                Bend(_spline(a.x, b.x, c.x, d.x, t), _spline(a.y, b.y, c.y, d.y, t), b.at + t * (c.at - b.at))
            )
    return [*course, last]


def _beyond(inner: Bend, end: Bend) -> Bend:
    return Bend(2 * end.x - inner.x, 2 * end.y - inner.y, end.at)


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))) / 2


def ribbon(course: list[Bend], pen: Pen) -> str:
    """Return the filled outline of a stretch; its width follows the stations, not the length."""
    if len(course) < 2:
        return ""
    left, right = [], []
    for i, bend in enumerate(course):
        before, after = course[max(i - 1, 0)], course[min(i + 1, len(course) - 1)]
        dx, dy = after.x - before.x, after.y - before.y
        half = width_at(bend.at, pen) / 2 / hypot(dx, dy)
        left.append((bend.x + dy * half, bend.y - dx * half))
        right.append((bend.x - dy * half, bend.y + dx * half))
    return f"M{_pair(left[0])}{_smooth(left)}L{_pair(right[-1])}{_smooth(right[::-1])}Z"


def width_at(at: float, pen: Pen) -> float:
    """Return how wide the river is at a station; whole numbers count stations from 0."""
    return pen.source + (pen.mouth - pen.source) * at / (COUNT - 1)


def _smooth(points: list[tuple[float, float]]) -> str:
    """Return curves through all points, as Catmull-Rom written in Bezier's way."""
    ends = [points[0], *points, points[-1]]
    curves = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        near = (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6)
        far = (c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6)
        curves.append(f"C{_pair(near)} {_pair(far)} {_pair(c)}")
    return "".join(curves)


def _mark(bend: Bend, pen: Pen) -> Mark:
    x, y, r = bend.x, bend.y, pen.done
    tick = [(x - 0.4 * r, y + 0.04 * r), (x - 0.11 * r, y + 0.33 * r), (x + 0.43 * r, y - 0.28 * r)]
    foot = y + pen.now + pen.now_stroke / 2 + 2
    caret = [(x, foot), (x + 4.5, foot + 5.5), (x - 4.5, foot + 5.5)]
    return Mark(
        round(x, 1),
        round(y, 1),
        baseline=round(y + 7.5, 1),
        tick="M" + "L".join(map(_pair, tick)),
        caret="M" + "L".join(map(_pair, caret)) + "Z",
    )


def _pair(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
