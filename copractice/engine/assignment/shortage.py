"""Why no assignment exists: what is missing where, in words and numbers."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, hstack

from copractice.engine.assignment.docket import Task
from copractice.engine.assignment.optimum import CLOSE, widen
from copractice.engine.assignment.rows import Pairs, Table, blocks, worth_left_out, write_table
from copractice.engine.programs import Floats, Ints, Program, Whole, solve_relaxed, solve_whole
from copractice.engine.watch import Watch

NAMED = 5
MOST_NODES = 200


@dataclass(frozen=True)
class Gap:
    """One kind of shortage: how much is missing in all, where, and a sentence that says so."""

    kind: str
    missing: int
    places: tuple[int, ...]
    sentence: str


class Shortage(ValueError):
    """No assignment keeps all rules; `gaps` are the smallest shortages that remain."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__("; ".join(gap.sentence for gap in gaps))
        self.gaps = gaps


def enough_pairs(task: Task, pairs: Pairs, watch: Watch) -> Pairs:
    """Return pairs among which an assignment exists (without whole numbers).

    Every minimum may be missed at a price of one; the fewest misses over all pairs are found by pricing.

    Raises:
        Shortage: something is missing however the pairs are chosen.
    """
    while True:
        table = write_table(task, pairs, blocks(task), (), np.zeros(len(pairs.applications)))
        short = np.flatnonzero(table.program.row_low > 0)
        elastic = _elastic(table.program, short)
        relaxed = solve_relaxed(elastic, watch, "Looking for what is missing")
        if relaxed is None:
            raise ArithmeticError("loosened rules cannot be kept")
        left = worth_left_out(task, table, relaxed.prices, 0.0, CLOSE)
        if len(left.keys) == 0:
            break
        pairs = widen(task, pairs, left)
    if relaxed.value > -CLOSE:
        return pairs
    raise shortage(task, table, watch)


def shortage_of_whole(task: Task, pairs: Pairs, watch: Watch) -> ValueError:
    """Say what is missing where fractions of reviews would do but whole ones do not."""
    table = write_table(task, pairs, blocks(task), (), np.zeros(len(pairs.applications)))
    found = shortage(task, table, watch)
    if found.gaps:
        return found
    return ValueError("no assignment was found that keeps all rows and caps; loosen a cap or add reviewers")


def shortage(task: Task, table: Table, watch: Watch) -> Shortage:
    """Name the fewest misses in whole numbers over a table's pairs."""
    short = np.flatnonzero(table.program.row_low > 0)
    found = solve_whole(
        _elastic(table.program, short), watch, "Looking for what is missing", mip_max_nodes=MOST_NODES
    )
    missing = np.zeros(len(table.program.row_low), dtype=np.int64)
    missing[short] = _misses(found, len(short))
    return Shortage(_gaps(task, table, missing))


def _misses(found: Whole | None, number: int) -> Ints:
    if found is None or not len(found.x):
        raise ArithmeticError("no assignment was found, even with misses")
    return np.rint(found.x[-number:]).astype(np.int64)


def _elastic(program: Program, short: Ints) -> Program:
    number = len(short)
    cells = (np.ones(number), (short, np.arange(number)))
    slack = csc_array(cells, shape=(len(program.row_low), number))
    room: Floats = program.row_low[short]
    return Program(
        np.concatenate([np.zeros(len(program.gain)), -np.ones(number)]),
        np.concatenate([program.low, np.zeros(number)]),
        np.concatenate([program.high, room]),
        csc_array(hstack([program.matrix, slack], format="csc")),
        program.row_low,
        program.row_high,
    )


def _gaps(task: Task, table: Table, missing: Ints) -> tuple[Gap, ...]:
    offsets = np.cumsum([0, *(len(block.low) for block in table.blocks)])
    gaps = []
    for block, first in zip(table.blocks, offsets, strict=False):
        inside = (table.kept >= first) & (table.kept < first + len(block.low)) & (missing > 0)
        if inside.any():
            places = tuple((table.kept[inside] - first).tolist())
            amount = int(missing[inside].sum())
            gaps.append(Gap(block.name, amount, places, _sentence(task, block.name, places, amount)))
    return tuple(gaps)


def _sentence(task: Task, kind: str, places: tuple[int, ...], amount: int) -> str:
    docket = task.docket
    if kind == "load":
        named = _list([str(docket.reviewer(place)) for place in places])
        return f"{len(places)} reviewers stay below their minimum load, by {amount} reviews in all: {named}"
    named = _list([str(docket.application(place)) for place in places])
    lack = "application lacks" if len(places) == 1 else "applications lack"
    if kind == "demand":
        asked, offered = int(task.demand.sum()), int(task.most.sum())
        room = f" ({asked} reviews are asked, reviewers take {offered} at most)" if offered < asked else ""
        return f"{len(places)} {lack} {amount} reviews in all: {named}{room}"
    label = next(label for label in docket.labels if f"label {label.name}" == kind)
    able = len(label.reviewers)
    have = "1 reviewer has it" if able == 1 else f"{able} reviewers have it"
    return f"{len(places)} {lack} a reviewer with {kind} ({have}): {named}"


def _list(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
