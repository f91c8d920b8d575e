"""Counts per group and statement, and the interval that goes with every proportion."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from copractice.engine.opinions.votes import Votes

SURE = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Counts:
    """How a group voted: arrays of shape (groups, statements); `seen` counts passes too."""

    agree: NDArray[np.int64]
    disagree: NDArray[np.int64]
    seen: NDArray[np.int64]

    def others(self) -> "Counts":
        """For each group, the counts of all other groups together."""
        return Counts(
            self.agree.sum(0) - self.agree,
            self.disagree.sum(0) - self.disagree,
            self.seen.sum(0) - self.seen,
        )


def count(votes: Votes, labels: NDArray[np.int64] | None = None, groups: int = 1) -> Counts:
    """Count the votes of each group; label -1 stands for no group. Without labels all are one group."""
    shape = (groups, votes.statements)
    if labels is None:
        cell, value = votes.statement, votes.value
    else:
        label = labels[votes.person]
        inside = label >= 0
        cell = label[inside] * votes.statements + votes.statement[inside]
        value = votes.value[inside]
    size = groups * votes.statements
    agree = np.bincount(cell[value == 1], minlength=size).reshape(shape)
    disagree = np.bincount(cell[value == -1], minlength=size).reshape(shape)
    return Counts(agree, disagree, np.bincount(cell, minlength=size).reshape(shape))


def wilson(successes: ArrayLike, trials: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Wilson 95 % interval of a proportion; nothing tried gives 0 to 1.

    >>> low, high = wilson([8, 0], [10, 0])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.49, 0.0], [0.943, 1.0])
    """
    s, n = np.asarray(successes, float), np.asarray(trials, float)
    middle = (s + SURE**2 / 2) / (n + SURE**2)
    half = SURE * np.sqrt(s * (n - s) / np.maximum(n, 1) + SURE**2 / 4) / (n + SURE**2)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
