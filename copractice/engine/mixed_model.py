"""Scores as item plus reviewer plus noise: variances by REML, then what is known about every item.

The model is y_ij = μ + q_i + b_j + e_ij with independent normal q (variance vq), b (vb) and e (v).
All matrices of the size of the reviews stay implicit: items are eliminated first, which leaves one dense
system over the reviewers, S_b = diag(m_j + v/vb) − W'D⁻¹W with D = diag(n_i + v/vq). It is kept as
I + (vb/v)·A, the same matrix times vb/v, so that a variance of zero is an ordinary value.

Source: Henderson, "Best linear unbiased estimation and prediction under a selection model", Biometrics 31
(1975); Gilmour, Thompson and Cullis, "Average information REML", Biometrics 51 (1995).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, lapack
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LARGEST_RATIO = 1e6
MOST_STEPS = 200


@dataclass(frozen=True, eq=False)
class Reviews:
    """N scores, each by one reviewer about one item, as index arrays of shape (N,)."""

    items: Ints
    reviewers: Ints
    scores: Floats
    item_count: int
    reviewer_count: int


@dataclass(frozen=True)
class Fit:
    """The ratios vq/v and vb/v at the REML maximum, the noise variance v, and the deviance −2·log L."""

    item_ratio: float
    reviewer_ratio: float
    noise: float
    deviance: float


@dataclass(frozen=True, eq=False)
class System:
    """The reviewer system for two given ratios.

    `shrink` is d_i = 1/(n_i + v/vq), `root` the lower Cholesky factor of I + (vb/v)·A, where
    A = diag(m) − W' diag(d) W, and `counts` is W, reviews by item and reviewer.
    """

    reviews: Reviews
    counts: csr_array
    item_ratio: float
    reviewer_ratio: float
    shrink: Floats
    root: Floats

    def without_items(self, values: Floats) -> Floats:
        """Apply (I + (vq/v)·Zq Zq')⁻¹ to `values` of shape (N,)."""
        return values - (self.shrink * self.item_sums(values))[self.reviews.items]

    def item_sums(self, values: Floats) -> Floats:
        """Sum `values` of shape (N,) within each item."""
        return _sums(self.reviews.items, values, self.reviews.item_count)

    def reviewer_sums(self, values: Floats) -> Floats:
        """Sum `values` of shape (N,) within each reviewer."""
        return _sums(self.reviews.reviewers, values, self.reviews.reviewer_count)

    def whiten(self, values: Floats) -> Floats:
        """Apply H⁻¹ to `values` of shape (N,), where H = I + (vq/v)·Zq Zq' + (vb/v)·Zb Zb'."""
        partly = self.without_items(values)
        reviewer = cho_solve((self.root, True), self.reviewer_sums(partly))
        shared = self.without_items(np.asarray(reviewer[self.reviews.reviewers]))
        return np.asarray(partly - self.reviewer_ratio * shared)


def _sums(groups: Ints, values: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(groups, values, count), dtype=np.float64)


def _sizes(groups: Ints, count: int) -> Floats:
    return np.asarray(np.bincount(groups, minlength=count), dtype=np.float64)


def build_system(reviews: Reviews, item_ratio: float, reviewer_ratio: float) -> System:
    """Set up and factor the reviewer system for vq/v = `item_ratio` and vb/v = `reviewer_ratio`."""
    shape = (reviews.item_count, reviews.reviewer_count)
    counts = csr_array((np.ones(len(reviews.scores)), (reviews.items, reviews.reviewers)), shape=shape)
    per_item = _sizes(reviews.items, reviews.item_count)
    shrink = item_ratio / (1.0 + item_ratio * per_item)
    matrix = -reviewer_ratio * _co_reviews(counts, shrink)
    per_reviewer = _sizes(reviews.reviewers, reviews.reviewer_count)
    matrix[np.diag_indices_from(matrix)] += 1.0 + reviewer_ratio * per_reviewer
    root, failed = lapack.dpotrf(matrix, lower=1, clean=1, overwrite_a=1)
    if failed:
        raise ValueError("the reviewer system cannot be factored: the variances differ too much")
    return System(reviews, counts, item_ratio, reviewer_ratio, shrink, root)


def _co_reviews(counts: csr_array, weights: Floats) -> Floats:
    """Return W' diag(weights) W, dense: how often two reviewers met, each item weighted."""
    weighted = counts.multiply(weights[:, None]).tocsr()
    return np.array((counts.T @ weighted).toarray(), dtype=np.float64, order="F")


def reviewer_inverse(system: System) -> Floats:
    """Return (I + (vb/v)·A)⁻¹, dense and symmetric."""
    lower, _ = lapack.dpotri(system.root, lower=1)
    return np.asarray(np.tril(lower) + np.tril(lower, -1).T)


def fit(reviews: Reviews, *, with_reviewers: bool) -> Fit:
    """Maximize the REML likelihood over both ratios, or over vq/v alone with vb held at zero.

    Average-information Newton steps with halving; a ratio may come to rest on zero. The deviance falls with
    every step, so the walk ends; it also ends where a step promises less than 1e-10.
    """
    free = np.array([True, with_reviewers])
    ratios = np.array([0.5, 0.25]) * free
    here = _evaluate(reviews, ratios)
    for _ in range(MOST_STEPS):
        moving = free & ((ratios > 0) | (here.gradient < 0))
        step = _newton_step(here, moving)
        if -here.gradient @ step < 1e-10:
            break
        taken = _halve_until_lower(reviews, ratios, step, here)
        if taken is None:
            break
        ratios, here = taken
    return Fit(float(ratios[0]), float(ratios[1]), here.noise, here.deviance)


@dataclass(frozen=True, eq=False)
class _Point:
    """The deviance at two ratios with its gradient and average-information curvature."""

    deviance: float
    noise: float
    gradient: Floats
    curvature: Floats


def _evaluate(reviews: Reviews, ratios: Floats) -> _Point:
    system = build_system(reviews, float(ratios[0]), float(ratios[1]))
    freedom = len(reviews.scores) - 1
    ones = system.whiten(np.ones(len(reviews.scores)))
    precision = ones.sum()

    def project(values: Floats) -> Floats:
        whitened = system.whiten(values)
        return np.asarray(whitened - ones * (whitened.sum() / precision))

    residual = project(reviews.scores)
    # The rest of squares cannot fall below what rounding leaves of the scores themselves.
    squares = max(float(reviews.scores @ residual), 1e-14 * float(reviews.scores @ reviews.scores))
    per_item = _sizes(reviews.items, reviews.item_count)
    volume = 2 * np.log(np.diag(system.root)).sum() + np.log1p(ratios[0] * per_item).sum()
    deviance = volume + np.log(precision) + freedom * (np.log(squares / freedom) + 1 + np.log(2 * np.pi))
    pull = [system.item_sums(residual), system.reviewer_sums(residual)]
    spread = [pull[0][reviews.items], pull[1][reviews.reviewers]]
    explained = np.array([part @ part for part in pull])
    projected = [project(part) for part in spread]
    cross = np.array([[one @ other for other in projected] for one in spread])
    gradient = _traces(system, ones, per_item) - explained * (freedom / squares)
    curvature = freedom * (cross / squares - np.outer(explained, explained) / squares**2)
    return _Point(float(deviance), squares / freedom, gradient, curvature)


def _traces(system: System, ones: Floats, per_item: Floats) -> Floats:
    """Return tr(P Zq Zq') and tr(P Zb Zb'), where P also removes the mean."""
    inverse = reviewer_inverse(system)
    kept = 1.0 / (1.0 + system.item_ratio * per_item)
    met = _co_reviews(system.counts, system.shrink)
    met_twice = _co_reviews(system.counts, kept**2)
    per_reviewer = _sizes(system.reviews.reviewers, system.reviews.reviewer_count)
    of_items = (per_item * kept).sum() - system.reviewer_ratio * np.vdot(inverse, met_twice)
    of_reviewers = per_reviewer @ np.diag(inverse) - np.vdot(inverse, met)
    lost = [system.item_sums(ones), system.reviewer_sums(ones)]
    traces = np.array([of_items, of_reviewers])
    return np.asarray(traces - np.array([part @ part for part in lost]) / ones.sum())


def _newton_step(here: _Point, moving: NDArray[np.bool_]) -> Floats:
    step = np.zeros(2)
    index = np.flatnonzero(moving)
    if len(index):
        block = here.curvature[np.ix_(index, index)]
        damped = block + np.diag(1e-9 * (np.diag(block) + 1e-12))
        step[index] = -np.linalg.solve(damped, here.gradient[index])
    return step


def _halve_until_lower(
    reviews: Reviews, ratios: Floats, step: Floats, here: _Point
) -> tuple[Floats, _Point] | None:
    for halving in range(40):
        tried = np.clip(ratios + step * 0.5**halving, 0.0, LARGEST_RATIO)
        if np.array_equal(tried, ratios):
            return None
        there = _evaluate(reviews, tried)
        if there.deviance < here.deviance:
            return tried, there
    return None


@dataclass(frozen=True, eq=False)
class Posterior:
    """What the reviews say about every item, for given variances.

    `quality` and `quality_se` have one entry per item, `leniency` and `leniency_se` one per reviewer; both
    are relative to `mean`, whose own error `mean_se` is shared by all and cancels in every comparison.
    """

    mean: float
    mean_se: float
    quality: Floats
    quality_se: Floats
    leniency: Floats
    leniency_se: Floats
    noise: float
    system: System

    def sample(self, draws: int, rng: np.random.Generator) -> Floats:
        """Draw the items' adjusted scores from their joint posterior; shape (draws, items).

        b is drawn from N(b̂, v·S_b⁻¹), then each q_i given b, so two items read by the same reviewers move
        together. The variance of a column is `quality_se`².
        """
        reviews, system = self.system.reviews, self.system
        normal = rng.standard_normal((system.root.shape[0], draws))
        # root·root' = (vb/v)·S_b, hence the scale vb·(root')⁻¹ of the reviewers' errors.
        solved, _ = lapack.dtrtrs(system.root, normal, lower=1, trans=1)
        shift = np.sqrt(self.noise * system.reviewer_ratio) * solved
        pulled = system.shrink[:, None] * (system.counts @ shift)
        own = np.sqrt(self.noise * system.shrink)[:, None] * rng.standard_normal((reviews.item_count, draws))
        return np.asarray((self.mean + self.quality)[:, None] - pulled + own).T


def posterior(reviews: Reviews, item_ratio: float, reviewer_ratio: float, noise: float) -> Posterior:
    """Solve for every item and reviewer; Var q_i = v·(d_i + d_i²·w_i' S_b⁻¹ w_i), with w_i a row of W."""
    system = build_system(reviews, item_ratio, reviewer_ratio)
    ones = system.whiten(np.ones(len(reviews.scores)))
    mean = float(ones @ reviews.scores / ones.sum())
    residual = system.whiten(reviews.scores - mean)
    inverse = reviewer_ratio * reviewer_inverse(system)
    through = system.counts.multiply(system.counts @ inverse).sum(axis=1)
    variance = system.shrink + system.shrink**2 * np.asarray(through).ravel()
    return Posterior(
        mean=mean,
        mean_se=float(np.sqrt(noise / ones.sum())),
        quality=item_ratio * system.item_sums(residual),
        quality_se=np.sqrt(noise * variance),
        leniency=reviewer_ratio * system.reviewer_sums(residual),
        leniency_se=np.sqrt(noise * np.diag(inverse)),
        noise=noise,
        system=system,
    )
