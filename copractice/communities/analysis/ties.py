"""Ties between organizations, as a graph through time: whether a new one would close a ring."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from copractice.communities.models import Community, OrganizationLink


@dataclass(frozen=True)
class Tie:
    """That one organization stands under another, from a day until a day; both by their sort names."""

    lower: str
    upper: str
    since: date
    until: date | None = None


def ties_of(community: Community) -> list[Tie]:
    """Return every tie of a community."""
    rows = OrganizationLink.objects.filter(community=community)
    values = rows.values_list("organization__sort_name", "umbrella__sort_name", "since", "until")
    return [Tie(*row) for row in values]


def by_lower(ties: Iterable[Tie]) -> dict[str, list[Tie]]:
    """Return ties under the name of their lower end."""
    found: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        found[tie.lower].append(tie)
    return found


def closes_a_ring(new: Tie, known: Mapping[str, list[Tie]]) -> bool:
    """Say whether on some day of the new tie its upper end would stand under its lower end."""
    paths = [(new.upper, new.since, new.until or date.max)]
    while paths:
        name, since, until = paths.pop()
        if name == new.lower:
            return True
        for tie in known.get(name, ()):
            first, last = max(since, tie.since), min(until, tie.until or date.max)
            if first < last:
                paths.append((tie.upper, first, last))
    return False
