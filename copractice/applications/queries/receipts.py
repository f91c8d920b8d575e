"""Receipts: their owner reads them whole, staff read the hashes to compare."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from copractice.applications.models import Application, Receipt
from copractice.applications.queries.parts import visible_to as parts_visible_to
from copractice.people.models import Person


def visible_to(person: Person | AnonymousUser, now: datetime) -> QuerySet[Receipt]:
    """Return the receipts for one's own parts, and all of the communities that one runs; the newest first."""
    rows = Receipt.objects.filter(part__in=parts_visible_to(person, now).order_by().values("pk"))
    return rows.select_related("community", "part__application__call").order_by("-made_at", "-pk")


def owned_by(person: Person | AnonymousUser) -> QuerySet[Receipt]:
    """Return the receipts for one's own parts, the newest first."""
    if not person.is_authenticated:
        return Receipt.objects.none()
    rows = Receipt.objects.filter(part__owner_id=person.pk)
    return rows.select_related("community", "part__application__call").order_by("-made_at", "-pk")


def newest(person: Person, application: Application) -> Receipt | None:
    """Return a party's last receipt of an application."""
    return owned_by(person).filter(part__application=application).first()
