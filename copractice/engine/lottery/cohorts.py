"""The cohorts a lottery may draw: every way to fill the seats that keeps all quotas.

People who share all labels (and quality) form one *profile* and are exchangeable, so a cohort is a vector of
whole numbers: how many come from each profile. `Pricer` answers the one question that column generation
asks: which cohort is worth most, if every profile has a price?
"""

from dataclasses import dataclass

import highspy
import numpy as np
from highspy import cb
from numpy.typing import NDArray

from copractice.engine.watch import Stopped, Watch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# The plain binding: its friendlier subclass prints a banner before it can be silenced.
Solver = highspy._core._Highs
OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-9}
ROUNDING = 1e-6
SETTLED = {
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
    highspy.HighsModelStatus.kSolutionLimit,
}


@dataclass(frozen=True, eq=False)
class CohortSpace:
    """All feasible cohorts: 0 ≤ x ≤ sizes, low ≤ rows · x ≤ high, x whole.

    `rows` has one row for each quota, one for the seats and, with a quality floor, one for quality;
    `sizes` is the number of people in each profile.
    """

    seats: int
    sizes: Floats
    rows: Floats
    low: Floats
    high: Floats

    def with_floor(self, quality: Floats, floor: float) -> "CohortSpace":
        """Return the cohorts whose total quality reaches `floor` (short by rounding at most)."""
        rows = np.vstack([self.rows, quality])
        slack = 1e-9 * (1 + abs(floor))
        low, high = np.append(self.low, floor - slack), np.append(self.high, np.inf)
        return CohortSpace(self.seats, self.sizes, rows, low, high)

    def holds(self, cohort: Floats) -> bool:
        """Whether a vector of counts keeps every row."""
        sums = self.rows @ cohort
        inside = (sums >= self.low - ROUNDING) & (sums <= self.high + ROUNDING)
        return bool(inside.all() and (cohort >= 0).all() and (cohort <= self.sizes).all())

    def model(self) -> highspy.HighsLp:
        """Return the model without objective: columns are profiles, rows are this space's rows."""
        columns, rows = np.nonzero(self.rows.T)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.sizes), len(self.low)
        lp.col_cost_ = np.zeros(len(self.sizes))
        lp.col_lower_, lp.col_upper_ = np.zeros(len(self.sizes)), self.sizes
        lp.row_lower_, lp.row_upper_ = self.low, self.high
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.searchsorted(columns, np.arange(len(self.sizes) + 1))
        lp.a_matrix_.index_ = rows
        lp.a_matrix_.value_ = self.rows[rows, columns]
        return lp


def new_solver(lp: highspy.HighsLp | None = None) -> Solver:
    """Return a silent solver on one thread, with a model if given."""
    solver = Solver()
    for name, value in OPTIONS.items():
        solver.setOptionValue(name, value)
    if lp is not None:
        solver.passModel(lp)
    return solver


def run(solver: Solver) -> highspy.HighsModelStatus:
    """Solve and return the status, which is optimal, infeasible or unbounded."""
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInterrupt:
        raise Stopped("stopped at the caller's request")
    if status not in SETTLED:
        raise ArithmeticError(f"the solver ended with status {status.name}")
    return status


def listen(solver: Solver, watch: Watch) -> None:
    """Let a solver say that it still searches, and ask whether to go on."""
    if watch.should_stop is None and watch.progress is None:
        return

    def ask(_kind: object, _text: str, _out: object, answer: cb.HighsCallbackInput, _data: object) -> None:
        if watch.progress is not None:
            watch.progress(0.0, "searching for the cohort worth most")
        answer.user_interrupt = watch.asked_to_stop()

    solver.setCallback(ask, None)
    solver.startCallback(cb.HighsCallbackType.kCallbackMipInterrupt)
    solver.startCallback(cb.HighsCallbackType.kCallbackSimplexInterrupt)


class Pricer:
    """Finds the cohort worth most: by the relaxation where that is whole, else by an exact search."""

    def __init__(self, space: CohortSpace, watch: Watch) -> None:
        self.space = space
        self.columns = np.arange(len(space.sizes), dtype=np.int32)
        self.relaxation = self._solver(watch, whole=False)
        self.search = self._solver(watch, whole=True)
        self.searches = 0

    def relaxed(self, prices: Floats) -> tuple[Floats, float]:
        """Return the best point without whole numbers, and its worth: no cohort is worth more."""
        return self._best(self.relaxation, prices)

    def whole(self, prices: Floats) -> tuple[Floats, float]:
        """Return a best cohort, and a proven bound on the worth of every cohort."""
        self.searches += 1
        cohort, _ = self._best(self.search, prices)
        cohort = np.rint(cohort)
        return cohort, max(float(self.search.getInfo().mip_dual_bound), float(prices @ cohort))

    def _best(self, solver: Solver, prices: Floats) -> tuple[Floats, float]:
        solver.changeColsCost(len(prices), self.columns, prices)
        if run(solver) != highspy.HighsModelStatus.kOptimal:
            raise ValueError("no cohort keeps all quotas")
        point = np.array(solver.getSolution().col_value)
        return point, float(prices @ point)

    def _solver(self, watch: Watch, *, whole: bool) -> Solver:
        lp = self.space.model()
        lp.sense_ = highspy.ObjSense.kMaximize
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.space.sizes)
        solver = new_solver(lp)
        listen(solver, watch)
        return solver


def is_whole(point: Floats) -> bool:
    """Whether every coordinate is a whole number, up to rounding."""
    return bool(np.abs(point - np.rint(point)).max(initial=0.0) < ROUNDING)
