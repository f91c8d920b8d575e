"""Starting: signed in, by a link from the mail, and what a stranger learns of addresses, which is nothing."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.applications.actions import starting
from copractice.applications.models import Application, Part
from copractice.applications.states import PartState
from copractice.calls.models import Call
from copractice.calls.states import CallState, Party
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import World
from tests.world_applications import begin
from tests.world_copy import lay_down_world

KEY = "a" * 32
FORM = {"form_key": KEY, "organization_name": "Example Lab", "name": "Lena"}


@pytest.fixture
def today(db: None) -> World:
    return lay_down_world()


def start_path(call: Call) -> str:
    return reverse("start_application", args=["here", call.code])


def member(world: World) -> Client:
    client = Client()
    client.force_login(world.here.people["member"])
    return client


def knock(call: Call, address: str) -> str:
    response = Client().post(start_path(call), {"name": "Lena", "email": address})
    assert response.status_code == 200
    text = response.content.decode().replace(address, "ADDRESS")
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", text)


def test_who_is_signed_in_starts_at_once_and_leads(today: World) -> None:
    client = member(today)
    assert 'value="Member of here"' in client.get(start_path(today.here.call)).content.decode()
    response = client.post(start_path(today.here.call), FORM)
    application = Application.objects.get()
    assert response["Location"] == application.get_absolute_url()
    part = Part.objects.get()
    assert (part.party, part.state, part.name) == (Party.EMPLOYER, PartState.IN_PROGRESS, "Lena")
    assert (part.owner, part.version.number) == (today.here.people["member"], 1)
    assert len(part.salt) == 64


def test_a_form_sent_twice_starts_once(today: World) -> None:
    client = member(today)
    for _ in range(2):
        assert client.post(start_path(today.here.call), FORM).status_code == 302
    assert Application.objects.count() == 1
    assert LogEntry.objects.filter(act="application.start").count() == 1
    other = Client()
    other.force_login(today.stranger)
    assert other.post(start_path(today.here.call), FORM).status_code == 409


def test_a_second_application_is_warned_about_and_not_forbidden(today: World) -> None:
    client = member(today)
    client.post(start_path(today.here.call), FORM)
    text = client.get(start_path(today.here.call)).content.decode()
    assert "You lead an application to this call already." in text
    assert client.post(start_path(today.here.call), FORM | {"form_key": "b" * 32}).status_code == 302
    assert Application.objects.count() == 2


def test_an_organization_that_the_community_knows_is_linked_unless_it_is_not_shown(today: World) -> None:
    organization = today.here.organization
    client = member(today)
    client.post(start_path(today.here.call), FORM | {"organization_name": organization.name.upper()})
    assert Part.objects.get().organization == organization
    organization.is_public = False
    organization.save()
    again = FORM | {"organization_name": organization.name, "form_key": "b" * 32}
    client.post(start_path(today.here.call), again)
    assert Part.objects.order_by("pk").last().organization is None


def test_ones_own_organization_stands_in_the_form(today: World) -> None:
    client = Client()
    client.force_login(today.here.people["funder"])
    assert today.here.organization.name in client.get(start_path(today.here.call)).content.decode()


def test_a_stranger_gets_the_same_page_for_every_address(today: World) -> None:
    known, unknown = today.here.people["member"].email, "nobody@example.org"
    assert knock(today.here.call, known) == knock(today.here.call, unknown)
    texts = {row.address: row.text for row in Notice.objects.filter(kind="application_offer")}
    assert "/start/" not in texts[known].replace(start_path(today.here.call), "")
    assert "Sign in, and start there" in texts[known]
    assert "/start/" in texts[unknown]
    assert "Lena" not in texts[unknown]  # what a stranger typed goes to nobody's mailbox
    assert not Person.objects.filter(email=unknown).exists()
    assert not Application.objects.exists()


def link_for(call: Call, address: str) -> str:
    knock(call, address)
    text = Notice.objects.get(address=address).text
    return re.search(r"https?://[^/]+(/start/\S+)", text)[1]


def test_the_link_makes_the_person_starts_and_works_once(today: World) -> None:
    path = link_for(today.here.call, "lena@example.org")
    client = Client()
    assert 'value="Lena"' in client.get(path).content.decode()
    assert not Person.objects.filter(email="lena@example.org").exists()
    response = client.post(path, FORM)
    application = Application.objects.get()
    assert response["Location"] == application.get_absolute_url()
    assert client.get(application.get_absolute_url()).status_code == 200
    assert Part.objects.get().owner.email == "lena@example.org"
    assert Client().get(path).status_code == 410
    assert Client().post(path, FORM).status_code == 410


def test_a_link_does_not_sign_anyone_in_who_is_known_by_now(today: World) -> None:
    path = link_for(today.here.call, "lena@example.org")
    Person.objects.create_user("lena@example.org")
    client = Client()
    assert client.post(path, FORM).status_code == 410
    assert client.get("/me/").status_code == 302
    assert not Application.objects.exists()


def test_a_forged_or_old_link_is_refused(today: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = link_for(today.here.call, "lena@example.org")
    for wrong in (path[:-2] + "x/", "/start/a:b:c/", "/start/nothing/"):
        assert Client().get(wrong).status_code == 410
    token = path.split("/")[2]
    monkeypatch.setattr(starting, "LIFETIME", timedelta(seconds=-1))
    assert starting.read_offer(token) is None
    other = signing.dumps({"call": "x", "name": "x", "address": "x@example.org"}, salt="another")
    assert Client().get(f"/start/{other}/").status_code == 410


def test_a_call_that_is_closed_or_not_open_takes_no_application(today: World) -> None:
    call, now = today.here.call, timezone.now()
    client = member(today)
    Call.objects.filter(pk=call.pk).update(closes_at=now - timedelta(minutes=9))
    assert client.get(start_path(call)).status_code == 200
    Call.objects.filter(pk=call.pk).update(closes_at=now - timedelta(minutes=31))
    for browser in (client, Client()):
        response = browser.get(start_path(call))
        assert response.status_code == 409
        assert "It closed on" in response.content.decode()
    assert client.post(start_path(call), FORM).status_code == 409
    call.refresh_from_db()
    with pytest.raises(Refused, match="This call closed on"):
        begin(call, now)
    Call.objects.filter(pk=call.pk).update(
        state=CallState.DRAFT, opened_at=None, closes_at=now + timedelta(days=1)
    )
    call.refresh_from_db()
    with pytest.raises(Refused, match="not open yet"):
        begin(call, now, name="early")
    assert not Application.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "\u202e"])
def test_a_name_of_nothing_is_no_name(today: World, name: str) -> None:
    response = member(today).post(start_path(today.here.call), FORM | {"organization_name": name})
    assert response.status_code == 400
    assert "Type the name of your organization." in response.content.decode()


def test_markup_in_a_name_is_shown_as_it_was_typed(today: World) -> None:
    client = member(today)
    client.post(start_path(today.here.call), FORM | {"organization_name": "<b>Lab</b>"})
    text = client.get(Application.objects.get().get_absolute_url()).content.decode()
    assert "&lt;b&gt;Lab&lt;/b&gt;" in text
    assert "<b>Lab</b>" not in text
