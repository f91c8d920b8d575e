"""Which statements to show a person next: those that place the person, new ones, and some by chance.

Every draw keeps its propensity, so that later analyses can undo the choice of what was shown.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from copractice.engine.opinions.low_rank import place
from copractice.engine.opinions.packed import pairs
from copractice.engine.opinions.robust import OpinionMap
from copractice.engine.opinions.votes import Votes, mask

# A statement nobody has voted on counts this much more than one everybody knows; halved every ten votes.
NEW_BONUS = 4.0
HALVED_AFTER = 10.0
# This share of the chance is spread evenly, so that every statement can come up for everybody.
EXPLORE = 0.1


@dataclass(frozen=True)
class NextStatement:
    """A statement to show, and the chance it had among those that were left when it was drawn."""

    statement: int
    propensity: float


def next_statements(
    votes: Votes, drawn: OpinionMap, rejected: ArrayLike, person: int, k: int, *, seed: int | list[int]
) -> tuple[NextStatement, ...]:
    """Draw up to k statements that a person has not voted on.

    The weight of a statement is information · newness. Information is the share of the variance of the
    person's expected vote that one answer would explain, w'Vw / (w'Vw + noise), V the covariance of the
    person's place; a statement outside the model counts like the average one. Newness is
    1 + 4 · 2^(-votes / 10). Nine tenths of the chance follow the weights, one tenth is even.

    Args:
        votes, drawn: the conversation and a map of it, perhaps of a moment ago.
        rejected: one truth value per statement.
        person: a number from 0 to people - 1; somebody new to the map is simply not placed.
        k: how many at most.
        seed: the same seed gives the same statements; use, say, [seed, person, votes so far].

    Raises:
        ValueError: an unknown person, a negative k, or `rejected` of the wrong length.

    >>> from copractice.engine.opinions import gather, opinions
    >>> votes = gather([0, 1], [0, 1], [1, 1], people=2, count=3)
    >>> drawn = opinions(votes, [False, False, True])
    >>> next_statements(votes, drawn, [False, False, True], 0, 5, seed=1)
    (NextStatement(statement=1, propensity=1.0),)
    """
    out = mask(rejected, votes.statements)
    if not 0 <= person < votes.people:
        raise ValueError(f"participant {person} is unknown: there are {votes.people}, numbered from 0")
    if k < 0:
        raise ValueError(f"{k} statements were asked for")
    mine = votes.of_people(np.array([person]))
    left = np.setdiff1d(np.flatnonzero(~out), mine.statement)
    weight = information(mine.only(~out), drawn, votes.statements)[left]
    weight = weight * (1 + NEW_BONUS * 0.5 ** (votes.per_statement[left] / HALVED_AFTER))
    rng = np.random.default_rng(seed)
    chosen: list[NextStatement] = []
    while left.size and len(chosen) < k:
        chance = (1 - EXPLORE) * weight / weight.sum() + EXPLORE / left.size
        spot = int(rng.choice(left.size, p=chance / chance.sum()))
        chosen.append(NextStatement(int(left[spot]), float(chance[spot])))
        left, weight = np.delete(left, spot), np.delete(weight, spot)
    return tuple(chosen)


def information(mine: Votes, drawn: OpinionMap, statements: int) -> NDArray[np.float64]:
    """Return what an answer to each statement would tell about one person's place, between 0 and 1."""
    model = drawn.model
    known = min(statements, model.used.size)
    current = mine.only(np.arange(statements) < known) if statements > known else mine
    shorter = Votes(1, model.used.size, current.person, current.statement, current.value)
    covariance = place(shorter, model).covariance[:, 0]
    scale = np.maximum(model.scale, 1e-9)
    first, second = pairs(scale.size)
    loadings = model.loadings / scale
    twice = np.where(first == second, 1.0, 2.0)
    explained = (loadings[:, first] * loadings[:, second]) @ (twice * covariance)
    told = np.zeros(statements)
    told[:known] = (explained / (explained + model.noise))[:known]
    inside = np.zeros(statements, bool)
    inside[:known] = model.used[:known]
    average = told[inside].mean() if inside.any() else 1.0
    floor = 1e-6
    result: NDArray[np.float64] = np.maximum(np.where(inside, told, average), floor)
    return result
