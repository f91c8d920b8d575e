"""The chain from a priority to a figure: every hop once, walked both ways, each record through its own gate.

Each hop is a foreign key on the later record; a figure's is the list of ids that it froze. Records that a
reader may not see are walked through, so that a figure leads back to its priority, and are told by their kind
alone: never how many there are, and only where something that the reader may see lies beyond.

One hop is not made for everybody. A goal that somebody's learning grew from can tell who wrote what was offered
in the cohort's name. So whoever reads a recommendation without its author does not get from it to its learning,
nor from a learning to it.
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
from copractice.impact.views.gates import CHAIN
from copractice.recommendations.queries import recommendations

FIGURE = "impact.figure"
RECOMMENDATION = "recommendations.recommendation"
# (later kind, its foreign key, earlier kind)
HOPS = (
    ("definition.commitment", "priority", "convening.priority"),
    ("calls.criterion", "priority", "convening.priority"),
    ("calls.criterion", "commitment", "definition.commitment"),
    ("cohorts.goal", "criterion", "calls.criterion"),
    ("recommendations.learning", "goal", "cohorts.goal"),
    (RECOMMENDATION, "learning", "recommendations.learning"),
    ("recommendations.response", "recommendation", RECOMMENDATION),
    ("recommendations.step", "response", "recommendations.response"),
    ("recommendations.evidence", "step", "recommendations.step"),
)
COUNTABLE = (RECOMMENDATION, "recommendations.response", "recommendations.evidence")
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
    def is_closed(self) -> bool:
        """Say whether the reader may see none of them."""
        return not self.links

    @property
    def first(self) -> list[Link]:
        """Return the links that a page shows at once."""
        return self.links[:SHOWN]

    @property
    def rest(self) -> list[Link]:
        """Return the links that a page shows when asked."""
        return self.links[SHOWN:]


@dataclass(frozen=True)
class Walk:
    """A walk along the chain of one community by one reader at one time."""

    community: Community
    reader: Reader
    now: datetime

    def whole(self, label: str, pk: int) -> Found:
        """Return the ids of everything before and after a record, by kind, itself among them."""
        start: dict[str, set[int]] = {label: {pk}} | (_counted_by(pk) if label == FIGURE else {})
        back, forth = self.back(start), self.forth(start if label != FIGURE else {})
        found = {name: back[name] | forth[name] for name in CHAIN}
        if label != FIGURE:
            found[FIGURE] = _figures_counting(forth, self.community)
        return found

    def back(self, start: Found) -> defaultdict[str, set[int]]:
        """Return what lies before."""
        ids = defaultdict(set, {name: set(some) for name, some in start.items()})
        for later, key, earlier in reversed(HOPS):
            from_here = self.open_ones(later, ids[later])
            if from_here:
                rows = self.rows(later).filter(pk__in=from_here)
                ids[earlier] |= {value for value in rows.values_list(key, flat=True) if value}
        return ids

    def forth(self, start: Found) -> defaultdict[str, set[int]]:
        """Return what lies after."""
        ids = defaultdict(set, {name: set(some) for name, some in start.items()})
        for later, key, earlier in HOPS:
            if ids[earlier]:
                rows = self.rows(later).filter(**{f"{key}__in": ids[earlier]})
                ids[later] |= self.open_ones(later, set(rows.values_list("pk", flat=True)))
        return ids

    def open_ones(self, later: str, ids: set[int]) -> set[int]:
        """Leave out the recommendations that the reader reads without knowing who wrote them."""
        if later != RECOMMENDATION or not ids:
            return ids
        read = list(recommendations.visible_to(self.reader, self.now).filter(pk__in=ids))
        known = recommendations.authors_known_to(self.reader, read, self.now)
        return ids - {row.pk for row in read if row.pk not in known}

    def rows(self, label: str) -> QuerySet[Any]:
        """Return all records of a kind in the community."""
        rows: QuerySet[Any] = apps.get_model(label)._default_manager.filter(community=self.community)
        return rows

    def level(self, label: str, ids: set[int], *, is_start: bool) -> Level:
        """Return a kind with the records of it that the reader may see."""
        kind = CHAIN[label]
        rows = kind.gate(self.reader, self.now).filter(pk__in=ids, community=self.community)
        links = [Link(kind.words(row), kind.url(row), kind.key, row.code) for row in rows]
        return Level(kind.name, kind.key, links, is_start)


def chain_of(label: str, pk: int, community: Community, reader: Reader, now: datetime) -> list[Level]:
    """Return the chain that a record stands on, from the priority to the figure, level by level."""
    walk = Walk(community, reader, now)
    found = walk.whole(label, pk)
    return _trimmed(
        [walk.level(name, found[name], is_start=name == label) for name in CHAIN if found.get(name)]
    )


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


def _trimmed(levels: list[Level]) -> list[Level]:
    """Leave out what is hidden at both ends: nothing that the reader may see lies beyond."""
    seen = [place for place, level in enumerate(levels) if level.links]
    return levels[seen[0] : seen[-1] + 1] if seen else []
