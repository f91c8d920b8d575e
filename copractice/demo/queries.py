"""Whether the demo is open here, and its personas."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from copractice.applications.models import Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.calls.states import CallState, Party
from copractice.cohorts.models import Participant
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Affiliation, Community, Membership, sort_key
from copractice.communities.queries.memberships import current
from copractice.consents.queries.guardianships import live
from copractice.demo.models import Demo
from copractice.people.models import Person
from copractice.recommendations.models import Recommendation
from copractice.recommendations.states import RecommendationState

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Guest:
    """A persona without a role in the community: a party of its open call, or a guardian."""

    code: str
    person: Person
    community: Community
    name: str
    role: str
    organization: str = ""


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


def advisers() -> list[Guest]:
    """Return three young people without a role who recommended something, so that their side can be seen."""
    rows = Recommendation.objects.filter(
        learning__participant__role=ParticipantRole.EMPLOYED_YOUTH, state=RecommendationState.IN_PRACTICE
    )
    rows = rows.exclude(learning__participant__person__in=Membership.objects.values("person"))
    people = Participant.objects.filter(pk__in=rows.values("learning__participant"), person__is_active=True)
    found = people.select_related("person", "community", "seat__organization").order_by("name", "pk")
    return [
        Guest(
            row.code, row.person, row.community, row.name, row.get_role_display(), row.seat.organization.name
        )
        for row in found[:3]
        if row.person and row.seat
    ]


def guests(now: datetime) -> list[Guest]:
    """Return the other personas: the parties of open calls who have no role, and their guardians."""
    members = Membership.objects.filter(current(now)).values("person")
    asked = Part.objects.filter(state__in=LIVE_PARTS, application__call__state=CallState.OPEN)
    leads = asked.filter(application=OuterRef("application"), party=Party.EMPLOYER)
    parts = asked.exclude(owner__in=members).filter(owner__is_active=True)
    parts = parts.annotate(place=Subquery(leads.values("organization_name")[:1]))
    found = [
        Guest(part.code, part.owner, part.community, part.name, part.get_party_display(), part.place)
        for part in parts.select_related("owner", "community")
        if part.owner
    ]
    families = live(now).filter(youth__in=asked.values("owner")).exclude(guardian__in=members)
    found += [
        Guest(
            row.code,
            row.guardian,
            row.community,
            row.name,
            _("Guardian of %(name)s") % {"name": row.youth_name},
        )
        for row in families.select_related("guardian")
    ]
    return sorted(found, key=lambda guest: (guest.community.pk, sort_key(guest.name)))
