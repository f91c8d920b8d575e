"""`copractice engine assign`: who reviews what, with the proof that no assignment does better."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copractice.cli.engine.columns import Chunk, Codes, read_chunks
from copractice.cli.engine.tables import BadFile, Row, finite, read_rows
from copractice.engine.assignment import Assignment, Docket, Label, assign
from copractice.engine.results import as_json

Places = NDArray[np.int64]
PAIR = ["reviewer", "application"]


@dataclass(frozen=True)
class Names:
    """Applications and reviewers in the order in which the engine numbers them, and their numbers."""

    applications: list[str]
    reviewers: list[str]
    application: dict[str, int]
    reviewer: dict[str, int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Affinities, conflicts and loads."""
    parser.add_argument("--affinity", required=True, help="CSV: reviewer, application, affinity")
    parser.add_argument("--conflicts", help="CSV: reviewer, application; these pairs are never used")
    parser.add_argument("--per-application", type=int, required=True, help="reviews of each application")
    parser.add_argument("--max-load", type=int, required=True, help="reviews of each reviewer, at most")
    parser.add_argument("--min-load", type=int, default=0, help="reviews of each reviewer, at least")
    parser.add_argument("--objective", choices=["total", "fair"], default="total")
    parser.add_argument("--labels", help="CSV: reviewer, label; needs --label-min")
    parser.add_argument("--label-min", type=int, default=1, help="reviewers with each label per application")
    parser.add_argument("--locked", help="CSV: reviewer, application; these pairs stay")
    parser.add_argument("--institutions", help="CSV: reviewer, institution; needs --institution-cap")
    parser.add_argument("--institution-cap", type=int, help="reviewers of one institution per application")
    parser.add_argument("--co-review-cap", type=int, help="applications that two reviewers may share")
    parser.add_argument("--out", help="where the JSON goes; standard output if left out")


def input_files(args: argparse.Namespace) -> list[str]:
    """Name the files read."""
    files = [args.affinity, args.conflicts, args.labels, args.locked, args.institutions]
    return [file for file in files if file]


def run(args: argparse.Namespace) -> dict[str, object]:
    """Read, assign, and name pairs as the files do."""
    names, affinity, allowed = _affinities(args.affinity, args.conflicts)
    docket = Docket(
        affinity=affinity,
        per_application=args.per_application,
        max_load=args.max_load,
        min_load=args.min_load,
        allowed=allowed,
        labels=_labels(args.labels, args.label_min, names) if args.labels else (),
        locked=[(a, r) for _, r, a in _pairs(args.locked, names)] if args.locked else (),
        institutions=_institutions(args.institutions, names) if args.institutions else None,
        institution_cap=args.institution_cap,
        co_review_cap=args.co_review_cap,
        applications=names.applications,
        reviewers=names.reviewers,
    )
    return _named(assign(docket, objective=args.objective), names)


def _affinities(path: str, conflicts: str | None) -> tuple[Names, NDArray[np.float64], NDArray[np.bool_]]:
    """Read affinities; a pair that is not listed, or is in conflict, is not allowed.

    Reviewers and applications that occur among the conflicts only are part of the question too.
    """
    readers, cases = Codes(), Codes()
    parts = [
        (chunk.lines, readers.encode(chunk, "reviewer"), cases.encode(chunk, "application"), _numbers(chunk))
        for chunk in read_chunks(path, [*PAIR, "affinity"])
    ]
    if not parts:
        raise BadFile(f"{path}, line 2: there are no affinities")
    hits = list(_conflicts(conflicts, readers, cases)) if conflicts else []
    reviewers, reader_place = readers.ordered()
    applications, case_place = cases.ordered()
    names = Names(applications, reviewers, _number(applications), _number(reviewers))
    r = reader_place[np.concatenate([part[1] for part in parts])]
    a = case_place[np.concatenate([part[2] for part in parts])]
    _refuse_repeats(path, np.concatenate([part[0] for part in parts]), a, r, names)
    affinity = np.zeros((len(applications), len(reviewers)))
    allowed = np.zeros(affinity.shape, dtype=bool)
    affinity[a, r] = np.concatenate([part[3] for part in parts])
    allowed[a, r] = True
    for reader, case in hits:
        allowed[case_place[case], reader_place[reader]] = False
    return names, affinity, allowed


def _number(names: list[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _numbers(chunk: Chunk) -> NDArray[np.float64]:
    try:
        values = np.array(chunk.cells["affinity"], dtype=np.float64)
    except ValueError:
        chunk.refuse("affinity", _is_finite, "a number")
    if not np.isfinite(values).all():
        chunk.refuse("affinity", _is_finite, "a number")
    return values


def _is_finite(cell: str) -> bool:
    finite(cell)
    return True


def _conflicts(path: str, readers: Codes, cases: Codes) -> Iterator[tuple[Places, Places]]:
    for chunk in read_chunks(path, PAIR):
        yield readers.encode(chunk, "reviewer"), cases.encode(chunk, "application")


def _refuse_repeats(path: str, lines: Places, a: Places, r: Places, names: Names) -> None:
    keys = a * len(names.reviewers) + r
    order = np.argsort(keys, kind="stable")
    again = np.sort(order[1:][np.diff(keys[order]) == 0])
    if len(again):
        place = int(again[0])
        pair = f"{names.reviewers[r[place]]} and {names.applications[a[place]]}"
        raise BadFile(f"{path}, line {lines[place]}, column reviewer: {pair} stand there twice")


def _pairs(path: str, names: Names) -> Iterator[tuple[int, int, int]]:
    """Yield line, reviewer and application of each row."""
    for row in read_rows(path, PAIR):
        reviewer = row.read(
            "reviewer", lambda cell: _known(names.reviewer, cell), "a reviewer with affinities"
        )
        case = row.read("application", lambda cell: _known(names.application, cell), "a known application")
        yield row.line, reviewer, case


def _reviewer(row: Row, names: Names) -> int:
    return row.read("reviewer", lambda cell: _known(names.reviewer, cell), "a reviewer with affinities")


def _known(numbers: dict[str, int], cell: str) -> int:
    if cell not in numbers:
        raise ValueError
    return numbers[cell]


def _labels(path: str, minimum: int, names: Names) -> list[Label]:
    members: dict[str, list[int]] = {}
    for row in read_rows(path, ["reviewer", "label"]):
        reviewer = row.read(
            "reviewer", lambda cell: _known(names.reviewer, cell), "a reviewer with affinities"
        )
        members.setdefault(row.cells["label"].strip(), []).append(reviewer)
    return [Label(label, minimum, tuple(sorted(set(own)))) for label, own in sorted(members.items())]


def _institutions(path: str, names: Names) -> list[str]:
    found = [""] * len(names.reviewers)
    for row in read_rows(path, ["reviewer", "institution"]):
        reviewer = row.read(
            "reviewer", lambda cell: _known(names.reviewer, cell), "a reviewer with affinities"
        )
        found[reviewer] = row.cells["institution"].strip()
    return found


def _named(result: Assignment, names: Names) -> dict[str, object]:
    return {
        "method": result.method,
        "version": result.version,
        "seed": result.seed,
        "objective": result.objective,
        "pairs": [
            {"application": names.applications[a], "reviewer": names.reviewers[r]} for a, r in result.pairs
        ],
        "total": result.total,
        "worst": result.worst,
        "sums": dict(zip(names.applications, result.sums, strict=True)),
        "load": dict(zip(names.reviewers, result.load, strict=True)),
        "certificate": as_json(result.certificate),
        "design": as_json(result.design),
    }
