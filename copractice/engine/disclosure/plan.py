"""What a report will show, fixed before there are data (rules R1 and R12), and the frozen data behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EMPLOYER = "employer"
KINDS = ("counts", "percent", "mean")
SCALE = {"percent": (0, 1), "mean": (1, 5)}


@dataclass(frozen=True)
class Table:
    """One table: counts of people, or a percentage (answers 0 and 1) or mean (1 to 5) of one item, by groups.

    `by` names up to two attributes; none means everybody. "employer" is always an attribute.
    """

    name: str
    kind: str
    by: tuple[str, ...] = ()
    item: str | None = None


@dataclass(frozen=True)
class Plan:
    """The tables, in order, and the names of all releases, in order; both are fixed before data exist."""

    tables: tuple[Table, ...]
    cadence: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The frozen data of one release: only youths who consented.

    `people` are ids that stay the same over releases; `groups` has each person's value of every attribute,
    the employer among them; `answers` each person's answer to every item, NaN where there is none. Answers
    do not change from one release to the next.
    """

    release: str
    people: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, NDArray[np.float64]]


def check_plan(plan: Plan) -> None:
    """Raise ValueError naming what a plan must not have."""
    names = [table.name for table in plan.tables]
    if len(set(names)) < len(names):
        raise ValueError("two tables of the plan have the same name")
    kinds: dict[str, str] = {}
    finest: dict[str, Table] = {}
    counted: set[str] = set()
    for table in plan.tables:
        _check_table(table)
        if table.item is not None and kinds.setdefault(table.item, table.kind) != table.kind:
            raise ValueError(f"item {table.item} is reported both as percent and as mean; choose one")
        if table.item is not None:
            _check_nested(table, finest.setdefault(table.item, table))
            finest[table.item] = max(table, finest[table.item], key=lambda t: len(t.by))
        if table.kind == "counts":
            shared = counted & set(table.by)
            if shared:
                raise ValueError(f"tables of counts must not share an attribute: {', '.join(sorted(shared))}")
            counted |= set(table.by)


def _check_table(table: Table) -> None:
    if table.kind not in KINDS:
        raise ValueError(f"table {table.name}: kind {table.kind!r} is none of {', '.join(KINDS)}")
    if len(table.by) > 2 or len(set(table.by)) < len(table.by):
        raise ValueError(f"table {table.name}: at most two different attributes, not {', '.join(table.by)}")
    if (table.kind == "counts") != (table.item is None):
        raise ValueError(f"table {table.name}: counts have no item, percent and mean have one")


def _check_nested(table: Table, other: Table) -> None:
    fewer, more = sorted((set(table.by), set(other.by)), key=len)
    if not fewer <= more or (table != other and fewer == more):
        raise ValueError(
            f"tables {other.name} and {table.name} of item {table.item} cross: each table of an item "
            "must have all attributes of the coarser one, and more"
        )


def check_snapshot(plan: Plan, snapshot: Snapshot) -> None:
    """Raise ValueError if the data do not fit the plan, with names and numbers."""
    if snapshot.release not in plan.cadence:
        raise ValueError(f"release {snapshot.release} is not in the plan: {', '.join(plan.cadence)}")
    if len(set(snapshot.people)) < len(snapshot.people):
        raise ValueError("a person stands in the snapshot twice")
    for attribute in {EMPLOYER, *(name for table in plan.tables for name in table.by)}:
        values = snapshot.groups.get(attribute)
        if values is None or len(values) != len(snapshot.people):
            raise ValueError(f"the snapshot needs one {attribute} for each of {len(snapshot.people)} people")
    for table in plan.tables:
        if table.item is not None:
            _check_answers(table, snapshot)


def _check_answers(table: Table, snapshot: Snapshot) -> None:
    answers = snapshot.answers.get(str(table.item))
    if answers is None or len(answers) != len(snapshot.people):
        raise ValueError(
            f"item {table.item} needs one answer (or NaN) for each of {len(snapshot.people)} people"
        )
    low, high = SCALE[table.kind]
    given = answers[~np.isnan(answers)]
    wrong = given[(given < low) | (given > high) | (given != np.rint(given))]
    if wrong.size:
        raise ValueError(f"item {table.item}: {wrong[0]:g} is no whole number from {low} to {high}")
