"""From a figure back to what it counts, each record through its own gate; what a reader may not see is not counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from copractice.cohorts.queries import people
from copractice.convening.queries import convenings
from copractice.definition.queries import commitments
from copractice.impact.analysis.printing import Printed
from copractice.impact.models import Figure
from copractice.impact.queries.reports import Reader
from copractice.recommendations.queries import recommendations

Gate = Callable[[Reader, datetime], QuerySet[Any]]
LISTED = 50
# kind of record: its name in words, its own gate
KINDS: dict[str, tuple[Promise, Gate]] = {
    "convening.convening": (_("Convenings"), convenings.visible_to),
    "definition.signature": (_("Signatures"), commitments.signatures_visible_to),
    "cohorts.seat": (_("Seats"), people.seats_visible_to),
    "recommendations.recommendation": (_("Recommendations"), recommendations.visible_to),
    "recommendations.response": (_("Answers"), recommendations.responses_visible_to),
    "recommendations.evidence": (_("Evidence"), recommendations.evidence_visible_to),
}


@dataclass(frozen=True)
class Way:
    """The records of one kind that a figure counts: how many there are, and those that the reader may open."""

    kind: Promise
    label: str
    total: int
    records: list[Any]


def printed_of(figure: Figure) -> Printed:
    """Return a stored figure as it is printed."""
    return Printed(
        indicator=figure.indicator,
        age=figure.age,
        is_shown=figure.is_shown,
        rule=figure.rule,
        value=figure.value,
        of=figure.of,
        n=figure.n,
        missing=figure.missing,
        as_of=figure.as_of.isoformat(),
    )


def way_back(figure: Figure, reader: Reader, now: datetime) -> list[Way]:
    """Return what a figure counts, kind by kind; one query for each kind."""
    ways = []
    for label, ids in figure.observation.counted.items():
        if label in KINDS:
            kind, gate = KINDS[label]
            ways.append(Way(kind, label, len(ids), list(gate(reader, now).filter(pk__in=ids)[:LISTED])))
    return ways
