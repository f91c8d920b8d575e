"""The pages of a closing time: typed as the wall shows it, told in room, wall and convening."""

from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from copractice.convening.models import Convening
from copractice.convening.states import ConveningState
from copractice.convening.tests.rooms import close, make_statements, open_convening
from tests.world import Place
from tests.world_copy import lay_down_world

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def today(db: None) -> Place:
    """Return a community as it is today, since pages look at the clock."""
    return lay_down_world().here


def coordinator_of(place: Place) -> Client:
    client = Client()
    client.force_login(place.people["coordinator"])
    return client


def test_staff_type_the_closing_time_as_their_wall_shows_it(today: Place) -> None:
    client, base = coordinator_of(today), f"/c/{today.community.slug}/convenings/"
    typed = {"title_en": "Next", "question_en": "What?", "held_on": "2099-03-08"}
    skipped = {"closes_at_day": "2099-03-08", "closes_at_clock": "02:30"}
    refused = client.post(f"{base}new/", typed | skipped)
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "Choose 1:59 a.m. or 3:00 a.m. instead." in refused.content.decode()
    twice = {"closes_at_day": "2099-11-01", "closes_at_clock": "01:30"}
    asked = client.post(f"{base}new/", typed | twice).content.decode()
    assert "the first 1:30 a.m. (Central daylight time, UTC−5)" in asked
    answered = client.post(f"{base}new/", typed | twice | {"closes_at_which": "second"})
    assert answered.status_code == HTTPStatus.FOUND
    row = Convening.objects.get(title={"en": "Next"})
    assert row.closes_at == datetime.fromisoformat("2099-11-01T07:30:00+00:00")
    page = client.get(f"{base}{row.code}/edit/").content.decode()
    assert 'value="2099-11-01"' in page
    assert 'value="01:30"' in page
    told = client.get(answered["Location"]).content.decode()
    assert "Sunday, November 1, 2099, 1:30 a.m. Central standard time" in told


def test_a_typed_closing_time_in_the_past_is_refused_and_stands_in_its_field(today: Place) -> None:
    row = open_convening(today, timezone.now())
    client = coordinator_of(today)
    address = f"/c/{today.community.slug}/convenings/{row.code}/closing/"
    response = client.post(address, {"closes_at_day": "2020-01-02", "closes_at_clock": "12:00"})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    page = response.content.decode()
    assert "This time has passed. Choose a later one, or none." in page
    assert 'value="2020-01-02"' in page


def test_room_wall_and_convening_tell_when_voting_closes(today: Place) -> None:
    row = open_convening(today, timezone.now())
    client, base = coordinator_of(today), f"/c/{today.community.slug}/convenings/{row.code}/"
    said = "Monday, June 1, 2099, 5:00 p.m. Central time"
    assert said not in client.get(base).content.decode()
    moved = client.post(f"{base}closing/", {"closes_at_day": "2099-06-01", "closes_at_clock": "17:00"})
    assert moved["Location"] == base
    room_page = f"/v/{row.room_code}/"
    outside, wall, page = (client.get(path).content.decode() for path in (room_page, f"{base}wall/", base))
    client.post(f"{room_page}enter/")
    inside = client.get(room_page).content.decode()
    assert [said in text for text in (outside, wall, page, inside)] == [True] * 4
    emptied = client.post(f"{base}closing/", {"closes_at_day": "", "closes_at_clock": ""})
    assert emptied["Location"] == base
    assert said not in client.get(base).content.decode()


def test_past_its_closing_time_a_room_reads_as_closed_before_the_clock_closed_it(today: Place) -> None:
    row = open_convening(today, timezone.now() - HOUR)
    statement = make_statements(row, timezone.now() - HOUR, 1)[0]
    client = coordinator_of(today)
    client.post(f"/v/{row.room_code}/enter/")
    Convening.objects.filter(pk=row.pk).update(closes_at=timezone.now() - MINUTE)
    assert "Voting closed on" in client.get(f"/v/{row.room_code}/").content.decode()
    vote = {"statement": statement.code, "value": "1"}
    refused = client.post(f"/v/{row.room_code}/vote/", vote)
    assert refused.status_code == HTTPStatus.CONFLICT
    base = f"/c/{today.community.slug}/convenings/{row.code}/"
    assert "Voting has closed" in client.get(base).content.decode()
    assert "Voting has closed" in client.get(f"/c/{today.community.slug}/priorities/").content.decode()
    assert client.get(f"{base}closing/").status_code == HTTPStatus.CONFLICT


def test_opening_again_asks_for_the_closing_time_first(today: Place) -> None:
    row = close(open_convening(today, timezone.now()), today, timezone.now())
    client, base = coordinator_of(today), f"/c/{today.community.slug}/convenings/{row.code}/"
    assert "Open for votes" in client.get(f"{base}reopen/").content.decode()
    row.refresh_from_db()
    assert row.state == ConveningState.CLOSED
    typed = {"closes_at_day": "2099-06-01", "closes_at_clock": "17:00"}
    assert client.post(f"{base}reopen/", typed)["Location"] == base
    row.refresh_from_db()
    assert (row.state, row.closes_at) == (
        ConveningState.OPEN,
        datetime.fromisoformat("2099-06-01T22:00:00+00:00"),
    )
    assert client.get(f"{base}reopen/").status_code == HTTPStatus.CONFLICT
