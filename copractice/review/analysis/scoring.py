"""What the reviews of a call add up to: means with their spread, and calibrated where that is deserved."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import fmean

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.calls.models import Call
from copractice.engine.calibration import Calibration, Check, calibrate
from copractice.people.models import Person
from copractice.review.queries.desk import Given, tally_of

FEWEST = 10  # reviews in all, below which nothing is calibrated


@dataclass(frozen=True)
class Standing:
    """One application: reviews sent of those asked, the mean of the sent ones, and how far they lie apart.

    What is missing is None, never zero. `is_hidden` says that the reader's own review has to come first.
    """

    application: int
    sent: int
    asked: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    deviation: float | None = None
    adjusted: float | None = None
    error: float | None = None
    is_hidden: bool = False

    @property
    def spread(self) -> float | None:
        """Return how far the highest review lies above the lowest; None for fewer than two."""
        if self.low is None or self.high is None or self.sent < 2:
            return None
        return self.high - self.low

    @property
    def best(self) -> float | None:
        """Return the score that counts: calibrated where it is, else the mean."""
        return self.mean if self.adjusted is None else self.adjusted


@dataclass(frozen=True)
class Board:
    """All applications of a call that a person may see, whether they are calibrated, and if not, why not."""

    rows: list[Standing]
    is_calibrated: bool
    reasons: list[str]


def board_of(call: Call, person: Person | None, now: datetime) -> Board:
    """Return how the applications of a call stand; `None` reads as nobody in particular, with all of them."""
    tally = tally_of(call, person, now)
    scores: dict[int, list[float]] = defaultdict(list)
    for one in tally.given:
        scores[one.application].append(one.score)
    calibration, reasons = _calibrated(tally.given)
    fair = {item.item: item for item in calibration.items} if calibration else {}
    rows = []
    for application, count in tally.counts.items():
        mine, item = scores[application], fair.get(application)
        rows.append(
            Standing(
                application=application,
                sent=count.sent,
                asked=count.asked,
                mean=fmean(mine) if mine else None,
                low=min(mine, default=None),
                high=max(mine, default=None),
                deviation=_deviation(mine),
                adjusted=item.adjusted if item else None,
                error=item.se if item else None,
                is_hidden=application in tally.waits,
            )
        )
    return Board(rows, calibration is not None, reasons)


def _deviation(scores: list[float]) -> float | None:
    """Return the standard deviation of a sample; `statistics.stdev` is exact, and slow for a thousand rows."""
    if len(scores) < 2:
        return None
    mean = fmean(scores)
    return sqrt(sum((score - mean) ** 2 for score in scores) / (len(scores) - 1))


def _calibrated(given: list[Given]) -> tuple[Calibration | None, list[str]]:
    if len(given) < FEWEST:
        words = ngettext("Only %(n)d review is in yet.", "Only %(n)d reviews are in yet.", len(given))
        return None, [words % {"n": len(given)}]
    columns = ([one.application for one in given], [one.reviewer for one in given])
    try:
        calibration = calibrate(*columns, [one.score for one in given])
    except ValueError:
        return None, [_("The reviews do not tell reviewers and applications apart.")]
    reasons = [_reason(check) for check in calibration.checks if not check.passed]
    return (calibration if calibration.use_adjusted else None), reasons


def _reason(check: Check) -> str:
    if check.name == "connected":
        share = {"share": round(check.found * 100), "needed": round(check.needed * 100)}
        return (
            _(
                "The largest group of applications that share reviewers holds %(share)d of 100; %(needed)d are needed."
            )
            % share
        )
    if check.name == "reviews_per_reviewer":
        found = {"median": f"{check.found:g}", "needed": f"{check.needed:g}"}
        return _("The median reviewer sent %(median)s reviews; %(needed)s are needed.") % found
    return _("Differences between strict and mild reviewers could be chance (p = %(p)s).") % {
        "p": f"{check.found:.2f}"
    }
