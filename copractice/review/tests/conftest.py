"""The reviewed call of the world, made once for all tests of a file: making it takes a second."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from copractice.people.models import Person
from tests.world import Place, World, make_world
from tests.world_review import Reviewed

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # the hour of the fixture `now`


def made(at: datetime, blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make a world with a reviewed call, and take it back after the last test of the file."""
    with blocker.unblock(), transaction.atomic():
        world = make_world(at)
        assert world.here.reviewed  # made when it is first asked for
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Keep the world as it stands at the tests' hour."""
    yield from made(NOW, django_db_blocker)


@pytest.fixture(scope="module")
def kept_today(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Keep a world of this hour."""
    yield from made(timezone.now(), django_db_blocker)


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """Return a copy of the world that a test may change."""
    return deepcopy(kept_world)


@pytest.fixture
def reviewed(world: World) -> Reviewed:
    """Return a call with two applications, each with two reviewers of three."""
    return world.here.reviewed


@pytest.fixture
def coordinator(world: World) -> Person:
    """Return who runs the community."""
    return world.here.people["coordinator"]


@pytest.fixture
def today(kept_today: World, db: None) -> Place:
    """Return a place that began yesterday, for pages, which ask the real clock."""
    return deepcopy(kept_today).here
