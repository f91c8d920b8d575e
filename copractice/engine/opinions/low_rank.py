"""The masked low-rank model: a vote is what is usual for the statement plus the person's few coordinates.

x_is = mean_s + w_s · z_i + noise, over the votes that were cast and no others. A person's coordinates have
the prior N(0, I), so what is known of them after n votes is the ridge posterior
N((W'W + noise · I)⁻¹ W'(x - mean), noise · (W'W + noise · I)⁻¹), W over the statements voted on.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, eigh
from scipy.sparse import csr_array
from scipy.sparse.linalg import eigsh

from copractice.engine.opinions.packed import pairs, posterior, products, solve_many
from copractice.engine.opinions.votes import Votes
from copractice.engine.watch import Watch

ROUNDS = 25
# Loadings have this much prior weight, in votes: a statement with few votes pulls little.
LOADING_PRIOR = 1.0
# A covariance of two statements rests on at least so many people, else it is drawn towards zero.
FEWEST_SHARED = 20
MOST_COMPARED = 5000
LEAST_NOISE = 1e-3
# Below this size a full eigenvalue routine is faster than an iterative one.
SMALL = 400


@dataclass(frozen=True, eq=False)
class Model:
    """Loadings (statements, dimensions), means, noise variance; `used` marks statements in the model.

    Statements outside have no loadings. Axes are orthogonal, the strongest first.
    """

    loadings: NDArray[np.float64]
    means: NDArray[np.float64]
    noise: float
    used: NDArray[np.bool_]

    @property
    def scale(self) -> NDArray[np.float64]:
        """What one unit on each axis changes in a vote, as a root mean square over the statements."""
        size: NDArray[np.float64] = np.sqrt((self.loadings**2).sum(0) / max(1, int(self.used.sum())))
        return size


@dataclass(frozen=True, eq=False)
class Placed:
    """Where people stand: `position` (people, dimensions) and its covariance, packed (pairs, people).

    Distances are differences in votes: the root mean square over the statements of what the model
    expects two people to answer. `answered` counts the votes that were used.
    """

    position: NDArray[np.float64]
    covariance: NDArray[np.float64]
    answered: NDArray[np.int64]

    def of(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> "Placed":
        """Take some people."""
        return Placed(self.position[chosen], self.covariance[:, chosen], self.answered[chosen])


@dataclass(frozen=True, eq=False)
class Tables:
    """Votes as two sparse tables of one pattern, in both orders: what was said, centered, and that it was."""

    said: csr_array
    cast: csr_array
    said_by_statement: csr_array
    cast_by_statement: csr_array
    means: NDArray[np.float64]
    used: NDArray[np.bool_]


def tabulate(votes: Votes, used: NDArray[np.bool_]) -> Tables:
    """Center the votes on used statements and lay them out."""
    kept = votes.only(used)
    sums = np.bincount(kept.statement, kept.value, minlength=votes.statements).astype(float)
    means: NDArray[np.float64] = sums / np.maximum(kept.per_statement, 1)
    said = kept.table(kept.value - means[kept.statement])
    cast = kept.table(np.ones(kept.value.size))
    return Tables(said, cast, said.T.tocsr(), cast.T.tocsr(), means, used)


def covariance(tables: Tables) -> NDArray[np.float64]:
    """Covariance of statements (statements, statements) over the people who voted on both.

    It is a place to start from, so of a large crowd every second, third, ... person is enough.
    """
    rows = slice(None, None, max(1, tables.said.shape[0] // MOST_COMPARED))
    said, cast = tables.said[rows], tables.cast[rows]
    together, shared = said.T @ said, cast.T @ cast
    matrix: NDArray[np.float64] = together.toarray() / np.maximum(shared.toarray(), FEWEST_SHARED)
    return matrix


def start(matrix: NDArray[np.float64], dimensions: int) -> NDArray[np.float64]:
    """Return loadings that explain a covariance of statements best, as a place to start from."""
    size = len(matrix)
    found = min(dimensions, size)
    loadings = np.zeros((size, dimensions))
    if not matrix.any():
        return loadings
    if size <= max(SMALL, 3 * dimensions):
        values, vectors = eigh(matrix, subset_by_index=(size - found, size - 1))
    else:
        values, vectors = eigsh(matrix, found, v0=np.ones(size))
    loadings[:, :found] = (vectors * np.sqrt(np.maximum(values, LEAST_NOISE)))[:, ::-1]
    return loadings


def fit(
    tables: Tables, loadings: NDArray[np.float64], rounds: int = ROUNDS, watch: Watch | None = None
) -> Model:
    """Improve loadings by expectation and maximization, then turn the axes into their own directions."""
    dimensions = loadings.shape[1]
    total = max(1, tables.said.nnz)
    square = float((tables.said.data**2).sum())
    noise = max(0.7 * square / total, LEAST_NOISE)
    first, second = pairs(dimensions)
    diagonal = (first == second).astype(float)
    for count in range(rounds):
        if watch is not None:
            watch.report(count / rounds, "Finding the axes of disagreement")
        mean, spread = posterior(tables.said, tables.cast, loadings, noise)
        moments = products(mean) + spread
        weights = tables.cast_by_statement @ moments.T
        targets = tables.said_by_statement @ mean
        loadings = solve_many(weights.T + LOADING_PRIOR * diagonal[:, None], targets)
        twice = products(loadings, cross=2)
        explained = 2 * float((loadings * targets).sum()) - float((twice * weights.T).sum())
        before, noise = noise, max((square - explained) / total, LEAST_NOISE)
        if abs(before - noise) < 1e-5 * noise:
            break
    model = Model(loadings, tables.means, noise, tables.used)
    return _own_axes(model, moments[:, np.diff(tables.cast.indptr) > 0])


def _own_axes(model: Model, moments: NDArray[np.float64]) -> Model:
    """Turn and stretch the axes so that coordinates have the unit prior and loadings are orthogonal."""
    dimensions = model.loadings.shape[1]
    if not moments.size:
        return model
    first, second = pairs(dimensions)
    spread = np.zeros((dimensions, dimensions))
    spread[first, second] = spread[second, first] = moments.mean(1)
    stretched = model.loadings @ cholesky(spread + 1e-9 * np.eye(dimensions), lower=True)
    left, sizes, _ = np.linalg.svd(stretched, full_matrices=False)
    turned = np.zeros_like(stretched)
    turned[:, : sizes.size] = left * sizes
    strongest = turned[np.abs(turned).argmax(0), np.arange(dimensions)]
    return replace(model, loadings=turned * np.where(strongest < 0, -1, 1))


def variances(placed: Placed) -> NDArray[np.float64]:
    """Variance of each person's place on each axis (dimensions, people)."""
    first, second = pairs(placed.position.shape[1])
    diagonal: NDArray[np.float64] = placed.covariance[first == second]
    return diagonal


def place(votes: Votes, model: Model) -> Placed:
    """Place people by their votes on the statements of the model."""
    kept = votes.only(model.used)
    said = kept.table(kept.value - model.means[kept.statement])
    cast = kept.table(np.ones(kept.value.size))
    mean, spread = posterior(said, cast, model.loadings, model.noise)
    first, second = pairs(mean.shape[1])
    scale = model.scale
    return Placed(mean * scale, spread * (scale[first] * scale[second])[:, None], kept.per_person)
