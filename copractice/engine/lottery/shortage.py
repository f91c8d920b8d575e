"""Say in words why no cohort keeps all quotas: the smallest change of quotas that would make one possible."""

from collections.abc import Sequence

import highspy
import numpy as np

from copractice.engine.lottery.cohorts import CohortSpace, new_solver, run


def smallest_change(space: CohortSpace, names: Sequence[str]) -> list[str]:
    """Return one sentence for each quota that must give way, so that the people moved are fewest in total.

    Elastic program: min Σ (under + over) with low − under ≤ rows · x ≤ high + over; the seats stay hard.
    `names` has one name for each row but the last, which is the seats. An empty list: nothing must give way.
    """
    profiles, quotas = len(space.sizes), len(names)
    solver = new_solver(space.model())
    for quota in range(quotas):
        row = np.array([quota], dtype=np.int32)
        solver.addCol(1.0, 0.0, np.inf, 1, row, np.array([1.0]))
        solver.addCol(1.0, 0.0, np.inf, 1, row, np.array([-1.0]))
    columns = np.arange(profiles, dtype=np.int32)
    whole = np.full(profiles, highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(profiles, columns, whole)
    if run(solver) != highspy.HighsModelStatus.kOptimal:
        raise ValueError(f"{space.sizes.sum():.0f} people cannot fill {space.seats} seats")
    slack = np.rint(np.array(solver.getSolution().col_value)[profiles:]).astype(int)
    sentences = []
    for quota, name in enumerate(names):
        under, over = slack[2 * quota : 2 * quota + 2]
        if under:
            low = int(space.low[quota])
            sentences.append(f"{name}: at least {low - under} instead of {low}")
        if over:
            high = int(space.high[quota])
            sentences.append(f"{name}: at most {high + over} instead of {high}")
    return sentences
