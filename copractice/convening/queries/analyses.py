"""Frozen results: the newest of each method, and the part of them that pages may read."""

from typing import Any

from django.db.models import F, QuerySet

from copractice.convening.models import Analysis, Convening


def newest(convening: Convening) -> QuerySet[Analysis]:
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
