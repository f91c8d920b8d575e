"""A person's home: what waits for them, by when, the soonest first."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from copractice.communities.models import Import
from copractice.communities.states import ImportState
from copractice.convening.actions import lives
from copractice.convening.tests.rooms import make_voter, open_convening, say
from copractice.web.waits import waits_for
from tests.world import Place, World
from tests.world_copy import lay_down_world

VOTE, IMPORT = "A convening is open: your votes count", "An import is checked and waits for your word"
DAY = timedelta(days=1)


def closing(place: Place, closes_at: datetime | None, now: datetime) -> None:
    """Open a convening with one statement that waits, and name when it closes."""
    row = open_convening(place, now, is_moderated=True)
    say(make_voter(row, now), "Let us meet", now)
    actor = place.people["coordinator"]
    lives.reschedule(convening=row, closes_at=closes_at, actor=actor, now=now)


def test_what_has_a_closing_time_comes_first_and_the_soonest_before_all(world: World, now: datetime) -> None:
    closing(world.here, now + 2 * DAY, now)
    closing(world.here, now + DAY, now)
    closing(world.here, None, now)
    Import.objects.filter(community=world.here.community).update(state=ImportState.CHECKED)
    waits = waits_for(world.here.people["coordinator"], now)
    assert [(wait.title, wait.by) for wait in waits] == [
        ("1 statement waits", now + DAY),
        (VOTE, now + DAY),
        ("1 statement waits", now + 2 * DAY),
        (VOTE, now + 2 * DAY),
        ("1 statement waits", None),
        (IMPORT, None),
        (VOTE, None),
    ]


def test_what_waits_in_another_community_is_not_shown(world: World, now: datetime) -> None:
    closing(world.there, now + DAY, now)
    assert waits_for(world.here.people["coordinator"], now) == []
    assert waits_for(world.stranger, now) == []


def test_nothing_waits_after_its_closing_time(world: World, now: datetime) -> None:
    closing(world.here, now + DAY, now)
    member = world.here.people["member"]
    assert [wait.title for wait in waits_for(member, now + DAY - timedelta(seconds=1))] == [VOTE]
    assert waits_for(member, now + DAY) == []


@pytest.mark.django_db
def test_home_tells_by_when_in_the_zone_of_the_community_and_in_ones_own() -> None:
    here = lay_down_world().here
    member = here.people["member"]
    member.time_zone = "America/Denver"
    member.save(update_fields=["time_zone"])
    closing(here, datetime.fromisoformat("2099-06-01T22:00:00+00:00"), timezone.now())
    client = Client()
    client.force_login(member)
    page = client.get("/me/").content.decode()
    assert "Monday, June 1, 2099, 5:00 p.m. Central time" in page
    assert "(4:00 p.m. in your zone, Mountain time)" in page


def test_a_thing_without_a_date_shows_none(world: World, now: datetime) -> None:
    closing(world.here, None, now)
    assert [wait.by for wait in waits_for(world.here.people["member"], now)] == [None]
