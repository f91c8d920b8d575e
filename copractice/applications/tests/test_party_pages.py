"""The parties' pages: who finds them, what they show, and what they never show."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from copractice.applications.actions.withdrawing import withdraw
from copractice.applications.models import Application, Invitation, Part, Receipt
from copractice.applications.queries.answers import questions_of
from copractice.applications.states import ApplicationState, InvitationState, PartState
from copractice.calls.models import Call, PartKind
from copractice.calls.states import Party
from copractice.people.models import Person
from tests.world import World
from tests.world_applications import Applied, begin, finish
from tests.world_copy import lay_down_world

PARTY_PAGES = {
    "application": ("GET", {"employer", "umbrella", "youth"}),
    "invite_party": ("GET", {"employer"}),
    "printed_code": ("GET", {"employer"}),
    "send_application": ("POST", {"employer", "umbrella", "youth"}),
    "reopen_application": ("POST", {"employer", "umbrella", "youth"}),
    "withdraw_application": ("POST", {"employer", "umbrella", "youth"}),
    "restore_application": ("POST", {"employer", "umbrella", "youth"}),
}


@pytest.fixture
def today(request: pytest.FixtureRequest, db: None) -> World:
    return lay_down_world(None, *(["applied"] if "applied" in request.fixturenames else []))


@pytest.fixture
def applied(today: World) -> Applied:
    return today.here.applied


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: Person, path: str) -> str:
    response = client_of(person).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("name", PARTY_PAGES)
def test_an_application_is_found_by_its_parties_only(today: World, applied: Applied, name: str) -> None:
    method, open_to = PARTY_PAGES[name]
    path = reverse(name, args=["here", applied.application.code])
    for party, owner in applied.owners.items():
        status = client_of(owner).generic(method, path).status_code
        assert (status != 404) == (party in open_to), party
    for person in (today.here.people["coordinator"], today.there.people["owner"], today.stranger):
        assert client_of(person).generic(method, path).status_code == 404


@pytest.mark.parametrize("act", ["send_application", "withdraw_application"])
def test_an_act_of_the_lead_by_another_party_is_refused_and_changes_nothing(
    applied: Applied, act: str
) -> None:
    path = reverse(act, args=["here", applied.application.code])
    response = client_of(applied.umbrella.owner).post(path)
    assert response.status_code == 409
    assert "Only the lead organization" in response.content.decode()
    assert Application.objects.get().state == ApplicationState.DRAFT


@pytest.mark.parametrize("name", ["complete_part", "reopen_part", "leave_part"])
def test_a_part_is_found_by_its_owner_only(today: World, applied: Applied, name: str) -> None:
    path = reverse(name, args=["here", applied.youth.code])
    others = [applied.lead.owner, applied.umbrella.owner, today.here.people["coordinator"], today.stranger]
    for person in others:
        assert client_of(person).post(path).status_code == 404
    assert client_of(applied.youth.owner).post(path).status_code in {302, 409}


@pytest.mark.parametrize("name", ["resend_invitation", "revoke_invitation"])
def test_an_invitation_is_found_by_the_lead_only(today: World, applied: Applied, name: str) -> None:
    path = reverse(name, args=["here", applied.invitation.code])
    for person in (applied.umbrella.owner, applied.youth.owner, today.here.people["owner"], today.stranger):
        assert client_of(person).post(path).status_code == 404
    assert client_of(applied.lead.owner).post(path).status_code == 302


def test_a_party_is_replaced_by_the_lead_only(today: World, applied: Applied) -> None:
    path = reverse("substitute_party", args=["here", applied.youth.code])
    for person in (applied.umbrella.owner, applied.youth.owner, today.stranger):
        assert client_of(person).get(path).status_code == 404
    assert client_of(applied.lead.owner).get(path).status_code == 200
    own = reverse("substitute_party", args=["here", applied.lead.code])
    assert client_of(applied.lead.owner).get(own).status_code == 404


def test_a_receipt_is_read_by_its_owner_and_its_hashes_by_staff(today: World) -> None:
    made = today.here.sent_in
    path = made.receipts[Party.YOUTH].get_absolute_url()
    content = reverse("receipt_content", args=["here", made.receipts[Party.YOUTH].code])
    youth = made.parts[Party.YOUTH]
    for person in (made.parts[Party.EMPLOYER].owner, made.parts[Party.UMBRELLA].owner, today.stranger):
        assert client_of(person).get(path).status_code == 404
        assert client_of(person).get(content).status_code == 404
    staff = page(today.here.people["coordinator"], path)
    assert youth.sha256 in staff
    assert youth.name not in staff
    assert content not in staff
    assert client_of(today.here.people["coordinator"]).get(content).status_code == 404
    assert content in page(youth.owner, path)


def test_the_owners_file_is_the_salt_and_the_content(today: World) -> None:
    made = today.here.sent_in
    receipt, part = made.receipts[Party.YOUTH], made.parts[Party.YOUTH]
    response = client_of(part.owner).get(reverse("receipt_content", args=["here", receipt.code]))
    assert response.content.decode() == part.salt + receipt.content
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]


def bare(text: str) -> str:
    """Return a page without the token against forged forms and the time of the request."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", text)
    return re.sub(r'(<p class="kicker"><time datetime=")[^"]*', r"\1", text)


