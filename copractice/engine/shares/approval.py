"""Two rules for comparison: plain approval (most marks win) and sequential proportional approval."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from copractice.engine.shares.ballots import Ballots
from copractice.engine.shares.purses import SLACK, Purchase


def elect_approval(ballots: Ballots, most: int) -> list[Purchase]:
    """Elect the `most` items with the most supporters; ties go to the lower number and are named."""
    support = ballots.support()
    order = np.lexsort((np.arange(support.size), -support))
    winners = [item for item in order[:most].tolist() if support[item]]
    nobody = np.empty(0, np.int64)
    return [
        Purchase(item, "av", Fraction(int(support[item])), _equal(support, winners, place), (), nobody)
        for place, item in enumerate(winners)
    ]


def _equal(support: NDArray[np.int64], winners: list[int], place: int) -> tuple[int, ...]:
    """List the items that could have taken this place as well."""
    equal = np.flatnonzero(support == support[winners[place]]).tolist()
    return tuple(item for item in equal if item not in winners[:place])


def elect_seqpav(ballots: Ballots, most: int) -> list[Purchase]:
    """Elect one item after the other; a ballot that already has s winners counts 1 / (s + 1)."""
    owner = np.repeat(np.arange(ballots.items), np.diff(ballots.starts))
    people = ballots.weight[ballots.supporters]
    satisfied = np.zeros(ballots.weight.size, np.int64)
    open_items = set(np.flatnonzero(ballots.support()).tolist())
    elected: list[Purchase] = []
    nobody = np.empty(0, np.int64)
    while open_items and len(elected) < most:
        rough = np.bincount(owner, people / (1.0 + satisfied[ballots.supporters]), minlength=ballots.items)
        best = max(rough[item] for item in open_items)
        near = [item for item in sorted(open_items) if rough[item] >= best * (1 - SLACK)]
        exact = {item: _score(ballots, satisfied, item) for item in near}
        highest = max(exact.values())
        tied = [item for item in near if exact[item] == highest]
        elected.append(Purchase(tied[0], "seqpav", highest, tuple(tied), (), nobody))
        satisfied[ballots.approving(tied[0])] += 1
        open_items.remove(tied[0])
    return elected


def _score(ballots: Ballots, satisfied: NDArray[np.int64], item: int) -> Fraction:
    supporters = ballots.approving(item)
    people = np.bincount(satisfied[supporters], ballots.weight[supporters]).astype(np.int64).tolist()
    return sum((Fraction(count, level + 1) for level, count in enumerate(people)), Fraction(0))
