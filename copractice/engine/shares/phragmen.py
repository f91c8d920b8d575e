"""Sequential Phragmén as completion: money keeps coming in, and an item is bought once it can be paid.

Everybody earns at the same rate, starting with what Equal Shares left. The next item is the one whose
supporters first own its cost together; they give all they own. A purse that was emptied at time t is
kept as -t, so that its holder owns `amount + time` at any later time and nobody else need be touched.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from copractice.engine.shares.purses import SLACK, Purchase, Purses, pay


def buy_phragmen(
    purses: Purses, costs: list[int], bought: list[int], most: int, money: int
) -> list[Purchase]:
    """Go on after `bought` until `most` items are bought or nothing more fits into the total `money`."""
    support = purses.ballots.support()
    left = money - sum(costs[item] for item in bought)
    open_items = [item for item in range(len(costs)) if item not in set(bought) and support[item]]
    purchases: list[Purchase] = []
    while len(bought) + len(purchases) < most:
        open_items = [item for item in open_items if costs[item] <= left]
        if not open_items:
            break
        time, tied = _earliest(purses, costs, open_items, support)
        item = min(tied)
        open_items.remove(item)
        left -= costs[item]
        purchases.append(_buy(purses, item, time, tied))
    return purchases


def _buy(purses: Purses, item: int, time: Fraction, tied: list[int]) -> Purchase:
    """Empty the supporters' purses at `time`; the highest amount that one of them owned is the price."""
    purses.refine(time.denominator)
    classes = purses.classes(purses.ballots.approving(item))
    richest = max(purses.amounts[one] for one in classes) + time.numerator
    return pay(purses, item, "phragmen", purses.value(richest), dict.fromkeys(classes, -time.numerator), tied)


def _earliest(
    purses: Purses, costs: list[int], items: list[int], support: NDArray[np.int64]
) -> tuple[Fraction, list[int]]:
    """Return the exact time (in units of 1 / denominator) of the next purchase, and the items due then."""
    ballots = purses.ballots
    owner = np.repeat(np.arange(ballots.items), np.diff(ballots.starts))
    money = (purses.rough * ballots.weight)[ballots.supporters]
    owned = np.bincount(owner, money, minlength=ballots.items)[items]
    turnover = np.bincount(owner, np.abs(money), minlength=ballots.items)[items]
    price = np.array([costs[item] for item in items], float)
    times = (price - owned) / support[items]
    doubt = SLACK * (price + turnover) / support[items]
    near = np.flatnonzero(times - doubt <= (times + doubt).min()).tolist()
    exact = {items[i]: _exact_time(purses, items[i], costs[items[i]], int(support[items[i]])) for i in near}
    first = min(exact.values())
    return first, [item for item, time in exact.items() if time == first]


def _exact_time(purses: Purses, item: int, cost: int, people: int) -> Fraction:
    owned = sum(amount * count for amount, count in purses.holdings(item))
    return Fraction(cost * purses.denominator - owned, people)
