"""The world by the real clock, for tests that open pages."""

import pytest
from django.utils import timezone

from tests.world import World, make_world


@pytest.fixture
def today(db: None) -> World:
    """Return the world by the real clock."""
    return make_world(timezone.now())
