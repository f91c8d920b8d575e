"""`python -m bench [GROUP ...]`: run the groups' benches and print one row for each."""

import importlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass

# A bench module has `rows() -> Iterable[Row]`.
GROUPS: dict[str, list[str]] = {
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
        ratio = f"{row.peer_seconds / row.seconds:.1f}x" if row.peer_seconds else "peer not run here"
        print(
            f"{row.step:22} {row.case:34} {row.seconds:9.3f} s {row.peak_mb:7.0f} MB   "
            f"{row.peer} {f'{row.peer_seconds:.3f} s' if row.peer_seconds else '-'}   {ratio}   "
            f"target {row.target} {row.note}",
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
