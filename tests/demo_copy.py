"""The demo for every test that wants it: told once in a run, since telling takes seconds, then laid down again."""

import fcntl
import json
import os
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from copractice.demo import actions, opening
from copractice.demo.actions import make_demo
from tests.kept import copied, lay_down

# The processes of a run tell it once between them.
SHARED = Path(os.environ["TESTS_SHARED"])


def lay_down_demo(now: datetime | None = None) -> None:
    """Tell the demo's story in an empty database, by its actions the first time, then from a copy of its rows.

    Without `now` it is the story as of today.
    """
    kept = SHARED / f"demo of {now.isoformat() if now else 'today'}"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            make_demo(now=now or timezone.now())
            kept.write_text(json.dumps(copied()), "utf-8")
            return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # some of its rows name each other
        lay_down(json.loads(kept.read_text("utf-8")))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def tell_the_opening_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave of the story its first chapter, for tests of when a demo is made, not of what it holds."""
    monkeypatch.setattr(actions, "CHAPTERS", (opening,))
