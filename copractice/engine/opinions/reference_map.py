"""The reference's map: principal components of votes filled up with means, then k-means and silhouette."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_array

from copractice.engine.opinions.kmeans import kmeans, silhouette
from copractice.engine.opinions.votes import Votes

FEWEST_VOTES = 7
GROUPS = (2, 3, 4, 5)
# Up to so many cells a full table is faster than a sparse one.
MOST_DENSE = 1 << 22


@dataclass(frozen=True, eq=False)
class ReferenceMap:
    """Positions of everybody, the share of variance on each axis, and groups of those with enough votes."""

    positions: NDArray[np.float64]
    variance: NDArray[np.float64]
    labels: NDArray[np.int64]
    groups: int
    silhouettes: dict[int, float]


def project(votes: Votes, rejected: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return positions (people, 2) and the share of variance on each axis.

    A missing vote counts as the statement's mean, a rejected statement as 0 from everybody. Centered on
    the observed means, both are zero, so only real votes are ever added up:
    y_i = sqrt(S / max(1, n_i)) · sum over the votes of (x - mean) w, with S statements that have votes,
    n_i votes of a person, the rejected statements among them.
    """
    voted = votes.per_statement > 0
    kept = votes.only(~rejected)
    sums = np.bincount(kept.statement, kept.value, minlength=votes.statements)
    means = sums / np.maximum(kept.per_statement, 1)
    table = kept.table(kept.value - means[kept.statement])
    axes, variance = principal_axes(table, 2)
    answered = kept.per_person + int((rejected & voted).sum())
    stretch = np.sqrt(int(voted.sum()) / np.maximum(answered, 1))
    return stretch[:, None] * (table @ axes), variance


def principal_axes(table: csr_array, wanted: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the leading axes (statements, wanted) of a centered table and their share of its variance.

    Each axis points to where its largest loading is positive, so that the map does not flip.
    """
    axes, share = np.zeros((table.shape[1], wanted)), np.zeros(wanted)
    present = np.flatnonzero(np.bincount(table.indices, np.abs(table.data), minlength=table.shape[1]))
    found = min(wanted, present.size)
    if not found:
        return axes, share
    some = table[:, present]
    dense = some.shape[0] * present.size <= MOST_DENSE
    matrix = some.toarray().T @ some.toarray() if dense else (some.T @ some).toarray()
    values, vectors = eigh(matrix, subset_by_index=(present.size - found, present.size - 1))
    vectors = vectors[:, ::-1]
    sign = np.sign(vectors[np.abs(vectors).argmax(0), np.arange(found)])
    axes[present, :found] = vectors * sign
    share[:found] = np.maximum(values[::-1], 0) / np.trace(matrix)
    return axes, share


def draw(votes: Votes, rejected: NDArray[np.bool_], rng: np.random.Generator) -> ReferenceMap:
    """Project everybody, then group those with at least seven votes by the best mean silhouette."""
    positions, variance = project(votes, rejected)
    labels = np.full(votes.people, -1)
    chosen = np.flatnonzero(votes.per_person >= FEWEST_VOTES)
    points = positions[chosen]
    different = len(np.unique(points, axis=0))
    scores: dict[int, float] = {}
    best, best_labels = 1 if chosen.size else 0, np.zeros(chosen.size, np.int64)
    for groups in (k for k in GROUPS if k <= min(different, chosen.size - 1)):
        found, _ = kmeans(points, groups, rng)
        scores[groups] = silhouette(points, found, rng)
        if scores[groups] > scores.get(best, -2):
            best, best_labels = groups, found
    labels[chosen] = best_labels
    return ReferenceMap(positions, variance, labels, best, scores)