def test_the_pages_of_lead_and_umbrella_are_the_same_bytes_whatever_a_youth_answers(
    today: World, applied: Applied
) -> None:
    question = questions_of(applied.youth)[0]
    finish(applied.youth, timezone.now())
    answer = applied.youth.answers.get(question=question)
    shown = {}
    shared = reverse("shared_answers", args=["here", applied.application.code])
    paths = [applied.application.get_absolute_url(), shared, "/me/", f"/c/here/parts/{applied.youth.code}/"]
    for word in ("My employer is kind.", "My employer is cruel."):
        answer.text = word
        answer.save()
        for party in (Party.EMPLOYER, Party.UMBRELLA):
            owner = applied.owners[party]
            pages = [bare(client_of(owner).get(path).content.decode()) for path in paths]
            assert not any(word in text for text in pages)
            shown.setdefault(party, []).append(pages)
    for pages in shown.values():
        assert pages[0] == pages[1]


def test_of_others_a_party_learns_done_or_not_done(applied: Applied) -> None:
    path = applied.application.get_absolute_url()
    text = page(applied.umbrella.owner, path)
    assert "0 of 5 questions answered" in text
    assert applied.youth.name not in text
    assert text.count("Not done") == 3
    assert applied.youth.owner.email not in text
    finish(applied.youth, timezone.now())
    text = page(applied.umbrella.owner, path)
    assert text.count("Not done") == 2
    assert applied.youth.name not in text
    assert applied.youth.name in page(applied.lead.owner, path)


def test_the_page_of_an_application_asks_as_often_for_three_youths_as_for_one(
    today: World,
) -> None:
    call = today.here.call
    PartKind.objects.filter(call=call, party=Party.YOUTH).update(maximum=9)
    counts = []
    lead = finish(begin(call, timezone.now()), timezone.now())
    client = client_of(lead.owner)
    for n in range(3):
        client.post(
            reverse("invite_party", args=["here", lead.application.code]),
            {"party": "youth", "name": f"Young {n}", "email": f"young-{n}@example.org"},
        )
        if n != 1:
            counts.append(_queries(client, lead.application.get_absolute_url()))
    assert counts[0] == counts[1]


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_the_lead_invites_sends_reopens_and_withdraws_by_pressing_buttons(today: World) -> None:
    now, call = timezone.now(), today.here.call
    lead = finish(begin(call, now), now)
    client = client_of(lead.owner)
    at = lead.application.get_absolute_url()
    assert "Now invite the others" in page(lead.owner, at)
    for party, more in (("umbrella", {"organization_name": "Example Alliance"}), ("youth", {})):
        data = {"party": party, "name": f"The {party}", "email": f"{party}@example.org", **more}
        response = client.post(reverse("invite_party", args=["here", lead.application.code]), data)
        assert response["Location"] == at
    assert "You can send the application" in page(lead.owner, at)
    for act, state in (
        ("send_application", ApplicationState.SUBMITTED),
        ("send_application", ApplicationState.SUBMITTED),
        ("reopen_application", ApplicationState.DRAFT),
        ("withdraw_application", ApplicationState.WITHDRAWN),
        ("restore_application", ApplicationState.DRAFT),
    ):
        assert client.post(reverse(act, args=["here", lead.application.code]))["Location"] == at
        assert Application.objects.get().state == state
    assert Receipt.objects.count() == 1


