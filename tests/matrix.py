"""The visibility matrix, `docs/visibility.csv`, as tests read it: who may read and write what.

A row gives a right to a role; what no row gives is closed. `*` is everybody, `person` who is signed in,
`staff` the owner and the coordinator, `members` whoever has a role in the community, `self` the person
whom the record is about.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from copractice.communities.models import Role

FILE = Path(__file__).resolve().parent.parent / "docs" / "visibility.csv"
STAFF = {"owner", "coordinator"}
ROLES = ["visitor", "stranger", *(role.value for role in Role)]


@dataclass(frozen=True)
class Row:
    """One line of the matrix."""

    record: str
    role: str
    read: str
    write: str
    condition: str


@cache
def rows() -> list[Row]:
    """Return the matrix."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return [Row(**line) for line in csv.DictReader(stream)]


def covers(row: Row, role: str) -> bool:
    """Say whether a row speaks of this role."""
    groups = {
        "*": True,
        "person": role != "visitor",
        "members": role not in {"visitor", "stranger"},
        "staff": role in STAFF,
    }
    return groups.get(row.role, row.role == role)


def may(record: str, role: str, right: str) -> bool:
    """Say whether the matrix gives a role the right, `read` or `write`, to a record."""
    mine = [row for row in rows() if row.record == record and covers(row, role)]
    return any(getattr(row, right) == "yes" for row in mine)


def may_self(record: str, right: str) -> bool:
    """Say whether the matrix gives the right to the person whom the record is about."""
    mine = [row for row in rows() if row.record == record and row.role == "self"]
    return any(getattr(row, right) == "yes" for row in mine)


def url_names() -> set[str]:
    """Return the name of every address of the site."""
    return {name for pattern in get_resolver().url_patterns for name in _names(pattern)}


def _names(pattern: URLPattern | URLResolver) -> list[str]:
    if isinstance(pattern, URLResolver):
        return [name for inner in pattern.url_patterns for name in _names(inner)]
    return [pattern.name or f"unnamed {pattern.pattern}"]
