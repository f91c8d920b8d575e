"""Decisions: staff read those on applications without a tie to them, parties the published one on their own."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from copractice.applications.models import Application
from copractice.applications.queries.applications import led_by, of_party
from copractice.applications.states import ApplicationState
from copractice.calls.models import Call
from copractice.communities.models import Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.people.models import Person
from copractice.review.queries.ties import barred_from
from copractice.selection.models import Decision, Letter, Override, SelectionRun
from copractice.selection.states import DecisionState, Outcome

Reader = Person | AnonymousUser
SEATED = (ApplicationState.SELECTED, ApplicationState.CONFIRMED)
NEEDED = (
    "community",
    "application__call__community",
    "application__community",
    "drafted_by__person",
    "approved_by",
    "run",
)


def run_by(person: Reader, now: datetime) -> QuerySet[Membership]:
    """Return the memberships by which a person runs communities; none for a visitor."""
    if not person.is_authenticated:
        return Membership.objects.none()
    return Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)


def to_decide(call: Call) -> QuerySet[Application]:
    """Return the applications of a call on which nothing is published yet: sent, and neither withdrawn nor out."""
    rows = Application.objects.filter(call=call, state=ApplicationState.SUBMITTED)
    return rows.select_related("community", "call__community").order_by("code")


def of_call(call: Call, person: Reader, now: datetime) -> QuerySet[Decision]:
    """Return a call's decisions for one of its staff: without those on applications tied to the reader."""
    rows = all_of(call).exclude(application__in=barred_from(person, call, now))
    overrides = Prefetch("overrides", Override.objects.select_related("by", "run").order_by("-at", "-pk"))
    return rows.prefetch_related(overrides)


def all_of(call: Call) -> QuerySet[Decision]:
    """Return all decisions of a call, in no person's name; what was withdrawn before it was decided is left out."""
    rows = Decision.objects.filter(application__call=call)
    rows = rows.exclude(
        application__state__in=[
            ApplicationState.WITHDRAWN,
            ApplicationState.INELIGIBLE,
            ApplicationState.DRAFT,
        ]
    )
    return rows.select_related(*NEEDED).order_by("outcome", "place", "pk")


def staffed(person: Reader, now: datetime) -> QuerySet[Decision]:
    """Return the decisions of the communities that a person runs; ties are judged by the caller."""
    rows = Decision.objects.filter(community__in=run_by(person, now).values("community"))
    return rows.select_related(*NEEDED)


def published_for(person: Reader) -> QuerySet[Decision]:
    """Return the published decisions on applications that a person is a party of, the newest first."""
    rows = Decision.objects.filter(application__in=of_party(person).values("pk"))
    rows = rows.filter(state=DecisionState.PUBLISHED)
    return rows.select_related(*NEEDED).order_by("-published_at", "-pk")


def to_answer(person: Reader) -> QuerySet[Decision]:
    """Return the seats that a person may still take or leave, as the lead."""
    rows = published_for(person).filter(outcome=Outcome.SELECTED, answered_at__isnull=True)
    return rows.filter(application__in=led_by(person).filter(state=ApplicationState.SELECTED).values("pk"))


def unanswered(call: Call, person: Reader, now: datetime) -> QuerySet[Decision]:
    """Return the published seats of a call that nobody has taken or left, as staff without a tie see them."""
    rows = of_call(call, person, now).filter(state=DecisionState.PUBLISHED, outcome=Outcome.SELECTED)
    rows = rows.filter(answered_at__isnull=True, application__state=ApplicationState.SELECTED)
    return rows.order_by("accept_by", "pk")


def waiting_list(call: Call) -> QuerySet[Decision]:
    """Return the published waiting list in its order, without those who left it or were promoted."""
    rows = all_of(call).filter(state=DecisionState.PUBLISHED, outcome=Outcome.WAITLISTED)
    return rows.filter(application__state=ApplicationState.WAITLISTED).order_by("place", "pk")


def count_seated(call: Call) -> int:
    """Return how many applications of a call hold a seat, confirmed or not."""
    return Application.objects.filter(call=call, state__in=SEATED).count()


def drafted_by_others(person: Person, now: datetime) -> list[tuple[Call, int]]:
    """Return the calls in which decisions wait for this second person, and how many; without what is tied."""
    rows = staffed(person, now).filter(state=DecisionState.DRAFT).exclude(drafted_by__person=person.pk)
    calls = {row.application.call_id: row.application.call for row in rows}
    found = []
    for call in calls.values():
        mine = of_call(call, person, now).filter(state=DecisionState.DRAFT)
        count = mine.exclude(drafted_by__person=person.pk).count()
        if count:
            found.append((call, count))
    return found


def letters_visible_to(person: Reader, now: datetime) -> QuerySet[Letter]:
    """Return the letters to one's own parts, and those of the communities that one runs, ties not yet judged."""
    if not person.is_authenticated:
        return Letter.objects.none()
    mine = Letter.objects.filter(part__owner=person.pk)
    runs = Letter.objects.filter(community__in=run_by(person, now).values("community"))
    rows = mine | runs
    return rows.select_related("community", "part", "decision__application__call__community")


def letters_of(decision: Decision, person: Person) -> QuerySet[Letter]:
    """Return the letter that a person got about a decision."""
    return Letter.objects.filter(decision=decision, part__owner=person.pk).select_related("community")


def newest_run(call: Call) -> SelectionRun | None:
    """Return the last run of a call."""
    return SelectionRun.objects.filter(call=call).select_related("community").order_by("-pk").first()


def by_code(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the newest decision of each application by the application's code."""
    return {row.application.code: row for row in sorted(decisions, key=lambda row: row.pk)}
