"""An open room without moderation, and a phone that is in it."""

from datetime import datetime

import pytest
from django.test import Client

from copractice.convening.models import Convening
from copractice.convening.tests.rooms import KEY, make_voter, open_convening
from copractice.convening.views.door import COOKIE
from tests.world import World


@pytest.fixture
def convening(world: World, now: datetime) -> Convening:
    """Return an open convening where statements are in the vote at once."""
    return open_convening(world.here, now)


@pytest.fixture
def phone(convening: Convening, now: datetime) -> Client:
    """Return a browser that has joined."""
    make_voter(convening, now, KEY)
    browser = Client()
    browser.cookies[COOKIE] = KEY
    return browser
