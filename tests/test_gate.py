"""The gate, tried from the matrix: every address × every role × own, other community, missing, deleted."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from pytest_django import DjangoDbBlocker

from copractice import urls
from copractice.communities.models import Membership, Role
from copractice.demo.models import Demo
from copractice.people.models import Person
from tests import matrix
from tests.addresses import BARE, OF_COMMUNITY, OF_FUNDER, OF_RECORD, WITH_CODE, address
from tests.world import Place, World, make_world

MISSING = "0000000000"
NAMES = sorted(matrix.url_names())
SIGN_IN = "/sign-in/"
BATCHES = 8

pytestmark = pytest.mark.django_db


def batches(names: Iterable[str]) -> list[list[str]]:
    """Return the names in a few batches, so that two processes can share the work."""
    ordered = sorted(names)
    return [batch for start in range(BATCHES) if (batch := ordered[start::BATCHES])]


@pytest.fixture(scope="module")
def closed_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Return the world as it is today, in a demo, since two addresses live in a demo only.

    Its records are all made here, once for the file: what a single test makes is taken back after it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        now = datetime.now().astimezone()
        Demo.objects.create(pk=1, made_at=now)
        world = make_world(now)
        for place in (world.here, world.there):
            for record in (*OF_RECORD.values(), *WITH_CODE.values()):
                record(place)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def bare_404(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer what is not found with nothing but its status: drawing that page would take most of the time."""

    def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
        return HttpResponse(status=404)

    monkeypatch.setattr(urls, "handler404", not_found, raising=False)


def person_for(world: World, place: Place, role: str) -> Person | None:
    if role == "visitor":
        return None
    return world.stranger if role == "stranger" else place.people[role]


class Gate:
    """Asks as a person, and takes back whatever the asking changed."""

    def __init__(self) -> None:
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.sessions: dict[int, str] = {}

    def ask(self, person: Person | None, method: str, path: str) -> HttpResponse:
        """Return the answer to somebody signed in, or to a visitor."""
        client = Client()
        client.handler = self.handler  # every client would build all middleware anew
        if person:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._session_of(person)
        with transaction.atomic():
            response = client.generic(method, path)
            transaction.set_rollback(True)
        return response

    def _session_of(self, person: Person) -> str:
        if person.pk not in self.sessions:
            client = Client()
            client.force_login(person)
            self.sessions[person.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return self.sessions[person.pk]


@pytest.fixture
def gate() -> Gate:
    """Return the gate with no one signed in yet."""
    return Gate()


def may(name: str, role: str, right: str) -> bool:
    is_own_row = role == "funder" and name in OF_FUNDER and matrix.may_self(f"url:{name}", right)
    return matrix.may(f"url:{name}", role, right) or is_own_row


def assert_open(response: HttpResponse, told: str) -> None:
    to_sign_in = response.status_code == 302 and response["Location"].startswith(SIGN_IN + "?next=")
    assert response.status_code in {200, 302, 400, 409, 410}, told
    assert not to_sign_in, told


def assert_closed(response: HttpResponse, path: str, person: Person | None, told: str) -> None:
    if response.status_code == 405:
        return
    if person is None:
        assert response.status_code == 302, told
        assert response["Location"] == f"{SIGN_IN}?next={path}", told
    else:
        assert response.status_code == 404, told


def test_every_address_has_a_row_and_a_place_in_this_test() -> None:
    in_matrix = {row.record.removeprefix("url:") for row in matrix.rows() if row.record.startswith("url:")}
    assert set(NAMES) == in_matrix
    assert set(NAMES) == OF_COMMUNITY | set(OF_RECORD) | set(WITH_CODE) | BARE


def test_every_model_has_a_row() -> None:
    in_matrix = {
        row.record.removeprefix("model:") for row in matrix.rows() if row.record.startswith("model:")
    }
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("copractice.")}
    assert ours == in_matrix


def test_rows_speak_of_known_roles_and_rights() -> None:
    groups = {"*", "person", "members", "staff", "self", "nobody"} | set(matrix.ROLES)
    assert {row.role for row in matrix.rows()} <= groups
    assert {row.read for row in matrix.rows()} <= {"yes", "no"}
    assert {row.write for row in matrix.rows()} <= {"yes", "no", "staff"}


