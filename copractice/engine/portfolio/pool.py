"""Who may be chosen and by which rules: the input of a portfolio, checked and written as a program."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from copractice.engine.programs import Floats, Ints, Program

Label = str | int


@dataclass(frozen=True, eq=False)
class Rule:
    """At least `low` and at most `high` of `members` (item indices) are chosen.

    `family` is what the rules of one kind share, such as region; `label` is the value, such as north.
    """

    family: str
    label: str
    low: int
    high: int
    members: Sequence[int]


@dataclass(frozen=True)
class Forced:
    """One item is in (`chosen`) or out whatever its score, for a stated reason."""

    item: int
    chosen: bool
    reason: str


@dataclass(frozen=True, eq=False)
class Pool:
    """The question: choose `seats` items of the highest total quality under the rules.

    `quality` has shape (n,), in any unit; `ids` name the items (their indices if left out); at most one item
    of each institution is chosen, where `institutions` names one per item and the empty text means none.
    """

    quality: Sequence[float]
    seats: int
    rules: Sequence[Rule] = ()
    institutions: Sequence[str] | None = None
    forced: Sequence[Forced] = ()
    ids: Sequence[Label] | None = None

    def name(self, item: int) -> Label:
        """Return what an item is called."""
        return item if self.ids is None else self.ids[item]


@dataclass(frozen=True, eq=False)
class Rows:
    """Every rule of a pool as one row each, behind the row of the seats, and the program they make.

    Row r of the program is `rules[r - 1]`; row 0 is Σ x = seats.
    """

    rules: tuple[Rule, ...]
    program: Program

    def families(self) -> dict[str, Ints]:
        """Return the program's rows of each family, in order of first appearance."""
        places: dict[str, list[int]] = {}
        for row, rule in enumerate(self.rules, 1):
            places.setdefault(rule.family, []).append(row)
        return {family: np.array(rows) for family, rows in places.items()}


def write_rows(pool: Pool) -> Rows:
    """Check a pool and write it as a program over 0 and 1.

    Raises:
        ValueError: quality that is not finite, seats outside 1 … n − 1, ids used twice, limits that are
            negative or crossed, members that do not exist, or an item forced both in and out.
    """
    quality = np.asarray(pool.quality, dtype=np.float64)
    _check_items(pool, quality)
    for rule in pool.rules:
        _check_rule(rule, len(quality))
    rules = (*pool.rules, *_institution_rules(pool), *_forced_rules(pool))
    members = [np.arange(len(quality)), *(np.asarray(rule.members, dtype=np.int64) for rule in rules)]
    row = np.repeat(np.arange(len(members)), [len(part) for part in members])
    cells = (np.ones(len(row)), (row, np.concatenate(members)))
    program = Program(
        gain=quality,
        low=np.zeros(len(quality)),
        high=np.ones(len(quality)),
        matrix=csc_array(cells, shape=(len(members), len(quality))),
        row_low=np.array([pool.seats, *(rule.low for rule in rules)], dtype=np.float64),
        row_high=np.array([pool.seats, *(rule.high for rule in rules)], dtype=np.float64),
    )
    return Rows(rules, program)


def with_quality(program: Program, quality: Floats) -> Program:
    """Return the same question about other qualities."""
    return Program(quality, program.low, program.high, program.matrix, program.row_low, program.row_high)


def _check_items(pool: Pool, quality: Floats) -> None:
    number = len(quality)
    if pool.ids is not None:
        _check_ids(pool.ids, number)
    for item in np.flatnonzero(~np.isfinite(quality))[:1]:
        raise ValueError(f"the quality of {pool.name(item)} is {quality[item]}, not a number")
    if pool.seats < 1:
        raise ValueError(f"{pool.seats} seats: choose at least 1 of the {number} items")
    if pool.seats > number:
        raise ValueError(f"{pool.seats} seats but only {number} items")
    if pool.seats == number:
        raise ValueError(f"{pool.seats} seats for {number} items: everyone is in, there is nothing to choose")
    if pool.institutions is not None and len(pool.institutions) != number:
        raise ValueError(f"{len(pool.institutions)} institutions for {number} items")


def _check_ids(ids: Sequence[Label], number: int) -> None:
    if len(ids) != number:
        raise ValueError(f"{len(ids)} ids for {number} items")
    seen: set[Label] = set()
    for label in ids:
        if label in seen:
            raise ValueError(f"the id {label} is used more than once")
        seen.add(label)


def _check_rule(rule: Rule, number: int) -> None:
    name = f"{rule.family} {rule.label}"
    if rule.low < 0 or rule.high < 0:
        raise ValueError(f"{name}: limits must be 0 or more, these are {rule.low} to {rule.high}")
    if rule.low > rule.high:
        raise ValueError(f"{name}: the minimum {rule.low} is above the maximum {rule.high}")
    if len(set(rule.members)) != len(rule.members):
        raise ValueError(f"{name}: an item is listed more than once")
    for item in rule.members:
        if not 0 <= item < number:
            raise ValueError(f"{name}: there is no item {item} among {number}")


def _institution_rules(pool: Pool) -> list[Rule]:
    members: dict[str, list[int]] = {}
    for item, institution in enumerate(pool.institutions or ()):
        if institution:
            members.setdefault(institution, []).append(item)
    return [Rule("institution", name, 0, 1, own) for name, own in members.items() if len(own) > 1]


def _forced_rules(pool: Pool) -> list[Rule]:
    rules, wanted = [], dict[int, bool]()
    for force in pool.forced:
        if not 0 <= force.item < len(pool.quality):
            raise ValueError(f"there is no item {force.item} to force among {len(pool.quality)}")
        if wanted.setdefault(force.item, force.chosen) != force.chosen:
            raise ValueError(f"{pool.name(force.item)} is forced both in and out")
        if not force.reason.strip():
            raise ValueError(f"{pool.name(force.item)} is forced without a reason")
        label = f"{pool.name(force.item)} {'in' if force.chosen else 'out'}: {force.reason}"
        rules.append(Rule("forced", label, int(force.chosen), int(force.chosen), [force.item]))
    return rules
