"""Linear and integer programs, handed to HiGHS as whole arrays and answered with proofs.

A program is max gain·x with row_low ≤ A x ≤ row_high and low ≤ x ≤ high. Its relaxation comes back with row
prices, and from any prices follows a bound that does not depend on the solver's tolerances (weak duality).

Source: Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical
Programming Computation 10 (2018); the solver is HiGHS, through highspy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import highspy
import numpy as np
from highspy import cb
from numpy.typing import NDArray
from scipy.sparse import csc_array

from copractice.engine.watch import UNWATCHED, Stopped, Watch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Option = float | str | bool

INTERRUPTS = (
    cb.HighsCallbackType.kCallbackSimplexInterrupt,
    cb.HighsCallbackType.kCallbackIpmInterrupt,
    cb.HighsCallbackType.kCallbackMipInterrupt,
)
TOLERANCE = 1e-7
EXACT: dict[str, Option] = {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-10}

# A core has few columns and good bounds: presolve and the first guess cost more than they save.
SMALL: dict[str, Option] = {"presolve": "off", "mip_heuristic_run_feasibility_jump": False}

# The plain binding: its friendlier subclass prints a banner when it is made, before it can be silenced.
Solver = highspy._core._Highs


@dataclass(frozen=True, eq=False)
class Program:
    """max gain·x subject to row_low ≤ matrix·x ≤ row_high and low ≤ x ≤ high; infinite sides allowed."""

    gain: Floats
    low: Floats
    high: Floats
    matrix: csc_array
    row_low: Floats
    row_high: Floats

    def reduced(self, prices: Floats) -> Floats:
        """Return what a unit of each column is worth after paying `prices` (one per row)."""
        return np.asarray(self.gain - self.matrix.T @ prices, dtype=np.float64)

    def bound(self, prices: Floats) -> float:
        """Return an upper bound on the value of every feasible x, true for whatever prices are given.

        A price above zero buys against the row's upper side, one below zero against its lower side; where
        that side is infinite the price is taken as zero.
        """
        side = np.where(prices > 0, self.row_high, self.row_low)
        usable = (prices != 0) & np.isfinite(side)
        prices = np.where(usable, prices, 0.0)
        worth = self.reduced(prices)
        columns = worth * np.where(worth > 0, self.high, self.low)
        return float(columns.sum() + prices[usable] @ side[usable])

    def holds(self, x: Floats) -> bool:
        """Whether x keeps every row and every column bound."""
        rows = self.matrix @ x
        inside = (rows >= self.row_low - TOLERANCE) & (rows <= self.row_high + TOLERANCE)
        return bool(inside.all() and (x >= self.low - TOLERANCE).all() and (x <= self.high + TOLERANCE).all())

    def columns(self, keep: Ints, fixed: Floats) -> "Program":
        """Return the program over the columns `keep` alone, all others held at their value in `fixed`."""
        rest = fixed.copy()
        rest[keep] = 0.0
        used = self.matrix @ rest
        return Program(
            self.gain[keep],
            self.low[keep],
            self.high[keep],
            self.matrix[:, keep],
            self.row_low - used,
            self.row_high - used,
        )

    def without_rows(self, rows: Ints) -> "Program":
        """Return the program in which the given rows no longer bind."""
        row_low, row_high = self.row_low.copy(), self.row_high.copy()
        row_low[rows], row_high[rows] = -np.inf, np.inf
        return replace(self, row_low=row_low, row_high=row_high)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The optimum without whole numbers: x, its value, row prices, and what each column is worth."""

    x: Floats
    value: float
    prices: Floats
    reduced: Floats


@dataclass(frozen=True, eq=False)
class Whole:
    """The best whole-number x found, its value, and a bound that no x can pass."""

    x: Floats
    value: float
    bound: float


def load(program: Program, options: Mapping[str, Option], *, whole: bool = False) -> Solver:
    """Hand a program to a new solver: silent, single-threaded, the same path every time."""
    solver = Solver()
    settings = {"output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0, **options}
    for name, value in settings.items():
        solver.setOptionValue(name, value)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.gain), len(program.row_low)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = program.gain, program.low, program.high
    model.row_lower_, model.row_upper_ = program.row_low, program.row_high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = program.matrix.indptr
    model.a_matrix_.index_ = program.matrix.indices
    model.a_matrix_.value_ = program.matrix.data
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(program.gain)
    solver.passModel(model)
    return solver


def run(solver: Solver, watch: Watch, text: str) -> highspy.HighsModelStatus:
    """Solve, asking the caller now and then whether to go on.

    Raises:
        Stopped: the caller asked for an end.
    """

    def ask(_kind: object, _message: str, _out: object, answer: cb.HighsCallbackInput, _data: object) -> None:
        if watch.progress is not None:
            watch.progress(0.0, text)
        answer.user_interrupt = watch.asked_to_stop()

    if watch.progress is not None or watch.should_stop is not None:
        solver.setCallback(ask, None)
        for kind in INTERRUPTS:
            solver.startCallback(kind)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInterrupt:
        raise Stopped("stopped at the caller's request")
    return status


