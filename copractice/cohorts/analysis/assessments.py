"""What an assessment says once it is closed: means with their interval, gains over pairs, and bands.

Organizations are never named, and need five; adults need ten. Young people's answers pass the disclosure
engine: a share in a band, from ten people of three employers. Adults and young people are never added up, so
neither can be subtracted from the other.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, stdev

import numpy as np
from django.utils.translation import gettext as _
from scipy.special import stdtrit

from copractice.cohorts.models import Assessment, AssessmentAnswer, Participant
from copractice.cohorts.queries.assessments import (
    ADULTS,
    ORGANIZATIONS,
    YOUTH,
    Item,
    Option,
    Turnout,
    items_of,
    members_of,
    turnouts_of,
    values_in,
)
from copractice.cohorts.states import ItemKind
from copractice.engine.disclosure import Plan, Snapshot, Table, disclose
from copractice.engine.disclosure.bands import percent_limits, percent_text
from copractice.engine.disclosure.showing import too_few

TICKS = [(6, 1), (78, 2), (150, 3), (222, 4), (294, 5)]
FEWEST = {ORGANIZATIONS: 5, ADULTS: 10}
LOW, HIGH = 1, 5
GOOD = 4  # from this point of the scale on, a young person's answer counts into the share that is shown
BAND = re.compile(r"(?:between )?(\d+)(?: (or less|or more)| (?:to|and) (\d+))?")
Values = dict[int, AssessmentAnswer]


@dataclass(frozen=True)
class Mean:
    """A mean of `n` values with its 95 % interval, and how many have no value."""

    value: float
    low: float
    high: float
    n: int
    missing: int = 0

    @cached_property
    def at(self) -> float:
        """Return where the mean stands in its drawing."""
        return _place(self.value)

    @cached_property
    def begins(self) -> float:
        """Return where the interval begins in its drawing."""
        return _place(self.low)

    @cached_property
    def ends(self) -> float:
        """Return where the interval ends in its drawing."""
        return _place(self.high)


@dataclass(frozen=True)
class Line:
    """One item of a group's results: a mean, or a share in a band, or neither; and the gain since the baseline.

    `most` are the options that adults chose most often. `n` is in words, as it may be told.
    """

    item: Item
    mean: Mean | None = None
    before: Mean | None = None
    gain: Mean | None = None
    share: str = ""
    most: tuple[Option, ...] = ()
    n: str = ""


@dataclass(frozen=True)
class Result:
    """What one group said; without lines where the group is too small to say anything about it."""

    group: str
    turnout: Turnout
    is_shown: bool
    lines: list[Line]

    @property
    def compared(self) -> int:
        """Return for how many items there is a gain over pairs."""
        return sum(line.gain is not None for line in self.lines)

    @property
    def risen(self) -> int:
        """Return of how many items the whole interval of the gain lies above zero."""
        return sum(line.gain is not None and line.gain.low > 0 for line in self.lines)

    @property
    def ticks(self) -> list[tuple[int, int]]:
        """Return where the numbers of the scale stand above the drawings."""
        return TICKS


def results_of(assessment: Assessment) -> list[Result]:
    """Return the results of an assessment that was counted, group by group."""
    by_item = _by_item(assessment)
    before = _by_item(assessment.follows) if assessment.follows and assessment.follows.counted else {}
    found = []
    for turnout in turnouts_of(assessment, assessment.closes_at):
        group, who = turnout.group, members_of(assessment, turnout.group)
        if group == YOUTH:
            is_shown, lines = _of_youth(assessment, who, by_item)
        else:
            paired = members_of(assessment.follows, group) if assessment.follows else []
            earlier = {key: _only(rows, paired) for key, rows in before.items()}
            is_shown, lines = _of_open(assessment, group, who, by_item, earlier)
        found.append(Result(group, turnout, is_shown, lines))
    return found


def mean_of(values: Sequence[float], *, missing: int = 0, on_scale: bool = True) -> Mean:
    """Return a mean with the 95 % interval of Student's t; `on_scale` keeps the interval on the scale.

    >>> mean_of([3.0, 4.0, 4.0, 5.0, 4.0])
    Mean(value=4.0, low=3.12, high=4.88, n=5, missing=0)
    """
    n, mean = len(values), fmean(values)
    half = float(stdtrit(n - 1, 0.975)) * stdev(values) / math.sqrt(n)
    low, high = mean - half, mean + half
    if on_scale:
        low, high = max(low, LOW), min(high, HIGH)
    return Mean(round(mean, 2), round(low, 2), round(high, 2), n, missing)


def _place(value: float) -> float:
    """Return where a value of the scale stands in a drawing 300 units wide."""
    return round(6 + 288 * (value - LOW) / (HIGH - LOW), 1)


def _by_item(assessment: Assessment) -> dict[str, Values]:
    found: dict[str, Values] = {item.key: {} for item in items_of(assessment)}
    for row in values_in(assessment):
        subject = row.seat_id or row.participant_id
        if row.item in found and subject:
            found[row.item][subject] = row
    return found


def _only(rows: Values, who: Sequence[int]) -> Values:
    return {subject: rows[subject] for subject in who if subject in rows}


def _of_open(
    assessment: Assessment,
    group: str,
    who: Sequence[int],
    by_item: Mapping[str, Values],
    before: Mapping[str, Values],
) -> tuple[bool, list[Line]]:
    """Return the lines of organizations or adults; an item with too few values has an empty line."""
    fewest = FEWEST[group]
    if len(who) < fewest:
        return False, []
    lines = []
    for item in items_of(assessment):
        rows = _only(by_item[item.key], who)
        if len(rows) < fewest:
            lines.append(Line(item))
        elif item.kind == ItemKind.SCALE:
            lines.append(_scale(item, rows, before.get(item.key, {}), len(who) - len(rows), fewest))
        elif item.kind == ItemKind.CHOICE:
            lines.append(_choice(item, rows))
        else:
            lines.append(Line(item, n=str(len(rows))))
    return True, lines


def _scale(item: Item, rows: Values, before: Values, missing: int, fewest: int) -> Line:
    paired = [subject for subject in rows if subject in before]
    gain = earlier = None
    if len(paired) >= fewest:
        steps = [_number(rows[one]) - _number(before[one]) for one in paired]
        gain = mean_of(steps, on_scale=False)
        earlier = mean_of([_number(before[one]) for one in paired])
    mean = mean_of([_number(row) for row in rows.values()], missing=missing)
    return Line(item, mean=mean, before=earlier, gain=gain, n=str(len(rows)))


def _choice(item: Item, rows: Values) -> Line:
    """Return the band of those who chose any option but the last, and what was chosen most."""
    chosen = Counter(row.text for row in rows.values())
    yes = sum(_counts(item, row) for row in rows.values())
    share = band_words(percent_text(percent_limits(yes, len(rows)), len(rows), parts=1))
    most = max(chosen.values())
    tops = tuple(option for option in item.options if chosen[option.key] == most)
    return Line(item, share=share, most=tops, n=str(len(rows)))


def _number(row: AssessmentAnswer) -> float:
    return float(row.number or 0)


def _counts(item: Item, row: AssessmentAnswer) -> bool:
    """Say whether an answer counts into a share: four or five, or any option but the last."""
    if item.kind == ItemKind.SCALE:
        return _number(row) >= GOOD
    return row.text != item.options[-1].key


def _of_youth(
    assessment: Assessment, who: Sequence[int], by_item: Mapping[str, Values]
) -> tuple[bool, list[Line]]:
    """Return what the disclosure engine lets be said of young people; nothing else of them leaves here."""
    people = list(Participant.objects.filter(pk__in=who).select_related("seat").order_by("pk"))
    employers = [f"o{one.seat.organization_id}" if one.seat else "" for one in people]
    items = items_of(assessment)
    if too_few(employers, one_employer=False):
        return False, []
    asked = [item for item in items if item.kind != ItemKind.TEXT]
    answers = {
        item.key: np.array(
            [
                float(_counts(item, by_item[item.key][one.pk])) if one.pk in by_item[item.key] else math.nan
                for one in people
            ]
        )
        for item in asked
    }
    tables = tuple(Table(item.key, "percent", (), item.key) for item in asked)
    names = tuple(f"p{one.pk}" for one in people)
    snapshot = Snapshot(assessment.code, names, {"employer": tuple(employers)}, answers)
    release = disclose(Plan(tables, (assessment.code,)), snapshot)
    printed = {figure.table: dict(figure.printed) for figure in release.figures}
    return True, [_youth_line(item, printed.get(item.key, {})) for item in items]


def _youth_line(item: Item, printed: Mapping[str, str | int]) -> Line:
    share = str(printed.get("percent", ""))
    n = str(printed.get("n", "")).replace("-", "–")
    return Line(item, share=band_words(share) if share else "", n=n)


def band_words(text: str) -> str:
    """Return a band of the engine in the reader's language.

    >>> band_words("40 to 60")
    '40 to 60%'
    """
    found = BAND.fullmatch(text)
    if found is None:
        return text
    low, end, high = found.groups()
    if end:
        return (
            _("%(low)s%% or more") % {"low": low}
            if end == "or more"
            else _("%(low)s%% or less") % {"low": low}
        )
    return _("%(low)s to %(high)s%%") % {"low": low, "high": high} if high else f"{low}%"
