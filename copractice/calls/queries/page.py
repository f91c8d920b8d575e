"""What stands beside a call's text: questions that people asked, information sessions, moved deadlines."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from copractice.calls.models import Call, DeadlineChange, Faq, InformationSession
from copractice.calls.queries.calls import Reader, run_by, visible_to
from copractice.calls.states import Scope


def faqs_of(call: Call) -> QuerySet[Faq]:
    """Return the questions about a call that were answered for all, the oldest first."""
    return Faq.objects.filter(call=call, withdrawn_at__isnull=True).order_by("posted_at", "pk")


def faqs_run_by(person: Reader, now: datetime) -> QuerySet[Faq]:
    """Return the standing answers that a person can take back, as staff."""
    rows = Faq.objects.filter(
        withdrawn_at__isnull=True, community__in=run_by(person, now).values("community")
    )
    return rows.select_related("call__community")


def sessions_of(call: Call) -> QuerySet[InformationSession]:
    """Return the information sessions of a call in order of time; canceled ones stay, and say so."""
    return InformationSession.objects.filter(call=call).order_by("starts_at", "pk")


def sessions_visible_to(person: Reader, now: datetime) -> QuerySet[InformationSession]:
    """Return the sessions whose call a person may read."""
    rows = InformationSession.objects.filter(call__in=visible_to(person, now).order_by().values("pk"))
    return rows.select_related("call__community")


def public_changes(call: Call) -> QuerySet[DeadlineChange]:
    """Return the deadline changes that hold for everybody, the newest first; others name no one and are not told."""
    rows = DeadlineChange.objects.filter(call=call, scope=Scope.ALL)
    return rows.select_related("changed_by", "call").order_by("-changed_at", "-pk")


def newest_changes(calls: Sequence[Call]) -> dict[int, DeadlineChange]:
    """Return for each of some calls the newest deadline change that holds for everybody, if there is one."""
    rows = DeadlineChange.objects.filter(call__in=calls, scope=Scope.ALL)
    newest = rows.order_by("call", "-changed_at", "-pk").distinct("call").select_related("changed_by")
    return {row.call_id: row for row in newest}
