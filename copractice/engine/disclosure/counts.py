"""Tables that count people: small cells hidden with as many others as it takes, renewed only as a whole."""

import itertools
from collections.abc import Sequence

from copractice.engine.disclosure import differences, suppression
from copractice.engine.disclosure.blocks import People
from copractice.engine.disclosure.figures import Figure, Group
from copractice.engine.disclosure.plan import Snapshot, Table


def count_figures(table: Table, snapshot: Snapshot, earlier: Sequence[Figure]) -> list[Figure]:
    """Return the cells of one table of counts: inner cells and totals, or the table as it was published.

    A table is renewed if nobody of the old one is in it, or if in every cell 0 or at least 10 people joined
    and left and neither version hides a cell; otherwise the old table stands with its old date (rule R8).
    """
    values = [sorted(set(snapshot.groups[attribute])) for attribute in table.by]
    inner = _cells(table, snapshot, values)
    old = _latest(table, earlier)
    if not snapshot.people:
        return old
    if old and not _may_renew(inner, old):
        return old
    new = _protected(table, inner, values, snapshot.release)
    if old and not _apart(inner, old) and not all(figure.printed for figure in [*old, *new]):
        return old
    return new


def suggest_merge(figures: Sequence[Figure]) -> str | None:
    """Name the smallest hidden category, which would best be merged with another, if any is hidden."""
    hidden = [figure for figure in figures if not figure.printed and figure.group]
    if not hidden:
        return None
    smallest = min(hidden, key=lambda figure: (len(figure.people), figure.group))
    return " and ".join(f"{attribute} {value}" for attribute, value in smallest.group)


def _cells(table: Table, snapshot: Snapshot, values: Sequence[Sequence[str]]) -> dict[Group, People]:
    members: dict[Group, set[str]] = {
        tuple(zip(table.by, combination, strict=True)): set() for combination in itertools.product(*values)
    }
    for row, person in enumerate(snapshot.people):
        members[tuple((attribute, snapshot.groups[attribute][row]) for attribute in table.by)].add(person)
    return {group: frozenset(people) for group, people in members.items()}


def _latest(table: Table, earlier: Sequence[Figure]) -> list[Figure]:
    mine = [figure for figure in earlier if figure.table == table.name]
    return [figure for figure in mine if figure.as_of == mine[-1].as_of]


def _apart(inner: dict[Group, People], old: Sequence[Figure]) -> bool:
    everybody = frozenset[str]().union(*inner.values())
    return everybody.isdisjoint(frozenset[str]().union(*(figure.people for figure in old)))


def _may_renew(inner: dict[Group, People], old: Sequence[Figure]) -> bool:
    before = {figure.group: figure.people for figure in old}
    cells = set(inner) | {group for group in before if len(group) == len(next(iter(inner)))}
    nobody = frozenset[str]()
    if _apart(inner, old):
        return True
    pairs = [(inner.get(group, nobody), before.get(group, nobody)) for group in cells]
    changed = any(new != gone for new, gone in pairs)
    return changed and all(differences.small_change(new, gone) is None for new, gone in pairs)


def _protected(
    table: Table, inner: dict[Group, People], values: Sequence[Sequence[str]], release: str
) -> list[Figure]:
    columns = len(values[1]) if len(values) == 2 else 1
    sizes = [len(people) for people in inner.values()]
    lines = [sizes[start : start + columns] for start in range(0, len(sizes), columns)]
    groups = dict(inner)
    if columns > 1:
        for attribute, options in zip(table.by, values, strict=True):
            for value in options:
                pair = (attribute, value)
                groups[(pair,)] = frozenset[str]().union(*(p for g, p in inner.items() if pair in g))
    groups[()] = frozenset[str]().union(*inner.values())
    arcs = suppression.table_arcs(lines) if table.by else [suppression.Arc(0, 1, sizes[0])]
    safe = suppression.protected(arcs)
    hidden = [arc.hidden for arc in safe] if safe else [True] * len(groups)
    return [
        Figure(
            table.name,
            None,
            group,
            release,
            people,
            () if covered else (("count", len(people)),),
            "R7: hidden with the small cells" if covered else "",
        )
        for (group, people), covered in zip(groups.items(), hidden, strict=True)
    ]
