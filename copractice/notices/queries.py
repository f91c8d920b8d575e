"""Reads of the outbox: what is due, and what a community's staff see of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, QuerySet

from copractice.notices.models import Notice
from copractice.notices.states import NoticeState

PROBE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Backlog:
    """How a community's outbox stands, and whether the site's mail server answers.

    `silent_since` speaks of the site's server, from whichever message met its silence first.
    """

    queued: int
    sent: int
    parked: int
    oldest: datetime | None
    silent_since: datetime | None
    has_server: bool

    def age(self, now: datetime) -> timedelta:
        """Return how long the oldest waiting notice has waited."""
        return now - self.oldest if self.oldest else timedelta(0)


def notices_of(community_id: int) -> QuerySet[Notice]:
    """Return a community's notices, the newest first, without their text; `may_retry` says who can go again."""
    parked = ExpressionWrapper(Q(state=NoticeState.PARKED, secret=False), output_field=BooleanField())
    rows = Notice.objects.filter(community_id=community_id).defer("text")
    return rows.annotate(may_retry=parked).order_by("-created_at", "-pk")


def backlog_of(community_id: int, *, has_server: bool) -> Backlog:
    """Count a community's notices by state."""
    queued = Q(state=NoticeState.QUEUED)
    counts = Notice.objects.filter(community_id=community_id).aggregate(
        queued=Count("pk", filter=queued),
        sent=Count("pk", filter=Q(state=NoticeState.SENT)),
        parked=Count("pk", filter=Q(state=NoticeState.PARKED)),
        oldest=Min("created_at", filter=queued),
    )
    return Backlog(**counts, silent_since=silent_since(), has_server=has_server)


def silent_since() -> datetime | None:
    """Return since when the mail server has not answered, or None while it does."""
    rows = Notice.objects.filter(state=NoticeState.QUEUED, silent_since__isnull=False)
    return rows.order_by("silent_since").values_list("silent_since", flat=True).first()


def was_silent_just_now(now: datetime) -> bool:
    """Tell whether the mail server left another message without answer within the last minute."""
    rows = Notice.objects.filter(state=NoticeState.QUEUED, silent_since__isnull=False)
    return rows.filter(tried_at__gt=now - PROBE_EVERY).exists()


def due(now: datetime) -> QuerySet[Notice]:
    """Return the notices whose next try is due: sign-in codes first, since they age fast, then the oldest."""
    rows = Notice.objects.filter(state=NoticeState.QUEUED, next_try_at__lte=now)
    return rows.order_by("-secret", "created_at", "pk")


def overaged(now: datetime) -> QuerySet[Notice]:
    """Return the queued notices that are not worth another try."""
    return Notice.objects.filter(state=NoticeState.QUEUED, give_up_at__lte=now)
