"""The rules of an assignment as rows over pairs, and what a pair is worth once rows have prices.

A block is one kind of row, such as the loads. It is kept as a function from pairs to row numbers, so that the
same few lines build the program over some pairs and price all pairs, a million at a time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from copractice.engine.assignment.docket import Task, as_floats
from copractice.engine.programs import Floats, Ints, Program

CHUNK = 1 << 20


@dataclass(frozen=True, eq=False)
class Block:
    """Rows of one kind: `row(application, reviewer)` is a pair's row or −1; `scaled`: weighed by affinity."""

    name: str
    row: Callable[[Ints, Ints], Ints]
    low: Floats
    high: Floats
    scaled: bool = False


@dataclass(frozen=True)
class Cut:
    """Two reviewers may have at most `cap` of these applications in common."""

    reviewers: tuple[int, int]
    applications: tuple[int, ...]
    cap: int


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs that the program knows, sorted by application, then reviewer; shape (N,) each."""

    applications: Ints
    reviewers: Ints

    def keys(self, readers: int) -> Ints:
        """Return one number per pair."""
        return self.applications * readers + self.reviewers


def from_keys(keys: Ints, readers: int) -> Pairs:
    """Return the pairs behind numbers made by `Pairs.keys`, sorted and without repeats."""
    return Pairs(*np.divmod(np.unique(keys), readers))


def blocks(task: Task) -> list[Block]:
    """Write demand, loads, labels and the cap per institution as blocks."""
    number = len(task.demand)
    demand = task.demand.astype(np.float64)
    made = [
        Block("demand", lambda a, r: a, demand, demand),
        Block("load", lambda a, r: r, task.least.astype(np.float64), task.most.astype(np.float64)),
    ]
    for place, label in enumerate(task.docket.labels):
        made.append(_label_block(label.name, task.member[place], label.minimum, number))
    houses = int(task.house.max(initial=-1)) + 1
    if houses:
        cap = float(task.docket.institution_cap or 0)
        made.append(_institution_block(task.house, houses, cap, number))
    return made


def _label_block(name: str, member: np.ndarray, minimum: int, number: int) -> Block:
    def row(application: Ints, reviewer: Ints) -> Ints:
        return np.where(member[reviewer], application, -1)

    return Block(f"label {name}", row, np.full(number, float(minimum)), np.full(number, np.inf))


def _institution_block(house: Ints, houses: int, cap: float, number: int) -> Block:
    def row(application: Ints, reviewer: Ints) -> Ints:
        return np.where(house[reviewer] >= 0, application * houses + house[reviewer], -1)

    return Block("institution", row, np.full(number * houses, -np.inf), np.full(number * houses, cap))


def floor_block(weak: Ints, floor: float, number: int) -> Block:
    """Write that each application of `weak` gets reviewers of total affinity `floor` at least."""
    place = np.full(number, -1, dtype=np.int64)
    place[weak] = np.arange(len(weak))
    low = np.full(len(weak), floor)
    return Block("floor", lambda a, r: place[a] + 0 * r, low, np.full(len(weak), np.inf), scaled=True)


@dataclass(frozen=True, eq=False)
class Table:
    """A program over some pairs; `kept` numbers its rows over all blocks, without those that cannot bind."""

    pairs: Pairs
    blocks: tuple[Block, ...]
    kept: Ints
    program: Program

    def prices(self, given: Floats) -> list[Floats]:
        """Sort the program's prices by block, zero where a row was left out; one more zero ends each."""
        sizes = [len(block.low) for block in self.blocks]
        every = np.zeros(sum(sizes))
        every[self.kept] = given[: len(self.kept)]
        return [np.append(part, 0.0) for part in np.split(every, np.cumsum(sizes)[:-1])]


