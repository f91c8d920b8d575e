"""Organizations that an applicant may name: those that the public reads, and their own."""

from datetime import datetime

from django.db.models import QuerySet

from copractice.communities.models import Affiliation, Community, Organization, sort_key
from copractice.communities.queries.organizations import on_day
from copractice.people.models import Person


def known_organization(community: Community, name: str) -> Organization | None:
    """Return the public organization of a community that has this name, whatever case or accents."""
    rows = Organization.objects.filter(community=community, is_public=True, sort_name=sort_key(name))
    return rows.first() if name else None


def own_organizations(person: Person, community: Community, now: datetime) -> QuerySet[Organization]:
    """Return the organizations that a person is in today, by name."""
    mine = Affiliation.objects.filter(on_day(now), person=person, community=community)
    return Organization.objects.filter(pk__in=mine.values("organization")).order_by("sort_name", "pk")
