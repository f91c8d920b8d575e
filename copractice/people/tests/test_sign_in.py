"""The door, asked as browsers ask: each test's clients are browsers of their own."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from copractice.notices.models import Notice
from copractice.people.models import Person
from copractice.people.tests.browser import (
    CODE,
    FAULT,
    SIGN_IN,
    ask,
    is_in,
    mailed_code,
    make_older,
    plain,
    type_code,
)


def test_a_code_from_the_mail_signs_in(client: Client, ana: Person) -> None:
    asked = ask(client)
    assert (asked.status_code, asked["Location"]) == (302, CODE)
    typed = type_code(client, mailed_code())
    assert (typed.status_code, typed["Location"]) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_the_page_names_the_address_that_was_typed(client: Client, ana: Person) -> None:
    ask(client)
    assert "A message is on its way to ana@example.org." in client.get(CODE).content.decode()


@pytest.mark.parametrize("email", ["ANA@Example.ORG", " ana@example.org "])
def test_case_and_blanks_make_no_other_account(client: Client, ana: Person, email: str) -> None:
    ask(client, email)
    type_code(client, mailed_code())
    assert is_in(client)


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_dash_case_and_blanks_of_a_code_do_not_matter(
    client: Client, ana: Person, change: Callable[[str], str]
) -> None:
    ask(client)
    type_code(client, change(mailed_code()))
    assert is_in(client)


def test_the_code_is_secret_mail_and_its_subject_does_not_give_it_away(client: Client, ana: Person) -> None:
    ask(client)
    [notice] = Notice.objects.all()
    assert (notice.kind, notice.secret, notice.address, notice.community_id) == (
        "login_code",
        True,
        "ana@example.org",
        None,
    )
    assert notice.subject == "Your code for testserver"
    assert mailed_code() not in notice.subject


def test_the_door_speaks_the_language_that_a_visitor_chose(client: Client, ana: Person) -> None:
    client.post(reverse("language"), {"language": "es"})
    ask(client)
    assert client.get(CODE).headers["Content-Language"] == "es"


def test_a_code_works_once(client: Client, ana: Person) -> None:
    ask(client)
    code = mailed_code()
    type_code(client, code)
    client.post(reverse("account_logout"))
    assert FAULT in type_code(client, code).content.decode()
    assert not is_in(client)


def test_a_newer_code_voids_the_older(client: Client, ana: Person) -> None:
    ask(client)
    older = mailed_code()
    ask(client)
    assert type_code(client, older).status_code == HTTPStatus.BAD_REQUEST
    type_code(client, mailed_code())
    assert is_in(client)


def test_a_code_works_only_in_the_browser_that_asked(client: Client, ana: Person) -> None:
    other = Client()
    ask(client)
    assert FAULT in type_code(other, mailed_code()).content.decode()
    assert not is_in(other)
    type_code(client, mailed_code())
    assert is_in(client)


def test_after_ten_minutes_a_code_is_too_old(client: Client, ana: Person) -> None:
    ask(client)
    make_older(client, seconds=601)
    assert FAULT in type_code(client, mailed_code()).content.decode()
    assert not is_in(client)


def test_just_before_ten_minutes_a_code_still_works(client: Client, ana: Person) -> None:
    ask(client)
    make_older(client, seconds=590)
    type_code(client, mailed_code())
    assert is_in(client)


def test_five_wrong_tries_end_a_code(client: Client, ana: Person) -> None:
    ask(client)
    for _ in range(5):
        type_code(client, "BCDF-GHJK")
    type_code(client, mailed_code())
    assert not is_in(client)


def test_four_wrong_tries_do_not(client: Client, ana: Person) -> None:
    ask(client)
    for _ in range(4):
        type_code(client, "BCDF-GHJK")
    type_code(client, mailed_code())
    assert is_in(client)


def test_wrong_old_used_and_foreign_codes_read_the_same(ana: Person) -> None:
    wrong, old, used, foreign = (Client() for _ in range(4))
    for browser in (wrong, old, used):
        ask(browser)
    make_older(old, seconds=601)
    type_code(used, mailed_code())
    used.post(reverse("account_logout"))
    used.get("/")  # reads the word of goodbye
    pages = [plain(type_code(browser, "BCDF-GHJK")) for browser in (wrong, old, used, foreign)]
    assert pages == [pages[0]] * 4
    assert FAULT.encode() in pages[0]


@pytest.mark.parametrize("code", ["", "\x00", "Ж" * 8, "B" * 50_001])
def test_what_is_no_code_is_refused(client: Client, ana: Person, code: str) -> None:
    ask(client)
    assert type_code(client, code).status_code == HTTPStatus.BAD_REQUEST
    assert not is_in(client)


def test_a_person_who_was_made_inactive_does_not_come_in(client: Client, ana: Person) -> None:
    ask(client)
    Person.objects.update(is_active=False)
    assert FAULT in type_code(client, mailed_code()).content.decode()
    assert not is_in(client)


def test_an_inactive_person_gets_no_code(client: Client, ana: Person) -> None:
    Person.objects.update(is_active=False)
    ask(client)
    assert [notice.kind for notice in Notice.objects.all()] == ["no_account"]


def test_a_person_who_is_made_inactive_is_out_at_the_next_page(client: Client, ana: Person) -> None:
    client.force_login(ana)
    assert client.get(reverse("my_settings")).status_code == HTTPStatus.OK
    Person.objects.update(is_active=False)
    assert client.get(reverse("my_settings")).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ana",
        "ana@example.org\nBcc: all@example.org",
        "ana\x00@example.org",
        "a\u202eb@example.org",
        "a" * 300 + "@example.org",
        "ana@example.org, luis@example.org",
    ],
)
def test_what_is_no_address_is_refused_and_nothing_is_mailed(client: Client, ana: Person, email: str) -> None:
    assert ask(client, email).status_code == HTTPStatus.BAD_REQUEST
    assert not Notice.objects.exists()


def test_a_refused_address_comes_back_to_be_corrected(client: Client, db: None) -> None:
    assert 'value="ana@example"' in ask(client, "ana@example").content.decode()


def test_who_is_in_already_is_sent_on(client: Client, ana: Person) -> None:
    client.force_login(ana)
    for address in (SIGN_IN, CODE):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, reverse("home"))


def test_signing_out_takes_a_post(client: Client, ana: Person) -> None:
    client.force_login(ana)
    assert client.get(reverse("account_logout")).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert is_in(client)
    response = client.post(reverse("account_logout"))
    assert response["Location"] == reverse("front")
    assert not is_in(client)


def test_the_page_for_a_code_is_open_without_a_code_too(client: Client, db: None) -> None:
    page = client.get(CODE).content.decode()
    assert "If your address has an account here, a message with a code is on its way." in page
