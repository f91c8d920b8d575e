"""From a figure back to what it counts, each record through its own gate."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from copractice.impact.models import Figure
from copractice.impact.queries.reports import Reader
from copractice.impact.views.gates import KINDS

LISTED = 50


@dataclass(frozen=True)
class Counted:
    """One record that a figure counts: its words and its page."""

    words: str
    url: str


@dataclass(frozen=True)
class Way:
    """The records of one kind that a figure counts: how many there are, and those that the reader may open."""

    kind: Promise
    total: int
    records: list[Counted]

    @property
    def closed(self) -> int:
        """Return how many the reader may not open, or that do not fit on the page."""
        return self.total - len(self.records)


def way_back(figure: Figure, reader: Reader, now: datetime) -> list[Way]:
    """Return what a figure counts, kind by kind; one query for each kind."""
    ways = []
    for label, ids in figure.observation.counted.items():
        if label in KINDS:
            kind = KINDS[label]
            rows = kind.gate(reader, now).filter(pk__in=ids, community=figure.community_id)[:LISTED]
            records = [Counted(kind.words(row), kind.url(row)) for row in rows]
            ways.append(Way(kind.name, len(ids), records))
    return ways
