"""Updates: public while they stand; a withdrawn one is kept but read by nobody."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from copractice.communities.models import Community, History, Update
from copractice.people.models import Person


def visible_to(person: Person | AnonymousUser) -> QuerySet[Update]:
    """Return the updates that stand, the newest first, with their authors."""
    rows = Update.objects.filter(withdrawn_at__isnull=True)
    return rows.select_related("author", "community").order_by("-posted_at", "-pk")


def of_community(person: Person | AnonymousUser, community: Community) -> QuerySet[Update]:
    """Return the updates of one community that a person may read, the newest first."""
    return visible_to(person).filter(community=community)


def history_of(community: Community) -> QuerySet[History]:
    """Return the public facts of a community in their order."""
    return History.objects.filter(community=community).order_by("position")
