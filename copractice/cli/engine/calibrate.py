"""`copractice engine calibrate`: review scores corrected for severe and lenient reviewers."""

import argparse

from copractice.cli.engine.tables import BadFile, Row, finite, named, read_rows
from copractice.engine.calibration import calibrate
from copractice.engine.results import as_json

MISSING = {"", "n/a", "na", "-"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One CSV with a row per review, and the names of its columns."""
    parser.add_argument("--reviews", required=True, help="CSV, one row per review")
    parser.add_argument("--item", default="item", help="column that names what was reviewed")
    parser.add_argument("--reviewer", default="reviewer", help="column that names the reviewer")
    parser.add_argument("--score", default="score", help="column with the score; empty or n/a is missing")
    parser.add_argument("--out", help="where the JSON goes; standard output if left out")


def input_files(args: argparse.Namespace) -> list[str]:
    """Name the one file read."""
    return [args.reviews]


def run(args: argparse.Namespace) -> dict[str, object]:
    """Read the reviews, fit, and name how many had no score."""
    scored: dict[tuple[str, str], float] = {}
    missing = 0
    for row in read_rows(args.reviews, [args.item, args.reviewer, args.score]):
        pair = (_name(row, args.item), _name(row, args.reviewer))
        if row.cells[args.score].strip().lower() in MISSING:
            missing += 1
            continue
        if pair in scored:
            raise BadFile(
                f"{row.file}, line {row.line}, column {args.reviewer}: {pair[1]} reviewed {pair[0]} twice"
            )
        scored[pair] = row.read(args.score, finite, "a number")
    items, reviewers = [pair[0] for pair in scored], [pair[1] for pair in scored]
    result = calibrate(items, reviewers, list(scored.values()))
    return {**as_json(result), "missing": missing}


def _name(row: Row, column: str) -> str:
    return row.read(column, named, "a name")
