"""The best assignment under given rows: solved over few pairs, proven over all, then in whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copractice.engine.assignment.docket import Task, as_floats
from copractice.engine.assignment.rows import (
    Block,
    Cut,
    LeftOut,
    Pairs,
    Table,
    blocks,
    floor_block,
    from_keys,
    worth_left_out,
    write_table,
)
from copractice.engine.programs import Floats, Relaxed, Whole, solve_proven, solve_relaxed
from copractice.engine.watch import Watch

CLOSE = 1e-7
NEARLY = 0.03
ADDED_EACH = 6
MOST_ADDED = 1 << 18
MOST_NODES = 2000


@dataclass(frozen=True, eq=False)
class Proven:
    """A relaxation that is optimal over all pairs: `bound` holds for every assignment, rows and cuts kept."""

    table: Table
    relaxed: Relaxed
    bound: float
    best_left_out: float


@dataclass(frozen=True, eq=False)
class Optimum:
    """The pairs chosen, their value, a bound on every assignment's value, and the pairs looked at."""

    chosen: Pairs
    value: float
    bound: float
    looked_at: Pairs
    best_left_out: float


def relax(
    task: Task, pairs: Pairs, kinds: Sequence[Block], cuts: Sequence[Cut], watch: Watch
) -> Proven | None:
    """Solve over `pairs`, price all others, and add those that would help until none does."""
    while True:
        table = write_table(task, pairs, kinds, cuts, affinities(task, pairs))
        text = "Solving the assignment without whole numbers"
        relaxed = solve_relaxed(table.program, watch, text, presolve="off")
        if relaxed is None:
            return None
        watch.report(0.5, "Pricing all pairs")
        scale = scale_of(task)
        left = worth_left_out(task, table, relaxed.prices, 1.0, -NEARLY * scale)
        if left.best <= CLOSE * scale:
            bound = table.program.bound(relaxed.prices) + left.spill
            return Proven(table, relaxed, bound, left.best)
        pairs = widen(task, pairs, _best_of_each(task, left))


def _best_of_each(task: Task, left: LeftOut) -> LeftOut:
    """Keep the few best pairs of each application: pairs nearly worth it now are often worth it next."""
    application = left.keys // task.affinity.shape[1]
    order = np.lexsort((-left.worth, application))
    first = np.searchsorted(application[order], application[order])
    best = order[np.arange(len(order)) - first < ADDED_EACH]
    return LeftOut(left.keys[best], left.worth[best], left.best, left.spill)


def affinities(task: Task, pairs: Pairs) -> Floats:
    """Return the affinity of every pair."""
    return as_floats(task.affinity[pairs.applications, pairs.reviewers])


def widen(task: Task, pairs: Pairs, left: LeftOut) -> Pairs:
    """Add the pairs worth most among those left out."""
    readers = task.affinity.shape[1]
    keys = left.keys
    if len(keys) > MOST_ADDED:
        keys = keys[np.argpartition(left.worth, -MOST_ADDED)[-MOST_ADDED:]]
    return from_keys(np.concatenate([pairs.keys(readers), keys]), readers)


def scale_of(task: Task) -> float:
    """Return the size of an affinity, read off the first application so that it costs nothing."""
    return float(np.abs(task.affinity[0]).max()) or 1.0


def optimize(task: Task, pairs: Pairs, floor: float, cuts: Sequence[Cut], watch: Watch) -> Optimum | None:
    """Find the assignment of the highest total affinity in which no application has less than `floor`.

    Floors become rows only for applications that would fall below: usually a few. `None` if there is none,
    or none was found within the limit on branches (only possible with labels, caps or a floor).
    """
    weak = np.zeros(0, dtype=np.int64)
    while True:
        kinds = blocks(task)
        if len(weak):
            kinds.append(floor_block(weak, floor, len(task.demand)))
        proven = relax(task, pairs, kinds, cuts, watch.part(0.0, 0.4))
        if proven is None:
            return None
        pairs = proven.table.pairs
        below = weaker(task, pairs, proven.relaxed.x, floor)
        if not len(below):
            found = _whole(task, proven, cuts, watch.part(0.4, 1.0))
            if found is None:
                return None
            below = weaker(task, found.chosen, np.ones(len(found.chosen.applications)), floor)
            if not len(below):
                return found
        weak = np.union1d(weak, below)


def weaker(task: Task, pairs: Pairs, x: Floats, floor: float) -> np.ndarray:
    """Return the applications whose reviewers' affinities add up to less than `floor`."""
    if not np.isfinite(floor):
        return np.zeros(0, dtype=np.int64)
    sums = np.bincount(pairs.applications, affinities(task, pairs) * x, len(task.demand))
    return np.flatnonzero(sums < floor - CLOSE * max(1.0, abs(floor)))


def _whole(task: Task, proven: Proven, cuts: Sequence[Cut], watch: Watch) -> Optimum | None:
    """Turn a proven relaxation into whole numbers; one that is whole already is the answer.

    A pair left out could serve only in an assignment better than the one found by less than the gap to the
    bound: where its worth is below minus that gap, leaving it out loses nothing. Others are added, at
    the same prices, so that this needs to be done once.
    """
    table, relaxed = proven.table, proven.relaxed
    rounded = np.rint(relaxed.x)
    if np.abs(relaxed.x - rounded).max(initial=0.0) < CLOSE and table.program.holds(rounded):
        return _optimum(table, rounded, proven.bound, proven.best_left_out)
    text = "Searching the assignment in whole numbers"
    found = solve_proven(table.program, watch, relaxed=relaxed, nodes=MOST_NODES, text=text)
    reach = scale_of(task) if found is None else proven.bound - found.value
    left = worth_left_out(task, table, relaxed.prices, 1.0, -reach)
    if 0 < len(left.keys) <= MOST_ADDED:
        table, relaxed = _reprice(task, proven, widen(task, table.pairs, left), cuts)
        floor = -np.inf if found is None else found.value - CLOSE
        wider = solve_proven(table.program, watch, floor=floor, relaxed=relaxed, nodes=MOST_NODES, text=text)
        left = worth_left_out(task, table, relaxed.prices, 1.0, -reach)
        return None if wider is None else _finish(table, wider, proven, left)
    return None if found is None else _finish(table, found, proven, left)


def _reprice(task: Task, proven: Proven, pairs: Pairs, cuts: Sequence[Cut]) -> tuple[Table, Relaxed]:
    """Write a wider table and carry the prices over; rows that only now can bind cost nothing."""
    old, given = proven.table, proven.relaxed.prices
    table = write_table(task, pairs, old.blocks, cuts, affinities(task, pairs))
    every = np.concatenate([part[:-1] for part in old.prices(given)])
    prices = np.concatenate([every[table.kept], given[len(old.kept) :]])
    return table, Relaxed(np.zeros(0), proven.relaxed.value, prices, table.program.reduced(prices))


def _finish(table: Table, found: Whole, proven: Proven, left: LeftOut) -> Optimum:
    bound = proven.bound if len(left.keys) else min(found.bound, proven.bound)
    return _optimum(table, found.x, bound, left.best)


def _optimum(table: Table, x: Floats, bound: float, best_left_out: float) -> Optimum:
    taken = np.flatnonzero(x > 0.5)
    chosen = Pairs(table.pairs.applications[taken], table.pairs.reviewers[taken])
    value = float(np.sort(table.program.gain[taken]).sum())
    return Optimum(chosen, value, max(value, bound), table.pairs, best_left_out)
