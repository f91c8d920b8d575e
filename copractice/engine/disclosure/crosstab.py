"""One table of counts by rows and columns, made safe to publish on its own (rules R3 and R7)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from copractice.engine.disclosure.suppression import is_sensitive, protected, table_arcs

FORMAT = "copractice-release-1"

Shown = int | None


@dataclass(frozen=True)
class Crosstab:
    """A table with its totals; None where a cell is hidden.

    `safe` is how many inner cells hold 10 or more, `kept` how many of these are shown; `merge` names the row
    or column with the fewest people among those with a small cell; it would best be joined with another.
    `document` is the table as it would be published, for the auditor.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Shown, ...], ...]
    row_totals: tuple[Shown, ...]
    column_totals: tuple[Shown, ...]
    total: Shown
    safe: int
    kept: int
    merge: str | None
    document: str
    method: str = "disclosure"
    version: str = "1"
    seed: None = None


def protect(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]]) -> Crosstab:
    """Hide small cells, and as many others as it takes that nobody can narrow a hidden one within 1 to 9.

    Args:
        rows, columns: their names, each once.
        counts: one line for each row, whole numbers from 0 on.

    Raises:
        ValueError: names twice, a shape that does not fit, or a count that is no whole number from 0 on.

    >>> ages = ["14-15", "16-17", "18+"]
    >>> table = protect(["health", "arts", "trades"], ages, [[30, 25, 4], [20, 18, 40], [50, 60, 70]])
    >>> table.cells
    ((None, None, None), (None, None, None), (50, 60, 70))
    >>> table.row_totals, table.column_totals, table.total
    ((59, 78, 180), (100, 103, 114), 317)
    """
    _check(rows, columns, counts)
    arcs = table_arcs(counts)
    safe = protected(arcs)
    shown = [None if arc.hidden or safe is None else arc.count for arc in (safe or arcs)]
    size, wide = len(rows) * len(columns), len(columns) > 1
    lines = [shown[start : start + len(columns)] for start in range(0, size, len(columns))]
    across = shown[size : size + len(rows)] if wide else [line[0] for line in lines]
    down = shown[size + len(rows) : -1] if wide else shown[-1:]
    inner = list(zip(arcs[:size], shown[:size], strict=True))
    return Crosstab(
        rows=tuple(rows),
        columns=tuple(columns),
        cells=tuple(map(tuple, lines)),
        row_totals=tuple(across),
        column_totals=tuple(down),
        total=shown[-1],
        safe=sum(not is_sensitive(arc.count) for arc, _ in inner),
        kept=sum(value is not None for _, value in inner),
        merge=_thinnest(rows, columns, counts, lines),
        document=_document(rows, columns, lines, across, down, shown[-1]),
    )


def _thinnest(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[int]],
    lines: Sequence[Sequence[Shown]],
) -> str | None:
    hidden = [(i, j) for i, line in enumerate(lines) for j, value in enumerate(line) if value is None]
    small = [(i, j) for i, j in hidden if is_sensitive(counts[i][j])]
    people = {f"row {rows[i]}": sum(counts[i]) for i, _ in small}
    if len(columns) > 1:
        people |= {f"column {columns[j]}": sum(line[j] for line in counts) for _, j in small}
    return min(people, key=lambda name: (people[name], name)) if people else None


def _document(
    rows: Sequence[str],
    columns: Sequence[str],
    lines: Sequence[Sequence[Shown]],
    across: Sequence[Shown],
    down: Sequence[Shown],
    total: Shown,
) -> str:
    wide = len(columns) > 1
    by = ["row", "column"] if wide else ["row"]
    cells: list[tuple[dict[str, str], Shown]] = [({}, total)]
    for row, line, sum_ in zip(rows, lines, across, strict=True):
        cells.append(({"row": row}, sum_))
        if wide:
            cells += [
                ({"row": row, "column": name}, value) for name, value in zip(columns, line, strict=True)
            ]
    if wide:
        cells += [({"column": name}, value) for name, value in zip(columns, down, strict=True)]
    printed = [
        {"group": group, "as_of": "now"} | ({"hidden": True} if value is None else {"count": value})
        for group, value in cells
    ]
    table = {"name": "table", "kind": "counts", "item": None, "by": by, "cells": printed}
    content = {"format": FORMAT, "release": "now", "tables": [table], "quotes": [], "themes": []}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _check(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
    for kind, names in (("row", rows), ("column", columns)):
        if not names:
            raise ValueError(f"the table has no {kind}s")
        if len(set(names)) < len(names):
            raise ValueError(f"two {kind}s have the same name")
    if len(counts) != len(rows) or any(len(line) != len(columns) for line in counts):
        raise ValueError(f"counts need {len(rows)} lines of {len(columns)} numbers")
    for row, line in zip(rows, counts, strict=True):
        for column, count in zip(columns, line, strict=True):
            if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                raise ValueError(f"{row}, {column}: {count!r} is no whole number from 0 on")
