"""Elect a set of items from approvals: check the question, run the rule, write down who paid for what."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from copractice.engine.shares.approval import elect_approval, elect_seqpav
from copractice.engine.shares.ballots import Ballots, gather
from copractice.engine.shares.equal_shares import buy_equal_shares
from copractice.engine.shares.phragmen import buy_phragmen
from copractice.engine.shares.proportionality import ejr_plus_violations
from copractice.engine.shares.purses import Purchase, Purses

VERSION = "1"
RULES = ("equal-shares", "seqpav", "av")


@dataclass(frozen=True, eq=False)
class Payment:
    """The same amount, paid by each of some participants (their numbers in the input)."""

    amount: float
    participants: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Round:
    """One winner: the step that chose it, its price, the items it tied with, and who paid.

    `price` is the most that one supporter paid (equal-shares, phragmen) or the score (seqpav, av), and
    `exact` the same as a fraction. Money is counted in seats, or in the unit of the costs.
    """

    item: int
    rule: str
    price: float
    exact: str
    tied: tuple[int, ...]
    supporters: int
    payments: tuple[Payment, ...]


@dataclass(frozen=True)
class Violation:
    """A group that agrees on `item` and could claim `level` winners each, but has fewer."""

    item: int
    level: int
    people: int


@dataclass(frozen=True, eq=False)
class Shares:
    """An elected set. `ejr_plus` is None where costs differ, for the check is about equal seats."""

    method: str
    version: str
    seed: None
    rule: str
    voters: int
    items: int
    seats: int | None
    budget: int | None
    spent: int
    winners: tuple[int, ...]
    rounds: tuple[Round, ...]
    ejr_plus: bool | None
    violations: tuple[Violation, ...]


def elect(
    participants: ArrayLike,
    items_marked: ArrayLike,
    *,
    items: int,
    seats: int | None = None,
    rule: str = "equal-shares",
    voters: int | None = None,
    costs: Sequence[int] | None = None,
    budget: int | None = None,
) -> Shares:
    """Elect items in proportion to the people behind them.

    *Equal Shares*: each of n people holds seats / n (or budget / n). The price of an item is the least r
    with sum over its supporters of min(purse, r) = cost; the item with the least price is bought, until
    none can be paid. Sequential Phragmén then fills what is left over. All amounts are exact fractions.

    Args:
        participants, items_marked: one entry per mark: who (any whole number), and which item
            (0 to `items` - 1). A mark made twice counts once; the order of marks is irrelevant.
        items: how many items stand for election.
        seats: how many win, 1 to `items`; leave it out where a budget decides.
        rule: `equal-shares`, or for comparison `seqpav` or `av` (these two for seats only).
        voters: how many took part, if some of them marked nothing; their share stays unspent.
        costs, budget: a whole positive cost for each item and the whole amount to spend (say, in cents).

    Raises:
        ValueError: an unknown rule, item or number, or a question without an answer.

    Limits: an item nobody marked never wins, even if seats stay empty. Ties go to the lower item number
    and are named in each round. Costs count, not what an item is worth to its supporters: each marked
    item is worth the same to a person.

    Source: Peters and Skowron, "Proportionality and the limits of welfarism" (2020); Brill and Peters,
    "Robust and verifiable proportionality axioms" (2023) for EJR+; Brill et al., "Phragmén's voting
    methods and justified representation" (2017).

    >>> shares = elect([0, 0, 1, 1, 2, 2, 3], [0, 1, 0, 1, 0, 1, 2], items=3, seats=2)
    >>> shares.winners, shares.rounds[0].exact, shares.rounds[0].tied
    ((0, 1), '1/3', (0, 1))
    """
    _check(rule, items, seats, costs, budget)
    ballots = gather(participants, items_marked, items)
    seen = ballots.participants.size
    if voters is not None and voters < seen:
        raise ValueError(f"{voters} voters, but {seen} different participants made marks")
    people = seen if voters is None else voters
    prices = [1] * items if costs is None else [int(cost) for cost in costs]
    money = seats if budget is None else budget
    bought = _run(rule, ballots, [cost * people for cost in prices], seats or items, money or 0, people)
    winners = [purchase.item for purchase in bought]
    found = [] if seats is None else ejr_plus_violations(ballots, winners, seats, people)
    unit = people if rule == "equal-shares" else 1
    return Shares(
        method="shares",
        version=VERSION,
        seed=None,
        rule=rule,
        voters=people,
        items=items,
        seats=seats,
        budget=budget,
        spent=sum(prices[item] for item in winners),
        winners=tuple(winners),
        rounds=tuple(_round(ballots, purchase, unit) for purchase in bought),
        ejr_plus=None if seats is None else not found,
        violations=tuple(Violation(*violation) for violation in found),
    )


def _run(rule: str, ballots: Ballots, costs: list[int], most: int, money: int, people: int) -> list[Purchase]:
    """Run the rule. Everything is in units of 1 / people, so that a purse is the whole `money`."""
    if rule == "av":
        return elect_approval(ballots, most)
    if rule == "seqpav":
        return elect_seqpav(ballots, most)
    if not ballots.weight.size:
        return []
    purses = Purses.equal(ballots, money)
    bought = buy_equal_shares(purses, costs, most)
    return bought + buy_phragmen(purses, costs, [each.item for each in bought], most, money * people)


def _round(ballots: Ballots, purchase: Purchase, unit: int) -> Round:
    price = purchase.price / unit
    return Round(
        item=purchase.item,
        rule=purchase.rule,
        price=float(price),
        exact=str(price),
        tied=purchase.tied,
        supporters=int(ballots.weight[ballots.approving(purchase.item)].sum()),
        payments=_payments(ballots, purchase, unit) if purchase.amounts else (),
    )


def _payments(ballots: Ballots, purchase: Purchase, unit: int) -> tuple[Payment, ...]:
    """Sort the participants by what they paid; the highest payment comes first."""
    payment = purchase.payment[ballots.member]
    order = np.argsort(payment, kind="stable")
    ends = np.searchsorted(payment[order], np.arange(len(purchase.amounts) + 1))
    return tuple(
        Payment(amount / unit, ballots.participants[order[ends[i] : ends[i + 1]]])
        for i, amount in enumerate(purchase.amounts)
    )


def _check(rule: str, items: int, seats: int | None, costs: Sequence[int] | None, budget: int | None) -> None:
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}: choose one of {', '.join(RULES)}")
    if (seats is None) == (budget is None) or (costs is None) != (budget is None):
        raise ValueError("give either seats, or costs together with a budget")
    if seats is not None and not 1 <= seats <= items:
        raise ValueError(f"{seats} seats for {items} items: choose 1 to {items} seats")
    if costs is not None and budget is not None:
        _check_costs(rule, items, costs, budget)


def _check_costs(rule: str, items: int, costs: Sequence[int], budget: int) -> None:
    if rule != "equal-shares":
        raise ValueError(f"rule {rule} elects a number of seats; costs need equal-shares")
    if len(costs) != items:
        raise ValueError(f"{len(costs)} costs for {items} items")
    for item, cost in enumerate(costs):
        if cost != int(cost) or cost < 1:
            raise ValueError(f"the cost of item {item} is {cost}: costs are whole and at least 1")
    if budget != int(budget) or budget < 1:
        raise ValueError(f"the budget is {budget}: it must be whole and at least 1")
