"""The flow of a report, drawn as the river: from what was offered to what shows evidence, with what left it in view.

Two drawings as SVG text, one that lies down and one that stands up on a phone. All numbers are printed figures
or the difference of two of them. Colors are classes of the page; there is no style attribute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.translation import gettext as _

from copractice.impact.analysis.printing import Printed
from copractice.impact.files.charts import Bar, flow_of, flow_title

WIDTH, TALLEST, TOP = 1120, 150, 62
NARROW, WIDEST, REACH, SKY = 350, 132, 128, 14
BAR = 13


@dataclass(frozen=True)
class Branch:
    """What left the flow after a bar: how many, in words, and a note on them."""

    n: int
    words: str
    note: str = ""


def branches_of(figures: Sequence[Printed]) -> list[Branch]:
    """Return what left the flow after each bar but the last, in their order."""
    bars = flow_of(figures)
    said = (
        (_("not answered yet"), _late(figures)),
        (_("declined"), _("each with a reason")),
        (_("under way"), _("no evidence yet")),
    )
    lost = [bar.n - following.n for bar, following in pairwise(bars)]
    return [Branch(n, words, note) for n, (words, note) in zip(lost, said, strict=False)]


def flow_drawing(figures: Sequence[Printed]) -> str:
    """Return both drawings, or nothing where nothing was offered."""
    bars, branches = flow_of(figures), branches_of(figures)
    if not bars or not bars[0].n:
        return ""
    words = [f"{bar.n} {bar.words}" for bar in bars] + [
        f"{lost.n} {lost.words}" for lost in branches if lost.n
    ]
    label = escape(f"{flow_title(bars)}: {', '.join(words)}.")
    return _lying(bars, branches, label) + _standing(bars, branches, label)


def _late(figures: Sequence[Printed]) -> str:
    shown = {figure.indicator: figure for figure in figures if figure.is_shown}
    in_time = shown.get("answered_in_time")
    late = int(in_time.of) - int(in_time.value) if in_time else 0
    if not in_time or not late:
        return ""
    return _("late so far: %(late)d of %(due)s due") % {"late": late, "due": in_time.of}


def _lying(bars: Sequence[Bar], branches: Sequence[Branch], label: str) -> str:
    scale, column = TALLEST / bars[0].n, WIDTH / len(bars)
    drawn = [_piece(bars, branches, place, scale, column) for place in range(len(bars))]
    lowest = max([bars[0].n, *(bar.n * scale + 64 for bar in bars)], default=0)
    return _svg("wide", WIDTH, TOP + max(TALLEST, lowest) + 8, label, "".join(drawn))


def _piece(bars: Sequence[Bar], branches: Sequence[Branch], place: int, scale: float, column: float) -> str:
    bar, x = bars[place], place * column
    following = bars[place + 1].n * scale if place + 1 < len(bars) else bar.n * scale
    drawn = _water(x + BAR, TOP, column - BAR, following) + _dam(x, TOP, BAR, bar.n * scale)
    drawn += _count(x, TOP - 17, bar)
    if place < len(branches) and branches[place].n:
        drawn += _side_arm(branches[place], x + BAR, TOP + following, branches[place].n * scale)
    return drawn


def _side_arm(branch: Branch, x: float, y: float, thick: float) -> str:
    """Return an arm that bends down and away from the flow, with its words beside its end."""
    thick, reach, end = max(thick, 2), x + 118, y + 44
    top = f"M{x:.0f} {y:.1f}C{x + 62:.0f} {y:.1f} {x + 56:.0f} {end:.1f} {reach:.0f} {end:.1f}"
    back = f"V{end + thick:.1f}C{x + 44:.0f} {end + thick:.1f} {x + 44:.0f} {y + thick:.1f} {x:.0f} {y + thick:.1f}Z"
    words = _side_words(branch, reach + 12, end + thick / 2 + (5 if not branch.note else -4))
    return f'<path class="flow__arm" d="{top}{back}"/>{words}'


def _standing(bars: Sequence[Bar], branches: Sequence[Branch], label: str) -> str:
    scale, drawn = WIDEST / bars[0].n, []
    for place, bar in enumerate(bars):
        y, is_last = SKY + place * REACH, place + 1 == len(bars)
        following = (bar.n if is_last else bars[place + 1].n) * scale
        drawn += [
            _water(0, y + BAR, following, 40 if is_last else REACH - BAR),
            _dam(0, y, bar.n * scale, BAR),
        ]
        if place < len(branches) and branches[place].n:
            drawn.append(_standing_arm(branches[place], following, y + BAR, bar.n * scale))
        drawn.append(_count(WIDEST + 22, y + 24, bar))
    return _svg("narrow", NARROW, SKY + REACH * (len(bars) - 1) + BAR + 40, label, "".join(drawn))


def _standing_arm(branch: Branch, x: float, y: float, until: float) -> str:
    until, end, reach = max(until, x + 2), y + 40, WIDEST + 14
    thick = until - x
    there = f"M{until:.1f} {y:.0f}C{until:.1f} {end:.1f} {until:.1f} {end:.1f} {reach} {end:.1f}"
    back = f"V{end + thick:.1f}C{x:.1f} {end + thick:.1f} {x:.1f} {end + thick:.1f} {x:.1f} {y:.0f}Z"
    return f'<path class="flow__arm" d="{there}{back}"/>' + _side_words(
        branch, reach + 8, end + min(thick / 2, 12) + 6
    )


def _side_words(branch: Branch, x: float, y: float) -> str:
    some = f'<tspan class="flow__some">{branch.n}</tspan>'
    said = f'<text class="flow__words" x="{x:.0f}" y="{y:.0f}">{some} {escape(branch.words)}</text>'
    note = f'<text class="flow__note" x="{x:.0f}" y="{y + 20:.0f}">{escape(branch.note)}</text>'
    return said + (note if branch.note else "")


def _count(x: float, y: float, bar: Bar) -> str:
    words = f'<tspan class="flow__words" dx="7">{escape(bar.words)}</tspan>'
    return f'<text x="{x:.0f}" y="{y:.0f}"><tspan class="flow__number">{bar.n}</tspan>{words}</text>'


def _water(x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="flow__water" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _dam(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="flow__dam" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2"/>'
    )


def _svg(kind: str, width: float, height: float, label: str, inner: str) -> str:
    box = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    return f'<svg class="flow flow--{kind}" role="img" aria-label="{label}" {box}>{inner}</svg>'