@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("names", batches(NAMES), ids=lambda names: names[0])
def test_an_address_is_open_to_whom_the_matrix_names_and_closed_to_all_others(
    closed_world: World, gate: Gate, names: list[str]
) -> None:
    place = closed_world.here
    for name in names:
        path = address(name, place)
        for role in matrix.ROLES:
            person = person_for(closed_world, place, role)
            for method, right in (("GET", "read"), ("POST", "write")):
                told = f"{role} {method} {path}"
                if may(name, role, right):
                    assert_open(gate.ask(person, method, path), told)
                else:
                    assert_closed(gate.ask(person, method, path), path, person, told)


@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("names", batches(OF_COMMUNITY | set(OF_RECORD)), ids=lambda names: names[0])
def test_a_role_in_one_community_opens_nothing_in_another(
    closed_world: World, gate: Gate, names: list[str]
) -> None:
    for name in names:
        path = address(name, closed_world.here)
        for role in Role:
            person = closed_world.there.people[role.value]
            for method, right in (("GET", "read"), ("POST", "write")):
                told = f"{role} of the other community {method} {path}"
                if matrix.may(f"url:{name}", "stranger", right):
                    assert_open(gate.ask(person, method, path), told)
                else:
                    assert_closed(gate.ask(person, method, path), path, person, told)


@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("names", batches(OF_RECORD), ids=lambda names: names[0])
def test_a_record_of_another_community_is_not_found_at_ones_own_address(
    closed_world: World, gate: Gate, names: list[str]
) -> None:
    for name in names:
        foreign = OF_RECORD[name](closed_world.there)
        assert_not_found(gate, closed_world, address(name, closed_world.here, foreign))


@pytest.mark.usefixtures("bare_404")
@pytest.mark.parametrize("names", batches(OF_RECORD), ids=lambda names: names[0])
def test_what_is_missing_or_deleted_is_not_found_by_anyone(
    closed_world: World, gate: Gate, names: list[str]
) -> None:
    for name in names:
        assert_not_found(gate, closed_world, address(name, closed_world.here, MISSING))
        if name in {"update", "withdraw_update"}:
            assert_not_found(
                gate, closed_world, address(name, closed_world.here, closed_world.here.withdrawn.code)
            )


def assert_not_found(gate: Gate, world: World, path: str) -> None:
    for role in matrix.ROLES:
        person = person_for(world, world.here, role)
        for method in ("GET", "POST"):
            assert_closed(gate.ask(person, method, path), path, person, f"{role} {method} {path}")


def test_a_visitor_gets_the_same_bytes_from_every_closed_address(closed_world: World, gate: Gate) -> None:
    paths = [
        "/me/",
        "/c/here/log/",
        "/c/here/people/",
        "/c/nowhere/log/",
        "/no/such/page",
        "/c/here/updates/0/",
    ]
    answers = {
        (r.status_code, r.content, r["Location"].split("=")[0])
        for r in (gate.ask(None, "GET", p) for p in paths)
    }
    assert answers == {(302, b"", "/sign-in/?next")}


def test_a_hidden_page_reads_like_a_missing_one(closed_world: World, gate: Gate) -> None:
    outsider = closed_world.there.people["coordinator"]

    def text(path: str) -> str:
        body = gate.ask(outsider, "GET", path).content.decode()
        return re.sub(r'value="[^"]*"', "", body).replace(path, "PATH")

    assert text("/c/here/log/") == text("/c/here/nothing/")
    hidden = address("membership", closed_world.here)
    assert text(hidden) == text(address("membership", closed_world.here, MISSING))


def test_a_role_that_ended_opens_nothing_at_the_next_request(closed_world: World) -> None:
    coordinator = closed_world.here.people["coordinator"]
    client = Client()
    client.force_login(coordinator)
    assert client.get("/c/here/log/").status_code == 200
    membership = Membership.objects.get(pk=closed_world.here.memberships["coordinator"].pk)
    membership.until = membership.since
    membership.save()
    assert client.get("/c/here/log/").status_code == 404
