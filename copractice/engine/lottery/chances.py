"""The best conceivable chances: what a lottery would give if cohorts need not be whole.

Every lottery's expected cohort lies in the polytope P = {0 ≤ x ≤ sizes, quotas, cuts}, so the optimum over P
bounds every lottery. Where that optimum is an average of whole cohorts, it is the lottery's own optimum.

Leximin over P: max z with x_t ≥ z · size_t for every profile not yet settled. A profile whose row has a dual
price must stay at z in every optimum (complementary slackness), so it is settled; then the next round.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from copractice.engine.lottery.cohorts import CohortSpace, Floats, Ints, new_solver, run

PRICE = 1e-7
SLACK = 1e-7
CONVERGED = 1e-10


@dataclass(frozen=True, eq=False)
class Cut:
    """A proven fact about all whole cohorts: weights · x ≤ bound."""

    weights: Floats
    bound: float


@dataclass(frozen=True, eq=False)
class Ideal:
    """The best chances over P: x by profile, the lowest and highest chance, and who limits the lowest.

    `weights` are the dual prices of the first round: they add to 1, and every cohort has
    Σ weights_t · x_t / size_t ≤ lowest, which proves that no lottery does better by its worst-off.
    """

    x: Floats
    lowest: float
    highest: float
    weights: Floats


def ideal_chances(
    space: CohortSpace, cuts: Sequence[Cut], possible: Ints, objective: str, gamma: float
) -> Ideal:
    """Return the best chances for `objective` among the profiles in `possible`.

    *leximin* lifts the lowest chance, then the next lowest, and so on. *maximin* and *goldilocks* first
    settle how high a chance may be: for maximin the lowest cap under which the worst-off lose nothing, for
    goldilocks the cap of the least max/fair + gamma · fair/min, fair being seats/people; leximin below it.
    """
    model = _Chances(space, cuts, possible)
    if objective == "maximin":
        model.hold_highest(model.lowest_cap(model.highest_floor()[0]))
    elif objective == "goldilocks":
        model.hold_highest(model.golden_cap(gamma))
    settled = np.zeros(len(possible), dtype=bool)
    levels = np.zeros(len(possible))
    weights = np.zeros(len(space.sizes))
    while not settled.all():
        level, prices = model.highest_floor()
        if not settled.any():
            weights[possible] = prices / prices.sum()
        tight = ~settled & (prices > PRICE)
        model.settle(np.flatnonzero(tight), level)
        settled |= tight
        levels[tight] = level
    return Ideal(model.x(), float(levels.min()), float(levels.max()), weights)


def possible_profiles(space: CohortSpace) -> Ints:
    """Return the profiles that a point of the relaxation can include; nobody else has any chance."""
    lp = space.model()
    lp.sense_ = highspy.ObjSense.kMaximize
    solver = new_solver(lp)
    columns = np.arange(len(space.sizes), dtype=np.int32)
    seen = np.zeros(len(space.sizes), dtype=bool)
    while not seen.all():
        solver.changeColsCost(len(columns), columns, (~seen).astype(np.float64))
        run(solver)
        found = np.array(solver.getSolution().col_value) > PRICE
        if not (found & ~seen).any():
            break
        seen |= found
    return np.flatnonzero(seen)


class _Chances:
    """The polytope P with two more columns: a floor z under, and a cap u over, the chances of `possible`."""

    def __init__(self, space: CohortSpace, cuts: Sequence[Cut], possible: Ints) -> None:
        self.space, self.possible = space, possible
        self.floor, self.cap, self.inverse = (len(space.sizes) + i for i in range(3))
        self.solver = new_solver(space.model())
        self.solver.setOptionValue("primal_feasibility_tolerance", SLACK / 100)
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for cut in cuts:
            used = np.flatnonzero(cut.weights)
            self.solver.addRow(-np.inf, cut.bound, len(used), used.astype(np.int32), cut.weights[used])
        self.first = int(self.solver.getNumRow())
        for low in (-np.inf, -np.inf, 0.0):
            self.solver.addVar(low, np.inf)
        self._rows(self.floor, 0.0, np.inf)

    def highest_floor(self) -> tuple[float, Floats]:
        """Maximize the floor; return it and the price of each possible profile's row, times its size."""
        self._maximize({self.floor: 1.0})
        duals = np.array(self.solver.getSolution().row_dual)
        rows = slice(self.first, self.first + len(self.possible))
        return self._value(self.floor), np.abs(duals[rows]) * self.space.sizes[self.possible]

    def lowest_cap(self, floor: float) -> float:
        """Return the least cap under which the floor can still be reached."""
        self._rows(self.cap, -np.inf, 0.0)
        self.solver.changeColBounds(self.floor, floor - SLACK, np.inf)
        self._maximize({self.cap: -1.0})
        self.solver.changeColBounds(self.floor, -np.inf, np.inf)
        return self._value(self.cap)

    def golden_cap(self, gamma: float) -> float:
        """Return the cap of least cap/fair + gamma · fair/floor.

        1/floor is convex, so it is bounded from below by tangents; each optimum adds the tangent that it
        needs, until the bound and the value meet (Kelley's method in one dimension).
        """
        fair = self.space.seats / self.space.sizes.sum()
        point = max(self.highest_floor()[0], PRICE)
        self._rows(self.cap, -np.inf, 0.0)
        self.solver.changeColBounds(self.floor, 0.0, np.inf)
        gap = np.inf
        while gap > CONVERGED:
            columns = np.array([self.inverse, self.floor], dtype=np.int32)
            self.solver.addRow(2 / point, np.inf, 2, columns, np.array([1.0, 1 / point**2]))
            self._maximize({self.cap: -1 / fair, self.inverse: -gamma * fair})
            point = max(self._value(self.floor), PRICE)
            gap = gamma * fair * (1 / point - self._value(self.inverse))
        self.solver.changeColBounds(self.floor, -np.inf, np.inf)
        return self._value(self.cap)

    def hold_highest(self, cap: float) -> None:
        """Let no chance pass `cap` from now on."""
        self.solver.changeColBounds(self.cap, -np.inf, cap + SLACK)

    def settle(self, which: Ints, level: float) -> None:
        """Hold these profiles at `level` or above, and take them out of the floor's rows."""
        for index in which:
            row = self.first + int(index)
            self.solver.changeCoeff(row, self.floor, 0.0)
            held = level * self.space.sizes[self.possible[index]] - SLACK
            self.solver.changeRowBounds(row, held, np.inf)

    def x(self) -> Floats:
        """Return the expected cohort of the last optimum."""
        return np.array(self.solver.getSolution().col_value)[: len(self.space.sizes)]

    def _rows(self, column: int, low: float, high: float) -> None:
        for profile in self.possible:
            pair = np.array([profile, column], dtype=np.int32)
            self.solver.addRow(low, high, 2, pair, np.array([1.0, -self.space.sizes[profile]]))

    def _maximize(self, gains: dict[int, float]) -> None:
        for column in (self.floor, self.cap, self.inverse):
            self.solver.changeColCost(column, gains.get(column, 0.0))
        status = run(self.solver)
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the program for the best chances is {status.name}")

    def _value(self, column: int) -> float:
        return float(self.solver.getSolution().col_value[column])
