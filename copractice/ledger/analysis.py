"""The arithmetic of the chain: what is hashed, and whether the stored rows still agree with it.

What it can show: a changed, deleted, inserted or swapped row, by the first row that does not follow from
the one before. What it cannot show alone: a tail cut off together with the head; the anchors outside the
database show that, back to the last anchor. Acts after the last anchor can be cut without a trace.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC

from copractice.ledger.models import LogEntry, LogHead

GENESIS = "0" * 64


@dataclass(frozen=True)
class Break:
    """The first place where a community's chain does not hold, and why."""

    community_id: int
    seq: int
    why: str


def entry_hash(previous: str, entry: LogEntry) -> str:
    """Return the SHA-256 over the hash before and the entry's canonical JSON."""
    content = [
        previous,
        entry.community_id,
        entry.seq,
        entry.at.astimezone(UTC).isoformat(),
        str(entry.actor_key) if entry.actor_key else None,
        entry.act,
        entry.record,
        entry.record_id,
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(
    community_id: int, entries: Iterable[LogEntry], head: LogHead | None, anchors: Mapping[int, str]
) -> Break | None:
    """Walk a chain in order of `seq` and return the first row that does not hold, or None.

    `anchors` maps a seq to the hash that was written outside the database when the chain ended there.
    """
    previous, last = GENESIS, 0
    for entry in entries:
        fault = _fault(entry, previous, last + 1, anchors.get(entry.seq))
        if fault:
            return Break(community_id, last + 1, fault)
        previous, last = entry.hash, entry.seq
    if head is None:
        return Break(community_id, 1, "the head is missing") if last or anchors else None
    if (head.seq, head.hash) != (last, previous if last else GENESIS):
        return Break(community_id, last + 1, f"the chain ends at {last}, its head says {head.seq}")
    missing = [seq for seq in anchors if seq > last]
    if missing:
        return Break(
            community_id, last + 1, f"the chain ends at {last}, an anchor outside names {max(missing)}"
        )
    return None


def _fault(entry: LogEntry, previous: str, expected: int, anchor: str | None) -> str | None:
    if entry.seq != expected:
        return f"row {expected} is missing, row {entry.seq} follows"
    if entry_hash(previous, entry) != entry.hash:
        return "its content or its place does not match its hash"
    if anchor is not None and anchor != entry.hash:
        return "it differs from the anchor outside the database"
    return None
