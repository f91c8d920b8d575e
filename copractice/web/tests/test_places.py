"""What the stages say of themselves on the line."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from copractice.cohorts.models import Cohort
from copractice.web.line import State
from copractice.web.places import places_of
from tests.world import World


def test_what_comes_after_an_open_call_says_when_and_never_how_many_applied(world: World) -> None:
    call = world.here.sent_in.application.call
    call.parties_by, call.decides_by = call.closes_at + timedelta(days=7), call.closes_at + timedelta(days=30)
    call.seats = 10
    call.save()
    places = places_of(world.here.community, call.closes_at - timedelta(hours=1))
    said = {key: (places[key].state, places[key].fact) for key in ("apply", "review", "select", "recommend")}
    assert said == {
        "apply": (State.LATER, f"until {day(call.closes_at)}"),
        "review": (State.LATER, f"from {day(call.parties_by)}"),
        "select": (State.LATER, f"by {day(call.decides_by)}"),
        "recommend": (State.LATER, "as they learn"),
    }


def test_a_day_that_has_passed_is_not_told_as_coming(world: World) -> None:
    call = world.here.sent_in.application.call
    call.decides_by = call.closes_at + timedelta(days=1)
    call.save()
    assert "select" not in places_of(world.here.community, call.closes_at + timedelta(days=2))


def test_apply_counts_what_was_sent_once_the_call_is_closed(world: World) -> None:
    sent = world.here.sent_in.application
    place = places_of(world.here.community, sent.call.closes_at + timedelta(days=1))["apply"]
    assert (place.state, place.fact) == (State.DONE, "1 application")


def test_a_decided_call_was_reviewed_even_if_no_plan_is_on_record(world: World) -> None:
    call = world.here.sent_in.application.call
    call.state, call.closed_at, call.decided_at = "decided", call.closes_at, call.closes_at
    call.save()
    later = call.closes_at + timedelta(days=1)
    assert places_of(world.here.community, later, call)["review"].state == State.DONE


def test_the_line_of_a_call_ends_in_the_report_of_its_own_cohort(world: World) -> None:
    cohort = world.here.reported.report.cohort
    call, later = world.here.sent_in.application.call, world.here.now + timedelta(days=9)
    assert places_of(world.here.community, later, call)["report"].state == State.LATER
    Cohort.objects.filter(pk=cohort.pk).update(call=call)
    assert places_of(world.here.community, later, call)["report"].state == State.DONE


def day(at: datetime) -> str:
    return date_format(at.astimezone(ZoneInfo("America/Chicago")), "MONTH_DAY_FORMAT")
