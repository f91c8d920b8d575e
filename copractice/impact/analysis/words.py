"""Figures in the reader's language, and narratives in Markdown that call them by name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from copractice.impact.analysis.printing import Printed, figure_names
from copractice.impact.indicators import INDICATORS, Indicator, Unit
from copractice.impact.states import Age

CALL = re.compile(r"\{\{\s*figure:\s*([^\s{}]*)\s*\}\}")
BAND = re.compile(r"(?:between )?(\d+)(?: (or less|or more)| (?:to|and) (\d+))?")
TYPED = re.compile(r"(?<![\w{:])\d[\d.,]*(?![\w}])")


@dataclass(frozen=True)
class Shown:
    """A figure ready for a page: its number, the rest beside it, its sentence, its date, and its own page."""

    figure: Printed
    indicator: Indicator
    number: str
    rest: str
    says: str
    as_of: datetime
    way: str = ""

    @property
    def is_shown(self) -> bool:
        """Say whether there is a number."""
        return self.figure.is_shown

    @property
    def group(self) -> str:
        """Return the group in words; empty for everybody."""
        return str(Age(self.figure.age).label) if self.figure.age else ""

    @property
    def n(self) -> str:
        """Return what n counts, in words; empty where it is not told."""
        figure = self.figure
        return f"n = {figure.n.replace('-', '–')}, {self.indicator.of}" if figure.n else ""

    @property
    def whole_sentence(self) -> str:
        """Return what the number counts, and of which group."""
        return f"{self.group}: {self.says}" if self.group else self.says

    @property
    def why_hidden(self) -> str:
        """Return in one sentence why there is no number."""
        return why(self.figure.rule)

    @property
    def in_words(self) -> str:
        """Return the number with its rest, as a sentence holds it."""
        return f"{self.number} {self.rest}".strip() if self.is_shown else pgettext("figure", "not shown")


def shown(figures: Iterable[Printed], ways: Mapping[str, str] | None = None) -> list[Shown]:
    """Return figures in the active language; `ways` are the addresses of their own pages, by name."""
    return [replace(_shown(figure), way=(ways or {}).get(figure.name, "")) for figure in figures]


def unknown_names(text: str) -> list[str]:
    """Return the figures that a narrative calls and that do not exist, each once."""
    known = set(figure_names())
    return list(dict.fromkeys(name for name in CALL.findall(text) if name not in known))


def typed_numbers(text: str) -> list[str]:
    """Return the numbers in a narrative that somebody typed, for whoever checks it; each once."""
    return list(dict.fromkeys(TYPED.findall(CALL.sub("", text))))


def filled(text: str, figures: Iterable[Printed]) -> str:
    """Return a narrative with its figures in words; one that is hidden or has no data reads "not shown"."""
    said = {figure.name: _shown(figure).in_words for figure in figures}
    return CALL.sub(lambda call: said.get(call[1], pgettext("figure", "not shown")), text)


def why(rule: str) -> str:
    """Return why a figure is hidden, in one sentence that tells nothing about it."""
    reasons: Mapping[str, str] = {
        "k10": _("Fewer than ten people stand behind it, so a number could point at somebody."),
        "R2": _(
            "It takes ten young people of three employers, none of them with more than half. "
            "With fewer, a number could point at somebody."
        ),
        "R7": _(
            "A group is too small to be shown, and with the total the other groups would give it away. "
            "So all of them are hidden."
        ),
        "R8": _("With a figure that is shown one could work out a small group."),
    }
    return reasons.get(rule, reasons["R2"])


def _shown(figure: Printed) -> Shown:
    indicator = INDICATORS[figure.indicator]
    number, rest = _number(figure, indicator)
    as_of = datetime.fromisoformat(figure.as_of)
    return Shown(figure, indicator, number, rest, str(indicator.says), as_of)


def _number(figure: Printed, indicator: Indicator) -> tuple[str, str]:
    if figure.of:
        return figure.value, _("of %(whole)s") % {"whole": figure.of}
    if indicator.unit is Unit.COUNT or figure.value.endswith("%"):
        return figure.value.replace(" %", "%"), ""
    band = BAND.fullmatch(figure.value)
    if band is None:
        return figure.value, ""
    low, end, high = band.groups()
    if end:
        return f"{low}%", _("or more") if end == "or more" else _("or less")
    return (_("%(low)s to %(high)s%%") % {"low": low, "high": high} if high else f"{low}%"), ""
