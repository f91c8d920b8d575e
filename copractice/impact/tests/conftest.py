"""A community with a cohort of fourteen young people, four of them under 18, and twelve adults."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from copractice.cohorts.models import Cohort
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Community, Membership, Role
from copractice.impact.tests import cohorts
from copractice.people.models import Person


@dataclass(frozen=True)
class Small:
    """A community with a person of each role, and nothing else: most tests of reports need no more."""

    community: Community
    people: dict[str, Person]
    memberships: dict[str, Membership]


@pytest.fixture
def place(db: None, now: datetime) -> Small:
    """Return the community that tests report on."""
    community = Community.objects.create(
        slug="here", name="Here", time_zone="America/Chicago", languages=["en"], created_at=now
    )
    people = {role.value: Person.objects.create_user(f"{role.value}@here.example.org") for role in Role}
    memberships = {
        role: Membership.objects.create(
            community=community, person=person, name=role.title(), sort_name=role, role=role, since=now
        )
        for role, person in people.items()
    }
    return Small(community, people, memberships)


@pytest.fixture
def coordinator(place: Small) -> Person:
    """Return who runs it."""
    return place.people["coordinator"]


@pytest.fixture
def by(place: Small) -> Membership:
    """Return the coordinator's membership."""
    return place.memberships["coordinator"]


@pytest.fixture
def cohort(by: Membership, now: datetime) -> Cohort:
    """Return the cohort with its marks: twelve young people attend, two hardly, and adults come to 36 of 48 places."""
    made = cohorts.make_cohort(by, now)
    minors = cohorts.take_in(made, cohorts.YOUTH, 4, born=date(2010, 5, 1))
    grown = cohorts.take_in(made, cohorts.YOUTH, 10, born=date(2006, 5, 1))
    adults = cohorts.take_in(made, ParticipantRole.LEADER, 12)
    cohorts.guard(minors, by, now)
    cohorts.mark([*minors, *grown[:8]], by, came=3, absent=1)
    cohorts.mark(grown[8:], by, came=1, absent=3)
    cohorts.mark(adults, by, came=3, absent=1)
    return made
