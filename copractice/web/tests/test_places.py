"""What the stages say of themselves on the line."""

from datetime import timedelta

from copractice.web.line import State
from copractice.web.places import places_of
from tests.world import World


def test_apply_says_nothing_while_the_call_is_open(world: World) -> None:
    sent = world.here.sent_in.application
    assert "apply" not in places_of(world.here.community, sent.call.closes_at - timedelta(hours=1))


def test_apply_counts_what_was_sent_once_the_call_is_closed(world: World) -> None:
    sent = world.here.sent_in.application
    place = places_of(world.here.community, sent.call.closes_at + timedelta(days=1))["apply"]
    assert (place.state, place.fact) == (State.DONE, "1 application")
