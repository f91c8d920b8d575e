"""The body of a release's page, made from its content alone; the chart in it was drawn when it was checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from copractice.communities.queries.texts import Reading, read_text
from copractice.impact.analysis.printing import Printed, figures_in
from copractice.impact.analysis.words import Shown, filled, shown
from copractice.impact.files.charts import flow_of, flow_title
from copractice.impact.files.flow import branches_of, flow_drawing
from copractice.impact.states import Age, Section

LEADING = ("recommendations", "answered_in_time", "evidenced")
LAST_OF_FOUR = "attendance_youth"  # leads where nothing is hidden


@dataclass(frozen=True)
class Chapter:
    """One section as it is read: its heading and its text, with the figures in it."""

    key: str
    title: str
    reading: Reading


class Drawing(str):
    """SVG that our own worker drew from printed figures; a template prints it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Say to templates that this needs no escaping."""
        return self


def body(content: Mapping[str, Any], language: str, chart: str) -> bytes:
    """Return the body in one language, as the auditor reads it."""
    with translation.override(language):
        return render_to_string("impact/_whole.html", parts(content, language, chart=chart)).encode()


def drawing(content: Mapping[str, Any], language: str) -> str:
    """Return the flow in one language, as it is drawn once and kept."""
    with translation.override(language):
        return flow_drawing(figures_in(content))


def parts(
    content: Mapping[str, Any], language: str, ways: Mapping[str, str] | None = None, *, chart: str = ""
) -> dict[str, Any]:
    """Return what a body consists of, in the active language, all of it from the content.

    `ways` are the addresses of the figures' own pages, by name; `chart` is the drawing that was kept.
    """
    figures = figures_in(content)
    rows = shown(figures, ways)
    bars = flow_of(figures)
    return {
        "content": content,
        "title": read_text(content["title"], language),
        "lead": read_text(content["lead"], language),
        "leading": _leading(rows),
        "rows": rows,
        "hidden": _hidden(rows),
        "by_age": _by_age(rows),
        "bars": [*bars, *branches_of(figures)],
        "flow_title": flow_title(bars),
        "chart": Drawing(chart),
        "chapters": chapters(content, figures, language),
    }


def chapters(content: Mapping[str, Any], figures: Sequence[Printed], language: str) -> list[Chapter]:
    """Return the sections that somebody wrote, in order, with their figures filled in."""
    found = []
    for section in Section:
        reading = read_text(content["sections"].get(section.value, {}), language)
        if reading.text:
            text = Reading(filled(reading.text, figures), reading.language, reading.is_fallback)
            found.append(Chapter(section.value, str(section.label), text))
    return found


def _leading(rows: Sequence[Shown]) -> list[Shown]:
    """Return four figures of equal weight: three that are told, and one that is missing where any is."""
    whole = {row.figure.indicator: row for row in rows if not row.figure.age}
    hidden = sorted((row for row in rows if not row.is_shown), key=lambda row: row.figure.age != Age.MINOR)
    fourth = hidden[0] if hidden else whole.get(LAST_OF_FOUR)
    found = [whole[key] for key in LEADING if key in whole and whole[key] is not fourth]
    return [*found, fourth] if fourth else found


def _by_age(rows: Sequence[Shown]) -> list[list[Shown]]:
    """Return each indicator of which a group is hidden, as the whole and its groups: what is left out, in its place."""
    found: dict[str, list[Shown]] = {}
    for row in rows:
        if row.indicator.by_age:
            found.setdefault(row.figure.indicator, []).append(row)
    for group in found.values():
        group.sort(key=lambda row: ["", *Age.values].index(row.figure.age))
    return [group for group in found.values() if not all(row.is_shown for row in group)]


def _hidden(rows: Sequence[Shown]) -> list[str]:
    """Return the reasons for what is hidden, each once."""
    return list(dict.fromkeys(row.why_hidden for row in rows if not row.is_shown))
