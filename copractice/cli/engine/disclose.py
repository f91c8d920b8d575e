"""`copractice engine disclose`: a table of counts with small cells hidden, and the attack that tested it."""

import argparse

from copractice.cli.engine.tables import BadFile, Row, read_rows
from copractice.engine.auditor import count_intervals
from copractice.engine.disclosure.crosstab import Crosstab, protect
from copractice.engine.results import as_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One CSV with a line for each cell."""
    parser.add_argument(
        "--table", required=True, help="CSV with rows, columns, count (or row, column, count)"
    )
    parser.add_argument("--out", help="where the JSON goes; standard output if left out")


def input_files(args: argparse.Namespace) -> list[str]:
    """Name the one file read."""
    return [args.table]


def run(args: argparse.Namespace) -> dict[str, object]:
    """Read the table, protect it, and let the auditor bound every hidden cell."""
    counts = _counts(args.table)
    rows, columns = (list(dict.fromkeys(names)) for names in zip(*counts, strict=True))
    lines = [[counts.get((row, column), 0) for column in columns] for row in rows]
    table = protect(rows, columns, lines)
    found = count_intervals({"release.json": table.document.encode()})
    hidden = [{**dict(cell.group), "could_be": [low, high]} for cell, low, high in found]
    if any(low > 1 or high < 9 for _, low, high in found):
        raise ValueError("R7: the auditor could narrow a hidden cell; nothing is published")
    return _listed(table) | {
        "hidden": hidden,
        "audit": "passed",
        "not_checked": ["R2: employers are unknown"],
    }


def _counts(path: str) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for row in read_rows(path, ["count"]):
        place = _cell(row, "row"), _cell(row, "column")
        if place in counts:
            raise BadFile(f"{path}, line {row.line}: {' and '.join(place)} have a count already")
        counts[place] = row.read("count", _whole, "a whole number from 0 on")
    if not counts:
        raise BadFile(f"{path}, line 2: the table has no cells")
    return counts


def _cell(row: Row, name: str) -> str:
    for column in (name, f"{name}s"):
        if column in row.cells:
            return row.cells[column]
    raise BadFile(f"{row.file}, line 1: no column {name}s; found {', '.join(row.cells)}")


def _listed(table: Crosstab) -> dict[str, object]:
    data: dict[str, object] = as_json(table)
    del data["document"]
    return data | {
        "cells": [
            {"row": row, "column": column, "status": "hidden" if count is None else "shown", "count": count}
            for row, line in zip(table.rows, table.cells, strict=True)
            for column, count in zip(table.columns, line, strict=True)
        ],
        "row_totals": dict(zip(table.rows, table.row_totals, strict=True)),
        "column_totals": dict(zip(table.columns, table.column_totals, strict=True)),
    }


def _whole(cell: str) -> int:
    value = int(cell)
    if value < 0:
        raise ValueError
    return value
