"""Who is in which organization: read by the staff, and by each person about themselves."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet, Subquery

from copractice.communities.models import Affiliation, Community, Membership
from copractice.communities.queries.memberships import STAFF, current
from copractice.people.models import Person


def visible_to(person: Person | AnonymousUser, now: datetime) -> QuerySet[Affiliation]:
    """Return one's own affiliations, and all of the communities that one runs, with the names known there."""
    rows = with_names(Affiliation.objects.select_related("organization", "community"))
    if not person.is_authenticated:
        return rows.none()
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    seen = rows.filter(Q(person_id=person.pk) | Q(community__in=runs.values("community")))
    return seen.order_by("-since", "pk")


def with_names(rows: QuerySet[Affiliation]) -> QuerySet[Affiliation]:
    """Return the same affiliations with `name`, as the community knows the person, and their membership."""
    known = Membership.objects.filter(community=OuterRef("community"), person=OuterRef("person"))
    newest = known.order_by("-since", "-pk")
    return rows.annotate(
        name=Subquery(newest.values("name")[:1]), membership_code=Subquery(newest.values("code")[:1])
    )


def people_of(community: Community) -> QuerySet[Membership]:
    """Return one membership for each person of a community, by name: whom staff can put in an organization."""
    rows = Membership.objects.filter(community=community).order_by("person_id", "-since", "-pk")
    newest = rows.distinct("person_id").values("pk")
    return Membership.objects.filter(pk__in=newest).order_by("sort_name", "pk")
