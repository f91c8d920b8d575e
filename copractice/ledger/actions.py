"""Writing the log: `record` inside the act's own transaction, `see` for sensitive reads, `anchor` outside."""

from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.db import models, transaction

from copractice.ledger.analysis import GENESIS, entry_hash
from copractice.ledger.files import append_anchors, read_anchors
from copractice.ledger.models import Access, LogEntry, LogHead


class Actor(Protocol):
    """Whoever acts: known to the log by a random key that erasure drops, never by name or id."""

    @property
    def log_key(self) -> UUID:
        """Return the key that stands for the actor."""


@transaction.atomic
def record(
    actor: Actor | None, act: str, about: models.Model, *, community_id: int, at: datetime
) -> LogEntry:
    """Add one act to a community's chain; `actor` is None for what the clock or the owner's console did.

    Call it last among the writes that lock rows: it holds the chain's head until the transaction ends.
    """
    LogHead.objects.bulk_create(
        [LogHead(community_id=community_id, seq=0, hash=GENESIS)], ignore_conflicts=True
    )
    head = LogHead.objects.select_for_update().get(pk=community_id)
    entry = LogEntry(
        community_id=community_id,
        seq=head.seq + 1,
        at=at,
        actor_key=actor.log_key if actor else None,
        act=act,
        record=about._meta.label_lower,
        record_id=_id_of(about),
    )
    entry.hash = entry_hash(head.hash, entry)
    entry.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry


def see(viewer: Actor, about: models.Model, *, community_id: int, at: datetime) -> None:
    """Keep that a person read a sensitive record on this day."""
    access = Access(
        community_id=community_id,
        viewer_key=viewer.log_key,
        record=about._meta.label_lower,
        record_id=_id_of(about),
        day=at.date(),
    )
    Access.objects.bulk_create([access], ignore_conflicts=True)


def anchor(path: Path, *, at: datetime) -> int:
    """Append every chain's moved head to the anchor file; returns how many had moved since the last time."""
    known = read_anchors(path)
    moved = [head for head in LogHead.objects.order_by("pk") if head.seq not in known.get(head.pk, {})]
    append_anchors(path, moved, at=at)
    return len(moved)


def _id_of(about: models.Model) -> str:
    return str(getattr(about, "log_key", about.pk))
