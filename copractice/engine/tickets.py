"""Equal tickets for a lottery: whole numbers in place of probabilities, nobody's chance moved noticeably.

**Formula.** Controlled rounding: each kind of cohort with probability p gets ⌊Mp⌋ or ⌈Mp⌉ of M tickets;
which of the two is settled by exchanges that lower Σ_t (tickets_t − M x_t)² / size_t over profiles t. The
people of a profile then take their places in turn, so that their tickets differ by one at most.

**Limits.** A chance below 1/M can round to no ticket; `largest_shift` says by how many tickets at most a
person's count differs from M times the chance.

**Source.** Cox: A constructive procedure for unbiased controlled rounding (JASA 82, 1987); Flanigan, Kehne,
Procaccia: Fair sortition made transparent (NeurIPS 2021).
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copractice.engine.lottery import Lottery

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Tickets:
    """Cohorts of people (row numbers) and how many equal tickets each has."""

    cohorts: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]
    largest_shift: float
    seed: int
    method: str = "tickets"
    version: str = "1"


def equal_tickets(lottery: Lottery, count: int = 1000, *, seed: int = 0) -> Tickets:
    """Return `count` equal tickets for the cohorts of a lottery.

    `seed` decides the order in which people of one profile take turns, so that no row number is favored.

    >>> from copractice.engine.lottery import lottery
    >>> found = equal_tickets(lottery([[1], [1], [1]], [1], [1], 1), 3)
    >>> sorted(found.cohorts), found.counts
    ([(0,), (1,), (2,)], (1, 1, 1))
    """
    if count < 1:
        raise ValueError(f"{count} tickets: give 1 or more")
    kinds = np.array([chance.counts for chance in lottery.cohorts], dtype=np.float64)
    probabilities = np.array([chance.probability for chance in lottery.cohorts])
    sizes = np.array([len(people) for people in lottery.profiles], dtype=np.float64)
    numbers = _rounded(probabilities * count / probabilities.sum(), kinds / np.sqrt(sizes))
    rng = np.random.default_rng(seed)
    turns = [rng.permutation(people).tolist() for people in lottery.profiles]
    held = Counter[tuple[int, ...]]()
    places = [0] * len(turns)
    for kind, number in zip(kinds.astype(int), numbers, strict=True):
        for _ in range(number):
            held[_next_people(kind, turns, places)] += 1
    cohorts = tuple(sorted(held))
    shift = _largest_shift(lottery, held, count)
    return Tickets(cohorts, tuple(held[people] for people in cohorts), shift, seed)


def _next_people(kind: Ints, turns: list[list[int]], places: list[int]) -> tuple[int, ...]:
    people = []
    for profile in np.flatnonzero(kind):
        turn = turns[profile]
        for _ in range(int(kind[profile])):
            people.append(turn[places[profile] % len(turn)])
            places[profile] += 1
    return tuple(sorted(people))


def _rounded(shares: Floats, kinds: Floats) -> Ints:
    """Round `shares` up or down to the same total, keeping shares · kinds nearly as it was."""
    shares = np.where(np.abs(shares - np.rint(shares)) < 1e-9, np.rint(shares), shares)
    down = np.floor(shares).astype(np.int64)
    fractions = shares - down
    up = np.zeros(len(shares), dtype=bool)
    up[np.argsort(-fractions, kind="stable")[: round(float(shares.sum())) - int(down.sum())]] = True
    products = kinds @ kinds.T
    error = (up - fractions) @ products
    while True:
        lowered, raised = np.flatnonzero(up), np.flatnonzero(~up & (fractions > 0))
        if not (len(lowered) and len(raised)):
            return down + up
        # Moving one ticket from a to b changes Σ error² by 2 error·(b − a) + |b − a|².
        linear = 2 * (error[raised][None, :] - error[lowered][:, None])
        squares = np.diag(products)
        square = squares[raised][None, :] + squares[lowered][:, None] - 2 * products[np.ix_(lowered, raised)]
        change = linear + square
        a, b = np.unravel_index(int(change.argmin()), change.shape)
        if change[a, b] > -1e-9:
            return down + up
        up[lowered[a]], up[raised[b]] = False, True
        error += products[raised[b]] - products[lowered[a]]


def _largest_shift(lottery: Lottery, held: Counter[tuple[int, ...]], count: int) -> float:
    tickets = np.zeros(len(lottery.probabilities))
    for people, number in held.items():
        tickets[list(people)] += number
    return float(np.abs(tickets - count * np.array(lottery.probabilities)).max())
