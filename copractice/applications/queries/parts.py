"""Parts: their owner reads them whole, staff read that they are there, everybody else nothing of theirs."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from copractice.applications.models import Application, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.queries.deadlines import NEEDED
from copractice.calls.models import CallVersion
from copractice.calls.states import Party
from copractice.communities.models import Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.people.models import Person


def visible_to(person: Person | AnonymousUser, now: datetime) -> QuerySet[Part]:
    """Return one's own parts, the replaced ones too, and the parts of the communities that one runs.

    A row here is no right to its answers: `queries.answers` says who reads those.
    """
    if not person.is_authenticated:
        return Part.objects.none()
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    return _at_hand(Part.objects.filter(Q(owner_id=person.pk) | Q(community__in=runs.values("community"))))


def owned_by(person: Person | AnonymousUser) -> QuerySet[Part]:
    """Return the parts that a person fills or filled, in whatever state."""
    if not person.is_authenticated:
        return Part.objects.none()
    return _at_hand(Part.objects.filter(owner_id=person.pk))


def led_by(person: Person | AnonymousUser) -> QuerySet[Part]:
    """Return the parts of the applications that a person leads; the lead reads nothing of what they hold."""
    if not person.is_authenticated:
        return Part.objects.none()
    mine = Part.objects.filter(owner_id=person.pk, state__in=LIVE_PARTS, party=Party.EMPLOYER)
    return _at_hand(Part.objects.filter(application__in=mine.values("application")))


def name_in_parts(person: Person) -> str:
    """Return the name under which a person filled their last part; empty where there is none."""
    rows = Part.objects.filter(owner_id=person.pk).order_by("-created_at", "-pk")
    return rows.values_list("name", flat=True).first() or ""


def live_parts(application: Application) -> QuerySet[Part]:
    """Return the parts that an application consists of now: employer, umbrella, youth."""
    return _at_hand(Part.objects.filter(application=application, state__in=LIVE_PARTS))


def lead_part(application: Application) -> Part | None:
    """Return the live employer part, whose owner leads the application."""
    return live_parts(application).filter(party=Party.EMPLOYER).first()


def newer_versions(part: Part) -> QuerySet[CallVersion]:
    """Return the versions of the call that were published after the one that a part answers."""
    rows = CallVersion.objects.filter(call_id=part.application.call_id, published_at__isnull=False)
    return rows.filter(number__gt=part.version.number).order_by("number")


def must_confirm(part: Part) -> bool:
    """Tell whether the owner has to confirm a newer version before the part can be completed."""
    return newer_versions(part).filter(must_confirm=True).exists()


def _at_hand(rows: QuerySet[Part]) -> QuerySet[Part]:
    return rows.select_related("community", "owner", "version", *NEEDED).order_by("party", "pk")
