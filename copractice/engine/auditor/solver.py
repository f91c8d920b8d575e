"""Whole-number systems in which an attacker writes what is known: rows with bounds, then questions."""

from collections.abc import Mapping, Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

INFINITE = float(highspy.kHighsInf)


class System:
    """Whole-number unknowns under linear constraints, asked for the least or the most of a sum."""

    def __init__(self) -> None:
        # The plain binding: its friendlier subclass prints a banner before it can be silenced.
        self.solver = highspy._core._Highs()
        for name, value in {"output_flag": False, "threads": 1, "random_seed": 0}.items():
            self.solver.setOptionValue(name, value)
        self.size = 0

    def unknown(self, low: float = 0, high: float = INFINITE, *, whole: bool = True) -> int:
        """Add an unknown and return its number."""
        self.solver.addVar(low, high)
        if whole:
            self.solver.changeColIntegrality(self.size, highspy.HighsVarType.kInteger)
        self.size += 1
        return self.size - 1

    def row(self, terms: Mapping[int, float], low: float, high: float) -> None:
        """Add the constraint low ≤ Σ coefficient · unknown ≤ high."""
        columns = np.array(list(terms), dtype=np.int32)
        self.solver.addRow(low, high, len(terms), columns, np.array(list(terms.values()), dtype=np.float64))

    def bound(self, unknown: int, low: float, high: float = INFINITE) -> None:
        """Give an unknown new bounds."""
        self.solver.changeColBounds(unknown, low, high)

    def most(self, gains: Mapping[int, float] | Sequence[int] = ()) -> NDArray[np.float64] | None:
        """Return a solution with the greatest Σ gain · unknown, or None if the system has none."""
        weights = gains if isinstance(gains, Mapping) else dict.fromkeys(gains, 1.0)
        cost = np.zeros(self.size)
        cost[list(weights)] = list(weights.values())
        self.solver.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), -cost)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return np.rint(np.array(self.solver.getSolution().col_value) * 1e6) / 1e6
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        raise ArithmeticError(f"the auditor's solver ended with {status.name}")
