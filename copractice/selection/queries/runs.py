"""Runs and draws: staff without a tie in the call read runs, everybody reads draws."""

from datetime import datetime

from django.db.models import QuerySet

from copractice.applications.models import Application
from copractice.people.models import Person
from copractice.selection.models import Draw, SelectionRun
from copractice.selection.queries.decisions import run_by


def staffed_runs(person: Person, now: datetime) -> QuerySet[SelectionRun]:
    """Return the runs of the communities that a person runs; ties are judged by the caller."""
    rows = SelectionRun.objects.filter(community__in=run_by(person, now).values("community"))
    return rows.select_related("community", "call__community", "made_by").order_by("-pk")


def kept_runs() -> QuerySet[SelectionRun]:
    """Return every run that has a result, over all communities, to be made again."""
    rows = SelectionRun.objects.filter(result__isnull=False)
    return rows.select_related("community", "call").order_by("community", "pk")


def picked_draws() -> QuerySet[Draw]:
    """Return every draw whose number is known, over all communities, to be drawn again."""
    rows = Draw.objects.filter(picked_at__isnull=False)
    return rows.select_related("community", "call").order_by("community", "pk")


def draws() -> QuerySet[Draw]:
    """Return all draws: they are public."""
    rows = Draw.objects.select_related("community", "call__community", "run", "committed_by")
    return rows.order_by("-committed_at", "-pk")


def draw_among(application: Application) -> Draw | None:
    """Return the newest draw that an application was in and whose number is known."""
    rows = draws().filter(call=application.call_id, picked_at__isnull=False)
    return rows.filter(document__contains=f'"{application.code}"').first()
