"""Who may choose frameworks, and say what serves their items."""

from datetime import datetime

from copractice.communities.models import Community
from copractice.communities.rules import Visitor, may_run


def may_adopt_framework(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff choose the frameworks of their community."""
    return may_run(person, community, now)


def may_align(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff align records to items, and take an alignment back."""
    return may_run(person, community, now)
