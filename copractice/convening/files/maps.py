"""The drawing of an opinion map, as SVG text: a mark for each person, a hull for each group, a ring for doubt.

Drawn by the worker when a result is frozen. Groups differ by shape and color; a hollow mark stands between
groups. Where words belong stand keys such as `@A@`, which the page replaces in the reader's language.
Marks are drawn from left to right, so that their order tells nothing of the votes behind them.
"""

from dataclasses import dataclass

import altair as alt
import numpy as np
import vl_convert
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from copractice.convening.analysis.opinion_map import MapShown
from copractice.engine.opinions import OpinionMap

WIDTH, HEIGHT = 460, 420
MARGIN = 52  # for the hulls and their names
# (shape, color, ground of the hull), the largest group first
LOOKS = [
    ("circle", "var(--river)", "var(--river-tint)"),
    ("diamond", "var(--plum)", "var(--plum-tint)"),
    ("square", "var(--bronze)", "var(--bronze-tint)"),
    ("triangle-up", "var(--leaf)", "var(--leaf-tint)"),
    ("cross", "var(--muted)", "var(--sunk)"),
]
ROUND = np.linspace(0, 2 * np.pi, 24, endpoint=False)
NEAR, FAR = 15, 24  # how far the two edges of a hull stand off its marks
NAME_SIZE = 17

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Lie:
    """Where the marks lie on the page: x to the right, y up, both in pixels; and the size of the doubt."""

    points: Points
    labels: NDArray[np.int64]
    nearest: NDArray[np.int64]
    doubt: float


def map_chart(drawn: OpinionMap, shown: MapShown) -> str:
    """Return the drawing, or nothing when there are too few people for one."""
    if not shown.is_shown:
        return ""
    lie = _lie(drawn)
    groups = range(len(drawn.groups))
    layers: list[alt.Chart | alt.LayerChart] = [
        _hull(lie, group, distance) for distance in (FAR, NEAR) for group in groups
    ]
    layers += [_marks(lie, group, is_sure) for group in groups for is_sure in (True, False)]
    layers += [_doubt(lie), *(_name(lie, group) for group in groups if len(drawn.groups) > 1)]
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, padding=0)
    spec = chart.configure(background="transparent").configure_view(stroke=None)
    return vl_convert.vegalite_to_svg(spec.to_dict())


def _lie(drawn: OpinionMap) -> Lie:
    """Fit the people who are placed into the page; one step is as long across as it is up."""
    places = drawn.positions[drawn.placed]
    low, high = places.min(0), places.max(0)
    room = np.array([WIDTH, HEIGHT]) - 2 * MARGIN
    scale = float((room / np.maximum(high - low, 1e-9)).min())
    points = (places - (low + high) / 2) * scale + np.array([WIDTH, HEIGHT]) / 2
    order = np.lexsort((points[:, 1], points[:, 0]))
    labels, membership = drawn.labels[drawn.placed][order], drawn.membership[drawn.placed][order]
    doubt = float(np.median(drawn.uncertainty[drawn.placed])) * scale
    return Lie(points[order].round(1), labels, membership.argmax(1), min(doubt, WIDTH / 4))


def _axes() -> dict[str, alt.X | alt.Y]:
    return {
        "x": alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH]), axis=None),
        "y": alt.Y("y:Q", scale=alt.Scale(domain=[0, HEIGHT]), axis=None),
    }


def _data(points: Points) -> alt.InlineData:
    return alt.InlineData(
        values=[
            {"x": float(x), "y": float(y), "order": place} for place, (x, y) in enumerate(points.tolist())
        ]
    )


def _around(points: Points, distance: float) -> Points:
    """Return the line around some points that keeps a distance from each of them."""
    ring = np.column_stack([np.cos(ROUND), np.sin(ROUND)]) * distance
    every = (points[:, None, :] + ring[None, :, :]).reshape(-1, 2)
    line: Points = every[ConvexHull(every).vertices].round(1)
    return line


def _hull(lie: Lie, group: int, distance: float) -> alt.Chart:
    inside = lie.points[lie.labels == group]
    line = _around(inside, distance) if len(inside) else inside
    chart: alt.Chart = (
        alt.Chart(_data(line))
        .mark_line(
            interpolate="linear-closed", fill=LOOKS[group][2], fillOpacity=0.62, strokeWidth=0, aria=False
        )
        .encode(**_axes(), order="order:Q")
    )
    return chart


def _marks(lie: Lie, group: int, is_sure: bool) -> alt.Chart:
    shape, color, _ground = LOOKS[group]
    chosen = lie.labels == group if is_sure else (lie.labels < 0) & (lie.nearest == group)
    chart: alt.Chart = (
        alt.Chart(_data(lie.points[chosen]))
        .mark_point(shape=shape, filled=is_sure, color=color, size=46, strokeWidth=1.4, opacity=1, aria=False)
        .encode(**_axes())
    )
    return chart


def _doubt(lie: Lie) -> alt.LayerChart:
    """Draw how unsure one person's place is: a ring of one standard error, in the corner that is emptiest."""
    inset = lie.doubt + 4
    corners = np.array([[x, y] for x in (inset, WIDTH - inset) for y in (inset, HEIGHT - inset)])
    free = np.linalg.norm(corners[:, None, :] - lie.points[None, :, :], axis=2).min(1)
    middle = corners[[int(free.argmax())]]
    line = _around(middle, lie.doubt)
    ring = (
        alt.Chart(_data(line))
        .mark_line(interpolate="linear-closed", color="var(--muted)", strokeWidth=1.2, aria=False)
        .encode(**_axes(), order="order:Q")
    )
    mark = (
        alt.Chart(_data(middle))
        .mark_point(filled=True, color="var(--muted)", size=24, aria=False)
        .encode(**_axes())
    )
    chart: alt.LayerChart = ring + mark
    return chart


def _name(lie: Lie, group: int) -> alt.Chart:
    """Put a group's name above its hull, or below it where the group lies low."""
    line = _around(lie.points[lie.labels == group], FAR)
    is_low = float(line[:, 1].mean()) < HEIGHT / 2
    x = float(np.clip((line[:, 0].min() + line[:, 0].max()) / 2, 80, WIDTH - 80))
    y = float(line[:, 1].min() - 12 if is_low else line[:, 1].max() + 12)
    place = np.array([[x, float(np.clip(y, 10, HEIGHT - 10))]])
    chart: alt.Chart = (
        alt.Chart(_data(place))
        .mark_text(text=f"@{chr(ord('A') + group)}@", fontSize=NAME_SIZE, color=LOOKS[group][1], aria=False)
        .encode(**_axes())
    )
    return chart
