"""Bradley–Terry strengths: the penalized likelihood and its maximum, on win counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import lapack
from scipy.special import expit

from copractice.engine.watch import Watch

# Counts, weights and covariance are square; beyond this a step takes seconds and a gigabyte.
MOST_ITEMS = 3000
# Strengths are right to this; one vote moves them by far more.
TOLERANCE = 1e-10
MOST_STEPS = 100
# A first step longer than a tenth of this means that the guess was poor.
USUAL_STEP = 10.0


@dataclass(frozen=True, eq=False)
class Fit:
    """Strengths, and all that is needed to rank, to add a vote and to choose the next pair.

    `wins[i, j]` counts how often i was chosen over j, `undecided[i, j]` (symmetric) how often neither
    was. `theta` sums to zero in each connected part; `covariance` is the inverse Hessian.
    """

    wins: NDArray[np.float64]
    undecided: NDArray[np.float64]
    ridge: float
    theta: NDArray[np.float64]
    covariance: NDArray[np.float64]

    @property
    def items(self) -> int:
        """How many items are compared."""
        return self.theta.size


def fit(
    winners: ArrayLike,
    losers: ArrayLike,
    *,
    items: int,
    ridge: float = 0.1,
    undecided: tuple[ArrayLike, ArrayLike] | None = None,
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Fit:
    """Find the strengths that make the choices most likely.

    P(i chosen over j) = 1 / (1 + exp(theta_j - theta_i)); theta minimizes the sum over the choices of
    log(1 + exp(theta_loser - theta_winner)) plus ridge · sum(theta²).

    Args:
        winners, losers: item numbers, 0 to `items` - 1, one entry for each choice.
        items: how many items there are, up to 3,000.
        ridge: weight of the penalty, above 0; it keeps the strengths finite for an item that always won.
        undecided: two lists of item numbers: pairs of which somebody could not decide.
        progress, should_stop: called between steps.

    Raises:
        ValueError: lists of different length, an unknown item, an item against itself, a bad `ridge`.
        Stopped: `should_stop()` was true.

    >>> round(float(fit([0, 0, 1], [1, 1, 0], items=2).theta[0]), 4)
    0.3019
    """
    if not 0 <= items <= MOST_ITEMS:
        raise ValueError(f"{items} items: this method ranks up to {MOST_ITEMS}")
    if not 0 < ridge < np.inf:
        raise ValueError(f"the ridge is {ridge}: it must be above 0")
    wins = _count(winners, losers, items)
    left, right = undecided or ([], [])
    neither = _count(left, right, items)
    watch = Watch(progress, should_stop)
    theta, covariance = _maximize(wins, ridge, _guess(wins), watch)
    return Fit(wins, neither + neither.T, ridge, theta, covariance)


def update(before: Fit, winner: int, loser: int) -> Fit:
    """Add one choice to a fit, at the cost of a few passes over the counts.

    The strengths are those of a new fit, to the same tolerance. The covariance follows to first order:
    the new pair's weight is added, the small changes of all other weights are not. Fit anew when the
    errors are to be published.

    Raises:
        ValueError: an unknown item, or an item against itself.

    >>> before = fit([0, 1, 2], [1, 2, 0], items=3)
    >>> after, anew = update(before, 0, 1), fit([0, 1, 2, 0], [1, 2, 0, 1], items=3)
    >>> bool(np.allclose(after.theta, anew.theta, atol=1e-8))
    True
    """
    wins = before.wins + _count([winner], [loser], before.items)
    column = before.covariance[:, winner] - before.covariance[:, loser]
    chance = float(expit(before.theta[winner] - before.theta[loser]))
    weight = chance * (1 - chance)
    spread = float(column[winner] - column[loser])
    covariance = before.covariance - np.outer(column, column) * (weight / (1 + weight * spread))
    theta, counts = before.theta, wins + wins.T
    for _ in range(MOST_STEPS):
        step = covariance @ _slope(wins, counts, theta, before.ridge)[0]
        theta = theta + step
        if np.abs(step).max(initial=0) < TOLERANCE:
            return replace(before, wins=wins, theta=theta, covariance=covariance)
    theta, covariance = _maximize(wins, before.ridge, before.theta, Watch())
    return replace(before, wins=wins, theta=theta, covariance=covariance)


def _count(first: ArrayLike, second: ArrayLike, items: int) -> NDArray[np.float64]:
    """Count how often each item stood first against each other item."""
    one, two = np.asarray(first, np.int64), np.asarray(second, np.int64)
    if one.shape != two.shape or one.ndim != 1:
        raise ValueError(f"{one.size} winners but {two.size} losers: one of each for every choice")
    if one.size:
        low, high = min(one.min(), two.min()), max(one.max(), two.max())
        if low < 0 or high >= items:
            raise ValueError(f"item {low if low < 0 else high} is unknown: there are items 0 to {items - 1}")
        if (one == two).any():
            raise ValueError(f"item {one[one == two][0]} stands against itself")
    return np.bincount(one * items + two, minlength=items * items).reshape(items, items).astype(float)


def _guess(wins: NDArray[np.float64]) -> NDArray[np.float64]:
    """Start from each item's log odds to win, as if all had met average opponents."""
    odds: NDArray[np.float64] = np.log((wins.sum(1) + 1) / (wins.sum(0) + 1))
    return odds - odds.mean() if odds.size else odds


def _slope(
    wins: NDArray[np.float64], counts: NDArray[np.float64], theta: NDArray[np.float64], ridge: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the slope of the penalized log-likelihood, the chances and the expected wins of each pair."""
    odds = np.exp(theta - theta.max(initial=0))
    chance = odds[:, None] / (odds[:, None] + odds)
    expected = counts * chance
    slope: NDArray[np.float64] = wins.sum(1) - expected.sum(1) - 2 * ridge * theta
    return slope, chance, expected


def _factor(chance: NDArray[np.float64], expected: NDArray[np.float64], ridge: float) -> NDArray[np.float64]:
    """Cholesky factor of the Hessian; `chance` and `expected` are used up for it."""
    np.subtract(1, chance, out=chance)
    expected *= chance
    diagonal = expected.sum(1) + 2 * ridge
    np.negative(expected, out=expected)
    expected.flat[:: len(expected) + 1] = diagonal
    factor: NDArray[np.float64] = lapack.dpotrf(expected.T, lower=1, overwrite_a=1)[0]
    return factor


def _maximize(
    wins: NDArray[np.float64], ridge: float, theta: NDArray[np.float64], watch: Watch
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Newton's method; a Hessian is used again as long as each step is a tenth of the one before.

    The penalty makes the Hessian definite; a long step is shortened.
    """
    if not theta.size:
        return theta, np.empty((0, 0))
    counts = wins + wins.T
    factor, before = None, USUAL_STEP
    for count in range(MOST_STEPS):
        watch.report(1 - 0.8**count, "Finding the strengths")
        slope, chance, expected = _slope(wins, counts, theta, ridge)
        if factor is None:
            factor = _factor(chance, expected, ridge)
        step = lapack.dpotrs(factor, slope, lower=1)[0]
        length = float(np.abs(step).max())
        theta = theta + step * min(1.0, 2.0 / max(length, 2.0))
        if length < TOLERANCE:
            break
        if length > before / 10:
            factor = None
        before = length
    factor = _factor(*_slope(wins, counts, theta, ridge)[1:], ridge)
    inverse = lapack.dpotri(factor, lower=1, overwrite_c=1)[0]
    covariance: NDArray[np.float64] = inverse + inverse.T
    covariance.flat[:: theta.size + 1] /= 2
    return theta, covariance
