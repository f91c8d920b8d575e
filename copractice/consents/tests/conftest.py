"""The world by the real clock, for tests that open pages."""

import pytest

from tests.world import World
from tests.world_copy import lay_down_world


@pytest.fixture
def today(db: None) -> World:
    """Return the world by the real clock."""
    return lay_down_world()
