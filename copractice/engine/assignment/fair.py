"""How well the worst-off application can fare: a bound by linear programming over all pairs."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, hstack

from copractice.engine.assignment.docket import Task
from copractice.engine.assignment.optimum import CLOSE, widen
from copractice.engine.assignment.rows import Block, Pairs, Table, blocks, worth_left_out, write_table
from copractice.engine.programs import Floats, Program, solve_relaxed
from copractice.engine.watch import Watch


@dataclass(frozen=True, eq=False)
class Level:
    """No assignment gives its worst-off application more than `bound`; `pairs` are enough to reach it."""

    bound: float
    pairs: Pairs


def best_level(task: Task, pairs: Pairs, watch: Watch) -> Level | None:
    """Maximize T such that every application's affinities add up to T, without whole numbers.

    Pairs that would raise T are priced in until none is left, so the bound holds over all pairs.
    """
    number = len(task.demand)
    floors = Block("floor", lambda a, r: a + 0 * r, np.zeros(number), np.full(number, np.inf), scaled=True)
    kinds = [*blocks(task), floors]
    while True:
        table = write_table(task, pairs, kinds, (), np.zeros(len(pairs.applications)))
        program = _with_level(task, table)
        relaxed = solve_relaxed(program, watch, "Finding the best level for the worst-off application")
        if relaxed is None:
            return None
        watch.report(0.5, "Pricing all pairs")
        left = worth_left_out(task, table, relaxed.prices, 0.0, CLOSE / number)
        if len(left.keys) == 0:
            return Level(program.bound(relaxed.prices) + left.spill, pairs)
        pairs = widen(task, pairs, left)


def _with_level(task: Task, table: Table) -> Program:
    """Add the column T to a table: minus one in every row of a floor, worth one."""
    program = table.program
    number = len(task.demand)
    column: Floats = np.zeros(len(program.row_low))
    column[-number:] = -1.0
    most = float(np.abs(task.affinity).max()) * float(task.demand.max()) + 1.0
    return Program(
        np.append(program.gain, 1.0),
        np.append(program.low, -most),
        np.append(program.high, most),
        csc_array(hstack([program.matrix, csc_array(column[:, None])], format="csc")),
        program.row_low,
        program.row_high,
    )
