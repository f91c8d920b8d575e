"""What a signed-in person gets is kept in no cache; what is the same for everybody may be."""

import pytest
from django.test import Client

from copractice.people.models import Person


@pytest.fixture
def inside(db: None) -> Client:
    client = Client()
    client.force_login(Person.objects.create(email="somebody@example.org"))
    return client


@pytest.mark.parametrize("path", ["/me/", "/me/settings/", "/privacy/", "/nowhere/"])
def test_no_cache_keeps_what_a_signed_in_person_gets(inside: Client, path: str) -> None:
    assert inside.get(path)["Cache-Control"] == "no-store, private"


def test_a_page_that_says_more_keeps_its_own_words(inside: Client) -> None:
    assert inside.get("/me/sign-in/")["Cache-Control"].startswith("max-age=0, no-cache, no-store")


@pytest.mark.django_db
def test_a_visitor_s_page_is_not_marked() -> None:
    assert "Cache-Control" not in Client().get("/privacy/")
