"""Why no cohort exists: rules that cannot hold together, and the smallest change that helps."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array, hstack

from copractice.engine.portfolio.pool import Pool, Rows, Rule, write_rows
from copractice.engine.programs import Ints, Program, solve_relaxed, solve_whole
from copractice.engine.watch import Watch


@dataclass(frozen=True)
class Change:
    """One limit to move so that a cohort exists: the rule, its limits, and what they would become."""

    family: str
    label: str
    low: int
    high: int
    new_low: int
    new_high: int
    sentence: str


@dataclass(frozen=True)
class Conflict:
    """A minimal set of rules that cannot hold together, and the changes with the fewest seats moved.

    Dropping any one rule of `rules` makes the others possible; `moved` is the number of seats by which
    `changes` loosen the limits in all. There can be other conflicts and other changes as small.
    """

    rules: tuple[str, ...]
    changes: tuple[Change, ...]
    moved: int
    sentence: str


class Infeasible(ValueError):
    """No cohort keeps the rules; `conflict` says why and what would help."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(conflict.sentence)
        self.conflict = conflict


def conflict(
    pool: Pool,
    *,
    progress: Callable[[float, str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Conflict:
    """Explain why a pool has no feasible cohort.

    Rules are dropped one by one, and stay dropped where the rest is still impossible: what remains is a
    minimal conflict. The smallest change minimizes the seats by which limits move, over all rules at once.

    Raises:
        ValueError: there is a feasible cohort, or the pool is not a question that can be asked.

    >>> north = [Rule("region", "north", 2, 2, [0]), Rule("size", "small", 0, 2, [1, 2])]
    >>> conflict(Pool([1.0, 2.0, 3.0], 2, north)).changes[0].sentence
    'lower the minimum of region north from 2 to 1'
    """
    watch = Watch(progress, should_stop)
    rows = write_rows(pool)
    program = _merged(rows.program)
    if _possible(program, watch):
        raise ValueError("the rules do not conflict: there is a cohort that keeps them all")
    kept = _minimal(rows, program, watch.part(0.0, 0.8))
    changes = _smallest_changes(rows, program, watch.part(0.8, 1.0))
    moved = sum(change.low - change.new_low + change.new_high - change.high for change in changes)
    names = tuple(_describe(rows.rules[row - 1]) for row in kept)
    together = "; ".join([f"{pool.seats} seats", *names])
    advice = "; ".join(change.sentence for change in changes)
    sentence = f"no cohort keeps these rules together: {together}. Smallest change: {advice}."
    return Conflict(names, changes, moved, sentence)


def _merged(program: Program) -> Program:
    """Return the program over kinds of items instead of items; its columns count how many of each."""
    columns = [tuple(part) for part in np.split(program.matrix.indices, program.matrix.indptr[1:-1])]
    kinds: dict[tuple[int, ...], int] = {}
    kind = np.array([kinds.setdefault(tuple(sorted(column)), len(kinds)) for column in columns])
    first = np.unique(kind, return_index=True)[1]
    return replace(
        program,
        gain=np.zeros(len(first)),
        low=np.zeros(len(first)),
        high=np.bincount(kind).astype(np.float64),
        matrix=csc_array(program.matrix[:, first]),
    )


def _possible(program: Program, watch: Watch) -> bool:
    text = "Looking for rules that conflict"
    return solve_relaxed(program, watch, text) is not None and solve_whole(program, watch, text) is not None


def _minimal(rows: Rows, program: Program, watch: Watch) -> list[int]:
    kept = list(range(1, len(rows.rules) + 1))
    for done, row in enumerate(list(kept)):
        watch.report(done / len(rows.rules), "Looking for rules that conflict")
        without = program.without_rows(np.array([row]))
        if not _possible(without, watch.at(done / len(rows.rules))):
            program = without
            kept.remove(row)
    return kept


def _smallest_changes(rows: Rows, program: Program, watch: Watch) -> tuple[Change, ...]:
    """Solve with one column per rule that adds a missing seat, and one that takes a surplus one away."""
    number = len(rows.rules)
    below, above = _slack(number, 1.0), _slack(number, -1.0)
    seats = program.row_low[0]
    elastic = Program(
        np.concatenate([program.gain, -np.ones(2 * number)]),
        np.concatenate([program.low, np.zeros(2 * number)]),
        np.concatenate([program.high, np.full(2 * number, seats)]),
        csc_array(hstack([program.matrix, below, above], format="csc")),
        program.row_low,
        program.row_high,
    )
    best = solve_whole(elastic, watch, "Looking for the smallest change")
    if best is None:
        raise ArithmeticError("loosened rules still conflict")
    slack = np.rint(best.x[len(program.gain) :]).astype(int)
    moved: list[tuple[Rule, int, int]] = list(
        zip(rows.rules, slack[:number].tolist(), slack[number:].tolist(), strict=True)
    )
    return tuple(_change(rule, lower, higher) for rule, lower, higher in moved if lower or higher)


def _slack(number: int, sign: float) -> csc_array:
    places: Ints = np.arange(number)
    return csc_array((np.full(number, sign), (places + 1, places)), shape=(number + 1, number))


def _change(rule: Rule, lower: int, higher: int) -> Change:
    low, high = rule.low - lower, rule.high + higher
    if rule.family == "forced":
        sentence = f"give up forcing {rule.label}"
    elif rule.family == "institution":
        sentence = f"let {high} of institution {rule.label} in instead of one"
    elif lower:
        sentence = f"lower the minimum of {rule.family} {rule.label} from {rule.low} to {low}"
    else:
        sentence = f"raise the maximum of {rule.family} {rule.label} from {rule.high} to {high}"
    return Change(rule.family, rule.label, rule.low, rule.high, low, high, sentence)


def _describe(rule: Rule) -> str:
    if rule.family == "forced":
        return f"forced {rule.label}"
    if rule.family == "institution":
        return f"at most one of institution {rule.label} ({len(rule.members)} items)"
    return f"{rule.family} {rule.label} {rule.low} to {rule.high} ({len(rule.members)} items)"
