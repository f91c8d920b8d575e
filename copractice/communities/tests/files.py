"""Files handed in by tests, as a browser would, and the work that a worker would do on them."""

import secrets
from datetime import datetime
from types import ModuleType
from typing import Any

from copractice.communities.actions import imports
from copractice.communities.models import Import
from tests.world import Place


def start(
    place: Place, kind: ModuleType, content: str | bytes, now: datetime, *, role: str = "", **context: Any
) -> Import:
    """Hand in a file and let it be checked."""
    role = role or kind.KIND.rpartition(".")[2]
    row = imports.start_import(
        community=place.community,
        kind=kind.KIND,
        title=kind.TITLE,
        files=[imports.Given(role, f"{role}.csv", content.encode() if isinstance(content, str) else content)],
        context=context,
        form_path="/",
        form_key=secrets.token_hex(16),
        actor=place.people["coordinator"],
        now=now,
    )
    kind.check(import_id=row.pk, now=now)
    return fresh(row)


def write(row: Import, place: Place, kind: ModuleType, now: datetime) -> Import:
    """Confirm what was checked and let it be written."""
    imports.confirm_import(row=row, actor=place.people["coordinator"], now=now)
    kind.run(import_id=row.pk, now=now)
    return fresh(row)


def undo(row: Import, place: Place, kind: ModuleType, now: datetime) -> Import:
    """Have an import taken back."""
    imports.undo_import(row=row, actor=place.people["coordinator"], now=now)
    kind.undo(import_id=row.pk, now=now)
    return fresh(row)


def fresh(row: Import) -> Import:
    """Return the import as it is stored."""
    return Import.objects.select_related("community").get(pk=row.pk)


def counts(row: Import) -> dict[str, int]:
    """Return the counts of a report by their labels."""
    return {found["label"]: found["count"] for found in row.report["counts"]}


def faults(row: Import) -> list[str]:
    """Return the faults of a report, each with its line and column."""
    return [
        f"{found['line']} {found['column']}: {found['sentence'] % found['values']}"
        for found in row.report["faults"]
    ]


def doubles(row: Import) -> list[tuple[int, str, str]]:
    """Return line, known name and fate of the rows that may be known."""
    return [(found["line"], found["known"], found["sentence"]) for found in row.report["doubles"]]
