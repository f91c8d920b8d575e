"""Which statements unite, bridge, divide and represent, with sample sizes and intervals.

The share of a part of the room that agrees has the posterior Beta(1 + agree, 1 + not agree): one vote out of
one says 67 %, not 100 %. A part with fewer than five votes on a statement is not heard on it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, digamma, ndtr, polygamma

from copractice.engine.opinions.counts import Counts, wilson

FEWEST_HEARD = 5
MOST_LISTED = 10
FALSE_DISCOVERIES = 0.05
LOWER_TAIL = 0.025


@dataclass(frozen=True)
class Share:
    """How many of how many in one part of the room gave this vote, with the Wilson 95 % interval."""

    part: int
    successes: int
    trials: int
    low: float
    high: float


@dataclass(frozen=True)
class Common:
    """A statement that parts of the room vote alike on.

    `mean` is the geometric mean of the parts' posterior shares, `worst` the lowest of their lower bounds
    (97.5 % posterior).
    """

    statement: int
    vote: str
    mean: float
    worst: float
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Dividing:
    """A statement on which two parts differ: how far their shares of agreement are apart, at least `low`."""

    statement: int
    apart: float
    low: float
    more: Share
    less: Share


@dataclass(frozen=True)
class Representing:
    """A statement that sets a group apart: `chance` is the posterior chance that it does not."""

    statement: int
    vote: str
    chance: float
    inside: Share
    outside: Share


def common(parts: Counts, eligible: NDArray[np.bool_]) -> tuple[Common, ...]:
    """List statements that surely more than half of every part agrees with, or disagrees with."""
    found: list[Common] = []
    for vote, successes in (("agree", parts.agree), ("disagree", parts.disagree)):
        mean, worst = togetherness(successes, parts.seen)
        heard = (parts.seen >= FEWEST_HEARD).all(0) & eligible
        for statement in np.flatnonzero(heard & (worst > 0.5)).tolist():
            shares = tuple(_share(part, successes, parts.seen, statement) for part in range(len(parts.seen)))
            found.append(Common(statement, vote, float(mean[statement]), float(worst[statement]), shares))
    return tuple(sorted(found, key=lambda each: (-each.worst, each.statement))[: 2 * MOST_LISTED])


def togetherness(
    successes: NDArray[np.int64], seen: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Geometric mean over the parts of the posterior share, and the lowest of the parts' lower bounds."""
    mean: NDArray[np.float64] = np.exp(np.log((successes + 1) / (seen + 2)).mean(0))
    worst: NDArray[np.float64] = betaincinv(successes + 1, seen - successes + 1, LOWER_TAIL).min(0)
    return mean, worst


def dividing(parts: Counts, eligible: NDArray[np.bool_]) -> tuple[Dividing, ...]:
    """List statements on which two parts surely differ and lean to different sides; widest apart first.

    The lower bound of the difference is Newcombe's, made of the two Wilson intervals.
    """
    if len(parts.seen) < 2:
        return ()
    heard = parts.seen >= FEWEST_HEARD
    share = (parts.agree + 1) / (parts.seen + 2)
    most = np.where(heard, share, -1).argmax(0)
    least = np.where(heard, share, 2).argmin(0)
    low, high = wilson(parts.agree, parts.seen)
    column = np.arange(share.shape[1])
    raw = parts.agree / np.maximum(parts.seen, 1)
    apart = raw[most, column] - raw[least, column]
    doubt = np.hypot(raw[most, column] - low[most, column], high[least, column] - raw[least, column])
    sides = (share[most, column] > 0.5) & (share[least, column] < 0.5)
    sure = (heard.sum(0) >= 2) & sides & (apart > doubt) & eligible
    order = [s for s in np.argsort(doubt - apart, kind="stable").tolist() if sure[s]]
    return tuple(
        Dividing(
            statement,
            float(apart[statement]),
            float(apart[statement] - doubt[statement]),
            _share(int(most[statement]), parts.agree, parts.seen, statement),
            _share(int(least[statement]), parts.agree, parts.seen, statement),
        )
        for statement in order[:MOST_LISTED]
    )


def representing(
    groups: Counts, eligible: NDArray[np.bool_]
) -> tuple[tuple[tuple[Representing, ...], ...], int]:
    """List for each group what sets it apart, and count all such cells.

    A cell is a group, a statement and a vote. It counts if most of the group vote so, and if the chance
    that no more of the group than of all others vote so passes Benjamini and Hochberg's rule at 5 % over
    all cells in which both sides are heard.
    """
    others = groups.others()
    heard = (groups.seen >= FEWEST_HEARD) & (others.seen >= FEWEST_HEARD) & eligible
    sides = (("agree", groups.agree, others.agree), ("disagree", groups.disagree, others.disagree))
    chances = np.stack([not_more(inside, groups.seen, out, others.seen) for _, inside, out in sides])
    tested = np.stack([heard, heard])
    passed = np.zeros_like(tested)
    passed[tested] = benjamini_hochberg(chances[tested])
    most = np.stack([(inside + 1) / (groups.seen + 2) > 0.5 for _, inside, _ in sides])
    cells = passed & most
    lists = []
    for group in range(len(groups.seen)):
        lines = [
            Representing(
                statement,
                vote,
                float(chances[side, group, statement]),
                _share(group, inside, groups.seen, statement),
                _share(group, out, others.seen, statement),
            )
            for side, (vote, inside, out) in enumerate(sides)
            for statement in np.flatnonzero(cells[side, group]).tolist()
        ]
        lines.sort(key=lambda line: (line.chance, line.statement))
        lists.append(tuple(lines[:MOST_LISTED]))
    return tuple(lists), int(cells.sum())


def not_more(
    inside: NDArray[np.int64], seen: NDArray[np.int64], outside: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the posterior chance that the share inside is not above the share outside.

    The log odds of a Beta(a, b) share have mean digamma(a) - digamma(b) and variance trigamma(a) +
    trigamma(b), and are close to normal; so is their difference.
    """
    mean, variance = np.zeros(np.shape(inside)), np.zeros(np.shape(inside))
    for sign, yes, total in ((1, inside, seen), (-1, outside, others)):
        a, b = yes + 1.0, total - yes + 1.0
        mean += sign * (digamma(a) - digamma(b))
        variance += polygamma(1, a) + polygamma(1, b)
    chance: NDArray[np.float64] = ndtr(-mean / np.sqrt(variance))
    return chance


def benjamini_hochberg(chances: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which of many chances pass, so that at most 5 % of those that pass are expected to be false."""
    order = np.argsort(chances)
    good = chances[order] <= FALSE_DISCOVERIES * np.arange(1, chances.size + 1) / max(1, chances.size)
    passed = np.zeros(chances.size, bool)
    passed[order[: int(np.flatnonzero(good)[-1]) + 1 if good.any() else 0]] = True
    return passed


def _share(part: int, successes: NDArray[np.int64], seen: NDArray[np.int64], statement: int) -> Share:
    s, n = int(successes[part, statement]), int(seen[part, statement])
    low, high = wilson(s, n)
    return Share(part, s, n, float(low), float(high))
