"""The world's calls, as tests of this package take them."""

from datetime import datetime
from typing import Any

import pytest

from copractice.calls.actions import versions
from copractice.calls.models import Call, CallVersion
from copractice.people.models import Person
from tests.world import World
from tests.world_calls import make_draft


@pytest.fixture
def call(world: World) -> Call:
    """Return the open call of the world."""
    return world.here.call


@pytest.fixture
def beside(world: World) -> None:
    """Let an answer and a session stand beside the open call."""
    assert world.here.called.faq
    assert world.here.called.session


@pytest.fixture
def draft(world: World, coordinator: Person, now: datetime) -> Call:
    """Return a whole call that was not opened."""
    return make_draft(world.here.community, coordinator, now)


@pytest.fixture
def coordinator(world: World) -> Person:
    """Return who runs the community."""
    return world.here.people["coordinator"]


@pytest.fixture
def owner(world: World) -> Person:
    """Return who owns the community."""
    return world.here.people["owner"]


@pytest.fixture
def member(world: World) -> Person:
    """Return a member without any right over calls."""
    return world.here.people["member"]


@pytest.fixture
def by(call: Call, coordinator: Person, now: datetime) -> dict[str, Any]:
    """Return what every act on the open call takes."""
    return {"call": call, "actor": coordinator, "now": now}


@pytest.fixture
def version(by: dict[str, Any]) -> CallVersion:
    """Return the draft of version 2, a copy of version 1."""
    return versions.start_version(**by)
