"""The reference's analysis, reproduced for comparison: map, groups and lists as Polis makes them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from copractice.engine.opinions.counts import count
from copractice.engine.opinions.reference_map import draw
from copractice.engine.opinions.reference_statistics import (
    Listed,
    consensus,
    group_informed_consensus,
    representative,
)
from copractice.engine.opinions.votes import Votes, given_labels, mask

VERSION = "1"


@dataclass(frozen=True, eq=False)
class PolisMap:
    """What the reference reports. `silhouettes` lists (groups, score); `variance` is per axis."""

    method: str
    mode: str
    version: str
    seed: int
    people: int
    statements: int
    votes: int
    placed: NDArray[np.bool_]
    labels: NDArray[np.int64]
    positions: NDArray[np.float64]
    variance: NDArray[np.float64]
    silhouettes: tuple[tuple[int, float], ...]
    sizes: tuple[int, ...]
    gic: NDArray[np.float64]
    agree: tuple[Listed, ...]
    disagree: tuple[Listed, ...]
    representative: tuple[tuple[Listed, ...], ...]


def polis(votes: Votes, rejected: ArrayLike, *, seed: int = 0, labels: ArrayLike | None = None) -> PolisMap:
    """Analyze a conversation as Polis does.

    Args:
        votes: from `gather`.
        rejected: one truth value per statement (moderated -1).
        seed: for the starts of k-means.
        labels: given groups, one number per person (-1 for none): statistics for these instead.

    Raises:
        ValueError: `rejected` or `labels` has the wrong length.

    Source: compdemocracy/polis; checked against red-dwarf 0.4.0. Use `opinions` to decide anything.

    >>> from copractice.engine.opinions import gather
    >>> result = polis(gather([0, 0, 1], [0, 1, 0], [1, 0, -1], people=2, count=2), [False, False])
    >>> result.sizes, result.gic.tolist()
    ((), [1.0, 1.0])
    """
    out = mask(rejected, votes.statements)
    drawn = draw(votes, out, np.random.default_rng(seed))
    found = drawn.labels if labels is None else given_labels(labels, votes.people)
    groups = int(found.max(initial=-1)) + 1
    counts = count(votes, found, groups)
    agree, disagree = consensus(count(votes), out)
    return PolisMap(
        method="opinions",
        mode="polis",
        version=VERSION,
        seed=seed,
        people=votes.people,
        statements=votes.statements,
        votes=votes.value.size,
        placed=drawn.labels >= 0,
        labels=found,
        positions=drawn.positions,
        variance=drawn.variance,
        silhouettes=tuple(sorted(drawn.silhouettes.items())),
        sizes=tuple(np.bincount(found[found >= 0], minlength=groups).tolist()),
        gic=group_informed_consensus(counts),
        agree=agree,
        disagree=disagree,
        representative=representative(counts, out),
    )
