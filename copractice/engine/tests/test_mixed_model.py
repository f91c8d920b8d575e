import numpy as np
import pytest

from copractice.engine.mixed_model import Reviews, fit, posterior


def simulated(seed: int, *, items: int = 60, reviewers: int = 15, each: int = 3, panels: int = 1) -> Reviews:
    """Reviews with variances .36, .16 and .36; item i is read within panel i mod `panels`."""
    rng = np.random.default_rng(seed)
    size = reviewers // panels
    chosen = [i % panels * size + rng.choice(size, each, replace=False) for i in range(items)]
    rows, columns = np.repeat(np.arange(items), each), np.concatenate(chosen)
    quality, leniency = rng.normal(0, 0.6, items), rng.normal(0, 0.4, reviewers)
    scores = 3 + quality[rows] + leniency[columns] + rng.normal(0, 0.6, items * each)
    return Reviews(rows, columns, scores, items, reviewers)


class Dense:
    """The same model with every matrix written out: generalized least squares."""

    def __init__(self, reviews: Reviews, item_ratio: float, reviewer_ratio: float) -> None:
        self.reviews, self.ratios = reviews, (item_ratio, reviewer_ratio)
        self.item_rows = np.eye(reviews.item_count)[reviews.items]
        self.reviewer_rows = np.eye(reviews.reviewer_count)[reviews.reviewers]
        shape = item_ratio * self.item_rows @ self.item_rows.T
        shape += reviewer_ratio * self.reviewer_rows @ self.reviewer_rows.T
        shape += np.eye(len(reviews.scores))
        self.log_volume = np.linalg.slogdet(shape)[1]
        self.inverse = np.linalg.inv(shape)
        self.precision = self.inverse.sum()
        self.mean = self.inverse.sum(0) @ reviews.scores / self.precision
        self.whitened = self.inverse @ (reviews.scores - self.mean)

    def deviance(self) -> float:
        freedom = len(self.reviews.scores) - 1
        squares = (self.reviews.scores - self.mean) @ self.whitened
        fixed = freedom * (np.log(squares / freedom) + 1 + np.log(2 * np.pi))
        return float(self.log_volume + np.log(self.precision) + fixed)

    def quality(self) -> np.ndarray:
        return self.ratios[0] * self.item_rows.T @ self.whitened

    def leniency(self) -> np.ndarray:
        return self.ratios[1] * self.reviewer_rows.T @ self.whitened

    def quality_covariance(self, noise: float) -> np.ndarray:
        ratio = self.ratios[0]
        explained = ratio**2 * self.item_rows.T @ self.inverse @ self.item_rows
        return noise * (ratio * np.eye(self.reviews.item_count) - explained)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ratios", [(1.2, 0.4), (0.0, 0.4), (1.2, 0.0), (30.0, 5.0)])
def test_equals_dense_generalized_least_squares(seed: int, ratios: tuple[float, float]) -> None:
    reviews = simulated(seed, panels=1 + 2 * (seed % 2))
    known, dense = posterior(reviews, *ratios, 0.3), Dense(reviews, *ratios)

    assert known.mean == pytest.approx(dense.mean, abs=1e-10)
    assert known.quality == pytest.approx(dense.quality(), abs=1e-10)
    assert known.leniency == pytest.approx(dense.leniency(), abs=1e-10)
    variance = np.diag(dense.quality_covariance(0.3))
    assert known.quality_se == pytest.approx(np.sqrt(np.maximum(variance, 0)), abs=1e-8)
    assert known.mean_se == pytest.approx(np.sqrt(0.3 / dense.precision), abs=1e-10)


@pytest.mark.parametrize("seed", range(4))
def test_fit_is_the_maximum_of_the_dense_likelihood(seed: int) -> None:
    reviews = simulated(seed)
    best = fit(reviews, with_reviewers=True)

    assert best.deviance == pytest.approx(
        Dense(reviews, best.item_ratio, best.reviewer_ratio).deviance(), abs=1e-8
    )
    for change in (0.98, 1.02):
        assert Dense(reviews, best.item_ratio * change, best.reviewer_ratio).deviance() > best.deviance
        assert Dense(reviews, best.item_ratio, best.reviewer_ratio * change).deviance() > best.deviance


def test_balanced_design_gives_the_variances_of_the_analysis_of_variance() -> None:
    rng = np.random.default_rng(11)
    table = rng.normal(size=(8, 1)) + rng.normal(size=(1, 5)) + 0.5 * rng.normal(size=(8, 5))
    rows, columns = np.divmod(np.arange(40), 5)
    best = fit(Reviews(rows, columns, table.ravel(), 8, 5), with_reviewers=True)

    by_item, by_reviewer = table.mean(axis=1), table.mean(axis=0)
    rest = table - by_item[:, None] - by_reviewer + table.mean()
    noise = (rest**2).sum() / 28
    assert best.noise == pytest.approx(noise, rel=1e-5)
    assert best.noise * best.item_ratio == pytest.approx(by_item.var(ddof=1) - noise / 5, rel=1e-5)
    assert best.noise * best.reviewer_ratio == pytest.approx(by_reviewer.var(ddof=1) - noise / 8, rel=1e-5)


def test_variances_are_recovered() -> None:
    fits = [fit(simulated(seed, items=300, reviewers=40), with_reviewers=True) for seed in range(12)]

    assert np.mean([one.noise * one.item_ratio for one in fits]) == pytest.approx(0.36, abs=0.03)
    assert np.mean([one.noise * one.reviewer_ratio for one in fits]) == pytest.approx(0.16, abs=0.03)
    assert np.mean([one.noise for one in fits]) == pytest.approx(0.36, abs=0.02)


def test_scores_without_any_noise_still_give_a_finite_fit() -> None:
    rows, columns = np.divmod(np.arange(20), 4)
    exact = Reviews(rows, columns, rows + 10.0 * columns, 5, 4)
    best = fit(exact, with_reviewers=True)
    known = posterior(exact, best.item_ratio, best.reviewer_ratio, best.noise)

    assert best.noise < 1e-4
    assert np.diff(known.quality) == pytest.approx(np.ones(4), abs=1e-3)


def test_sampled_qualities_have_the_covariance_of_the_posterior() -> None:
    reviews = simulated(5, items=12, reviewers=5)
    known = posterior(reviews, 1.0, 0.5, 0.36)
    drawn = known.sample(40_000, np.random.default_rng(1))

    expected = Dense(reviews, 1.0, 0.5).quality_covariance(0.36)
    assert np.cov(drawn.T) == pytest.approx(expected, abs=0.01)
    assert drawn.mean(axis=0) == pytest.approx(known.mean + known.quality, abs=0.01)


def test_samples_are_the_same_for_the_same_seed() -> None:
    known = posterior(simulated(6), 1.0, 0.5, 0.36)

    one, other = (known.sample(3, np.random.default_rng(9)) for _ in range(2))
    assert np.array_equal(one, other)
