"""Versions of a call and their questions: everybody reads what was published, staff the draft too."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from copractice.calls.models import Call, CallVersion, Criterion, PartKind, Question
from copractice.calls.queries.calls import Reader, run_by
from copractice.calls.states import Party

PARTIES = list(Party)


def versions_of(call: Call) -> QuerySet[CallVersion]:
    """Return the published versions of a call, the newest first."""
    rows = CallVersion.objects.filter(call=call, published_at__isnull=False)
    return rows.select_related("call__community", "published_by").order_by("-number")


def published_of(call: Call) -> CallVersion | None:
    """Return the version that holds now, or None before the first was published."""
    return versions_of(call).first()


def published_among(calls: Sequence[Call]) -> set[int]:
    """Return which of some calls the public has read, by their primary keys."""
    rows = CallVersion.objects.filter(call__in=calls, published_at__isnull=False)
    return set(rows.values_list("call", flat=True))


def draft_of(call: Call) -> CallVersion | None:
    """Return the draft of the next version; for staff only."""
    rows = CallVersion.objects.filter(call=call, published_at__isnull=True)
    return rows.select_related("call__community").first()


def version_for(person: Reader, call: Call, number: int | None, now: datetime) -> CallVersion | None:
    """Return the version that a person reads: the numbered one, else what holds, else to staff the draft.

    None where there is no such version, or it is a draft and the reader is not staff.
    """
    runs = run_by(person, now).filter(community=call.community_id).exists()
    if number is None:
        return published_of(call) or (draft_of(call) if runs else None)
    rows = CallVersion.objects.filter(call=call, number=number)
    shown = rows if runs else rows.filter(published_at__isnull=False)
    return shown.select_related("call__community", "published_by").first()


def questions_of(version: CallVersion) -> list[Question]:
    """Return the questions of a version in the order of their parties and numbers."""
    return sorted(version.questions.all(), key=lambda row: (PARTIES.index(Party(row.party)), row.number))


def questions_to(version: CallVersion, party: str) -> QuerySet[Question]:
    """Return what a version asks one party, in order."""
    return version.questions.filter(party=party).order_by("number", "pk")


def part_kinds_of(call: Call) -> list[PartKind]:
    """Return which parties a call asks, in the order in which they are named everywhere."""
    return sorted(call.part_kinds.all(), key=lambda row: PARTIES.index(Party(row.party)))


def criteria_of(call: Call) -> QuerySet[Criterion]:
    """Return the criteria of a call, in order."""
    rows = Criterion.objects.filter(call=call)
    return rows.select_related("priority__community", "commitment__community").order_by("number", "pk")


def draft_questions(person: Reader, now: datetime) -> QuerySet[Question]:
    """Return the questions of drafts, which only staff read and change."""
    rows = Question.objects.filter(
        version__published_at__isnull=True, community__in=run_by(person, now).values("community")
    )
    return rows.select_related("version__call__community")


def criteria_run_by(person: Reader, now: datetime) -> QuerySet[Criterion]:
    """Return the criteria of the communities that a person runs."""
    rows = Criterion.objects.filter(community__in=run_by(person, now).values("community"))
    return rows.select_related("call__community")
