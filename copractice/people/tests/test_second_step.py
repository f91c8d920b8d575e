"""The second step after a code, the proof before a change, and the pages of how one signs in."""

import re
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.people.actions import factors
from copractice.people.actions.links import invite_link
from copractice.people.models import Person
from copractice.people.tests.browser import ask, is_in, mailed_code, type_code
from tests.world_people import app_code, make_app, make_passkey

pytestmark = pytest.mark.usefixtures("fresh_counts")
STEP = "/sign-in/second-step/"
MINE = "/me/sign-in/"
FAULT = "This code does not work. It may be mistyped, used already or too old."


def come_by_code(browser: Client, **more: str) -> str:
    """Ask for a code, type it, and return where that leads."""
    ask(browser, **more)
    return type_code(browser, mailed_code(), **more)["Location"]


def make_older(browser: Client) -> None:
    """Let a quarter of an hour pass since this browser last showed a second factor."""
    session = browser.session
    for row in session["account_authentication_methods"]:
        row["at"] -= 16 * 60
    session.save()


def test_who_has_no_factor_comes_in_by_the_code_alone(client: Client, ana: Person) -> None:
    assert come_by_code(client) == "/me/"
    assert is_in(client)


def test_who_has_an_app_is_in_only_after_its_code_and_goes_where_they_were_headed(
    client: Client, ana: Person
) -> None:
    make_app(ana)
    assert come_by_code(client, next="/me/settings/") == STEP
    assert not is_in(client)
    assert client.get("/me/settings/").status_code == HTTPStatus.FOUND
    page = client.get(STEP)
    assert page.status_code == HTTPStatus.OK
    assert "Use my passkey" not in page.content.decode()
    wrong = client.post(STEP, {"code": "000000"})
    assert (wrong.status_code, FAULT in wrong.content.decode()) == (HTTPStatus.BAD_REQUEST, True)
    assert not is_in(client)
    assert client.post(STEP, {"code": app_code()})["Location"] == "/me/settings/"
    assert is_in(client)


def test_a_recovery_code_stands_in_once(ana: Person) -> None:
    make_passkey(ana)
    code = factors.make_recovery_codes(actor=ana, now=timezone.now())[0]
    first, second = Client(), Client()
    assert come_by_code(first) == STEP
    first.post(STEP, {"code": f"{code[:4]} {code[4:]}"})
    assert is_in(first)
    assert come_by_code(second) == STEP
    assert second.post(STEP, {"code": code}).status_code == HTTPStatus.BAD_REQUEST
    assert not is_in(second)


def test_the_sixth_try_in_five_minutes_waits_even_with_the_right_code(client: Client, ana: Person) -> None:
    make_app(ana)
    come_by_code(client)
    for _try in range(5):
        assert FAULT in client.post(STEP, {"code": "000000"}).content.decode()
    page = client.post(STEP, {"code": app_code()})
    assert "Too many tries. Wait five minutes, then try again." in page.content.decode()
    assert not is_in(client)


def test_an_invitation_asks_for_the_second_step_too(client: Client, ana: Person) -> None:
    make_app(ana)
    path = invite_link(person=ana, actor=None, now=timezone.now())
    assert client.post(path)["Location"] == STEP
    assert not is_in(client)


def test_the_second_step_without_the_first_leads_to_the_door(client: Client, ana: Person) -> None:
    make_app(ana)
    for response in (client.get(STEP), client.post(STEP, {"code": app_code()})):
        assert response["Location"] == "/sign-in/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "x",
        "[]",
        "1",
        "null",
        "{}",
        '{"id": 1}',
        '{"response": "x"}',
        '{"response": {"userHandle": "MQ"}}',
    ],
)
def test_what_is_no_passkey_opens_nothing(client: Client, ana: Person, credential: str) -> None:
    make_passkey(ana)
    client.get("/sign-in/passkey/")
    response = client.post("/sign-in/passkey/", {"credential": credential, "next": "/me/settings/"})
    assert response["Location"] == "/sign-in/?next=%2Fme%2Fsettings%2F"
    assert not is_in(client)
    assert "This passkey did not work." in client.get("/sign-in/").content.decode()
    inside = Client()
    inside.force_login(Person.objects.create_user("eve@example.org"))
    inside.get("/me/sign-in/passkeys/new/")
    made = inside.post("/me/sign-in/passkeys/new/", {"name": "x", "credential": credential})
    assert made.status_code == HTTPStatus.BAD_REQUEST
    assert Authenticator.objects.count() == 1


