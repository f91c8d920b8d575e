"""The cohort of the world, as tests of this package take it."""

import pytest
from django.utils import timezone

from copractice.people.models import Person
from tests.world import Place, World, make_world
from tests.world_cohorts import Practiced


@pytest.fixture
def here(world: World) -> Place:
    """Return one community."""
    return world.here


@pytest.fixture
def practiced(here: Place) -> Practiced:
    """Return a cohort at work with one seat, a session that was held and one to come."""
    return here.practiced


@pytest.fixture
def coordinator(here: Place) -> Person:
    """Return who runs the community."""
    return here.people["coordinator"]


@pytest.fixture
def facilitator(here: Place) -> Person:
    """Return who facilitates the cohort."""
    return here.people["facilitator"]


@pytest.fixture
def today(db: None) -> Place:
    """Return a place that began yesterday, for pages, which ask the real clock."""
    return make_world(timezone.now()).here
