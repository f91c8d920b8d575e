"""Money that is exact: every purse is a whole number over one common denominator.

Ballots whose holders own the same amount form a *class*, so that the long whole numbers are few. Beside
each exact amount stands its nearest float: floats find the few items that matter, whole numbers decide.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from copractice.engine.shares.ballots import Ballots

# A sum of a million floats is off by less than a part in a billion: a float price for a cost that is
# smaller by this much is a true lower bound.
SLACK = 1e-9


@dataclass
class Purses:
    """What the holder of each ballot owns: `amounts[class_of[ballot]] / denominator`."""

    ballots: Ballots
    amounts: list[int]
    denominator: int
    class_of: NDArray[np.int64]
    rough: NDArray[np.float64]

    @classmethod
    def equal(cls, ballots: Ballots, amount: int) -> "Purses":
        """Give everybody the same whole amount."""
        classes = np.zeros(ballots.weight.size, np.int64)
        return cls(ballots, [amount], 1, classes, np.full(classes.size, float(amount)))

    def holdings(self, item: int) -> list[tuple[int, int]]:
        """List (amount, people) of an item's supporters, poorest first."""
        supporters = self.ballots.approving(item)
        people = np.bincount(
            self.class_of[supporters], weights=self.ballots.weight[supporters], minlength=len(self.amounts)
        )
        present = np.flatnonzero(people)
        return sorted((self.amounts[c], int(people[c])) for c in present.tolist())

    def refine(self, factor: int) -> None:
        """Multiply the denominator, so that the next amounts are whole numbers again."""
        if factor != 1:
            self.amounts = [amount * factor for amount in self.amounts]
            self.denominator *= factor

    def assign(self, supporters: NDArray[np.int64], new_amount: dict[int, int]) -> None:
        """Move supporters from their class to the amount given for that class; join equal amounts."""
        code = {amount: c for c, amount in enumerate(self.amounts)}
        moved = np.arange(len(self.amounts))
        for old, amount in new_amount.items():
            moved[old] = code.setdefault(amount, len(code))
        self.class_of[supporters] = moved[self.class_of[supporters]]
        used, self.class_of = np.unique(self.class_of, return_inverse=True)
        every = list(code)
        self.amounts = [every[c] for c in used.tolist()]
        self.rough = np.array([amount / self.denominator for amount in self.amounts])[self.class_of]

    def classes(self, supporters: NDArray[np.int64]) -> list[int]:
        """List the classes that occur among some ballots."""
        return [int(one) for one in np.unique(self.class_of[supporters])]

    def value(self, amount: int) -> Fraction:
        """Return an amount as an exact fraction."""
        return Fraction(amount, self.denominator)


@dataclass(frozen=True, eq=False)
class Purchase:
    """One item bought: its price, the items that tied with it, and what its supporters paid.

    The ballots of the item's supporters paid `amounts[payment[ballot]]`; elsewhere `payment` is -1.
    """

    item: int
    rule: str
    price: Fraction
    tied: tuple[int, ...]
    amounts: tuple[float, ...]
    payment: NDArray[np.int64]


def pay(
    purses: Purses, item: int, rule: str, price: Fraction, after: dict[int, int], tied: list[int]
) -> Purchase:
    """Move an item's supporters to the amounts `after`, by class, and write down what each gave."""
    supporters = purses.ballots.approving(item)
    given = {one: purses.amounts[one] - left for one, left in after.items()}
    amounts = sorted(set(given.values()) - {0}, reverse=True)
    place = {amount: i for i, amount in enumerate(amounts)}
    place_of_class = np.full(len(purses.amounts), -1)
    for one, amount in given.items():
        place_of_class[one] = place.get(amount, -1)
    payment = np.full(purses.class_of.size, -1)
    payment[supporters] = place_of_class[purses.class_of[supporters]]
    values = tuple(amount / purses.denominator for amount in amounts)
    purses.assign(supporters, after)
    return Purchase(item, rule, price, tuple(tied), values, payment)
