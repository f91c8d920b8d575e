"""The world's calls, as tests of this package take them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from copractice.calls.actions import versions
from copractice.calls.models import Call, CallVersion
from copractice.people.models import Person
from tests.kept import kept
from tests.world import World, make_world
from tests.world_calls import make_draft

Begun = tuple[World, Call | None]


@pytest.fixture
def begun(request: pytest.FixtureRequest, db: None, now: datetime) -> Begun:
    """Return the world, and what of calls this test takes, from a copy."""
    taken = {"call", "draft"} & set(request.fixturenames)

    def make() -> Begun:
        world = make_world(now)
        if "call" in taken:
            assert world.here.called  # made when it is first asked for
        if "draft" not in taken:
            return world, None
        return world, make_draft(world.here.community, world.here.people["coordinator"], now)

    is_today = abs(timezone.now() - now) < timedelta(minutes=1)
    return kept(f"calls of {'today' if is_today else now} with {sorted(taken)}", make)


@pytest.fixture
def world(begun: Begun) -> World:
    """Return two communities with a person of each role."""
    return begun[0]


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
def draft(begun: Begun) -> Call | None:
    """Return a whole call that was not opened."""
    return begun[1]


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
