"""The chart of a report: what became of the recommendations, as bars with their labels, as SVG text.

Drawn by the worker from the figures that are printed, and from nothing else. Colors are the page's own
variables; there is no style attribute, which the content policy forbids.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import vl_convert
from django.utils.translation import gettext as _

from copractice.impact.analysis.printing import Printed

WIDTH, STEP = 420, 62
SCREEN = {"river": "var(--river)", "ink": "var(--ink)"}
PAPER = {"river": "#17607A", "ink": "#1C2226"}


@dataclass(frozen=True)
class Bar:
    """One bar: a number, and what it counts."""

    n: int
    words: str


def flow_of(figures: Sequence[Printed]) -> list[Bar]:
    """Return offered, answered, adopted and evidenced, as far as they are printed; nothing without an offer."""
    shown = {figure.indicator: figure for figure in figures if figure.is_shown and not figure.age}
    offered, adopted, evidenced = (shown.get(key) for key in ("recommendations", "adopted", "evidenced"))
    if offered is None:
        return []
    bars = [Bar(int(offered.value), _("offered"))]
    if adopted:
        bars.append(Bar(int(adopted.of), _("answered")))
        bars.append(Bar(int(adopted.value), _("adopted or adapted")))
    if evidenced:
        bars.append(Bar(int(evidenced.value), _("show evidence")))
    return bars


def flow_title(bars: Sequence[Bar]) -> str:
    """Return the finding of the chart in one sentence."""
    numbers = [bar.n for bar in bars]
    if len(numbers) == 4:
        words = _("Of %(offered)d recommendations, %(adopted)d were adopted and %(shown)d can show it")
        return words % {"offered": numbers[0], "adopted": numbers[2], "shown": numbers[3]}
    if len(numbers) == 3:
        words = _("Of %(offered)d recommendations, %(adopted)d were adopted")
        return words % {"offered": numbers[0], "adopted": numbers[2]}
    return _("%(offered)d recommendations wait for an answer") % {"offered": numbers[0]} if numbers else ""


def flow_chart(bars: Sequence[Bar], *, on_paper: bool = False) -> str:
    """Return the drawing, or nothing when there is nothing to draw."""
    return _drawn(tuple(bars), on_paper) if bars else ""


@lru_cache(maxsize=8)
def _drawn(bars: tuple[Bar, ...], on_paper: bool) -> str:
    colors = PAPER if on_paper else SCREEN
    rows = [{"place": place, "n": bar.n, "words": f"{bar.n} {bar.words}"} for place, bar in enumerate(bars)]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.62, paddingOuter=0.5)),
        x=alt.X("n:Q", axis=None, scale=alt.Scale(domain=[0, max(bar.n for bar in bars) or 1])),
    )
    drawn = base.mark_bar(color=colors["river"], cornerRadiusEnd=3)
    labels = base.mark_text(align="left", dx=0, dy=-23, fontSize=17, color=colors["ink"]).encode(
        text="words:N", x=alt.value(0)
    )
    chart = alt.layer(drawn, labels).properties(width=WIDTH, height=STEP * len(bars), padding=2)
    spec = chart.configure(background="transparent", font="Source Sans 3").configure_view(stroke=None)
    return vl_convert.vegalite_to_svg(spec.to_dict())
