"""The chain from a priority to a figure: every hop once, walked both ways, each record through its own gate.

Each hop is a foreign key on the later record; a figure's is the list of ids that it froze. Records that a
reader may not see are walked through, so that a figure leads back to its priority, and are told by their kind
alone: never how many there are, and only where something that the reader may see lies beyond.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from copractice.communities.models import Community
from copractice.impact.models import Figure, Release
from copractice.impact.queries.reports import Reader
from copractice.impact.states import ReleaseState
from copractice.impact.views.gates import CHAIN, Kind

FIGURE = "impact.figure"
# (later kind, its foreign key, earlier kind)
HOPS = (
    ("definition.commitment", "priority", "convening.priority"),
    ("calls.criterion", "priority", "convening.priority"),
    ("calls.criterion", "commitment", "definition.commitment"),
    ("cohorts.goal", "criterion", "calls.criterion"),
    ("recommendations.learning", "goal", "cohorts.goal"),
    ("recommendations.recommendation", "learning", "recommendations.learning"),
    ("recommendations.response", "recommendation", "recommendations.recommendation"),
    ("recommendations.step", "response", "recommendations.response"),
    ("recommendations.evidence", "step", "recommendations.step"),
)
COUNTABLE = ("recommendations.recommendation", "recommendations.response", "recommendations.evidence")
BY_KEY = {kind.key: label for label, kind in CHAIN.items()}
SHOWN = 3
Found = Mapping[str, set[int]]


@dataclass(frozen=True)
class Link:
    """One record on the chain: its words, its page, and its own place on the chain."""

    words: str
    url: str
    key: str
    code: str


@dataclass(frozen=True)
class Level:
    """One kind on the chain: the records that the reader may see, and whether this is where the walk began."""

    kind: Promise
    key: str
    links: list[Link] = field(default_factory=list)
    is_start: bool = False

    @property
    def first(self) -> list[Link]:
        """Return the links that a page shows at once."""
        return self.links[:SHOWN]

    @property
    def rest(self) -> list[Link]:
        """Return the links that a page shows when asked."""
        return self.links[SHOWN:]


def chain_of(label: str, pk: int, community: Community, reader: Reader, now: datetime) -> list[Level]:
    """Return the chain that a record stands on, from the priority to the figure, level by level."""
    found = _walked(label, pk, community)
    levels = [
        _level(name, kind, found[name], community, reader, now, is_start=name == label)
        for name, kind in CHAIN.items()
        if found.get(name)
    ]
    return _trimmed(levels)


def _walked(label: str, pk: int, community: Community) -> Found:
    """Return the ids of everything before and after a record, by kind, itself among them."""
    start: dict[str, set[int]] = {label: {pk}} | (_counted_by(pk) if label == FIGURE else {})
    back, forth = _back(start, community), _forth(start if label != FIGURE else {}, community)
    found = {name: back[name] | forth[name] for name in CHAIN}
    if label != FIGURE:
        found[FIGURE] = _figures_counting(forth, community)
    return found


def _back(start: Found, community: Community) -> defaultdict[str, set[int]]:
    ids: defaultdict[str, set[int]] = defaultdict(set, {name: set(some) for name, some in start.items()})
    for later, key, earlier in reversed(HOPS):
        if ids[later]:
            rows = _rows(later, community).filter(pk__in=ids[later])
            ids[earlier] |= {value for value in rows.values_list(key, flat=True) if value}
    return ids


def _forth(start: Found, community: Community) -> defaultdict[str, set[int]]:
    ids: defaultdict[str, set[int]] = defaultdict(set, {name: set(some) for name, some in start.items()})
    for later, key, earlier in HOPS:
        if ids[earlier]:
            rows = _rows(later, community).filter(**{f"{key}__in": ids[earlier]})
            ids[later] |= set(rows.values_list("pk", flat=True))
    return ids


def _counted_by(pk: int) -> dict[str, set[int]]:
    counted = Figure.objects.filter(pk=pk).values_list("observation__counted", flat=True)
    return {name: set(ids) for row in counted for name, ids in row.items() if name in COUNTABLE}


def _figures_counting(ids: Found, community: Community) -> set[int]:
    """Return the figures of each report's newest published release that count one of these records."""
    counts = Q()
    for name in COUNTABLE:
        for pk in ids.get(name, ()):
            counts |= Q(observation__counted__contains={name: [pk]})
    if not counts:
        return set()
    newer = Release.objects.filter(report=OuterRef("release__report"), state=ReleaseState.PUBLISHED)
    rows = Figure.objects.filter(counts, community=community, release__state=ReleaseState.PUBLISHED)
    rows = rows.exclude(Exists(newer.filter(number__gt=OuterRef("release__number"))))
    return set(rows.values_list("pk", flat=True))


def _rows(label: str, community: Community) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model(label)._default_manager.filter(community=community)
    return rows


def _level(
    label: str,
    kind: Kind,
    ids: set[int],
    community: Community,
    reader: Reader,
    now: datetime,
    *,
    is_start: bool,
) -> Level:
    rows = kind.gate(reader, now).filter(pk__in=ids, community=community)
    links = [Link(kind.words(row), kind.url(row), kind.key, row.code) for row in rows]
    return Level(kind.name, kind.key, links, is_start)


def _trimmed(levels: list[Level]) -> list[Level]:
    """Leave out what is hidden at both ends: nothing that the reader may see lies beyond."""
    seen = [place for place, level in enumerate(levels) if level.links]
    return levels[seen[0] : seen[-1] + 1] if seen else []
