"""Which pairs to look at first: every application's best reviewers and every reviewer's best applications."""

from dataclasses import replace

import numpy as np

from copractice.engine.assignment.docket import Task, sample
from copractice.engine.assignment.optimum import relax
from copractice.engine.assignment.rows import CHUNK, Pairs, blocks, from_keys
from copractice.engine.programs import Floats, Ints
from copractice.engine.watch import Watch

FIRST_READERS = 25
PRICED_READERS = 12
LARGE = 1 << 22
SAMPLE = 10


def first_pairs(task: Task, watch: Watch) -> Pairs:
    """Return the pairs of a first program; pricing brings in what they lack.

    Conflicts are dropped before the best are taken, so that a reviewer in conflict uses up no place. In a
    large docket, a sample of the applications is assigned first: its reviewers' prices show who will be
    sought after, and with them far fewer pairs per application are enough.
    """
    number, readers = task.affinity.shape
    if number * readers <= LARGE:
        wide = min(readers, max(FIRST_READERS, 4 * int(task.demand.max())))
        return _best_pairs(task, np.zeros(readers), wide, min(number, -(-wide * number // readers)))
    prices = _sampled_prices(task, watch)
    wide = min(readers, max(PRICED_READERS, 4 * int(task.demand.max())))
    return _best_pairs(task, prices, wide, 0)


def _sampled_prices(task: Task, watch: Watch) -> Floats:
    """Price the reviewers by assigning every tenth application with a tenth of the loads."""
    picked = np.arange(0, len(task.demand), SAMPLE)
    small = sample(task, picked)
    wide = min(len(task.most), FIRST_READERS)
    pairs = _best_pairs(small, np.zeros(len(task.most)), wide, wide * len(picked) // len(task.most) + 1)
    kinds = blocks(small)
    share = len(picked) / len(task.demand)
    kinds[1] = replace(kinds[1], low=kinds[1].low * share, high=kinds[1].high * share)
    proven = relax(small, pairs, kinds, (), watch)
    if proven is None:
        return np.zeros(len(task.most))
    return proven.table.prices(proven.relaxed.prices)[1][:-1]


def _best_pairs(task: Task, prices: Floats, wide: int, tall: int) -> Pairs:
    number, readers = task.affinity.shape
    keys = [task.locked[:, 0] * readers + task.locked[:, 1]]
    step = max(1, CHUNK // readers)
    for first in range(0, number, step):
        best, row = _highest(_permitted(task, slice(first, first + step), slice(None)) - prices, wide)
        keys.append((row + first) * readers + best)
    step = max(1, CHUNK // number)
    for first in range(0, readers if tall else 0, step):
        block = np.ascontiguousarray(_permitted(task, slice(None), slice(first, first + step)).T)
        best, row = _highest(block, tall)
        keys.append(best * readers + row + first)
    return from_keys(np.concatenate(keys), readers)


def _permitted(task: Task, applications: slice, reviewers: slice) -> Floats:
    values = np.array(task.affinity[applications, reviewers], dtype=np.float64)
    if task.allowed is not None:
        values[~task.allowed[applications, reviewers]] = -np.inf
    return values


def _highest(values: Floats, wanted: int) -> tuple[Ints, Ints]:
    """Return column and row of the `wanted` highest finite values of every row."""
    if wanted < values.shape[1]:
        columns = np.argpartition(values, -wanted, axis=1)[:, -wanted:]
    else:
        columns = np.broadcast_to(np.arange(values.shape[1]), values.shape)
    rows = np.broadcast_to(np.arange(len(values))[:, None], columns.shape)
    finite = np.isfinite(np.take_along_axis(values, columns, axis=1))
    return columns[finite].astype(np.int64), rows[finite].astype(np.int64)
