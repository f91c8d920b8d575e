"""The chart of a frozen count: every statement by how many agreed and how many disagreed, as SVG text.

Drawn by the worker when a result is frozen, never in a request. Colors are the page's own variables, so
that the drawing follows light and dark; there is no style attribute, which the content policy forbids.
"""

from collections.abc import Sequence

import altair as alt
import vl_convert
from django.utils.translation import gettext as _

from copractice.convening.analysis import Tally, strongest

WIDTH, HEIGHT = 380, 330
# finding: (shape, color)
MARKS = {
    "unites": ("circle", "var(--river)"),
    "turned down": ("square", "var(--bronze)"),
    "divides": ("diamond", "var(--plum)"),
    "open": ("circle", "var(--edge)"),
}
LABELED = 5


def statements_chart(tallies: Sequence[Tally]) -> str:
    """Return the drawing, or nothing when no statement has enough votes."""
    rows = [_point(tally) for tally in tallies if tally.finding != "few"]
    if not rows:
        return ""
    named = {
        tally.counts.item for kind in MARKS for tally in strongest(tallies, kind)[:LABELED] if kind != "open"
    }
    labels = [row for row in rows if row["number"] in named]
    chart = alt.layer(_points(rows), _numbers(labels)).properties(width=WIDTH, height=HEIGHT)
    spec = chart.configure(background="transparent", font="Source Sans 3").configure_view(stroke=None)
    return vl_convert.vegalite_to_svg(spec.to_dict())


def _point(tally: Tally) -> dict[str, object]:
    return {
        "number": tally.counts.item,
        "agree": tally.agreeing.share,
        "disagree": tally.disagreeing.share,
        "finding": tally.finding,
    }


def _axis(title: str) -> alt.Axis:
    return alt.Axis(
        format="%",
        title=title,
        tickCount=5,
        domain=False,
        ticks=False,
        gridColor="var(--rule)",
        labelColor="var(--muted)",
        titleColor="var(--ink)",
        labelFontSize=15,
        titleFontSize=15,
        titleFontWeight=400,
        titlePadding=12,
    )


def _places() -> dict[str, alt.X | alt.Y]:
    whole = alt.Scale(domain=[0, 1])
    return {
        "x": alt.X("agree:Q", scale=whole, axis=_axis(_("agreed"))),
        "y": alt.Y("disagree:Q", scale=whole, axis=_axis(_("disagreed"))),
    }


def _points(rows: list[dict[str, object]]) -> alt.Chart:
    kinds = list(MARKS)
    shapes = alt.Scale(domain=kinds, range=[MARKS[kind][0] for kind in kinds])
    colors = alt.Scale(domain=kinds, range=[MARKS[kind][1] for kind in kinds])
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_point(filled=True, size=90, opacity=0.85)
        .encode(
            **_places(),
            shape=alt.Shape("finding:N", scale=shapes, legend=None),
            color=alt.Color("finding:N", scale=colors, legend=None),
        )
    )
    return chart


def _numbers(rows: list[dict[str, object]]) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_text(align="left", dx=9, fontSize=15, color="var(--ink)")
        .encode(**_places(), text="number:N")
    )
    return chart
