"""Reviews as their reviewer reads them: only through the assignment, and only while nothing shuts it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from copractice.applications.models import Answer, Part, Upload
from copractice.applications.queries.answers import Row, questions_of, sealed_among
from copractice.applications.queries.parts import live_parts
from copractice.applications.states import ApplicationState, PartState, SaveKind
from copractice.calls.models import Call
from copractice.calls.states import Audience, CallState, Party
from copractice.communities.models import Community
from copractice.people.models import Person
from copractice.review.models import Review, Reviewer, ReviewPlan, ReviewVersion
from copractice.review.queries.ties import barred_from
from copractice.review.states import ReviewState

UNSEEN = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN, ApplicationState.INELIGIBLE)
AUDIENCES = (Audience.REVIEWERS, Audience.PARTIES, Audience.PUBLIC)
Reader = Person | AnonymousUser


@dataclass(frozen=True)
class PartSeen:
    """One part as a reviewer sees it: its answers, or that it is not available."""

    part: Part
    rows: list[Row]
    is_available: bool


def holding(now: datetime, at: str = "") -> Q:
    """Return the condition that somebody is a reviewer now, and still holds the role; `at` leads to the row."""
    held = Q()
    for row in (at, f"{at}membership__"):
        held &= Q(**{f"{row}since__lte": now})
        held &= Q(**{f"{row}until__isnull": True}) | Q(**{f"{row}until__gt": now})
    return held


def reviewer_of(person: Reader, call: Call, now: datetime) -> Reviewer | None:
    """Return as what a person reviews for a call, before or after the ties are declared."""
    if not person.is_authenticated:
        return None
    rows = Reviewer.objects.filter(holding(now), call=call, membership__person_id=person.pk)
    return rows.select_related("community", "call__community", "membership__person").order_by("pk").first()


def calls_of(person: Reader, now: datetime) -> QuerySet[Reviewer]:
    """Return for which calls a person reviews now, as long as they are not decided."""
    if not person.is_authenticated:
        return Reviewer.objects.none()
    rows = Reviewer.objects.filter(holding(now), membership__person_id=person.pk)
    needed = ("community", "call__community", "membership__person")
    return rows.exclude(call__state=CallState.DECIDED).select_related(*needed).order_by("pk")


def plan_of(call: Call) -> ReviewPlan | None:
    """Return how a call is reviewed; None before staff said so."""
    return ReviewPlan.objects.filter(call=call).select_related("community", "call__community").first()


def list_of(reviewer: Reviewer, now: datetime) -> list[Review]:
    """Return the reviews of a reviewer in their own stable order; none before the ties are declared."""
    if reviewer.declared_at is None:
        return []
    barred = barred_from(reviewer.membership.person, reviewer.call, now)
    rows = _open(now).filter(assignment__reviewer=reviewer).order_by("assignment__position")
    return [row for row in rows if row.assignment.application_id not in barred]


def own(person: Reader, community: Community, code: str, now: datetime) -> Review | None:
    """Return one's own review by its code, if nothing shuts its application for this person."""
    if not person.is_authenticated:
        return None
    rows = _open(now).filter(
        community=community, code=code, assignment__reviewer__membership__person_id=person.pk
    )
    review = rows.first()
    if review is None:
        return None
    barred = barred_from(person, review.assignment.application.call, now)
    return None if review.assignment.application_id in barred else review


def parts_for(review: Review, now: datetime) -> list[PartSeen]:
    """Return the parts of the application with the answers that reviewers read; a sealed part shows none."""
    parts = list(live_parts(review.assignment.application))
    shut = sealed_among(parts, now)
    return [_seen(part, is_available=_is_readable(part, shut)) for part in parts]


def may_read_file(review: Review, upload: Upload, now: datetime) -> bool:
    """Tell whether an answer that the reviewer reads is this file."""
    return any(row.upload == upload for seen in parts_for(review, now) for row in seen.rows)


def peers_of(review: Review) -> list[Review]:
    """Return the other reviews of the application that were sent, for a plan that shows them after the own."""
    rows = Review.objects.filter(
        assignment__application=review.assignment.application_id,
        assignment__until__isnull=True,
        state=ReviewState.SUBMITTED,
    )
    rows = rows.exclude(pk=review.pk)
    # In the order of random codes, which tells nothing of who or when.
    return list(rows.order_by("code"))


def kept_late(review: Review) -> list[ReviewVersion]:
    """Return what came after the lock or the sending, the newest first; it is kept beside the review."""
    rows = ReviewVersion.objects.filter(review=review, kind=SaveKind.LATE)
    return list(rows.order_by("-saved_at", "-pk")[:20])


def _open(now: datetime) -> QuerySet[Review]:
    to = "assignment__reviewer__"
    rows = Review.objects.filter(
        holding(now, to),
        assignment__until__isnull=True,
        **{f"{to}declared_at__isnull": False},
    )
    rows = rows.exclude(state=ReviewState.RECUSED).exclude(assignment__application__state__in=UNSEEN)
    rows = rows.exclude(assignment__application__call__state=CallState.DECIDED)
    return rows.select_related(
        "community",
        "assignment__application__community",
        "assignment__application__call__community",
        "assignment__reviewer__membership__person",
    )


def _is_readable(part: Part, shut: set[int]) -> bool:
    return part.state == PartState.COMPLETE and part.pk not in shut


def _seen(part: Part, *, is_available: bool) -> PartSeen:
    return PartSeen(part, _rows(part) if is_available else [], is_available)


def _rows(part: Part) -> list[Row]:
    questions = questions_of(part).filter(audience__in=AUDIENCES)
    rows = Answer.objects.filter(part=part, question__in=questions).select_related("upload")
    answers = {answer.question_id: answer for answer in rows}
    return [Row(question, answers.get(question.pk)) for question in questions]


def organization_names(applications: Iterable[int]) -> dict[int, str]:
    """Return what each application is called: its organization, else who leads it."""
    rows = Part.objects.filter(application__in=list(applications), party=Party.EMPLOYER)
    rows = rows.exclude(state=PartState.REPLACED)
    named = rows.values_list("application", "organization_name", "name")
    return {application: organization or name for application, organization, name in named}
