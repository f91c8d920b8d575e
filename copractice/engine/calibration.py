"""Review scores corrected for severe and lenient reviewers, and whether they deserve the correction.

Each score is y_ij = μ + q_i + b_j + e_ij: a common mean, the item's quality, the reviewer's leniency and
noise, with normal q, b and e whose variances are fitted by REML (`mixed_model`). The adjusted score is
μ + q_i: pulled towards the mean, most where reviews are few. It becomes the default only through a gate;
otherwise plain means stand and the reasons are given in words. Nothing here knows who applied.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from copractice.engine import mixed_model
from copractice.engine.mixed_model import Fit, Floats, Ints, Posterior, Reviews
from copractice.engine.watch import Watch

METHOD = "calibration"
VERSION = "1"
NEEDED_SHARE = 0.95
NEEDED_REVIEWS = 4.0
NEEDED_P = 0.05
CROWDED_END = 0.1
MOST_REVIEWERS = 5000

Label = str | int


@dataclass(frozen=True)
class ItemScore:
    """One item: number of reviews, plain mean, adjusted score, and the standard error of its quality."""

    item: Label
    reviews: int
    raw: float
    adjusted: float
    se: float


@dataclass(frozen=True)
class Leniency:
    """One reviewer: how far above (+) or below (−) the others the scores lie, with its standard error."""

    reviewer: Label
    reviews: int
    leniency: float
    se: float


@dataclass(frozen=True)
class Variance:
    """The three variances, in squared score points: between items, between reviewers, and the rest."""

    item: float
    reviewer: float
    rest: float


@dataclass(frozen=True)
class Check:
    """One condition of the gate: what was found, what is needed, and a sentence that says both."""

    name: str
    found: float
    needed: float
    passed: bool
    sentence: str


@dataclass(frozen=True)
class Calibration:
    """The fitted model and the advice.

    `use_adjusted` is true when every check passed; `reasons` are the sentences of those that did not;
    `notes` say what to keep in mind either way.
    `mean_se` is the error of the common mean: it shifts all adjusted scores alike, so `ItemScore.se` leaves
    it out. `likelihood_ratio` compares with a model without leniency; `p_value` is its 50:50 mixture tail.
    """

    method: str
    version: str
    seed: int | None
    use_adjusted: bool
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    checks: tuple[Check, ...]
    items: tuple[ItemScore, ...]
    reviewers: tuple[Leniency, ...]
    variance: Variance
    mean: float
    mean_se: float
    likelihood_ratio: float
    p_value: float
    components: int


def calibrate(
    items: Sequence[Label],
    reviewers: Sequence[Label],
    scores: Sequence[float],
    *,
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Calibration:
    """Fit leniency and quality, and say whether adjusted scores may replace plain means.

    Args:
        items: what was reviewed, one entry per review, shape (N,); all text or all numbers.
        reviewers: who reviewed, shape (N,).
        scores: the scores, shape (N,), in any unit. A review without a score is left out by the caller:
            it is missing, never zero.
        progress: called with the share done and a sentence.
        should_stop: asked between steps; when true, `Stopped` is raised.

    Adjusted scores are the default only if the largest connected part of the design holds at least 95 % of
    the items, the median reviewer gave at least 4 reviews, and the likelihood ratio for a leniency variance
    above zero passes 5 % (the null distribution is half χ²₀, half χ²₁).

    Raises:
        ValueError: lengths differ; a score is not finite; someone reviewed the same item twice; fewer than
            two reviews; no item or no reviewer with two; all scores equal; more than 5,000 reviewers.

    Limits: one score per review, no slopes by reviewer, no drift in time; a scale whose top many reach
    makes good items look alike, and no correction can tell them apart.

    >>> calibration = calibrate(list("aabbccdd"), [1, 2, 1, 2, 1, 2, 1, 2], [3, 5, 2, 4, 4, 5, 1, 3])
    >>> [round(line.leniency, 2) for line in calibration.reviewers]
    [-0.86, 0.86]
    >>> calibration.use_adjusted
    True
    """
    watch = Watch(progress, should_stop)
    reviews, item_labels, reviewer_labels = read_reviews(items, reviewers, scores)
    watch.report(0.1, "Fitting quality and leniency")
    full = mixed_model.fit(reviews, with_reviewers=True)
    watch.report(0.6, "Fitting quality without leniency")
    null = mixed_model.fit(reviews, with_reviewers=False)
    watch.report(0.8, "Solving for every item")
    best = full if full.deviance <= null.deviance else null
    known = mixed_model.posterior(reviews, best.item_ratio, best.reviewer_ratio, best.noise)
    ratio = max(0.0, null.deviance - full.deviance)
    p_value = 0.5 * erfc(sqrt(ratio / 2)) if ratio > 0 else 1.0
    component = _components(reviews)
    checks = _checks(reviews, component, p_value)
    watch.report(1.0, "Calibrated")
    return Calibration(
        method=METHOD,
        version=VERSION,
        seed=None,
        use_adjusted=all(check.passed for check in checks),
        reasons=tuple(check.sentence for check in checks if not check.passed),
        notes=_notes(reviews.scores),
        checks=checks,
        items=_item_scores(reviews, known, item_labels),
        reviewers=_leniencies(reviews, known, reviewer_labels),
        variance=_variance(best),
        mean=known.mean,
        mean_se=known.mean_se,
        likelihood_ratio=ratio,
        p_value=p_value,
        components=int(component.max()) + 1,
    )


def posterior(
    items: Sequence[Label], reviewers: Sequence[Label], scores: Sequence[float], variance: Variance
) -> Posterior:
    """Solve again for stored variances, to draw correlated qualities with `Posterior.sample(draws, rng)`.

    Columns of a sample stand in the order of `Calibration.items`, which is that of the sorted labels.

    Raises:
        ValueError: as `calibrate`; also when a variance is negative or `rest` is not above zero.

    >>> known = posterior(list("aabb"), [1, 2, 1, 2], [3, 5, 2, 4], Variance(1.0, 0.5, 0.25))
    >>> known.sample(1000, np.random.default_rng(0)).shape
    (1000, 2)
    """
    parts = (variance.item, variance.reviewer, variance.rest)
    if not np.isfinite(parts).all() or min(parts) < 0 or variance.rest == 0:
        raise ValueError(f"variances must be 0 or more, and the rest above 0; these are {parts}")
    reviews, _, _ = read_reviews(items, reviewers, scores)
    ratios = (variance.item / variance.rest, variance.reviewer / variance.rest)
    return mixed_model.posterior(reviews, *ratios, variance.rest)


def read_reviews(
    items: Sequence[Label], reviewers: Sequence[Label], scores: Sequence[float]
) -> tuple[Reviews, list[Label], list[Label]]:
    """Check the reviews, number items and reviewers by sorted label, and sort: order is irrelevant."""
    values = np.asarray(scores, dtype=np.float64)
    if not len(items) == len(reviewers) == len(values):
        raise ValueError(
            f"{len(items)} items, {len(reviewers)} reviewers and {len(values)} scores: one of each per review"
        )
    if len(values) < 2:
        raise ValueError(f"{len(values)} reviews in all: calibration compares reviews and needs at least 2")
    for place in np.flatnonzero(~np.isfinite(values))[:1]:
        raise ValueError(
            f"the score of reviewer {reviewers[place]} for {items[place]} is {values[place]}, not a number"
        )
    item_labels, item_index = np.unique(np.asarray(items), return_inverse=True)
    reviewer_labels, reviewer_index = np.unique(np.asarray(reviewers), return_inverse=True)
    order = np.lexsort((reviewer_index, item_index))
    sizes = (len(item_labels), len(reviewer_labels))
    reviews = Reviews(item_index[order], reviewer_index[order], values[order], *sizes)
    _refuse_unfit(reviews, item_labels.tolist(), reviewer_labels.tolist())
    return reviews, item_labels.tolist(), reviewer_labels.tolist()


def _refuse_unfit(reviews: Reviews, item_labels: list[Label], reviewer_labels: list[Label]) -> None:
    same = (np.diff(reviews.items) == 0) & (np.diff(reviews.reviewers) == 0)
    for place in np.flatnonzero(same)[:1]:
        item, reviewer = item_labels[reviews.items[place]], reviewer_labels[reviews.reviewers[place]]
        raise ValueError(f"reviewer {reviewer} reviewed {item} more than once")
    number = len(reviews.scores)
    if np.ptp(reviews.scores) == 0:
        raise ValueError(f"all {number} scores are {reviews.scores[0]:g}: there is nothing to correct")
    if reviews.item_count == number:
        raise ValueError(f"each of the {number} items has one review: quality and noise cannot be told apart")
    if reviews.reviewer_count == number:
        raise ValueError(f"each of the {number} reviewers gave one review: leniency is lost in noise")
    if reviews.reviewer_count > MOST_REVIEWERS:
        raise ValueError(f"{reviews.reviewer_count} reviewers; at most {MOST_REVIEWERS} can be calibrated")


def _components(reviews: Reviews) -> Ints:
    """Number the connected parts of the design; returns the part of each item."""
    size = reviews.item_count + reviews.reviewer_count
    edges = (reviews.items, reviews.item_count + reviews.reviewers)
    graph = csr_array((np.ones(len(reviews.scores)), edges), shape=(size, size))
    _, part = connected_components(graph, directed=False)
    return np.asarray(part[: reviews.item_count], dtype=np.int64)


def _checks(reviews: Reviews, component: Ints, p_value: float) -> tuple[Check, ...]:
    largest = int(np.bincount(component).max())
    share = largest / reviews.item_count
    median = float(np.median(np.bincount(reviews.reviewers)))
    parts = int(component.max()) + 1
    return (
        Check(
            "connected",
            share,
            NEEDED_SHARE,
            share >= NEEDED_SHARE,
            f"The design falls into {parts} separate part(s); the largest holds {largest} of "
            f"{reviews.item_count} items ({share:.0%}), and {NEEDED_SHARE:.0%} are needed.",
        ),
        Check(
            "reviews_per_reviewer",
            median,
            NEEDED_REVIEWS,
            median >= NEEDED_REVIEWS,
            f"The median reviewer gave {median:g} reviews, and {NEEDED_REVIEWS:g} are needed.",
        ),
        Check(
            "leniency",
            p_value,
            NEEDED_P,
            p_value < NEEDED_P,
            f"Differences between reviewers could be chance (p = {p_value:.2g}); "
            f"a value below {NEEDED_P:g} is needed.",
        ),
    )


def _notes(scores: Floats) -> tuple[str, ...]:
    shares = [(float(end), float(np.mean(scores == end))) for end in (scores.max(), scores.min())]
    return tuple(
        f"{share:.0%} of the scores are {end:g}, the end of the scale: items there look too alike."
        for end, share in shares
        if share >= CROWDED_END
    )


def _item_scores(reviews: Reviews, known: Posterior, labels: list[Label]) -> tuple[ItemScore, ...]:
    number = np.bincount(reviews.items)
    raw = np.bincount(reviews.items, reviews.scores) / number
    columns: tuple[Floats | Ints, ...] = (number, raw, known.mean + known.quality, known.quality_se)
    return tuple(map(ItemScore, labels, *(column.tolist() for column in columns)))


def _leniencies(reviews: Reviews, known: Posterior, labels: list[Label]) -> tuple[Leniency, ...]:
    columns = (np.bincount(reviews.reviewers), known.leniency, known.leniency_se)
    return tuple(map(Leniency, labels, *(column.tolist() for column in columns)))


def _variance(best: Fit) -> Variance:
    return Variance(best.noise * best.item_ratio, best.noise * best.reviewer_ratio, best.noise)
