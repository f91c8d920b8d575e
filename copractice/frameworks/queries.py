"""Frameworks and their items are public; an alignment is read through the record that it is about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Model, Q, QuerySet

from copractice.communities.models import Community
from copractice.frameworks.models import Alignment, Framework, FrameworkItem
from copractice.people.models import Person


@dataclass(frozen=True)
class Branch:
    """An item and the items under it."""

    item: FrameworkItem
    parts: list["Branch"]


def visible_to(person: Person | AnonymousUser) -> QuerySet[Framework]:
    """Return the frameworks a person may read: all that communities adopted, by name."""
    return Framework.objects.select_related("community", "adopted_by").order_by("name", "pk")


def of_community(person: Person | AnonymousUser, community: Community) -> QuerySet[Framework]:
    """Return one community's frameworks, with how many items each has and how many of them are verified."""
    rows = visible_to(person).filter(community=community)
    verified = Count("items", filter=Q(items__verified=True))
    return rows.annotate(item_count=Count("items"), verified_count=verified)


def items_of(person: Person | AnonymousUser, community: Community) -> QuerySet[FrameworkItem]:
    """Return the items of a community's frameworks, framework by framework, in their order."""
    rows = FrameworkItem.objects.filter(community=community)
    return rows.select_related("framework", "parent", "community").order_by("framework__name", "position")


def tree_of(framework: Framework) -> list[Branch]:
    """Return a framework's items as branches, read in one query."""
    parts: dict[int | None, list[Branch]] = defaultdict(list)
    items = list(FrameworkItem.objects.filter(framework=framework).order_by("position"))
    for item in items:
        parts[item.parent_id].append(Branch(item, parts[item.pk]))
    return parts[None]


def label_of(record: Model) -> str:
    """Return the name under which alignments know a record's kind."""
    return record._meta.label_lower


def alignments_of(record: Model) -> QuerySet[Alignment]:
    """Return what a record, which was read through its own gate, is aligned to."""
    return _alignments().filter(record=label_of(record), record_id=record.pk)


def alignments_by_record(records: Iterable[Model]) -> dict[int, list[Alignment]]:
    """Return the alignments of several records of one kind under their numbers, in one query."""
    rows = list(records)
    found: dict[int, list[Alignment]] = {row.pk: [] for row in rows}
    if rows:
        for alignment in _alignments().filter(record=label_of(rows[0]), record_id__in=found):
            found[alignment.record_id].append(alignment)
    return found


def alignments_to(item: FrameworkItem, label: str) -> QuerySet[Alignment]:
    """Return what was said of records of one kind and an item; the caller reads the records by their gate."""
    return Alignment.objects.filter(item=item, record=label).select_related("made_by").order_by("record_id")


def _alignments() -> QuerySet[Alignment]:
    rows = Alignment.objects.select_related("item__framework", "item__parent", "community", "made_by")
    return rows.order_by("item__framework__name", "item__position")
