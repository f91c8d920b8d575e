"""What the reference (Polis) says about statements: consensus, representative statements, GIC.

Its numbers are reproduced to compare with; what is wrong with them is on the method page.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copractice.engine.opinions.counts import Counts, wilson

# One-sided 90 % of the normal distribution, rounded as the reference does not.
CRITICAL = 1.2815515655446004
MOST_LISTED = 5


@dataclass(frozen=True)
class Listed:
    """A statement on a list: for which vote, how many of how many, and the reference's numbers.

    `ratio` and `ratio_z` compare with all other groups; a list about everybody has none.
    """

    statement: int
    vote: str
    successes: int
    trials: int
    low: float
    high: float
    probability: float
    z: float
    ratio: float | None
    ratio_z: float | None


@dataclass(frozen=True, eq=False)
class Evidence:
    """One direction (agree or disagree) of one group, for all statements: arrays (statements,)."""

    vote: str
    successes: NDArray[np.int64]
    trials: NDArray[np.int64]
    probability: NDArray[np.float64]
    z: NDArray[np.float64]
    ratio: NDArray[np.float64]
    ratio_z: NDArray[np.float64]

    def convincing(self) -> NDArray[np.bool_]:
        """Whether both tests of the reference pass."""
        return (self.z > CRITICAL) & (self.ratio_z > CRITICAL)

    def weight(self) -> NDArray[np.float64]:
        """The reference's order: ra · rat · pa · pat."""
        return self.ratio * self.ratio_z * self.probability * self.z

    def listed(self, statement: int, compared: bool = True) -> Listed:
        """Take one statement out as a line of a list."""
        s, n = int(self.successes[statement]), int(self.trials[statement])
        low, high = wilson(s, n)
        return Listed(
            statement=statement,
            vote=self.vote,
            successes=s,
            trials=n,
            low=float(low),
            high=float(high),
            probability=float(self.probability[statement]),
            z=float(self.z[statement]),
            ratio=float(self.ratio[statement]) if compared else None,
            ratio_z=float(self.ratio_z[statement]) if compared else None,
        )


def group_informed_consensus(counts: Counts) -> NDArray[np.float64]:
    """Product over the groups of (agree + 1) / (seen + 2)."""
    consensus: NDArray[np.float64] = ((counts.agree + 1) / (counts.seen + 2)).prod(0)
    return consensus


def consensus(
    everybody: Counts, rejected: NDArray[np.bool_]
) -> tuple[tuple[Listed, ...], tuple[Listed, ...]]:
    """List what most people agree with, and what most disagree with: five each, by pa · pat."""
    lists = []
    for side in _evidence(everybody, everybody, 0):
        fits = (side.probability > 0.5) & (side.z > CRITICAL) & ~rejected
        order = np.argsort(-(side.probability * side.z), kind="stable")
        chosen = order[fits[order]][:MOST_LISTED].tolist()
        lists.append(tuple(side.listed(statement, compared=False) for statement in chosen))
    return lists[0], lists[1]


def representative(counts: Counts, rejected: NDArray[np.bool_]) -> tuple[tuple[Listed, ...], ...]:
    """List up to five statements for each group that set it apart, agreements first."""
    others = counts.others()
    return tuple(_of_group(counts, others, group, rejected) for group in range(len(counts.seen)))


def _of_group(counts: Counts, others: Counts, group: int, rejected: NDArray[np.bool_]) -> tuple[Listed, ...]:
    agree, disagree = _evidence(counts, others, group)
    for_agree = agree.ratio_z > disagree.ratio_z
    fits = (agree.convincing() | disagree.convincing()) & ~rejected
    weight = np.where(for_agree, agree.weight(), disagree.weight())
    order = np.argsort(-weight, kind="stable")
    chosen = order[fits[order]].tolist()
    head = _best_agreed(agree, np.flatnonzero((agree.successes + disagree.successes > 0) & ~rejected))
    if head is None and not chosen and not rejected.all():
        strongest = np.where(rejected, -np.inf, np.maximum(agree.ratio_z, disagree.ratio_z))
        head = int(strongest.argmax())
    if head is not None:
        chosen = [head, *(statement for statement in chosen if statement != head)]
    lines = [(agree if for_agree[one] else disagree).listed(one) for one in chosen[:MOST_LISTED]]
    return tuple(sorted(lines, key=lambda line: line.vote))


def _best_agreed(agree: Evidence, candidates: NDArray[np.int64]) -> int | None:
    """Find the statement that the reference puts first, so that each group agrees with something.

    It walks through the statements and compares each with the best so far: by the full weight once the
    best is more agreed with inside than outside, else by pa · pat alone.
    """
    weight, plain = agree.weight(), agree.probability * agree.z
    best: int | None = None
    for one in candidates.tolist():
        if best is None:
            likely = agree.ratio[one] > 1 and agree.probability[one] > 0.5
            better = agree.z[one] > CRITICAL or likely
        else:
            measure = weight if agree.ratio[best] > 1 else plain
            better = measure[one] > measure[best]
        if better:
            best = one
    return best


def _evidence(counts: Counts, others: Counts, group: int) -> tuple[Evidence, Evidence]:
    seen, outside = counts.seen[group], others.seen[group]
    return (
        _one_side("agree", counts.agree[group], seen, others.agree[group], outside),
        _one_side("disagree", counts.disagree[group], seen, others.disagree[group], outside),
    )


def _one_side(
    vote: str,
    inside: NDArray[np.int64],
    seen: NDArray[np.int64],
    outside: NDArray[np.int64],
    outside_seen: NDArray[np.int64],
) -> Evidence:
    probability = (inside + 1) / (seen + 2)
    share, other_share = (inside + 1) / (seen + 1), (outside + 1) / (outside_seen + 1)
    pooled = (inside + outside + 2) / (seen + outside_seen + 2)
    spread = np.sqrt(pooled * np.maximum(1 - pooled, 0) * (1 / (seen + 1) + 1 / (outside_seen + 1)))
    return Evidence(
        vote=vote,
        successes=inside,
        trials=seen,
        probability=probability,
        z=2 * np.sqrt(seen + 1) * (share - 0.5),
        ratio=probability / ((outside + 1) / (outside_seen + 2)),
        ratio_z=np.divide(share - other_share, spread, out=np.zeros(share.size), where=spread > 0),
    )
