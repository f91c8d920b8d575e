"""The demo: made once, never from real data, open on this machine only, and plainly made up."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from pytest_django import Settings

from copractice.communities.models import Membership, Role, Update
from copractice.demo.actions import make_demo, renew_demo
from copractice.demo.models import Demo
from copractice.demo.queries import demo_is_open
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.demo_copy import lay_down_demo, tell_the_opening_only

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")
IN_ORGANIZATIONS = ("Leader", "Umbrella lead", "Supervisor", "Executive", "Youth")
ROLE_LABEL = re.compile(rf"({'|'.join([*sorted(str(role.label) for role in Role), *IN_ORGANIZATIONS])}) \d\d")


def counts() -> dict[str, int]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("copractice.")]
    return {model._meta.label: model._default_manager.count() for model in ours}


def test_the_demo_is_made_once_and_stays_as_it_is(now: datetime) -> None:
    lay_down_demo(now)
    before = counts()
    assert not make_demo(now=now + timedelta(days=1))
    assert counts() == before
    assert Demo.objects.get().made_at == now


@pytest.mark.parametrize("again", [make_demo, renew_demo])
def test_a_database_where_somebody_began_never_becomes_a_demo(again: Any, now: datetime) -> None:
    Person.objects.create_user("real@example.org")
    before = counts()
    with pytest.raises(Refused):
        again(now=now)
    assert counts() == before


@pytest.mark.django_db(transaction=True)
def test_a_demo_made_new_counts_its_days_from_then(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_down_demo(now)
    tell_the_opening_only(monkeypatch)
    posted = Update.objects.latest("posted_at").posted_at
    Person.objects.create_user("visitor@example.org")
    renew_demo(now=now + timedelta(days=10))
    assert Demo.objects.get().made_at == now + timedelta(days=10)
    assert Update.objects.latest("posted_at").posted_at == posted + timedelta(days=10)
    assert not Person.objects.filter(email="visitor@example.org").exists()


@pytest.mark.parametrize(
    ("local", "listen", "is_open"),
    [
        (True, "127.0.0.1", True),
        (True, "::1", True),
        (True, "localhost", True),
        (True, "::", False),
        (True, "192.0.2.7", False),
        (False, "127.0.0.1", False),
    ],
)
def test_a_demo_is_open_only_on_a_local_site_that_listens_on_loopback(
    now: datetime, local: bool, listen: str, is_open: bool
) -> None:
    Demo.objects.create(pk=1, made_at=now)
    assert demo_is_open(local=local, listen=listen) is is_open


def test_a_site_that_is_no_demo_is_never_open() -> None:
    assert not demo_is_open(local=True, listen="127.0.0.1")


def test_one_click_signs_in_as_a_persona(client: Client) -> None:
    lay_down_demo()
    persona = Membership.objects.get(name="Coordinator 01", role=Role.COORDINATOR)
    assert "Sign in as Coordinator 01" in client.get("/demo/").content.decode()
    answer = client.post(f"/demo/sign-in/{persona.code}/")
    assert (answer.status_code, answer["Location"]) == (302, "/c/demo-stem/")
    assert client.session["_auth_user_id"] == str(persona.person_id)


def test_looking_at_the_address_of_a_persona_signs_nobody_in(client: Client, now: datetime) -> None:
    lay_down_demo(now)
    code = Membership.objects.filter(until__isnull=True).first().code
    assert client.get(f"/demo/sign-in/{code}/").status_code == 405
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("why", ["no demo", "a real site", "reached from outside"])
def test_elsewhere_there_is_no_such_address(
    client: Client, now: datetime, settings: Settings, why: str
) -> None:
    lay_down_demo(now)
    settings.LOCAL = why != "a real site"
    settings.LISTEN = "192.0.2.7" if why == "reached from outside" else "127.0.0.1"
    if why == "no demo":
        Demo.objects.all().delete()
    persona = Membership.objects.get(name="Coordinator 01", role=Role.COORDINATOR)
    client.force_login(persona.person)
    for method, path in (("get", "/demo/"), ("post", f"/demo/sign-in/{persona.code}/")):
        assert getattr(client, method)(path).status_code == 404
    page = client.get("/c/demo-stem/").content.decode()
    assert 'href="/demo/"' not in page
