"""Calls: everybody reads those with a published version, staff all of theirs."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)

from copractice.calls.models import Call, CallVersion
from copractice.calls.states import CallState
from copractice.communities.models import Community, Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.people.models import Person

Reader = Person | AnonymousUser
MINUTE = timedelta(minutes=1)


def visible_to(person: Reader, now: datetime) -> QuerySet[Call]:
    """Return the calls that a person may read, those that close last first."""
    shown = Q(pk__in=CallVersion.objects.filter(published_at__isnull=False).values("call"))
    runs = Q(community__in=run_by(person, now).values("community"))
    rows = Call.objects.filter(shown | runs)
    return rows.select_related("community", "priority__community").order_by("-closes_at", "-pk")


def of_community(person: Reader, community: Community, now: datetime) -> QuerySet[Call]:
    """Return the calls of one community that a person may read; those that can be answered come first."""
    rows = visible_to(person, now).filter(community=community)
    place = Case(
        When(state=CallState.OPEN, then=Value(0)), When(state=CallState.DRAFT, then=Value(1)), default=2
    )
    return rows.order_by(place, "-closes_at", "-pk")


def latest(community: Community) -> Call | None:
    """Return the public call that a community's line shows: the open one that closes first, else the newest."""
    shown = CallVersion.objects.filter(community=community, published_at__isnull=False)
    rows = Call.objects.filter(pk__in=shown.values("call")).select_related("community")
    opened = rows.filter(state=CallState.OPEN).order_by("closes_at", "pk").first()
    return opened or rows.order_by("-closes_at", "-pk").first()


def to_open(now: datetime) -> QuerySet[Call]:
    """Return the announced calls whose opening time has come, in no person's name."""
    announced = CallVersion.objects.filter(published_at__isnull=False).values("call")
    rows = Call.objects.filter(state=CallState.DRAFT, opens_at__lte=now, pk__in=announced)
    return rows.order_by("opens_at", "pk")


def to_close(now: datetime) -> QuerySet[Call]:
    """Return the open calls whose deadline and silent grace are over, in no person's name."""
    grace = ExpressionWrapper(F("grace_minutes") * Value(MINUTE), output_field=DurationField())
    end = ExpressionWrapper(F("closes_at") + grace, output_field=DateTimeField())
    rows = Call.objects.annotate(ends_at=end).filter(state=CallState.OPEN, ends_at__lt=now)
    return rows.order_by("closes_at", "pk")


def run_by(person: Reader, now: datetime) -> QuerySet[Membership]:
    """Return the memberships by which a person runs communities; none for a visitor."""
    if not person.is_authenticated:
        return Membership.objects.none()
    return Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
