from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from copractice.people.models import Person


def test_a_person_chooses_language_and_zone(client: Client, ana: Person) -> None:
    client.force_login(ana)
    page = client.get(reverse("my_settings")).content.decode()
    assert '<option value="en" selected>' in page
    assert '<option value="America/Chicago">Chicago</option>' in page
    chosen = {"language": "es", "time_zone": "America/Argentina/Buenos_Aires"}
    assert client.post(reverse("my_settings"), chosen)["Location"] == reverse("my_settings")
    ana.refresh_from_db()
    assert (ana.language, ana.time_zone) == ("es", "America/Argentina/Buenos_Aires")
    assert client.get(reverse("my_settings")).headers["Content-Language"] == "es"


@pytest.mark.parametrize("time_zone", ["EST5EDT", "+05:30", "\x00", "x" * 50_001])
def test_what_is_not_on_the_list_is_refused_and_nothing_changes(
    client: Client, ana: Person, time_zone: str
) -> None:
    client.force_login(ana)
    response = client.post(reverse("my_settings"), {"language": "es", "time_zone": time_zone})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    ana.refresh_from_db()
    assert (ana.language, ana.time_zone) == ("en", "")


def test_a_visitor_s_language_is_kept_in_the_browser(client: Client, db: None) -> None:
    response = client.post(reverse("language"), {"language": "es", "next": "/sign-in/"})
    assert response["Location"] == "/sign-in/"
    cookie = response.cookies["django_language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("es", True, "Lax")
    assert client.get("/sign-in/").headers["Content-Language"] == "es"


def test_a_person_s_language_is_kept_with_the_person(client: Client, ana: Person) -> None:
    Person.objects.update(time_zone="America/Chicago")
    client.force_login(ana)
    client.post(reverse("language"), {"language": "es"})
    ana.refresh_from_db()
    assert (ana.language, ana.time_zone) == ("es", "America/Chicago")


@pytest.mark.parametrize("language", ["", "de", "\x00", "../es"])
def test_an_unknown_language_changes_nothing(client: Client, db: None, language: str) -> None:
    response = client.post(reverse("language"), {"language": language, "next": "/sign-in/"})
    assert (response["Location"], list(response.cookies)) == ("/sign-in/", [])


def test_the_language_is_changed_by_a_post_only(client: Client, db: None) -> None:
    assert client.get(reverse("language")).status_code == HTTPStatus.METHOD_NOT_ALLOWED
