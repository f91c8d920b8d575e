"""On a real site who runs a community shows a second factor before any other page; nobody else has to."""

from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from copractice.people.models import Person
from tests.world import Place
from tests.world_copy import lay_down_world
from tests.world_people import app_code, make_app

PAGES = ["/", "/me/", "/me/settings/", "/c/here/", "/c/here/log/"]
OPEN = ["/me/sign-in/", "/me/sign-in/passkeys/new/", "/me/sign-in/app/new/", "/privacy/", "/accessibility/"]


@pytest.fixture
def here(db: None) -> Place:
    return lay_down_world().here


@pytest.fixture
def real(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def inside(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("role", ["owner", "coordinator"])
def test_staff_without_a_factor_are_led_to_set_one_up(here: Place, role: str) -> None:
    client = inside(here.people[role])
    for path in PAGES:
        assert client.get(path)["Location"] == f"/me/sign-in/?next={path}"
    assert client.post("/c/here/updates/new/", {"title_en": "T"})["Location"] == "/me/sign-in/?next=/me/"
    for path in OPEN:
        assert client.get(path).status_code == HTTPStatus.OK
    assert "People who run a community" in client.get("/me/sign-in/?next=/me/").content.decode()
    assert client.post("/sign-out/")["Location"] == "/"


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("role", ["member", "funder"])
def test_members_are_not_led_anywhere(here: Place, role: str) -> None:
    client = inside(here.people[role])
    for path in PAGES[:-1]:
        assert client.get(path).status_code == HTTPStatus.OK
    assert client.get("/c/here/log/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.usefixtures("real")
def test_visitors_read_the_public_pages(here: Place, client: Client) -> None:
    assert client.get("/c/here/").status_code == HTTPStatus.OK
    assert client.get("/c/here/log/")["Location"] == "/sign-in/?next=/c/here/log/"


def test_on_a_local_site_staff_come_in_as_they_are(here: Place, settings: Settings) -> None:
    assert (settings.LOCAL, settings.SECOND_FACTOR_REQUIRED) == (True, False)
    assert inside(here.people["coordinator"]).get("/c/here/log/").status_code == HTTPStatus.OK


@pytest.mark.usefixtures("real")
def test_a_session_that_has_not_seen_the_factor_shows_it_first(here: Place) -> None:
    coordinator = here.people["coordinator"]
    make_app(coordinator)
    client = inside(coordinator)
    assert client.get("/c/here/log/")["Location"] == "/me/sign-in/again/?next=/c/here/log/"
    shown = client.post("/me/sign-in/again/", {"code": app_code(), "next": "/c/here/log/"})
    assert shown["Location"] == "/c/here/log/"
    assert client.get("/c/here/log/").status_code == HTTPStatus.OK


@pytest.mark.usefixtures("real")
def test_a_role_that_ended_asks_for_nothing(here: Place) -> None:
    row = here.memberships["coordinator"]
    row.until = row.since
    row.save()
    assert inside(here.people["coordinator"]).get("/me/").status_code == HTTPStatus.OK
