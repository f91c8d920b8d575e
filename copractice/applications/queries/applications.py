"""Applications: their parties read how far they are, and so do the staff."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet, Subquery

from copractice.applications.models import Application, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.states import ApplicationState
from copractice.calls.models import Call
from copractice.calls.states import Party
from copractice.communities.models import Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.people.models import Person


def visible_to(person: Person | AnonymousUser, now: datetime) -> QuerySet[Application]:
    """Return the applications that a person is a party of, and all of the communities that one runs."""
    if not person.is_authenticated:
        return Application.objects.none()
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    mine = Part.objects.filter(owner_id=person.pk, state__in=LIVE_PARTS)
    seen = Q(pk__in=mine.values("application")) | Q(community__in=runs.values("community"))
    return _at_hand(Application.objects.filter(seen))


def of_party(person: Person | AnonymousUser) -> QuerySet[Application]:
    """Return the applications that a person is a party of."""
    if not person.is_authenticated:
        return Application.objects.none()
    mine = Part.objects.filter(owner_id=person.pk, state__in=LIVE_PARTS)
    return _at_hand(Application.objects.filter(pk__in=mine.values("application")))


def led_by(person: Person | AnonymousUser) -> QuerySet[Application]:
    """Return the applications that a person leads: whose employer part is theirs."""
    if not person.is_authenticated:
        return Application.objects.none()
    mine = Part.objects.filter(owner_id=person.pk, state__in=LIVE_PARTS, party=Party.EMPLOYER)
    return _at_hand(Application.objects.filter(pk__in=mine.values("application")))


def count_sent(call: Call) -> int:
    """Return how many applications to a call stand as sent; drafts and withdrawn ones are left out."""
    unsent = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
    return Application.objects.filter(call=call).exclude(state__in=unsent).count()


def lead_of(application: Application) -> Person | None:
    """Return who leads an application: the owner of its live employer part."""
    rows = Part.objects.filter(application=application, state__in=LIVE_PARTS, party=Party.EMPLOYER)
    lead = rows.select_related("owner").first()
    return lead.owner if lead else None


def with_lead(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Return the same applications with `lead_name` and `organization_name`, as their employer part says."""
    leads = Part.objects.filter(application=OuterRef("pk"), party=Party.EMPLOYER, state__in=LIVE_PARTS)
    return rows.annotate(
        lead_name=Subquery(leads.values("name")[:1]),
        organization_name=Subquery(leads.values("organization_name")[:1]),
    )


def running(person: Person | AnonymousUser, call: Call) -> QuerySet[Application]:
    """Return the applications to a call that a person leads and has not withdrawn."""
    rows = led_by(person).filter(call=call)
    return rows.filter(state__in=[ApplicationState.DRAFT, ApplicationState.SUBMITTED])


def _at_hand(rows: QuerySet[Application]) -> QuerySet[Application]:
    return rows.select_related("community", "call", "deadline_change").order_by("-created_at", "-pk")
