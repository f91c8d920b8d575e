"""A definition in consultation, and the browsers of who answers and who runs the community."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from copractice.definition.models import DefinitionVersion
from tests.world import Place, World
from tests.world_definition import make_draft, put_to_members


@pytest.fixture
def here(world: World) -> Place:
    """Return the community of the tests."""
    return world.here


@pytest.fixture
def version(here: Place, now: datetime) -> DefinitionVersion:
    """Return version 1, in consultation for a week from now."""
    coordinator = here.people["coordinator"]
    definition = make_draft(here.community, coordinator, now)
    return put_to_members(definition, coordinator, now, now + timedelta(days=7))


@pytest.fixture
def open_as(here: Place) -> Callable[[str], Client]:
    """Return how to open a browser as a role."""

    def opened(role: str = "") -> Client:
        client = Client()
        if role:
            client.force_login(here.people[role])
        return client

    return opened
