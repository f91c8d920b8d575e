"""The anchors: the chains' heads, appended to a file outside the database, one JSON object a line.

A machine that stops while a line is written leaves a piece of it. The piece stays where it is and counts
for nothing: the heads it was to hold come again with the next anchor.
"""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from copractice.ledger.models import LogHead


def append_anchors(path: Path, heads: Iterable[LogHead], *, at: datetime) -> None:
    """Append the heads and wait until the file is on disk."""
    lines = [
        json.dumps({"at": at.isoformat(), "community": head.pk, "seq": head.seq, "hash": head.hash}) + "\n"
        for head in heads
    ]
    if lines:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.writelines([_end_of_last_line(path), *lines])
            stream.flush()
            os.fsync(stream.fileno())


def read_anchors(path: Path) -> dict[int, dict[int, str]]:
    """Return community → seq → hash; empty when nothing was anchored yet."""
    anchors: dict[int, dict[int, str]] = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.endswith("}"):  # no piece of a line does
                row = json.loads(line)
                anchors.setdefault(row["community"], {})[row["seq"]] = row["hash"]
    return anchors


def _end_of_last_line(path: Path) -> str:
    return "\n" if path.read_bytes()[-1:] not in {b"", b"\n"} else ""
