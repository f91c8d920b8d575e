"""From a fit to a ranking: standard errors, rank intervals, and what was never compared."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from copractice.engine.ranking.fit import Fit, fit

VERSION = "1"
# Two-sided 95 % of the normal distribution.
SURE = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Ranking:
    """Items with strengths (log odds against the average item), errors and the ranks they may have.

    `order` lists the items best first, equal strengths by number. `components` lists the items that are
    connected by choices; more than one means that parts of the ranking were never compared.
    """

    method: str
    version: str
    seed: None
    ridge: float
    items: int
    choices: int
    undecided: int
    order: NDArray[np.int64]
    theta: NDArray[np.float64]
    se: NDArray[np.float64]
    rank_low: NDArray[np.int64]
    rank_high: NDArray[np.int64]
    wins: NDArray[np.int64]
    losses: NDArray[np.int64]
    components: tuple[tuple[int, ...], ...]


def rank(
    winners: ArrayLike,
    losers: ArrayLike,
    *,
    items: int,
    ridge: float = 0.1,
    undecided: tuple[ArrayLike, ArrayLike] | None = None,
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Ranking:
    """Rank items by choices between two of them; see `fit` for arguments and formula.

    Source: Bradley and Terry, "Rank analysis of incomplete block designs" (1952); penalized as in
    choix `opt_pairwise(alpha=ridge)`.

    >>> result = rank([0, 0, 0, 1, 1, 2], [1, 1, 2, 2, 0, 1], items=3)
    >>> result.order.tolist(), result.rank_low.tolist(), result.rank_high.tolist()
    ([0, 1, 2], [1, 1, 1], [3, 3, 3])
    """
    return ranking_of(
        fit(
            winners,
            losers,
            items=items,
            ridge=ridge,
            undecided=undecided,
            progress=progress,
            should_stop=should_stop,
        )
    )


def ranking_of(strengths: Fit) -> Ranking:
    """Describe a fit as a ranking.

    Strengths are measured against the average of an item's own component, and so are their standard
    errors. Item j is surely above i if (theta_j - theta_i) / se(difference) exceeds 1.96; then
    rank_low = 1 + items surely above, rank_high = n - items surely below. Items that no chain of choices
    connects are never surely above or below each other.

    >>> from copractice.engine.ranking import fit
    >>> ranking_of(fit([0] * 9, [1] * 9, items=3)).components
    ((0, 1), (2,))
    """
    wins = strengths.wins
    component = _components(wins)
    theta, covariance = strengths.theta, strengths.covariance
    above = _surely_above(theta, covariance)
    if component.any():
        above &= component[:, None] == component
    parts = [np.flatnonzero(component == part) for part in range(int(component.max(initial=-1)) + 1)]
    parts.sort(key=lambda part: (-part.size, part[0]))
    return Ranking(
        method="ranking",
        version=VERSION,
        seed=None,
        ridge=strengths.ridge,
        items=strengths.items,
        choices=int(wins.sum()),
        undecided=int(strengths.undecided.sum()) // 2,
        order=np.lexsort((np.arange(theta.size), -theta.round(9))),
        theta=theta,
        se=_errors(covariance, parts),
        rank_low=1 + above.sum(0),
        rank_high=theta.size - above.sum(1),
        wins=wins.sum(1).astype(np.int64),
        losses=wins.sum(0).astype(np.int64),
        components=tuple(tuple(part.tolist()) for part in parts),
    )


def _components(wins: NDArray[np.float64]) -> NDArray[np.int64]:
    """Number the parts that are connected by choices, walking outwards from the first item of each."""
    met = wins + wins.T > 0
    part = np.full(len(met), -1)
    for item in range(len(met)):
        if part[item] >= 0:
            continue
        number = part.max() + 1
        border = np.array([item])
        while border.size:
            part[border] = number
            border = np.flatnonzero(met[border].any(0) & (part < 0))
    return part


def _surely_above(theta: NDArray[np.float64], covariance: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell for each i and j whether i is above j by more than chance explains."""
    own = np.diag(covariance)
    apart = theta[:, None] - theta
    variance = own[:, None] + own
    variance -= 2 * covariance
    above: NDArray[np.bool_] = apart > 0
    np.square(apart, out=apart)
    above &= apart > SURE**2 * variance
    return above


def _errors(covariance: NDArray[np.float64], parts: list[NDArray[np.int64]]) -> NDArray[np.float64]:
    """Return the standard error of theta minus the average of its component.

    An item alone was compared with nothing: its error is the spread that the penalty allows.
    """
    variance = np.diag(covariance).copy()
    for part in parts:
        if part.size > 1:
            block = covariance[np.ix_(part, part)]
            variance[part] += block.mean() - 2 * block.mean(1)
    return np.sqrt(np.maximum(variance, 0))
