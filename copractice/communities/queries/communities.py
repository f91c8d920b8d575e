"""Communities: their front page is public, and lists say who is a member of what."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from copractice.communities.models import Community
from copractice.people.models import Person


def visible_to(person: Person | AnonymousUser) -> QuerySet[Community]:
    """Return the communities whose public page a person may read: all, for everybody."""
    return Community.objects.order_by("pk")
