"""The reviewed call of the world, as tests of this package take it."""

import pytest
from django.utils import timezone

from copractice.people.models import Person
from tests.world import Place, World, make_world
from tests.world_review import Reviewed


@pytest.fixture
def reviewed(world: World) -> Reviewed:
    """Return a call with two applications, each with two reviewers of three."""
    return world.here.reviewed


@pytest.fixture
def coordinator(world: World) -> Person:
    """Return who runs the community."""
    return world.here.people["coordinator"]


@pytest.fixture
def today(db: None) -> Place:
    """Return a place that began yesterday, for pages, which ask the real clock."""
    return make_world(timezone.now()).here
