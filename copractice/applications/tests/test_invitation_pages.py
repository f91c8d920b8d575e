"""The page of an invitation: reading changes nothing, a button does, and the same page for all that is gone."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.applications.actions.inviting import Guest, invite, revoke
from copractice.applications.models import Invitation, Part
from copractice.applications.states import InvitationState, PartState
from copractice.calls.states import Party
from copractice.ledger.models import LogEntry
from copractice.people.models import Person
from tests.world import World
from tests.world_applications import Applied, ask, begin, join
from tests.world_consents import month_for_age
from tests.world_copy import lay_down_world


@pytest.fixture
def today(request: pytest.FixtureRequest, db: None) -> World:
    return lay_down_world(None, *(["applied"] if "applied" in request.fixturenames else []))


@pytest.fixture
def applied(today: World) -> Applied:
    return today.here.applied


def said(age: int = 16, name: str = "Young one") -> dict[str, str]:
    month = month_for_age(age, timezone.now())
    return {"name": name, "birth_month": str(month.month), "birth_year": str(month.year)}


def test_reading_does_not_use_a_link_up_and_the_button_does(applied: Applied) -> None:
    path = f"/i/{applied.token}/"
    client = Client()
    for method in ("HEAD", "GET", "GET"):
        assert client.generic(method, path).status_code == 200
    assert Invitation.objects.get(pk=applied.invitation.pk).state == InvitationState.SENT
    response = client.post(path, said())
    part = Part.objects.get(pk=applied.asked.pk)
    assert response["Location"] == part.get_absolute_url()
    assert (part.state, part.owner.email, part.name) == (
        PartState.IN_PROGRESS,
        "asked@here.example.org",
        "Young one",
    )
    assert client.get(part.get_absolute_url()).status_code == 200
    assert Client().get(path).status_code == 410


def test_the_page_says_who_asks_what_it_takes_and_what_stays_private(applied: Applied) -> None:
    text = Client().get(f"/i/{applied.token}/").content.decode()
    for words in ("Lead of here asks you to fill a part", "Example Lab", "Call of here", "about 10 minutes"):
        assert words in text
    assert "Your employer never reads what you write." in text
    assert applied.invitation.address not in text


def test_used_revoked_and_unknown_read_the_same(today: World, applied: Applied) -> None:
    used = ask(begin(today.here.call, timezone.now(), name="two"), Party.YOUTH, timezone.now(), name="z")
    Client().post(f"/i/{used.token}/", said())
    revoke(invitation=applied.invitation, actor=applied.lead.owner, now=timezone.now())
    answers = set()
    for token in (used.token, applied.token, "nothing"):
        response = Client().get(f"/i/{token}/")
        text = response.content.decode().replace(token, "TOKEN")
        answers.add(re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", text))
    assert len(answers) == 1
    assert response.status_code == 410


def test_signed_in_as_another_the_page_says_so_and_the_part_goes_to_that_account(
    today: World, applied: Applied
) -> None:
    client = Client()
    client.force_login(today.stranger)
    text = client.get(f"/i/{applied.token}/").content.decode()
    assert "You are signed in as stranger@example.org." in text
    client.post(f"/i/{applied.token}/", said())
    assert Part.objects.get(pk=applied.asked.pk).owner == today.stranger
    lead = Client()
    lead.force_login(applied.lead.owner)
    text = lead.get(applied.application.get_absolute_url()).content.decode()
    assert "Accepted from another account than the one you invited." in text
    assert today.stranger.email not in text


def test_the_lead_cannot_take_another_part_of_its_own(applied: Applied) -> None:
    client = Client()
    client.force_login(applied.lead.owner)
    response = client.post(f"/i/{applied.token}/", said(age=30))
    assert response.status_code == 409
    assert "You fill another part of this application." in response.content.decode()
    assert Part.objects.get(pk=applied.asked.pk).owner is None


def test_staff_sign_in_before_a_link_works(today: World) -> None:
    lead = begin(today.here.call, timezone.now())
    coordinator = today.there.people["coordinator"]
    guest = Guest(Party.UMBRELLA, "Staff", "Example Alliance", coordinator.email)
    sent = invite(application=lead.application, guest=guest, actor=lead.owner, now=timezone.now())
    path = f"/i/{sent.token}/"
    client = Client()
    assert client.post(path, {"name": "Staff"})["Location"] == f"/sign-in/?next={path}"
    assert client.get("/me/").status_code == 302
    client.force_login(coordinator)
    assert client.post(path, {"name": "Staff"}).status_code == 302
    assert Part.objects.get(pk=sent.invitation.part_id).owner == coordinator


def test_too_young_is_told_kindly_and_nothing_stays(applied: Applied) -> None:
    before = Person.objects.count(), LogEntry.objects.count()
    client = Client()
    response = client.post(f"/i/{applied.token}/", said(age=13))
    text = response.content.decode()
    assert response.status_code == 200
    assert "You can take part from age 14 on. Nothing you typed here was kept." in text
    assert "Young one" not in text
    assert (Person.objects.count(), LogEntry.objects.count()) == before
    assert "_auth_user_id" not in client.session
    assert client.post(f"/i/{applied.token}/", said()).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"birth_month": ""}, {"birth_year": ""}, {"birth_month": "13"}, {"birth_year": "1800"}, {"name": " "}],
)
def test_half_a_form_is_refused_and_shown_again(applied: Applied, wrong: dict[str, str]) -> None:
    response = Client().post(f"/i/{applied.token}/", said() | wrong)
    assert response.status_code == 400
    assert Part.objects.get(pk=applied.asked.pk).state == PartState.INVITED


def test_a_month_to_come_is_no_birth_month(applied: Applied) -> None:
    now = timezone.now()
    if now.month == 12:
        wrong = {"birth_month": "12", "birth_year": str(now.year + 1)}
    else:
        wrong = {"birth_month": "12", "birth_year": str(now.year)}
    assert Client().post(f"/i/{applied.token}/", said() | wrong).status_code == 400


def test_no_is_taken_without_an_account(applied: Applied) -> None:
    before = Person.objects.count()
    response = Client().post(f"/i/{applied.token}/", {"decline": "yes"})
    assert "You said no" in response.content.decode()
    assert Part.objects.get(pk=applied.asked.pk).state == PartState.DECLINED
    assert Person.objects.count() == before
    assert Client().post(f"/i/{applied.token}/", {"decline": "yes"}).status_code == 410
    lead = Client()
    lead.force_login(applied.lead.owner)
    text = lead.get(applied.application.get_absolute_url()).content.decode()
    assert "Declined" in text


def test_a_printed_code_opens_its_page_only_where_it_was_typed(today: World) -> None:
    lead = begin(today.here.call, timezone.now())
    guest = Guest(Party.YOUTH, "Young")
    sent = invite(application=lead.application, guest=guest, actor=lead.owner, now=timezone.now())
    typed, guesser = Client(), Client()
    assert typed.post("/code/", {"code": sent.code})["Location"] == f"/i/{sent.token}/"
    assert typed.get(f"/i/{sent.token}/").status_code == 200
    assert guesser.get(f"/i/{sent.token}/").status_code == 410
    assert guesser.post(f"/i/{sent.token}/", said()).status_code == 410
    assert typed.post(f"/i/{sent.token}/", said()).status_code == 302
    part = Part.objects.get(pk=sent.invitation.part_id)
    assert part.owner.email is None
    assert typed.get(part.get_absolute_url()).status_code == 200
    assert guesser.post("/code/", {"code": sent.code}).status_code == 400


def test_who_steps_back_is_out_and_the_lead_asks_another(today: World) -> None:
    lead = begin(today.here.call, timezone.now())
    umbrella = join(lead, Party.UMBRELLA, timezone.now(), name="umbrella-lead")
    client = Client()
    client.force_login(umbrella.owner)
    path = reverse("leave_part", args=["here", umbrella.code])
    assert client.post(path).status_code == 302
    assert client.get(lead.application.get_absolute_url()).status_code == 404
    assert client.get(umbrella.get_absolute_url()).status_code == 200
    assert ask(lead, Party.UMBRELLA, timezone.now(), name="another").token
