"""Whether the demo is open here, and its personas."""

from django.db.models import OuterRef, QuerySet, Subquery

from copractice.communities.models import Affiliation, Membership
from copractice.demo.models import Demo

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def demo_is_open(*, local: bool, listen: str) -> bool:
    """Say whether this is a demo database on a local site, on a server that only this machine can reach."""
    return local and listen in LOOPBACK and Demo.objects.exists()


def personas() -> QuerySet[Membership]:
    """Return the roles that a visitor of the demo can sign in as, each with the organization it stands in."""
    rows = Membership.objects.filter(until__isnull=True, person__is_active=True)
    places = Affiliation.objects.filter(community=OuterRef("community"), person=OuterRef("person"))
    newest = places.order_by("-since", "pk").values("organization__name")
    rows = rows.annotate(organization=Subquery(newest[:1]))
    return rows.select_related("community").order_by("community_id", "sort_name")
