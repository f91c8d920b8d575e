"""Three parties who have begun to fill their parts."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from copractice.applications.tests.parts import Parts, make_parts
from tests.world import World, make_world


@pytest.fixture
def parts(world: World, now: datetime) -> Parts:
    """Return the parts of one application, all in progress."""
    return make_parts(world.here, now)


@pytest.fixture
def today(db: None) -> Parts:
    """Return parts that began yesterday, for pages, which ask the real clock."""
    return make_parts(make_world(timezone.now()).here, timezone.now() - timedelta(days=1))
