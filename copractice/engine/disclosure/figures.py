"""Percentages and means of groups: which may be shown, which repeat an older figure, which stay hidden.

Every decision depends on who is in a group and who answered, never on the answers (rule R10): a refusal that
depends on them is itself an answer. Answers enter at one place only, the limits of a block.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copractice.engine.disclosure import bands, showing
from copractice.engine.disclosure.blocks import Block, People, covering, new_blocks
from copractice.engine.disclosure.plan import EMPLOYER, Plan, Snapshot, Table

Group = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figure:
    """One cell of a release: its table and group, when it dates from, whom it is about, and what is printed.

    `printed` is empty where the cell is hidden; `why` then names the rule. Population and reason are for the
    makers of the report alone.
    """

    table: str
    item: str | None
    group: Group
    as_of: str
    people: People
    printed: tuple[tuple[str, str | int], ...] = ()
    why: str = ""


class Answered:
    """One item of one snapshot: who answered, and their groups along the item's tables, coarse to fine."""

    def __init__(self, tables: Sequence[Table], snapshot: Snapshot) -> None:
        self.tables = sorted(tables, key=lambda table: len(table.by))
        self.kind, self.item = tables[0].kind, str(tables[0].item)
        answers = snapshot.answers[self.item]
        self.rows = {person: row for row, person in enumerate(snapshot.people) if not np.isnan(answers[row])}
        self.answers, self.snapshot = answers, snapshot

    def group_of(self, table: Table, person: str) -> Group:
        """Return a person's group in a table."""
        row = self.rows[person]
        return tuple((attribute, self.snapshot.groups[attribute][row]) for attribute in table.by)

    def groups(self, table: Table) -> dict[Group, People]:
        """Return the groups of a table and the people in each who answered."""
        members: dict[Group, set[str]] = {}
        for person in self.rows:
            members.setdefault(self.group_of(table, person), set()).add(person)
        return {group: frozenset(members[group]) for group in sorted(members)}

    def too_few(self, people: People, table: Table) -> str | None:
        """Return the rule that forbids to show these people's answers in a cell of `table`, or None."""
        employers = [self.snapshot.groups[EMPLOYER][self.rows[person]] for person in sorted(people)]
        few = showing.too_few(employers, one_employer=EMPLOYER in table.by)
        if few:
            return f"R2: {few}"
        fewest = bands.fewest(self.kind)
        return f"R6: {len(people)} answers; a {self.kind} needs {fewest}" if len(people) < fewest else None

    def limits(self, people: People) -> bands.Limits:
        """Return the limits of these people's sum: the one place where answers are read."""
        total = sum(int(self.answers[self.rows[person]]) for person in people)
        limits = bands.percent_limits if self.kind == "percent" else bands.mean_limits
        return limits(total, len(people))

    def blocks(self, earlier: Sequence[Block]) -> list[Block]:
        """Return new blocks of the people who are in none yet."""
        used = frozenset[str]().union(*(block.people for block in earlier))

        def is_shown(people: People, level: int) -> bool:
            whole = self.groups(self.tables[level])[self.group_of(self.tables[level], min(people))]
            touched = [block for block in earlier if not block.people.isdisjoint(whole)]
            inside = all(block.people <= whole for block in touched)
            return inside and self.too_few(whole, self.tables[level]) is None

        found = new_blocks(
            [functools.partial(self.group_of, table) for table in self.tables],
            frozenset(self.rows) - used,
            lambda people, level: self.too_few(people, self.tables[level]) is None,
            is_shown,
        )
        return [Block(self.item, people, self.limits(people)) for people in found]


def answer_figures(
    plan: Plan, snapshot: Snapshot, earlier: Sequence[Figure], blocks: Sequence[Block]
) -> tuple[list[Figure], list[Block]]:
    """Decide every percentage and mean of the plan for one release; also return the new blocks it uses."""
    figures: list[Figure] = []
    taken: list[Block] = []
    for item in dict.fromkeys(table.item for table in plan.tables if table.item is not None):
        answered = Answered([table for table in plan.tables if table.item == item], snapshot)
        old = [block for block in blocks if block.item == item]
        new = answered.blocks(old)
        for table in answered.tables:
            before = {
                figure.group: figure for figure in earlier if figure.table == table.name and figure.printed
            }
            groups = answered.groups(table)
            for group in sorted(groups | before.keys()):
                people = groups.get(group, frozenset())
                figure, used = _decided(answered, table, group, people, [*old, *new], before.get(group))
                figures.append(figure)
                taken += [block for block in used if block in new and block not in taken]
    return figures, taken


def _decided(
    answered: Answered,
    table: Table,
    group: Group,
    people: People,
    blocks: Sequence[Block],
    before: Figure | None,
) -> tuple[Figure, list[Block]]:
    if before is not None and people in (before.people, frozenset()):
        return before, []
    why = answered.too_few(people, table)
    parts = covering(people, blocks) if why is None else None
    release = answered.snapshot.release
    if parts:
        printed = _printed(table.kind, parts, len(people))
        return Figure(table.name, table.item, group, release, people, printed), parts
    why = why or "R8: it could be subtracted from a figure that is shown"
    return before or Figure(table.name, table.item, group, release, people, (), why), []


def _printed(kind: str, parts: Sequence[Block], n: int) -> tuple[tuple[str, str | int], ...]:
    limits = sum(part.limits[0] for part in parts), sum(part.limits[1] for part in parts)
    text = bands.percent_text if kind == "percent" else bands.mean_text
    return (("n", bands.n_band(n)), (kind, text(limits, n, parts=len(parts))))