def solve_relaxed(
    program: Program,
    watch: Watch = UNWATCHED,
    text: str = "Solving a linear program",
    **options: Option,
) -> Relaxed | None:
    """Solve without whole numbers; `None` if no x is feasible."""
    solver = load(program, options)
    status = run(solver, watch, text)
    if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
        solver.setOptionValue("presolve", "off")
        status = run(solver, watch, text)
    return relaxed_answer(solver, program, status)


def relaxed_answer(solver: Solver, program: Program, status: highspy.HighsModelStatus) -> Relaxed | None:
    """Read the answer of a solved relaxation."""
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"the solver ended with status {status.name}")
    answer = solver.getSolution()
    prices = np.array(answer.row_dual)
    x = np.clip(np.array(answer.col_value), program.low, program.high)
    return Relaxed(x, float(program.gain @ x), prices, program.reduced(prices))


def solve_whole(
    program: Program,
    watch: Watch = UNWATCHED,
    text: str = "Solving an integer program",
    **options: Option,
) -> Whole | None:
    """Solve with whole numbers to a gap of zero; `None` if no x is feasible.

    With an option such as `mip_max_nodes` the search may end early: `bound` then stands above `value`, and
    if nothing was found by then, `value` is minus infinity and x is empty.
    """
    if len(program.gain) == 0:
        empty = np.zeros(0)
        return Whole(empty, 0.0, 0.0) if program.holds(empty) else None
    solver = load(program, EXACT | options, whole=True)
    status = run(solver, watch, text)
    if status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    ):
        return None
    information = solver.getInfo()
    if information.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Whole(np.zeros(0), -np.inf, information.mip_dual_bound)
    x = np.rint(np.array(solver.getSolution().col_value))
    if not program.holds(x):
        raise ArithmeticError("the solver's whole-number answer breaks a row by more than rounding")
    value = float(program.gain @ x)
    optimal = status == highspy.HighsModelStatus.kOptimal
    return Whole(x, value, value if optimal else information.mip_dual_bound)


def solve_proven(
    program: Program,
    watch: Watch = UNWATCHED,
    *,
    floor: float = -np.inf,
    relaxed: Relaxed | None = None,
    nodes: int | None = None,
    text: str = "Searching for the best choice",
) -> Whole | None:
    """Solve a program over 0 and 1 to proven optimality, looking only at columns that can matter.

    The relaxation's prices say what every column is worth. A column can leave its place in no solution
    better than one already known if that would cost more than the gap between the known value and the
    bound; so a small core is solved first, then, if needed, exactly the columns within the gap. `floor` is
    the value of a solution known to exist, where there is one; the answer may then be `None` or no better
    than that, which proves that nothing is better. `relaxed` is the relaxation's answer, if known already.

    With a limit on `nodes` the search may end early: `bound` then stands above `value`, or `None` says only
    that nothing was found.
    """
    relaxed = solve_relaxed(program, watch, text) if relaxed is None else relaxed
    if relaxed is None:
        return None
    bound = program.bound(relaxed.prices)
    distance = np.abs(relaxed.reduced)
    place = np.where(relaxed.reduced > 0, program.high, program.low)
    order = np.argsort(distance, kind="stable")
    slack = 1e-9 * (1 + abs(bound))
    best: Whole | None = None
    size = 4 * len(program.row_low) + 50
    if np.isfinite(floor):
        size = min(size, int(np.searchsorted(distance[order], bound - floor + slack)))
    limit = {} if nodes is None else {"mip_max_nodes": nodes}
    while True:
        found = _solve_core(program, np.sort(order[:size]), place, watch, text, limit)
        if found is not None and (best is None or found.value > best.value):
            best, floor = found, max(floor, found.value)
        if found is not None and found.bound > found.value:
            return None if best is None or not len(best.x) else Whole(best.x, best.value, bound)
        needed = int(np.searchsorted(distance[order], bound - floor + slack))
        if needed <= size:
            return best
        size = needed if np.isfinite(floor) else 4 * size


def _solve_core(
    program: Program, keep: Ints, place: Floats, watch: Watch, text: str, limit: dict[str, int]
) -> Whole | None:
    found = solve_whole(program.columns(keep, place), watch, text, **SMALL, **limit)
    if found is None:
        return None
    if not len(found.x) and len(keep):
        return found
    x = place.copy()
    x[keep] = found.x
    value = float(program.gain @ x)
    return Whole(x, value, value if found.bound <= found.value else np.inf)
