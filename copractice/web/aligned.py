"""What serves a framework, over all stages: an item's own list, and the five parts of an alignment page.

Each record is read through its own gate, and every count is of what the reader may read.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from copractice.cohorts.queries import sessions
from copractice.convening.queries import priorities
from copractice.definition.queries import commitments
from copractice.frameworks.models import Alignment, Framework, FrameworkItem, Strength
from copractice.frameworks.queries import alignments_to
from copractice.people.models import Person
from copractice.recommendations.queries import recommendations

Reader = Person | AnonymousUser
# Label of a kind of record → its name in words, and its own gate. Each has a title and a page.
KINDS: dict[str, tuple[Promise, Callable[[Reader, datetime], QuerySet[Any]]]] = {
    "convening.priority": (_("Priority"), lambda reader, _now: priorities.visible_to(reader)),
    "definition.commitment": (_("Commitment"), commitments.visible_to),
    "cohorts.session": (_("Session"), sessions.visible_to),
    "recommendations.recommendation": (_("Recommendation"), recommendations.visible_to),
}


@dataclass(frozen=True)
class Aligned:
    """A record that serves an item: what kind it is, and what was said of how it serves."""

    kind: Promise
    record: Any
    alignment: Alignment

    @property
    def title(self) -> Mapping[str, str]:
        """Return the record's title by language: staff word it in each, a person once in their own."""
        return title_of(self.record)


def title_of(record: Any) -> Mapping[str, str]:
    """Return a record's title by language: staff word it in each, a person once in their own."""
    title = record.title
    return title if isinstance(title, Mapping) else {record.language: title}


def aligned_to(item: FrameworkItem, reader: Reader, now: datetime) -> Iterator[Aligned]:
    """Return the records aligned to an item that the reader may read, kind by kind, in each kind's order."""
    for label, (kind, gate) in KINDS.items():
        said = {row.record_id: row for row in alignments_to(item, label)}
        for record in gate(reader, now).filter(pk__in=said, community=item.community_id) if said else ():
            yield Aligned(kind, record, said[record.pk])


@dataclass(frozen=True)
class Line:
    """A record with all that it serves of one framework: one mark for each relevant item, None where it serves none."""

    kind: Promise
    record: Any
    title: Mapping[str, str]
    marks: list[Alignment | None]


@dataclass(frozen=True)
class Whole:
    """A framework beside a community's work: the records that serve it, the items that are served, and how closely."""

    lines: list[Line]
    items: list[FrameworkItem]
    total: int
    strengths: list[tuple[str, int]]
    unverified: int


def alignment_with(framework: Framework, reader: Reader, now: datetime) -> Whole:
    """Return how a community's work serves a framework, as far as the reader may read it; few queries for any size."""
    rows = Alignment.objects.filter(item__framework=framework).select_related(
        "item__parent", "item__community"
    )
    said: dict[str, dict[int, dict[int, Alignment]]] = {}
    for row in rows.order_by("item__position", "pk"):
        said.setdefault(row.record, {}).setdefault(row.record_id, {})[row.item_id] = row
    found = [
        (kind, record, said[label][record.pk])
        for label, (kind, gate) in KINDS.items()
        if label in said
        for record in gate(reader, now).filter(pk__in=said[label], community=framework.community_id)
    ]
    served = {row.item_id: row.item for _kind, _record, mine in found for row in mine.values()}
    items = sorted(served.values(), key=lambda item: item.position)
    lines = [
        Line(kind, record, title_of(record), [mine.get(item.pk) for item in items])
        for kind, record, mine in found
    ]
    given = [row.strength for _kind, _record, mine in found for row in mine.values()]
    return Whole(
        lines=lines,
        items=items,
        total=FrameworkItem.objects.filter(framework=framework).count(),
        strengths=[(str(strength.label), given.count(strength)) for strength in Strength],
        unverified=sum(not item.verified for item in items),
    )
