"""`python -m bench [GROUP ...]`: run the groups' benches and print one row for each."""

import importlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass

# A bench module has `rows() -> Iterable[Row]`.
GROUPS: dict[str, list[str]] = {
    "pages": ["pages"],
    "engine": [
        "opinions",
        "ranking",
        "shares",
        "lottery",
        "selection",
        "disclosure",
    ],
}


@dataclass(frozen=True)
class Row:
    """One line of the report; `peer_seconds` is None where the peer was not run here."""

    step: str
    case: str
    seconds: float
    peak_mb: float
    peer: str
    peer_seconds: float | None
    target: str
    note: str = ""


def show(rows: Iterable[Row]) -> None:
    """Print each row as soon as it is measured."""
    for row in rows:
        beside = ""
        if row.peer_seconds:
            ratio = row.peer_seconds / row.seconds
            beside = f"{row.peer} {row.peer_seconds:.3f} s   {ratio:.1f}x   "
        elif row.peer:
            beside = f"{row.peer}, peer not run here   "
        print(
            f"{row.step:22} {row.case:34} {row.seconds:9.3f} s {row.peak_mb:7.0f} MB   "
            f"{beside}target {row.target} {row.note}",
            flush=True,
        )


def main(names: list[str]) -> None:
    """Run the named groups, or all."""
    for name in names or list(GROUPS):
        print(f"# {name}")
        for module in GROUPS[name]:
            show(importlib.import_module(f"bench.{module}").rows())


if __name__ == "__main__":
    main(sys.argv[1:])
