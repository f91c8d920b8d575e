"""What a stranger can learn or wear out at the door."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from copractice.notices.models import Notice
from copractice.people.models import Person
from copractice.people.tests.browser import CODE, SIGN_IN, ask, mailed_code, plain, type_code

ASKED_TOO_OFTEN = (
    "Too many codes were asked for. Nothing was sent this time. Wait a few minutes, then ask again."
)
TYPED_TOO_OFTEN = "Too many codes were typed. Wait a few minutes, then try again."


@pytest.fixture(autouse=True)
def fresh_counts(db: None) -> Iterator[None]:
    """Count from nothing."""
    cache.clear()
    yield
    cache.clear()


def walk(email: str) -> tuple[list[HttpResponse], list[int]]:
    """Go through the door with a wrong code; return the answers and the statements that each took."""
    browser = Client()
    steps = [
        lambda: ask(browser, email),
        lambda: browser.get(CODE),
        lambda: type_code(browser, "BCDF-GHJK"),
        lambda: ask(browser, email),
        lambda: ask(browser, email),
        lambda: ask(browser, email),
    ]
    answers, statements = [], []
    for step in steps:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answers.append(step())
        statements.append(len(captured))
    return answers, statements


def head(answer: HttpResponse) -> dict[str, str]:
    """Return the headers but for the hour, which is that of each request."""
    return {name: value for name, value in answer.headers.items() if name != "Expires"}


def test_a_known_and_an_unknown_address_cannot_be_told_apart(ana: Person) -> None:
    walk("warm@example.org")  # the first requests of a process fill its caches
    known, known_statements = walk("ana@example.org")
    unknown, unknown_statements = walk("eva@example.org")
    assert [answer.status_code for answer in known] == [302, 200, 400, 302, 302, 429]
    assert [answer.status_code for answer in unknown] == [302, 200, 400, 302, 302, 429]
    assert [head(answer) for answer in known] == [head(answer) for answer in unknown]
    assert [plain(answer).replace(b"ana@", b"eva@") for answer in known] == [
        plain(answer) for answer in unknown
    ]
    assert known_statements == unknown_statements


def test_both_get_as_many_messages_and_only_one_gets_a_code(client: Client, ana: Person) -> None:
    ask(client, "ana@example.org")
    ask(client, "eva@example.org")
    rows = Notice.objects.order_by("pk").values_list("address", "kind", "secret")
    assert list(rows) == [
        ("ana@example.org", "login_code", True),
        ("eva@example.org", "no_account", True),
    ]
    unknown = Notice.objects.get(kind="no_account")
    assert unknown.subject == "No account for this address at testserver"
    assert "You may have been invited at another address" in unknown.text
    assert not Person.objects.filter(email="eva@example.org").exists()


def test_the_fourth_code_in_a_minute_is_refused_and_the_page_says_so(client: Client, ana: Person) -> None:
    for _ in range(3):
        assert ask(client).status_code == HTTPStatus.FOUND
    refused = ask(client)
    assert (refused.status_code, refused["Retry-After"]) == (HTTPStatus.TOO_MANY_REQUESTS, "60")
    page = refused.content.decode()
    assert ASKED_TOO_OFTEN in page
    assert 'value="ana@example.org"' in page
    assert Notice.objects.count() == 3


def test_other_spellings_of_an_address_count_with_it(client: Client, ana: Person) -> None:
    for email in ("ana@example.org", "ANA@example.org", "Ana@Example.ORG"):
        ask(client, email)
    assert ask(client, "ana@EXAMPLE.org").status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_other_browsers_count_with_it_but_other_addresses_do_not(ana: Person, luis: Person) -> None:
    for _ in range(3):
        ask(Client())
    assert ask(Client()).status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert ask(Client(), "luis@example.org").status_code == HTTPStatus.FOUND


def test_a_refused_request_leaves_the_code_before_it_alive(client: Client, ana: Person) -> None:
    for _ in range(4):
        ask(client)
    assert type_code(client, mailed_code()).status_code == HTTPStatus.FOUND


def test_trying_codes_is_limited_too(client: Client, ana: Person, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    for _ in range(2):
        assert type_code(Client(), "wrong").status_code == HTTPStatus.BAD_REQUEST
    refused = type_code(Client(), "wrong")
    assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert TYPED_TOO_OFTEN in refused.content.decode()


def test_a_forged_forwarding_header_does_not_lift_the_limit(ana: Person, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "request_login_code": "2/m/ip"}
    answers = [
        Client().post(SIGN_IN, {"email": f"e{n}@example.org"}, headers={"X-Forwarded-For": f"10.0.0.{n}"})
        for n in range(3)
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 429]


def test_looking_at_the_door_is_not_counted(client: Client, ana: Person) -> None:
    for _ in range(70):
        assert client.get(SIGN_IN).status_code == HTTPStatus.OK
    assert ask(client).status_code == HTTPStatus.FOUND


def test_a_post_from_another_site_is_refused(ana: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert ask(strict).status_code == HTTPStatus.FORBIDDEN
    assert not Notice.objects.exists()
