"""The frameworks that come with Copractice, read from the files beside this one."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Shipped:
    """A framework that a community can adopt."""

    key: str
    name: str
    file: str
    part: str
    note: str


@dataclass(frozen=True)
class ShippedItem:
    """One item as it stands in a file; `parent` is the place of the item above it in the same list."""

    ref: str
    kind: str
    title: str
    scale: str
    source_url: str
    verified: bool
    note: str
    parent: int | None


@cache
def shipped() -> dict[str, Shipped]:
    """Return every framework that comes with Copractice, by its key."""
    return {row["key"]: Shipped(**row) for row in _rows("frameworks.csv")}


def items_of(framework: Shipped) -> list[ShippedItem]:
    """Return a framework's items in their order, each after the one it belongs to."""
    rows = [row for row in _rows(framework.file) if row.get("framework", "") == framework.part]
    if "area" in rows[0]:
        return _under_areas(rows)
    domains = [row["domain"] for row in rows]
    grouped = 1 < len(set(domains)) < len(rows)
    return _under_domains(rows) if grouped else [_item(row, row["domain"], None) for row in rows]


def _under_areas(rows: list[dict[str, str]]) -> list[ShippedItem]:
    tops = [row for row in rows if not _above(row, rows)]
    found: list[ShippedItem] = []
    for top in tops:
        place = len(found)
        found.append(_item(top, top["record_type"], None))
        parts = [row for row in rows if _above(row, rows) is top]
        found += [_item(row, row["record_type"], place) for row in parts]
    return found


def _above(row: Cells, rows: list[dict[str, str]]) -> Cells | None:
    """Return the row whose title or code a row names as its area, if that is another row."""
    named = (other for other in rows if row["area"] in {other["title"], other["code"]} and other is not row)
    return next(named, None)


def _under_domains(rows: list[dict[str, str]]) -> list[ShippedItem]:
    found: list[ShippedItem] = []
    for domain in dict.fromkeys(row["domain"] for row in rows):
        parts = [row for row in rows if row["domain"] == domain]
        place = len(found)
        found.append(
            ShippedItem(
                ref="",
                kind="domain",
                title=domain[0].upper() + domain[1:],
                scale="",
                source_url=parts[0]["source_url"],
                verified=all(row["verified"] == "yes" for row in parts),
                note="",
                parent=None,
            )
        )
        found += [_item(row, "", place) for row in parts]
    return found


def _item(row: Cells, kind: str, parent: int | None) -> ShippedItem:
    scale = row.get("scale", "")
    return ShippedItem(
        ref=row["code"],
        kind="" if kind == row["title"] else kind,
        title=row["title"],
        scale="" if scale == "n/a" else scale,
        source_url=row["source_url"],
        verified=row["verified"] == "yes",
        note=row.get("licence_note") or row.get("note", ""),
        parent=parent,
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
