import dataclasses
import doctest
import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from copractice.engine import calibration
from copractice.engine.calibration import Calibration, Variance, calibrate, posterior
from copractice.engine.results import as_json, from_json
from copractice.engine.watch import Stopped

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "calibration.md"

# Shrout and Fleiss (1979), table 2: six targets, four judges.
JUDGED = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def crossed(table: list[list[float]]) -> tuple[list[int], list[int], list[float]]:
    cells = [(row, column, score) for row, line in enumerate(table) for column, score in enumerate(line)]
    return [cell[0] for cell in cells], [cell[1] for cell in cells], [cell[2] for cell in cells]


def simulated(
    seed: int, *, panels: int = 1, leniency: float = 0.4, items: int = 200, reviewers: int = 40
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Three reviews each; returns items, reviewers, scores and the true qualities."""
    rng = np.random.default_rng(seed)
    size = reviewers // panels
    rows = np.repeat(np.arange(items), 3)
    chosen = [i % panels * size + rng.choice(size, 3, replace=False) for i in range(items)]
    columns = np.concatenate(chosen)
    quality, bias = rng.normal(0, 0.6, items), rng.normal(0, leniency, reviewers)
    return rows, columns, quality[rows] + bias[columns] + rng.normal(0, 0.6, items * 3), quality


def covered(result: Calibration, truth: np.ndarray) -> float:
    found = np.array([line.adjusted - result.mean for line in result.items])
    error = np.array([line.se for line in result.items])
    return float(np.mean(np.abs(found - truth) <= 1.96 * error))


def test_page_and_docstring_examples_run() -> None:
    assert doctest.testfile(str(PAGE), module_relative=False).failed == 0
    assert doctest.testmod(calibration).failed == 0


def test_published_intraclass_correlation() -> None:
    result = calibrate(*crossed(JUDGED))
    total = result.variance.item + result.variance.reviewer + result.variance.rest

    # Mean squares printed there: targets 11.24, judges 32.49, error 1.02.
    assert result.variance.rest == pytest.approx(1.02, abs=0.005)
    assert result.variance.item == pytest.approx((11.24 - 1.02) / 4, abs=0.005)
    assert result.variance.reviewer == pytest.approx((32.49 - 1.02) / 6, abs=0.005)
    assert result.variance.item / total == pytest.approx(0.29, abs=0.005)


def test_two_by_two_worked_by_hand() -> None:
    # Mean squares: items 4, reviewers 16, rest 1; so v = 1, vq = 3/2, vb = 15/2.
    result = calibrate(["a", "a", "b", "b"], ["x", "y", "x", "y"], [1, 6, 4, 7])

    assert dataclasses.astuple(result.variance) == pytest.approx((1.5, 7.5, 1.0), rel=1e-5)
    assert result.mean == pytest.approx(4.5)
    # Raw means 3.5 and 5.5; the deviation of 1 is kept to 2·vq / (2·vq + v) = 3/4.
    assert [line.raw for line in result.items] == [3.5, 5.5]
    assert [line.adjusted for line in result.items] == pytest.approx([3.75, 5.25], abs=1e-5)


def test_adjusted_scores_are_used_where_leniency_is_real() -> None:
    rows, columns, scores, _ = simulated(1)
    result = calibrate(rows, columns, scores)

    assert result.use_adjusted
    assert result.reasons == ()
    assert result.components == 1


def test_refuses_where_reviewers_do_not_differ() -> None:
    rows, columns, scores, _ = simulated(2, leniency=0.0)
    result = calibrate(rows, columns, scores)

    assert not result.use_adjusted
    assert [check.name for check in result.checks if not check.passed] == ["leniency"]
    assert "could be chance" in result.reasons[0]


def test_refuses_a_design_that_falls_into_parts() -> None:
    rows, columns, scores, _ = simulated(3, panels=2)
    result = calibrate(rows, columns, scores)

    assert result.components == 2
    assert result.reasons == (
        "The design falls into 2 separate part(s); the largest holds 100 of 200 items (50%), "
        "and 95% are needed.",
    )


def test_refuses_reviewers_with_too_few_reviews() -> None:
    rows, columns, scores, _ = simulated(4, items=40, reviewers=40)
    result = calibrate(rows, columns, scores)

    assert "reviews_per_reviewer" in [check.name for check in result.checks if not check.passed]


def test_five_in_a_hundred_null_designs_pass_the_leniency_check() -> None:
    passed = [calibrate(*simulated(seed, leniency=0.0, items=60)[:3]).p_value < 0.05 for seed in range(200)]

    assert 0.02 <= np.mean(passed) <= 0.09


@pytest.mark.parametrize("panels", [1, 2, 10], ids=["crossed", "disconnected", "nested"])
def test_intervals_cover_the_true_quality(panels: int) -> None:
    shares = []
    for seed in range(12):
        rows, columns, scores, quality = simulated(seed, panels=panels)
        shares.append(covered(calibrate(rows, columns, scores), quality))

    assert 0.93 <= np.mean(shares) <= 0.97


def test_intervals_cover_the_expected_score_where_a_quarter_hits_the_ceiling() -> None:
    shares = []
    for seed in range(12):
        rows, columns, scores, quality = simulated(seed)
        ceiling = np.quantile(scores, 0.75)
        result = calibrate(rows, columns, np.minimum(scores, ceiling))
        truth = mean_under_ceiling(quality, np.hypot(0.4, 0.6), ceiling)
        everywhere = mean_under_ceiling(np.zeros(1), np.sqrt(0.36 + 0.16 + 0.36), ceiling)
        shares.append(covered(result, truth - everywhere))
        assert result.notes[0].startswith("25% of the scores are")

    assert 0.93 <= np.mean(shares) <= 0.97


def mean_under_ceiling(quality: np.ndarray, spread: float, ceiling: float) -> np.ndarray:
    """E min(X, ceiling) for X ~ N(quality, spread²)."""
    room = (ceiling - quality) / spread
    return quality * norm.cdf(room) - spread * norm.pdf(room) + ceiling * norm.sf(room)


def test_order_of_the_reviews_does_not_matter() -> None:
    rows, columns, scores, _ = simulated(7)
    order = np.random.default_rng(0).permutation(len(rows))

    assert calibrate(rows, columns, scores) == calibrate(rows[order], columns[order], scores[order])


def test_shift_and_scale_of_the_scores_carry_over() -> None:
    rows, columns, scores, _ = simulated(8)
    one, other = calibrate(rows, columns, scores), calibrate(rows, columns, 100 + 10 * scores)

    assert [line.adjusted for line in other.items] == pytest.approx(
        [100 + 10 * line.adjusted for line in one.items], abs=1e-4
    )
    assert [line.se for line in other.items] == pytest.approx([10 * line.se for line in one.items], rel=1e-4)
    assert other.p_value == pytest.approx(one.p_value, rel=1e-4)


def test_a_reversed_scale_reverses_the_order_only() -> None:
    rows, columns, scores, _ = simulated(9)
    one, other = calibrate(rows, columns, scores), calibrate(rows, columns, 6 - scores)

    assert [line.adjusted for line in other.items] == pytest.approx([6 - line.adjusted for line in one.items])


def test_result_survives_json() -> None:
    result = calibrate(*crossed(JUDGED))

    assert from_json(Calibration, json.loads(json.dumps(as_json(result)))) == result


def test_a_stored_result_gives_the_same_posterior_again() -> None:
    reviews = crossed(JUDGED)
    result = calibrate(*reviews)
    known = posterior(*reviews, result.variance)

    assert known.mean + known.quality == pytest.approx([line.adjusted for line in result.items])
    assert known.quality_se == pytest.approx([line.se for line in result.items])


@pytest.mark.parametrize(
    ("reviews", "sentence"),
    [
        (([], [], []), "0 reviews in all"),
        ((["a"], ["x"], [3]), "1 reviews in all"),
        ((["a", "a"], ["x"], [3, 4]), "2 items, 1 reviewers and 2 scores"),
        ((["a", "a"], ["x", "x"], [3, 4]), "reviewer x reviewed a more than once"),
        ((["a", "a"], ["x", "y"], [3, float("nan")]), "the score of reviewer y for a is nan"),
        ((["a", "a"], ["x", "y"], [3, float("inf")]), "the score of reviewer y for a is inf"),
        ((["a", "a", "b", "b"], ["x", "y", "x", "y"], [4, 4, 4, 4]), "all 4 scores are 4"),
        ((["a", "b", "c"], ["x", "x", "y"], [1, 2, 3]), "each of the 3 items has one review"),
        ((["a", "a", "b"], ["x", "y", "z"], [1, 2, 3]), "each of the 3 reviewers gave one review"),
        ((np.arange(5002) // 2, np.r_[np.arange(5001), 0], np.arange(5002.0)), "at most 5000"),
    ],
)
def test_refuses_reviews_that_cannot_be_calibrated(reviews: tuple, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        calibrate(*reviews)


def test_refuses_variances_that_are_none() -> None:
    with pytest.raises(ValueError, match="the rest above 0"):
        posterior(*crossed(JUDGED), Variance(1.0, 1.0, 0.0))


def test_reports_progress_and_stops_when_asked() -> None:
    said: list[float] = []
    calibrate(*crossed(JUDGED), progress=lambda done, _: said.append(done))
    assert said == sorted(said)
    assert said[-1] == 1.0

    with pytest.raises(Stopped):
        calibrate(*crossed(JUDGED), should_stop=lambda: True)
