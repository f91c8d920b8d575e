"""From values to what is printed: one list of figures decides every page, file and picture of a release."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from copractice.impact.analysis.counting import Value
from copractice.impact.analysis.young import Cell
from copractice.impact.indicators import INDICATORS, Indicator, Showing, Unit

FEWEST_ADULTS = 10
FORMAT = "copractice-report-1"


@dataclass(frozen=True)
class Printed:
    """One figure as printed; a hidden one has its rule and nothing else.

    `value` and `of` are texts without a language: "24" of "26", "86 %", "60 or more".
    """

    indicator: str
    age: str
    is_shown: bool
    rule: str
    value: str
    of: str
    n: str
    missing: str
    as_of: str

    @property
    def name(self) -> str:
        """Return the name by which a narrative calls it."""
        return f"{self.indicator}.{self.age}" if self.age else self.indicator


def figure_names() -> list[str]:
    """Return every name that a narrative may call, in the order of the indicators."""
    names = []
    for key, indicator in INDICATORS.items():
        names += [key, *([f"{key}.under_18", f"{key}.from_18"] if indicator.by_age else [])]
    return names


def printed(
    values: Sequence[Value], cells: Sequence[Cell], *, as_of: datetime, dates: Mapping[str, datetime]
) -> list[Printed]:
    """Return all figures in the order of the indicators; `dates` are the days of a cohort's releases by code."""
    open_ones = {value.indicator: value for value in values if not is_young(value.indicator)}
    found = []
    for key, indicator in INDICATORS.items():
        if key in open_ones:
            found.append(_of_adults(indicator, open_ones[key], as_of))
        mine = sorted((cell for cell in cells if cell.indicator == key), key=lambda cell: cell.age != "")
        found += [_of_youth(cell, dates[cell.as_of]) for cell in mine]
    return found


def is_young(key: str) -> bool:
    """Say whether an indicator counts young people."""
    return INDICATORS[key].showing is Showing.YOUTH


def content_of(head: Mapping[str, Any], figures: Iterable[Printed]) -> dict[str, Any]:
    """Return all that a release may say: its head (titles and texts) and its figures."""
    return {"format": FORMAT, **head, "figures": [asdict(figure) for figure in figures]}


def figures_in(content: Mapping[str, Any]) -> list[Printed]:
    """Return the figures of a release's content."""
    return [Printed(**row) for row in content.get("figures", [])]


def sha256_of(*parts: Any) -> str:
    """Return the SHA-256 of data, written in one way only."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def bytes_sha256(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def _of_adults(indicator: Indicator, value: Value, as_of: datetime) -> Printed:
    people = value.numerator if indicator.unit is Unit.COUNT else value.n
    when = as_of.isoformat()
    if indicator.showing is Showing.ADULTS and people < FEWEST_ADULTS:
        return Printed(indicator.key, "", False, "k10", "", "", "", "", when)
    said, of = str(value.numerator), "" if value.denominator is None else str(value.denominator)
    if indicator.showing is Showing.ADULTS and value.denominator:
        said, of = f"{round(100 * value.numerator / value.denominator)} %", ""
    return Printed(indicator.key, "", True, "", said, of, str(value.n), str(value.missing), when)


def _of_youth(cell: Cell, as_of: datetime) -> Printed:
    return Printed(
        indicator=cell.indicator,
        age=cell.age,
        is_shown=bool(cell.value),
        rule=cell.rule,
        value=cell.value,
        of="",
        n=cell.n,
        missing="",
        as_of=as_of.isoformat(),
    )
