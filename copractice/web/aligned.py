"""What serves an item of a framework, over all stages, each record read through its own gate."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from copractice.convening.queries import priorities
from copractice.frameworks.models import Alignment, FrameworkItem
from copractice.frameworks.queries import alignments_to
from copractice.people.models import Person
from copractice.recommendations.queries import recommendations

Reader = Person | AnonymousUser
# Label of a kind of record → its name in words, and its own gate. Each has a title and a page.
KINDS: dict[str, tuple[Promise, Callable[[Reader, datetime], QuerySet[Any]]]] = {
    "convening.priority": (_("Priority"), lambda reader, _now: priorities.visible_to(reader)),
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
        title = self.record.title
        return title if isinstance(title, Mapping) else {self.record.language: title}


def aligned_to(item: FrameworkItem, reader: Reader, now: datetime) -> Iterator[Aligned]:
    """Return the records aligned to an item that the reader may read, kind by kind, in each kind's order."""
    for label, (kind, gate) in KINDS.items():
        said = {row.record_id: row for row in alignments_to(item, label)}
        for record in gate(reader, now).filter(pk__in=said, community=item.community_id) if said else ():
            yield Aligned(kind, record, said[record.pk])
