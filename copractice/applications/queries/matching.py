"""Which organization of the list a party may mean by the name it typed: near names, for staff to choose from."""

from collections.abc import Sequence
from difflib import get_close_matches

from django.db.models import QuerySet

from copractice.applications.models import Part
from copractice.communities.models import Community, Organization, sort_key

ALIKE = 0.6
MOST = 5


def organizations_like(part: Part) -> list[Organization]:
    """Return the organizations of the community whose names are most like the one a party typed, the nearest first."""
    rows = Organization.objects.filter(community=part.community_id)
    known = dict(rows.values_list("sort_name", "pk"))
    near = get_close_matches(sort_key(part.organization_name), known, n=MOST, cutoff=ALIKE)
    found = rows.in_bulk([known[name] for name in near])
    return [found[known[name]] for name in near]


def others_than(near: Sequence[Organization], community: Community) -> QuerySet[Organization]:
    """Return the other organizations of a community, by name; for its staff."""
    rows = Organization.objects.filter(community=community).exclude(pk__in=[row.pk for row in near])
    return rows.order_by("sort_name", "pk")
