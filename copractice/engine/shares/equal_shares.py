"""The Method of Equal Shares: all hold the same money; next is the item that burdens its supporters least.

Price of an item: the least r for which its supporters, paying r each or all they have left, cover its
cost. Prices never fall while purses shrink, so an old price is a lower bound, and few items need a new
one in each round.
"""

import heapq
from fractions import Fraction

import numpy as np

from copractice.engine.shares.purses import SLACK, Purchase, Purses, pay


def buy_equal_shares(purses: Purses, costs: list[int], most: int) -> list[Purchase]:
    """Buy until `most` items are bought or none can be paid by its supporters; the purses are used up."""
    bounds = dict.fromkeys(range(len(costs)), 0.0)
    bought: list[Purchase] = []
    while len(bought) < most:
        price, tied = _cheapest(purses, costs, bounds)
        if not tied:
            break
        item = min(tied)
        del bounds[item]
        purses.refine(price.denominator)
        most_paid = price.numerator
        after = {
            one: max(0, purses.amounts[one] - most_paid)
            for one in purses.classes(purses.ballots.approving(item))
        }
        bought.append(pay(purses, item, "equal-shares", purses.value(most_paid), after, tied))
    return bought


def _cheapest(purses: Purses, costs: list[int], bounds: dict[int, float]) -> tuple[Fraction, list[int]]:
    """Return the least exact price (in units of 1 / denominator) and all items that have it.

    `bounds` is brought up to date on the way; an item out of reach leaves it, for purses only shrink.
    """
    queue = [(bound, item) for item, bound in bounds.items()]
    heapq.heapify(queue)
    fresh: set[int] = set()
    best, tied = Fraction(0), list[int]()
    while queue:
        bound, item = heapq.heappop(queue)
        if tied and bound > best / purses.denominator:
            break
        if item not in fresh:
            fresh.add(item)
            bounds[item] = _rough_price(purses, item, costs[item])
            heapq.heappush(queue, (bounds[item], item))
            continue
        price = _exact_price(purses, item, costs[item]) if bound < np.inf else None
        if price is None:
            del bounds[item]
        elif not tied or price < best:
            best, tied = price, [item]
        elif price == best:
            tied.append(item)
    return best, tied


def _rough_price(purses: Purses, item: int, cost: int) -> float:
    """Return a float that the exact price cannot undercut; infinity if the item is surely out of reach."""
    supporters = purses.ballots.approving(item)
    order = np.argsort(purses.rough[supporters], kind="stable")
    money = purses.rough[supporters][order]
    people = purses.ballots.weight[supporters][order]
    not_poorer = people[::-1].cumsum()[::-1]
    poorer_gave = (money * people).cumsum() - money * people
    price = (cost * (1 - SLACK) - poorer_gave) / not_poorer
    fits = np.flatnonzero(price <= money)
    return float(price[fits[0]]) if fits.size else np.inf


def _exact_price(purses: Purses, item: int, cost: int) -> Fraction | None:
    """Return the price in units of 1 / denominator, or None if the supporters cannot pay together."""
    missing = cost * purses.denominator
    holdings = purses.holdings(item)
    people = sum(count for _, count in holdings)
    for amount, count in holdings:
        if amount * people >= missing:
            return Fraction(missing, people)
        missing -= amount * count
        people -= count
    return None
