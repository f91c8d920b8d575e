"""Frozen results: the newest of each method, and the part of them that pages may read."""

from typing import Any

from django.db.models import F, QuerySet

from copractice.convening.models import Analysis, Convening
from copractice.convening.states import ConveningState


def newest(convening: Convening) -> QuerySet[Any]:
    """Return the newest result of each method, without what only the method itself needs.

    `shown` is what pages may read of it; it is taken out of the row by the database, for the rest is large.
    """
    rows = Analysis.objects.filter(convening=convening).order_by("method", "-made_at", "-pk")
    return rows.distinct("method").defer("result").annotate(shown=F("result__shown"))


def newest_of(convening: Convening, method: str) -> Analysis | None:
    """Return the newest result of one method, whole."""
    rows = Analysis.objects.filter(convening=convening, method=method)
    return rows.order_by("-made_at", "-pk").first()


def shown_of(convening: Convening) -> dict[str, tuple[Analysis, Any]]:
    """Return the newest result of each method with what pages may read of it."""
    return {row.method: (row, row.shown) for row in newest(convening)}


def all_results() -> QuerySet[Analysis]:
    """Return every frozen result of the site, in no person's name: by community, in the order made."""
    rows = Analysis.objects.select_related("community", "convening")
    return rows.order_by("community__slug", "made_at", "pk")


def is_superseded(analysis: Analysis) -> bool:
    """Say whether voting went on after a result was frozen: it is open again, or was frozen anew."""
    if analysis.convening.state == ConveningState.OPEN:
        return True
    later = newest_of(analysis.convening, analysis.method)
    return later is not None and later.pk != analysis.pk
