"""Where sign-in leads: back to the closed page that was asked for, and never to another site."""

import pytest
from django.test import Client
from django.urls import reverse

from copractice.people.models import Person
from copractice.people.tests.browser import CODE, SIGN_IN, ask, mailed_code, plain, type_code

CLOSED = "This page is closed, or it does not exist. Sign in to find out."
EVIL = [
    "//evil.example",
    "///evil.example",
    "https://evil.example/",
    "http:///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "https://testserver@evil.example/",
    "\x00//evil.example",
]


def test_a_closed_address_leads_to_sign_in_which_says_why(client: Client, db: None) -> None:
    response = client.get(reverse("my_settings"))
    assert response["Location"] == "/sign-in/?next=/me/settings/"
    assert CLOSED in client.get(response["Location"]).content.decode()


def test_sign_in_that_was_asked_for_itself_says_how_it_works(client: Client, db: None) -> None:
    page = client.get(SIGN_IN).content.decode()
    assert CLOSED not in page
    assert "We send a code to your e-mail address. There is no password." in page


def test_sign_in_leads_back_to_the_page_that_was_asked_for(client: Client, ana: Person) -> None:
    way_on = "/me/settings/?a=1&b=2"
    asked = ask(client, next=way_on)
    assert asked["Location"] == "/sign-in/code/?next=%2Fme%2Fsettings%2F%3Fa%3D1%26b%3D2"
    assert 'name="next" value="/me/settings/?a=1&amp;b=2"' in client.get(asked["Location"]).content.decode()
    assert type_code(client, mailed_code(), next=way_on)["Location"] == way_on


def test_a_wrong_code_keeps_the_way_back(client: Client, ana: Person) -> None:
    ask(client)
    page = type_code(client, "wrong", next="/me/settings/").content.decode()
    assert 'name="next" value="/me/settings/"' in page
    assert 'href="/sign-in/?next=%2Fme%2Fsettings%2F"' in page


def test_who_is_in_already_goes_straight_back(client: Client, ana: Person) -> None:
    client.force_login(ana)
    assert client.get(SIGN_IN, {"next": "/me/settings/"})["Location"] == "/me/settings/"


@pytest.mark.parametrize("way_on", EVIL)
def test_another_site_is_ignored_at_every_step(client: Client, ana: Person, way_on: str) -> None:
    assert "evil" not in client.get(SIGN_IN, {"next": way_on}).content.decode().partition("</header>")[2]
    asked = ask(client, next=way_on)
    assert asked["Location"] == CODE
    assert type_code(client, mailed_code(), next=way_on)["Location"] == reverse("home")
    assert client.get(SIGN_IN, {"next": way_on})["Location"] == reverse("home")


@pytest.mark.parametrize("way_on", EVIL)
def test_another_site_is_ignored_by_the_choice_of_language(client: Client, db: None, way_on: str) -> None:
    response = client.post(reverse("language"), {"language": "es", "next": way_on})
    assert response["Location"] == reverse("front")


def test_known_and_unknown_closed_addresses_lead_to_the_same_page(client: Client, db: None) -> None:
    known = plain(client.get(SIGN_IN, {"next": "/me/settings/"}))
    unknown = plain(client.get(SIGN_IN, {"next": "/me/nowhere/"}))
    assert known.replace(b"settings", b"nowhere") == unknown
