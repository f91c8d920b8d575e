"""What ties people to the applications of a call, found in the records at every read or declared and kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from copractice.applications.models import Application, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.states import ApplicationState
from copractice.calls.models import Call
from copractice.calls.states import Party
from copractice.communities.models import Affiliation, Membership, Organization, OrganizationLink
from copractice.communities.queries.memberships import STAFF, current
from copractice.communities.queries.organizations import local_day, on_day
from copractice.consents.models import Guardianship
from copractice.people.models import Person
from copractice.review.models import Reviewer, Tie
from copractice.review.states import Grade, Origin

NOT_REVIEWED = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN, ApplicationState.INELIGIBLE)
LASTS = timedelta(days=365)  # who left an organization is tied to it for another year


@dataclass
class Found:
    """What the records tie one person to: organizations, and single applications."""

    organizations: set[int] = field(default_factory=set)
    applications: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Applicant:
    """What a reviewer is asked about: an organization of the list, or a name that a party typed."""

    key: str  # what the form calls it
    name: str
    organization: Organization | None = None
    application: Application | None = None


def found_for(people: Collection[int], call: Call, now: datetime) -> dict[int, Found]:
    """Return what the records say of each person: affiliations and the umbrellas above and members below
    them, own parts, and parts of young people whom one is guardian of.
    """
    found: dict[int, Found] = defaultdict(Found)
    since = local_day(call.community, now) - LASTS
    rows = Affiliation.objects.filter(
        Q(until__isnull=True) | Q(until__gt=since), person__in=people, community=call.community_id
    )
    for person, organization in rows.values_list("person", "organization"):
        found[person].organizations.add(organization)
    _widen(found, call, now)
    parts = Part.objects.filter(application__call=call, owner__isnull=False)
    for owner, application in parts.filter(owner__in=people).values_list("owner", "application"):
        found[owner].applications.add(application)
    wards = Guardianship.objects.filter(guardian__in=people, community=call.community_id)
    guardians = defaultdict(set)
    for guardian, youth in wards.values_list("guardian", "youth"):
        guardians[youth].add(guardian)
    for youth, application in parts.filter(owner__in=guardians).values_list("owner", "application"):
        for guardian in guardians[youth]:
            found[guardian].applications.add(application)
    return found


def barred_for(people: Collection[int], call: Call, now: datetime) -> Mapping[int, set[int]]:
    """Return the applications of a call that each person may not see in review; a constant number of queries."""
    found = found_for(people, call, now)
    kept = Tie.objects.filter(
        reviewer__call=call,
        reviewer__membership__person__in=people,
        grade=Grade.BARRED,
        until__isnull=True,
    )
    for person, organization, application in kept.values_list(
        "reviewer__membership__person", "organization", "application"
    ):
        if organization:
            found[person].organizations.add(organization)
        else:
            found[person].applications.add(application)
    of = _applications_by_organization(call, {pk for one in found.values() for pk in one.organizations})
    barred: dict[int, set[int]] = defaultdict(set)
    for person, one in found.items():
        barred[person] = one.applications.union(*(of[pk] for pk in one.organizations))
    return barred


def barred_from(person: Person | AnonymousUser, call: Call, now: datetime) -> set[int]:
    """Return the applications of a call that one person may not see in review."""
    return barred_for([person.pk], call, now)[person.pk] if person.is_authenticated else set()


def applicants_of(reviewer: Reviewer, now: datetime) -> list[Applicant]:
    """Return whom a reviewer is asked about: every organization of the call's sent applications by name.

    Every party of an application that is barred to the reviewer is left out, unless it stands in another one
    too, so the list tells a tied person nothing.
    """
    hidden = barred_from(reviewer.membership.person, reviewer.call, now)
    rows = Part.objects.filter(
        application__call=reviewer.call, state__in=LIVE_PARTS, party__in=[Party.EMPLOYER, Party.UMBRELLA]
    )
    rows = rows.exclude(application__state__in=NOT_REVIEWED).exclude(application__in=hidden)
    applicants: dict[str, Applicant] = {}
    for part in rows.select_related("organization", "application").order_by("pk"):
        one = part.organization
        if one:
            applicants.setdefault(one.code, Applicant(one.code, one.name, organization=one))
            continue
        key, name = f"a{part.application.code}", part.organization_name or part.name
        applicants.setdefault(key, Applicant(key, name, application=part.application))
    return sorted(applicants.values(), key=lambda applicant: applicant.name.casefold())


def ties_of(reviewer: Reviewer) -> QuerySet[Tie]:
    """Return the ties of a reviewer that stand, the newest first."""
    rows = Tie.objects.filter(reviewer=reviewer, until__isnull=True)
    return rows.select_related("organization", "application").order_by("-since", "-pk")


def run_ties(person: Person, now: datetime) -> QuerySet[Tie]:
    """Return the ties that staff may end: what was declared or entered, never what the records say."""
    runs = Membership.objects.filter(current(now), person_id=person.pk, role__in=STAFF)
    rows = Tie.objects.filter(community__in=runs.values("community"), until__isnull=True)
    return rows.exclude(origin=Origin.COMPUTED).select_related("reviewer__call", "community")


def _widen(found: Mapping[int, Found], call: Call, now: datetime) -> None:
    """Add the umbrellas of each organization and the members of each umbrella."""
    mine = {pk for one in found.values() for pk in one.organizations}
    links = OrganizationLink.objects.filter(on_day(now), community=call.community_id)
    rows = links.filter(Q(organization__in=mine) | Q(umbrella__in=mine))
    near = defaultdict(set)
    for organization, umbrella in rows.values_list("organization", "umbrella"):
        near[organization].add(umbrella)
        near[umbrella].add(organization)
    for one in found.values():
        one.organizations.update(*[near[pk] for pk in one.organizations])


def _applications_by_organization(call: Call, organizations: Collection[int]) -> Mapping[int, set[int]]:
    rows = Part.objects.filter(application__call=call, state__in=LIVE_PARTS, organization__in=organizations)
    of: dict[int, set[int]] = defaultdict(set)
    for organization, application in rows.values_list("organization", "application"):
        of[organization].add(application)
    return of