def test_the_challenge_names_nobody(client: Client, ana: Person) -> None:
    make_passkey(ana)
    asked = client.get("/sign-in/passkey/").json()["publicKey"]
    assert (asked["rpId"], asked["allowCredentials"], asked["userVerification"]) == (
        "testserver",
        [],
        "required",
    )


def test_an_app_is_added_with_its_code_and_the_recovery_codes_come_next(client: Client, ana: Person) -> None:
    client.force_login(ana)
    page = client.get("/me/sign-in/app/new/").content.decode()
    secret = re.search(r'sign-in__secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert re.search(r'<svg viewBox="0 0 \d+ \d+" aria-hidden="true"><path d="M4,4H5V5H4z', page)
    assert client.post("/me/sign-in/app/new/", {"code": "000000"}).status_code == HTTPStatus.BAD_REQUEST
    assert not Authenticator.objects.exists()
    added = client.post("/me/sign-in/app/new/", {"code": app_code(secret), "next": "/me/settings/"})
    assert added["Location"] == "/me/sign-in/recovery-codes/?next=%2Fme%2Fsettings%2F"
    assert [(row.user, row.type) for row in Authenticator.objects.all()] == [(ana, "totp")]
    shown = client.post("/me/sign-in/recovery-codes/").content.decode()
    codes = re.findall(r"<li>(\d{4} \d{4})</li>", shown)
    assert len(codes) == 10
    assert not any(code in client.get("/me/sign-in/recovery-codes/").content.decode() for code in codes)
    assert "10 codes on your list are unused" in client.get(MINE).content.decode()


def test_a_change_asks_for_the_factor_again_after_a_quarter_of_an_hour(client: Client, ana: Person) -> None:
    make_app(ana)
    come_by_code(client)
    client.post(STEP, {"code": app_code()})
    assert client.get("/me/sign-in/passkeys/new/").status_code == HTTPStatus.OK
    make_older(client)
    asked = client.get("/me/sign-in/passkeys/new/")
    assert asked["Location"] == "/me/sign-in/again/?next=%2Fme%2Fsign-in%2Fpasskeys%2Fnew%2F"
    for path in ("app/remove/", "recovery-codes/"):
        assert client.post(f"{MINE}{path}")["Location"] == "/me/sign-in/again/?next=%2Fme%2Fsign-in%2F"
    assert Authenticator.objects.count() == 1
    code = factors.make_recovery_codes(actor=ana, now=timezone.now())[0]
    shown = client.post("/me/sign-in/again/", {"code": code, "next": "/me/sign-in/passkeys/new/"})
    assert shown["Location"] == "/me/sign-in/passkeys/new/"
    assert client.get("/me/sign-in/passkeys/new/").status_code == HTTPStatus.OK


def test_the_proof_leads_to_no_other_site(client: Client, ana: Person) -> None:
    client.force_login(ana)
    assert client.get("/me/sign-in/again/?next=https://evil.example/")["Location"] == MINE


def test_a_passkey_of_another_is_not_found(client: Client, ana: Person, luis: Person) -> None:
    mine, foreign = make_passkey(ana, "Ana's phone"), make_passkey(luis, "Luis's phone")
    client.force_login(ana)
    page = client.get(MINE).content.decode()
    assert ("Ana&#x27;s phone" in page, "Luis&#x27;s phone" in page) == (True, False)
    for name in ("passkey", "remove_passkey"):
        assert client.post(reverse(name, args=[foreign.pk])).status_code == HTTPStatus.NOT_FOUND
        assert client.post(reverse(name, args=[mine.pk])).status_code == HTTPStatus.FOUND
