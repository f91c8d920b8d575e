"""The world for tests that begin with it, from a copy of its rows: making it takes a sixth of a second."""

from datetime import datetime

from django.utils import timezone

from tests.kept import kept
from tests.world import World, make_world


def lay_down_world(now: datetime | None = None, *records: str) -> World:
    """Return the world as it stands at `now`, with these records of its first community.

    Without `now` it is the world of this run's beginning.
    """

    def make() -> World:
        world = make_world(now or timezone.now())
        for name in records:
            getattr(world.here, name)
        return world

    return kept(f"world of {now or 'today'} with {records}", make)
