"""What the reviews of a call add up to: means with their spread, and corrected scores where they are deserved."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import fmean
from typing import Any

from django.utils.translation import gettext as _

from copractice.calls.models import Call
from copractice.people.models import Person
from copractice.review.analysis.calibrating import FEWEST, reasons_of, sha256_of, too_few
from copractice.review.models import CalibratedScores
from copractice.review.queries.scores import Tally, calibrated_of, tally_of

FAR = 2.0  # points between the lowest and the highest review, from which reviewers lie far apart


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
    def is_far(self) -> bool:
        """Tell whether reviewers lie far apart, so that somebody should talk with them."""
        return self.spread is not None and self.spread >= FAR and not self.is_hidden

    @property
    def best(self) -> float | None:
        """Return the score that counts: corrected where it is, else the mean."""
        return self.mean if self.adjusted is None else self.adjusted


@dataclass(frozen=True)
class Board:
    """All applications of a call that a person may see, whether scores are corrected, and if not, why not.

    `made_from` is the stored correction that the corrected scores come from.
    """

    rows: list[Standing]
    reasons: list[str]
    made_from: CalibratedScores | None = None

    @property
    def is_calibrated(self) -> bool:
        """Tell whether scores are corrected for strict and mild reviewers."""
        return self.made_from is not None


def board_of(call: Call, person: Person | None, now: datetime) -> Board:
    """Return how the applications of a call stand; `None` reads as nobody in particular, with all of them.

    Corrected scores come from the stored correction, and only if it was made of exactly the reviews that
    count now. The engine is not asked here.
    """
    tally = tally_of(call, person, now)
    kept, reasons = _corrected(call, tally)
    items: dict[str, Any] = kept.result["items"] if kept else {}
    scores: dict[int, list[float]] = defaultdict(list)
    for one in tally.given:
        scores[one.application].append(one.score)
    rows = []
    for application, count in tally.counts.items():
        mine = scores[application]
        adjusted, error = items.get(str(application), (None, None))
        rows.append(
            Standing(
                application=application,
                sent=count.sent,
                asked=count.asked,
                mean=fmean(mine) if mine else None,
                low=min(mine, default=None),
                high=max(mine, default=None),
                deviation=_deviation(mine),
                adjusted=adjusted,
                error=error,
                is_hidden=application in tally.waits,
            )
        )
    return Board(rows, reasons, kept)


def _deviation(scores: list[float]) -> float | None:
    """Return the standard deviation of a sample; `statistics.stdev` is exact, and slow for a thousand rows."""
    if len(scores) < 2:
        return None
    mean = fmean(scores)
    return sqrt(sum((score - mean) ** 2 for score in scores) / (len(scores) - 1))


def _corrected(call: Call, tally: Tally) -> tuple[CalibratedScores | None, list[str]]:
    """Return the correction that holds for a reader, or why there is none.

    It is made of every review, so it would tell a reader from whom one is hidden something of that one.
    """
    if not tally.is_whole:
        return None, [_("They are corrected only for readers from whom no application is hidden.")]
    if len(tally.given) < FEWEST:
        return None, [too_few(tally.given)]
    kept = calibrated_of(call)
    if kept is None or kept.input_sha256 != sha256_of(tally.given):
        return None, [_("The correction is made anew within some minutes after a review is sent.")]
    return (kept, []) if kept.result["items"] else (None, reasons_of(kept.result))
