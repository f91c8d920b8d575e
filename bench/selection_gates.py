"""The full simulations behind the gates of calibration; the tests run a shorter version."""

from collections.abc import Callable

import numpy as np
from scipy.stats import norm

from copractice.engine.calibration import calibrate

RUNS = 100
ITEMS, REVIEWERS, EACH = 300, 40, 3


def coverage() -> Callable[[], list[float]]:
    """Coverage of 95 % intervals: crossed, nested, disconnected, a quarter of the scores at the ceiling."""
    designs = ((1, 0.0), (10, 0.0), (2, 0.0), (1, 0.25))
    return lambda: [float(np.mean([_covered(seed, *design) for seed in range(RUNS)])) for design in designs]


def _covered(seed: int, panels: int, ceiling_share: float) -> float:
    rng = np.random.default_rng(seed)
    size = REVIEWERS // panels
    rows = np.repeat(np.arange(ITEMS), EACH)
    columns = np.concatenate(
        [i % panels * size + rng.choice(size, EACH, replace=False) for i in range(ITEMS)]
    )
    quality, leniency = rng.normal(0, 0.6, ITEMS), rng.normal(0, 0.4, REVIEWERS)
    scores = quality[rows] + leniency[columns] + rng.normal(0, 0.6, len(rows))
    truth = quality
    if ceiling_share:
        ceiling = float(np.quantile(scores, 1 - ceiling_share))
        scores = np.minimum(scores, ceiling)
        everywhere = _mean_under(np.zeros(1), np.sqrt(0.36 + 0.16 + 0.36), ceiling)
        truth = _mean_under(quality, np.hypot(0.4, 0.6), ceiling) - everywhere
    result = calibrate(rows, columns, scores)
    found = np.array([line.adjusted - result.mean for line in result.items])
    errors = np.array([line.se for line in result.items])
    return float(np.mean(np.abs(found - truth) <= 1.96 * errors))


def _mean_under(quality: np.ndarray, spread: float, ceiling: float) -> np.ndarray:
    """E min(X, ceiling) for X ~ N(quality, spread²)."""
    room = (ceiling - quality) / spread
    return quality * norm.cdf(room) - spread * norm.pdf(room) + ceiling * norm.sf(room)
