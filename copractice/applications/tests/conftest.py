"""Three parties who have begun to fill their parts."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from copractice.applications.tests.parts import Parts, make_parts
from tests.kept import kept
from tests.world import World, make_world
from tests.world_copy import lay_down_world


@pytest.fixture
def begun(db: None, now: datetime) -> tuple[World, Parts]:
    """Return the world with the parts of one application, from a copy."""

    def make() -> tuple[World, Parts]:
        world = make_world(now)
        return world, make_parts(world.here, now)

    return kept(f"parts of {now}", make)


@pytest.fixture
def world(request: pytest.FixtureRequest, db: None, now: datetime) -> World:
    """Return two communities with a person of each role; with the parts, where the test takes them."""
    if "parts" in request.fixturenames:
        return request.getfixturevalue("begun")[0]
    return lay_down_world(now)


@pytest.fixture
def parts(begun: tuple[World, Parts]) -> Parts:
    """Return the parts of one application, all in progress."""
    return begun[1]


@pytest.fixture
def today(db: None) -> Parts:
    """Return parts that began yesterday, for pages, which ask the real clock."""

    def make() -> Parts:
        now = timezone.now()
        return make_parts(make_world(now).here, now - timedelta(days=1))

    return kept("parts of today", make)
