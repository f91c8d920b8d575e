"""Reads of the log: a community's acts, newest first, and who saw a record."""

from django.db.models import QuerySet

from copractice.ledger.models import Access, LogEntry


def entries_of(community_id: int) -> QuerySet[LogEntry]:
    """Return a community's acts, the newest first."""
    return LogEntry.objects.filter(community_id=community_id).order_by("-seq")


def accesses_to(*, community_id: int, record: str, record_id: str) -> QuerySet[Access]:
    """Return who saw one record, and on which day, the newest first."""
    rows = Access.objects.filter(community_id=community_id, record=record, record_id=record_id)
    return rows.order_by("-day", "viewer_key")


def accesses_to_any(*, community_id: int, record: str, record_ids: list[str]) -> QuerySet[Access]:
    """Return who saw any of several records of one kind, and on which day, the newest first."""
    rows = Access.objects.filter(community_id=community_id, record=record, record_id__in=record_ids)
    return rows.order_by("-day", "viewer_key")