def test_an_umbrella_is_not_invited_without_its_organization(applied: Applied) -> None:
    path = reverse("invite_party", args=["here", applied.application.code])
    Part.objects.filter(pk=applied.umbrella.pk).update(state=PartState.DECLINED)
    response = client_of(applied.lead.owner).post(
        path, {"party": "umbrella", "name": "Uma", "email": "uma@example.org"}
    )
    assert response.status_code == 400
    assert "Type the name of the umbrella organization." in response.content.decode()
    assert 'value="Uma"' in response.content.decode()


def test_a_printed_code_is_shown_once(applied: Applied) -> None:
    client = client_of(applied.lead.owner)
    path = reverse("resend_invitation", args=["here", applied.invitation.code])
    shown = reverse("printed_code", args=["here", applied.application.code])
    assert client.post(path, {"email": ""})["Location"] == shown
    text = client.get(shown).content.decode()
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert code
    assert "no-store" in client.get(shown)["Cache-Control"]
    assert client.get(shown)["Location"] == applied.application.get_absolute_url()
    typed = Client().post("/code/", {"code": code[0]})
    token = code[0].replace("-", "").lower()
    assert typed["Location"] == f"/i/{token}/"
    assert Client().get(f"/i/{token}/").status_code == 410


def test_a_late_application_says_so_and_offers_nothing_that_is_refused(
    today: World, applied: Applied
) -> None:
    past = timezone.now() - timedelta(hours=2)
    Call.objects.filter(pk=today.here.call.pk).update(closes_at=past, parties_by=past)
    text = page(applied.lead.owner, applied.application.get_absolute_url())
    assert "The deadline has passed" in text
    assert "calls@example.org" in text
    assert reverse("send_application", args=["here", applied.application.code]) not in text
    client = client_of(applied.lead.owner)
    response = client.post(reverse("send_application", args=["here", applied.application.code]))
    assert response.status_code == 409
    assert "Nothing that was written is lost" in response.content.decode()


def test_a_withdrawn_application_is_shown_to_its_parties(today: World, applied: Applied) -> None:
    withdraw(application=applied.application, actor=applied.lead.owner, now=timezone.now())
    at = applied.application.get_absolute_url()
    assert "You can take the withdrawal back" in page(applied.lead.owner, at)
    text = page(applied.youth.owner, at)
    assert "This application is withdrawn" in text
    assert reverse("restore_application", args=["here", applied.application.code]) not in text


def test_the_home_says_what_waits_and_by_when(today: World, applied: Applied) -> None:
    for owner in applied.owners.values():
        assert "Fill your part of the application" in page(owner, "/me/")
    finish(applied.lead, timezone.now())
    Part.objects.filter(pk=applied.umbrella.pk).update(state=PartState.DECLINED)
    assert "Your application lacks a party" in page(applied.lead.owner, "/me/")
    assert "Nothing waits for you" in page(applied.umbrella.owner, "/me/")


def test_taking_back_frees_the_place(applied: Applied) -> None:
    path = reverse("revoke_invitation", args=["here", applied.invitation.code])
    assert client_of(applied.lead.owner).post(path).status_code == 302
    assert Invitation.objects.get(pk=applied.invitation.pk).state == InvitationState.REVOKED
    text = page(applied.lead.owner, applied.application.get_absolute_url())
    assert applied.asked.name not in text
