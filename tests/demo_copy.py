"""The demo for every test that wants it: told once in a run, since telling takes seconds, then laid down again."""

import fcntl
import os
import pickle
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from copractice.demo import actions, opening
from copractice.demo.actions import make_demo

KEPT = {"django_content_type", "auth_permission", "django_migrations"}  # what a test does not empty
# The processes of a run tell it once between them.
SHARED = Path(os.environ["TESTS_SHARED"])
Rows = dict[str, bytes]


def lay_down_demo(now: datetime | None = None) -> None:
    """Tell the demo's story in an empty database, by its actions the first time, then from a copy of its rows.

    Without `now` it is the story as of today.
    """
    kept = SHARED / f"demo of {now.isoformat() if now else 'today'}"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            make_demo(now=now or timezone.now())
            kept.write_bytes(pickle.dumps(copied()))
            return
    lay_down(pickle.loads(kept.read_bytes()))  # noqa: S301 – written by this run


def copied() -> Rows:
    """Return the rows of every table."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(tables - KEPT):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                rows[table] = b"".join(copy)
    return rows


@transaction.atomic
def lay_down(rows: Rows) -> None:
    """Write the rows into their empty tables, and let numbers go on after the highest."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # so that tables come in any order
        for table, content in rows.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(content)
        models = connection.introspection.installed_models(list(rows))
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def tell_the_opening_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave of the story its first chapter, for tests of when a demo is made, not of what it holds."""
    monkeypatch.setattr(actions, "CHAPTERS", (opening,))
