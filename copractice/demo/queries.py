"""Whether the demo is open here, and its personas."""

from django.db.models import QuerySet

from copractice.communities.models import Membership
from copractice.demo.models import Demo

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def demo_is_open(*, local: bool, listen: str) -> bool:
    """Say whether this is a demo database on a local site, on a server that only this machine can reach."""
    return local and listen in LOOPBACK and Demo.objects.exists()


def personas() -> QuerySet[Membership]:
    """Return the roles that a visitor of the demo can sign in as, by community and name."""
    rows = Membership.objects.filter(until__isnull=True, person__is_active=True)
    return rows.select_related("community").order_by("community_id", "sort_name")
