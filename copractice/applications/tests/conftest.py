"""Three parties who have begun to fill their parts."""

from datetime import datetime

import pytest

from copractice.applications.tests.parts import Parts, make_parts
from tests.world import World


@pytest.fixture
def parts(world: World, now: datetime) -> Parts:
    """Return the parts of one application, all in progress."""
    return make_parts(world.here, now)
