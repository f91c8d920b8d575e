"""Counts and intervals: what people said to each statement, and how sure one can be of it.

Meaning: of those who voted on a statement, the share who agreed and the share who disagreed, each with its
Wilson 95 % interval. A statement *unites* when the whole interval of agreement lies above one half, is
*turned down* when that of disagreement does, and *divides* when agreement and disagreement are both surely
above one third. Everything else shows no clear pattern, and under `FEWEST` votes nothing is said at all.

Formula: with p = successes / n and z = 1.96, center (p + z²/2n) / (1 + z²/n) and half width
z √(p(1−p)/n + z²/4n²) / (1 + z²/n).

Limits: the interval speaks of people like those who voted, not of those who stayed away, and each statement
is judged alone: among 100 statements about 5 intervals miss.

Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22 (1927), 209-212.

>>> wilson(8, 10)
Share(successes=8, n=10, share=0.8, low=0.4901568467, high=0.943319052)
>>> judge([Counts("7", agree=58, passed=1, disagree=3)])[0].finding
'unites'
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

METHOD = "counts"
VERSION = "1.0"
Z = 1.96
FEWEST = 7
UNITES_ABOVE = 0.5
DIVIDES_ABOVE = 1 / 3
FINDINGS = ("unites", "turned down", "divides", "open", "few")


@dataclass(frozen=True)
class Counts:
    """How many agreed, passed and disagreed with one item."""

    item: str
    agree: int
    passed: int
    disagree: int

    @property
    def n(self) -> int:
        """Return how many voted on it."""
        return self.agree + self.passed + self.disagree


@dataclass(frozen=True)
class Share:
    """A proportion from 0 to 1 with its Wilson 95 % interval."""

    successes: int
    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Tally:
    """One item's counts, both shares, and what may be said of it: one of `FINDINGS`."""

    counts: Counts
    agreeing: Share
    disagreeing: Share
    finding: str


def wilson(successes: int, n: int) -> Share:
    """Return the share of `successes` among `n` with its interval; without anyone it is open, 0 to 1.

    Raises `ValueError` unless 0 <= successes <= n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")
    if n == 0:
        return Share(0, 0, 0.0, 0.0, 1.0)
    p, spread = successes / n, Z * Z / n
    center = (p + spread / 2) / (1 + spread)
    half = Z * sqrt(p * (1 - p) / n + spread / (4 * n)) / (1 + spread)
    low = 0.0 if successes == 0 else round(center - half, 10)
    high = 1.0 if successes == n else round(center + half, 10)
    return Share(successes, n, p, low, high)


def judge(counts: Sequence[Counts]) -> list[Tally]:
    """Return the tally of each item, in the order given; raises `ValueError` for a negative count."""
    return [_tally(one) for one in counts]


def strongest(tallies: Sequence[Tally], finding: str) -> list[Tally]:
    """Return the tallies with a finding, the surest first; items that are level keep their order."""
    found = [tally for tally in tallies if tally.finding == finding]
    return sorted(found, key=_sureness, reverse=True)


def _sureness(tally: Tally) -> float:
    by_finding = {
        "unites": tally.agreeing.low,
        "turned down": tally.disagreeing.low,
        "divides": min(tally.agreeing.low, tally.disagreeing.low),
    }
    return by_finding.get(tally.finding, tally.agreeing.share)


def _tally(counts: Counts) -> Tally:
    agreeing, disagreeing = wilson(counts.agree, counts.n), wilson(counts.disagree, counts.n)
    return Tally(counts, agreeing, disagreeing, _finding(counts.n, agreeing, disagreeing))


def _finding(n: int, agreeing: Share, disagreeing: Share) -> str:
    if n < FEWEST:
        return "few"
    if agreeing.low > UNITES_ABOVE:
        return "unites"
    if disagreeing.low > UNITES_ABOVE:
        return "turned down"
    if min(agreeing.low, disagreeing.low) > DIVIDES_ABOVE:
        return "divides"
    return "open"
