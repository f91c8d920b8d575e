"""The best cohort the rules allow, proven, with ties settled by lot and never by id."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, vstack

from copractice.engine.portfolio.conflict import Infeasible, conflict
from copractice.engine.portfolio.pool import Label, Pool, Rows, with_quality, write_rows
from copractice.engine.programs import Floats, Ints, Program, solve_proven
from copractice.engine.watch import Watch

METHOD = "portfolio"
VERSION = "1"
SAME = 1e-9


@dataclass(frozen=True)
class Portfolio:
    """The chosen items (indices, ascending), their total quality, and whether another cohort is as good.

    `value` is proven: no cohort that keeps the rules has more. Where `tied` is true, several have exactly as
    much, and the lots drawn from `seed` decided among them.
    """

    method: str
    version: str
    seed: int
    selected: tuple[int, ...]
    value: float
    tied: bool


def select(
    pool: Pool,
    *,
    seed: int = 0,
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Portfolio:
    """Choose max Σ q_i x_i with Σ x = seats and low ≤ Σ x ≤ high for every rule; proven optimal.

    Args:
        pool: items, seats and rules.
        seed: from which lots are drawn where cohorts tie. A lot depends on seed and id only, so the order
            of the rows changes nothing, and no id is favored over all seeds.
        progress: called with the share done and a sentence.
        should_stop: asked at least once a second; when true, `Stopped` is raised.

    Raises:
        Infeasible: no cohort keeps the rules; says which rules conflict and what smallest change helps.
        ValueError: the pool is not a question that can be asked (see `Pool`).

    Limits: the objective is a sum; items have no value together that they lack alone, except by a rule.

    >>> from copractice.engine.portfolio import Rule
    >>> select(Pool([5.0, 4.0, 3.0, 1.0], 2, [Rule("region", "north", 1, 1, [2, 3])])).selected
    (0, 2)
    """
    watch = Watch(progress, should_stop)
    rows = write_rows(pool)
    best = solve_proven(rows.program, watch.part(0.0, 0.5))
    if best is None:
        raise Infeasible(conflict(pool, progress=progress, should_stop=should_stop))
    watch.report(0.5, "Looking for ties")
    x, tied = settle_ties(rows.program, best.x, best.value, _lots(pool, seed), watch.part(0.5, 1.0))
    watch.report(1.0, "Chosen")
    chosen = tuple(np.flatnonzero(x > 0.5).tolist())
    return Portfolio(METHOD, VERSION, seed, chosen, total(rows, chosen), tied)


def total(rows: Rows, chosen: Sequence[int]) -> float:
    """Sum the quality of chosen items, the same in whatever order they come."""
    return float(np.sort(rows.program.gain[list(chosen)]).sum())


def excluding(program: Program, cohorts: Sequence[Ints], seats: int) -> Program:
    """Return the program with every given cohort ruled out: at most seats − 1 of its items may return."""
    row = np.repeat(np.arange(len(cohorts)), seats)
    cells = (np.ones(len(row)), (row, np.concatenate(cohorts)))
    cuts = csc_array(cells, shape=(len(cohorts), len(program.gain)))
    return _extended(program, cuts, np.full(len(cohorts), -np.inf), np.full(len(cohorts), seats - 1.0))


def settle_ties(program: Program, x: Floats, value: float, lots: Floats, watch: Watch) -> tuple[Floats, bool]:
    """Return the optimal x of the highest lots, and whether there was more than one optimum."""
    chosen = np.flatnonzero(x > 0.5)
    close = SAME * (1.0 + abs(value))
    other = solve_proven(excluding(program, [chosen], len(chosen)), watch, floor=value - close)
    if other is None or other.value < value - close:
        return x, False
    as_good = _extended(
        program, csc_array(program.gain[None, :]), np.array([value - close]), np.array([np.inf])
    )
    drawn = solve_proven(with_quality(as_good, lots), watch)
    return (x if drawn is None else drawn.x), True


def _extended(program: Program, matrix: csc_array, low: Floats, high: Floats) -> Program:
    return Program(
        program.gain,
        program.low,
        program.high,
        csc_array(vstack([program.matrix, matrix], format="csc")),
        np.concatenate([program.row_low, low]),
        np.concatenate([program.row_high, high]),
    )


def _lots(pool: Pool, seed: int) -> Floats:
    return np.array([_lot(seed, pool.name(item)) for item in range(len(pool.quality))])


def _lot(seed: int, name: Label) -> float:
    digest = hashlib.sha256(f"{seed}|{name}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
