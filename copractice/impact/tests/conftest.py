"""A community with a cohort of fourteen young people, four of them under 18, and twelve adults."""

from datetime import date, datetime

import pytest

from copractice.cohorts.models import Cohort
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Membership
from copractice.impact.tests import cohorts
from copractice.people.models import Person
from tests.world import Place, World, make_world


@pytest.fixture
def place(db: None, now: datetime) -> Place:
    """Return the community that tests report on."""
    world: World = make_world(now)
    return world.here


@pytest.fixture
def coordinator(place: Place) -> Person:
    """Return who runs it."""
    return place.people["coordinator"]


@pytest.fixture
def by(place: Place) -> Membership:
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
