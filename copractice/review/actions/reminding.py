"""Reminding reviewers whose reviews are due soon; nobody is reminded twice within 48 hours."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from copractice.ledger.actions import record
from copractice.notices.actions import send_notice
from copractice.review.models import Reviewer, ReviewPlan
from copractice.review.queries.reviews import holding, list_of
from copractice.review.rules import is_open
from copractice.review.states import ReviewState

SOON = timedelta(days=3)  # before the last day
PAUSE = timedelta(hours=48)


def remind_due(*, now: datetime) -> int:
    """Remind every reviewer with a draft whose reviews are due within three days; return how many were."""
    plans = ReviewPlan.objects.filter(due_at__gte=now, due_at__lte=now + SOON, locked_at__isnull=True)
    return sum(_remind(plan.pk, now) for plan in plans.order_by("pk"))


@transaction.atomic
def _remind(plan_id: int, now: datetime) -> int:
    plan = ReviewPlan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan_id)
    if not is_open(plan, now):
        return 0
    late = Q(reminded_at__isnull=True) | Q(reminded_at__lte=now - PAUSE)
    rows = Reviewer.objects.filter(holding(now), late, call=plan.call_id)
    rows = rows.select_related("community", "call__community", "membership__person").order_by("pk")
    waiting = [row for row in rows if _has_draft(row, now)]
    for row in waiting:
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
        to, where = row.membership.person, row.community_id
        send_notice("review_due", to=to, about=row, community_id=where, now=now)
    if waiting:
        record(None, "review.remind", plan, community_id=plan.community_id, at=now)
    return len(waiting)


def _has_draft(row: Reviewer, now: datetime) -> bool:
    return any(review.state == ReviewState.DRAFT for review in list_of(row, now))