def write_table(task: Task, pairs: Pairs, kinds: Sequence[Block], cuts: Sequence[Cut], gain: Floats) -> Table:
    """Write the program over `pairs` with the given worth per pair."""
    a, r = pairs.applications, pairs.reviewers
    affinity = as_floats(task.affinity[a, r])
    offsets = np.cumsum([0, *(len(block.low) for block in kinds)])
    rows = [block.row(a, r) for block in kinds]
    row = np.concatenate(
        [np.where(part >= 0, part + start, -1) for part, start in zip(rows, offsets, strict=False)]
    )
    weight = np.concatenate([affinity if block.scaled else np.ones(len(a)) for block in kinds])
    column = np.tile(np.arange(len(a)), len(kinds))
    low = np.concatenate([block.low for block in kinds])
    high = np.concatenate([block.high for block in kinds])
    used = row >= 0
    reach = np.bincount(row[used], weight[used], int(offsets[-1]))
    scaled = np.repeat([block.scaled for block in kinds], [len(block.low) for block in kinds])
    kept = np.flatnonzero(scaled | (low > 0) | (reach > high))
    number = np.full(int(offsets[-1]) + 1, -1)
    number[kept] = np.arange(len(kept))
    row = number[row]
    used = row >= 0
    extra, limits = _cut_cells(task, pairs, cuts, len(kept))
    cells = (
        np.concatenate([weight[used], np.ones(len(extra))]),
        (np.concatenate([row[used], extra[:, 0]]), np.concatenate([column[used], extra[:, 1]])),
    )
    program = Program(
        gain=gain,
        low=_held(task, pairs),
        high=np.ones(len(a)),
        matrix=csc_array(cells, shape=(len(kept) + len(cuts), len(a))),
        row_low=np.concatenate([low[kept], np.full(len(cuts), -np.inf)]),
        row_high=np.concatenate([high[kept], limits]),
    )
    return Table(pairs, tuple(kinds), kept, program)


def _held(task: Task, pairs: Pairs) -> Floats:
    readers = task.affinity.shape[1]
    locked = task.locked[:, 0] * readers + task.locked[:, 1]
    return np.isin(pairs.keys(readers), locked).astype(np.float64)


def _cut_cells(task: Task, pairs: Pairs, cuts: Sequence[Cut], first: int) -> tuple[Ints, Floats]:
    """Return (row, column) of every cut's cells: shared reviews ≤ applications listed + cap."""
    readers = task.affinity.shape[1]
    keys = pairs.keys(readers)
    cells = []
    for place, cut in enumerate(cuts):
        wanted = np.array([a * readers + r for a in cut.applications for r in cut.reviewers])
        columns = np.searchsorted(keys, wanted)
        cells += [(first + place, int(column)) for column in columns]
    limits = np.array([len(cut.applications) + cut.cap for cut in cuts], dtype=np.float64)
    return np.array(cells, dtype=np.int64).reshape(-1, 2), limits


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Pairs outside a table that are worth adding (as keys), with their worth.

    `best` is the highest worth of all pairs outside (−inf if there is none), and `spill` the sum of all
    worths above zero: what the bound of the table lacks to be a bound over all pairs.
    """

    keys: Ints
    worth: Floats
    best: float
    spill: float


def worth_left_out(task: Task, table: Table, prices: Floats, share: float, least: float) -> LeftOut:
    """Price every allowed pair outside the table, and list those worth more than `least`.

    A pair is worth share·affinity minus the prices of its rows.
    """
    number, readers = task.affinity.shape
    by_block = table.prices(prices)
    starts = np.searchsorted(table.pairs.applications, np.arange(number + 1))
    step = max(1, CHUNK // readers)
    keys, worths, best, spill = [], [], -np.inf, 0.0
    for first in range(0, number, step):
        last = min(number, first + step)
        worth = _worth(task, table.blocks, by_block, share, first, last)
        known = slice(starts[first], starts[last])
        worth[table.pairs.applications[known] - first, table.pairs.reviewers[known]] = -np.inf
        best = max(best, float(worth.max()))
        spill += float(np.maximum(worth, 0.0).sum())
        a, r = np.nonzero(worth > least)
        keys.append((a + first) * readers + r)
        worths.append(worth[a, r])
    return LeftOut(np.concatenate(keys), np.concatenate(worths), best, spill)


def _worth(
    task: Task, kinds: Sequence[Block], prices: Sequence[Floats], share: float, first: int, last: int
) -> Floats:
    affinity = as_floats(task.affinity[first:last])
    a, r = np.arange(first, last)[:, None], np.arange(affinity.shape[1])[None, :]
    worth = share * affinity
    for block, price in zip(kinds, prices, strict=True):
        if np.any(price):
            paid = price[block.row(a, r)]
            worth -= paid * affinity if block.scaled else paid
    permitted = task.permitted(slice(first, last))
    if permitted is not None:
        worth[~permitted] = -np.inf
    return worth
