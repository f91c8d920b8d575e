"""Which pair to show a person next: the one whose answer would tell most, but not always a hard one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from copractice.engine.ranking.fit import Fit

# Beyond this number of pairs a random sample of them is weighed.
MOST_WEIGHED = 4096
# A pair is hard if the choice is expected to fall between 2 : 3 and 3 : 2.
HARD = 0.1
# Hard pairs tire people; at most this share of the chance goes to them while other pairs are left.
HARD_SHARE = 0.5


@dataclass(frozen=True)
class NextPair:
    """Two items, as they stand on the page, and the chance that this pair was chosen."""

    left: int
    right: int
    propensity: float


def next_pair(strengths: Fit, seen: ArrayLike, *, seed: int | list[int]) -> NextPair | None:
    """Choose a pair for one person, or None when the person has seen every pair.

    A comparison of i and j has weight w = p (1 - p) and lowers the total variance of all strengths by

        w · |C (e_i - e_j)|² / (1 + w (e_i - e_j)' C (e_i - e_j)),   C the covariance.

    A pair's chance is in proportion to this, but hard pairs (p within 0.1 of one half) have at most half
    of the chance together. Sides are drawn at random.

    Args:
        strengths: the fit so far.
        seen: shape (m, 2): pairs this person was shown, decided or not, in any order of sides.
        seed: the same seed and person give the same pair; use, say, [seed, person, pairs seen].

    Raises:
        ValueError: `seen` has another shape, or names an unknown item.

    >>> from copractice.engine.ranking import fit
    >>> pair = next_pair(fit([0], [1], items=3), [(0, 1), (2, 0)], seed=1)
    >>> sorted([pair.left, pair.right]), pair.propensity
    ([1, 2], 1.0)
    """
    n = strengths.items
    shown = _codes(seen, n)
    rng = np.random.default_rng(seed)
    first, second, portion = _candidates(n, shown, rng)
    if not first.size:
        return None
    weight = _worth(strengths, first, second)
    place = int(rng.choice(first.size, p=weight))
    left, right = rng.permutation([first[place], second[place]]).tolist()
    return NextPair(left, right, float(weight[place] * portion))


def _codes(seen: ArrayLike, n: int) -> NDArray[np.int64]:
    """Number the pairs that were seen, whichever side came first."""
    pairs = np.asarray(seen, np.int64)
    if not pairs.size:
        return np.empty(0, np.int64)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise ValueError(f"seen has shape {pairs.shape}: it lists pairs, two items each")
    if pairs.min() < 0 or pairs.max() >= n:
        raise ValueError(f"seen names an unknown item: there are items 0 to {n - 1}")
    codes: NDArray[np.int64] = pairs.min(1) * n + pairs.max(1)
    return codes


def _candidates(
    n: int, shown: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], float]:
    """List pairs not shown yet (at most a sample), and the chance of a pair to be listed."""
    first, second = np.triu_indices(n, 1)
    left = np.flatnonzero(~np.isin(first * n + second, shown))
    if left.size <= MOST_WEIGHED:
        return first[left], second[left], 1.0
    chosen = np.sort(rng.choice(left, MOST_WEIGHED, replace=False))
    return first[chosen], second[chosen], MOST_WEIGHED / left.size


def _worth(strengths: Fit, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the chance of each candidate: expected loss of variance, capped for hard pairs."""
    chance = expit(strengths.theta[first] - strengths.theta[second])
    weight = chance * (1 - chance)
    column = strengths.covariance[first] - strengths.covariance[second]
    places = np.arange(first.size)
    spread = column[places, first] - column[places, second]
    gain: NDArray[np.float64] = weight * np.einsum("ij,ij->i", column, column) / (1 + weight * spread)
    hard = np.abs(chance - 0.5) < HARD
    share = gain[hard].sum() / gain.sum()
    if HARD_SHARE < share < 1:
        gain[hard] *= HARD_SHARE / share
        gain[~hard] *= (1 - HARD_SHARE) / (1 - share)
    gain /= gain.sum()
    return gain
