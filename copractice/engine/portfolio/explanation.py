"""What each rule of a portfolio costs, how close the next cohorts come, and what each place is worth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from copractice.engine.portfolio.choice import Portfolio, excluding, total
from copractice.engine.portfolio.pool import Pool, Rows, write_rows
from copractice.engine.programs import Ints, Program, Whole, solve_proven
from copractice.engine.watch import Watch


@dataclass(frozen=True)
class RowPrice:
    """One rule and how much more quality the best cohort without it would have."""

    family: str
    label: str
    price: float


@dataclass(frozen=True)
class FamilyPrice:
    """All rules of a family and how much more quality the best cohort without them would have."""

    family: str
    price: float


@dataclass(frozen=True)
class Alternative:
    """Another cohort: its value, and the items that enter and leave."""

    value: float
    enter: tuple[int, ...]
    leave: tuple[int, ...]


@dataclass(frozen=True)
class Explanation:
    """Prices by family and by rule, all proven, and the next best cohorts in order of value."""

    families: tuple[FamilyPrice, ...]
    rows: tuple[RowPrice, ...]
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Regret:
    """What the best cohort loses if one item changes its place (is taken in, or left out).

    `regret` is `None` where no cohort that keeps the rules has the item there.
    """

    item: int
    selected: bool
    regret: float | None


def explain(
    pool: Pool,
    portfolio: Portfolio,
    *,
    alternatives: int = 3,
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Explanation:
    """Price every family and every rule, and list the closest alternatives.

    A price is the optimum without the rule minus the optimum with it, each proven. Prices of single rules do
    not add up to that of their family: what one rule forbids, another may forbid as well.

    Raises:
        ValueError: the portfolio does not belong to the pool.

    >>> from copractice.engine.portfolio import Rule, select
    >>> pool = Pool([5.0, 4.0, 3.0, 1.0], 2, [Rule("region", "north", 1, 1, [2, 3])])
    >>> explain(pool, select(pool)).families
    (FamilyPrice(family='region', price=1.0),)
    """
    watch = Watch(progress, should_stop)
    rows = _checked(pool, portfolio)
    families = rows.families()
    dropped = [*families.values(), *(np.array([row]) for row in range(1, len(rows.rules) + 1))]
    prices = []
    for done, part in enumerate(dropped):
        share = 0.8 * done / len(dropped)
        watch.report(share, "Pricing the rules")
        prices.append(_price(rows.program.without_rows(part), portfolio.value, watch.at(share)))
    watch.report(0.8, "Looking for the closest alternatives")
    others = _alternatives(rows, portfolio, alternatives, watch.part(0.8, 1.0))
    watch.report(1.0, "Explained")
    named = zip(rows.rules, prices[len(families) :], strict=True)
    return Explanation(
        tuple(map(FamilyPrice, families, prices)),
        tuple(RowPrice(rule.family, rule.label, price) for rule, price in named),
        others,
    )


def regrets(
    pool: Pool,
    portfolio: Portfolio,
    items: Sequence[int],
    *,
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Regret, ...]:
    """Say what it costs to take each of `items` in, or to leave it out if it was chosen.

    >>> from copractice.engine.portfolio import select
    >>> pool = Pool([5.0, 4.0, 3.0], 1)
    >>> [line.regret for line in regrets(pool, select(pool), [0, 1, 2])]
    [1.0, 1.0, 2.0]
    """
    watch = Watch(progress, should_stop)
    rows = _checked(pool, portfolio)
    chosen = set(portfolio.selected)
    found = []
    for done, item in enumerate(items):
        watch.report(done / len(items), "Moving one item at a time")
        moved = _moved(rows.program, item, into=item not in chosen)
        best = solve_proven(moved, watch.at(done / len(items)))
        regret = None if best is None else max(0.0, portfolio.value - _value(rows, best))
        found.append(Regret(item, item in chosen, regret))
    return tuple(found)


def _checked(pool: Pool, portfolio: Portfolio) -> Rows:
    rows = write_rows(pool)
    x = np.zeros(len(rows.program.gain))
    if max(portfolio.selected, default=0) < len(x):
        x[list(portfolio.selected)] = 1.0
    if not rows.program.holds(x):
        raise ValueError("the portfolio does not keep the rules of this pool")
    return rows


def _price(program: Program, value: float, watch: Watch) -> float:
    better = solve_proven(program, watch, floor=value)
    return 0.0 if better is None else max(0.0, better.value - value)


def _alternatives(rows: Rows, portfolio: Portfolio, number: int, watch: Watch) -> tuple[Alternative, ...]:
    chosen = set(portfolio.selected)
    seen: list[Ints] = [np.array(portfolio.selected)]
    found: list[Alternative] = []
    while len(found) < number:
        best = solve_proven(excluding(rows.program, seen, len(chosen)), watch)
        if best is None:
            break
        cohort = np.flatnonzero(best.x > 0.5)
        seen.append(cohort)
        others = set(cohort.tolist())
        enter, leave = tuple(sorted(others - chosen)), tuple(sorted(chosen - others))
        found.append(Alternative(_value(rows, best), enter, leave))
    return tuple(found)


def _value(rows: Rows, best: Whole) -> float:
    return total(rows, np.flatnonzero(best.x > 0.5).tolist())


def _moved(program: Program, item: int, *, into: bool) -> Program:
    low, high = program.low.copy(), program.high.copy()
    low[item] = high[item] = float(into)
    return replace(program, low=low, high=high)
