"""Two worlds that differ in what is hidden are the same, byte for byte, at every address that is open to others.

The worlds differ in a review, in who reviews, and in what young people wrote; nobody who asks here may know any
of it. Staff and the parties themselves are asked beside the records: `copractice/review/tests/test_interference.py`
and the tests of each package.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler

from copractice.applications.models import Answer
from copractice.calls.states import Party
from copractice.cohorts.models import Reflection
from copractice.communities.models import Membership
from copractice.people.models import Person
from tests import matrix
from tests.addresses import OF_FUNDER, OF_RECORD, WITH_CODE, address
from tests.matrix import STAFF
from tests.world import World, make_world
from tests.world_review import send

NAMES = sorted(matrix.url_names())
# What every answer makes anew: tokens, form keys, instants, names of calendar entries.
NEW = re.compile(rb'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"|nonce-[^\']+|<time[^>]*>|UID:\S+')
SECRETS = {"add_app", "add_passkey", "prove", "passkey_sign_in"}  # a new secret in every answer
CANARY = re.compile(rb"Canary[ :]|canary@")
WHOLE = ("visitor", "facilitator")  # who is asked for pages that a visitor reads too


def open_to(role: str) -> set[str]:
    """Return the addresses that the matrix opens to a role; the funder's own records are in the world."""
    own = OF_FUNDER if role == "funder" else set()
    mine = {name for name in own if matrix.may_self(f"url:{name}", "read")}
    return mine | {name for name in NAMES if matrix.may(f"url:{name}", role, "read")}


def asked(world: World) -> list[tuple[str, Person | None, str]]:
    """Return who asks for what: every address beyond a visitor's for each role, and those too for some."""
    public, found = open_to("visitor"), []
    for role in set(matrix.ROLES) - STAFF - {"stranger"}:
        person = None if role == "visitor" else world.here.people[role]
        names = open_to(role) if role in WHOLE else open_to(role) - public
        found += [(role, person, address(name, world.here)) for name in sorted(names - SECRETS)]
    return sorted(found, key=lambda row: (row[0], row[2]))


def answers(rows: Sequence[tuple[str, Person | None, str]]) -> dict[tuple[str, str], bytes]:
    """Return what each gets, without what every answer makes anew."""
    handler, sessions, found = ClientHandler(enforce_csrf_checks=False), {}, {}
    for role, person, path in rows:
        client = Client()
        client.handler = handler  # every client would build all middleware anew
        if person and role not in sessions:
            client.force_login(person)
            sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
        if person:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions[role]
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
        found[role, path] = b"%d " % response.status_code + NEW.sub(b"", body)
    return found


@pytest.fixture
def world(db: None) -> World:
    """Return a whole world of this hour."""
    world = make_world(datetime.now().astimezone())
    for record in (*OF_RECORD.values(), *WITH_CODE.values()):
        record(world.here)
    return world


def test_nothing_hidden_changes_a_byte_at_any_address(world: World) -> None:
    here = world.here
    rows = asked(world)
    assert {path for _role, _person, path in rows} >= {address(name, here) for name in ("chain", "release")}
    staff = [("owner", here.people["owner"], address(name, here)) for name in ("review_board", "people")]
    before, told = answers(rows), answers(staff)

    send(here.reviewed.review, datetime.now().astimezone() - timedelta(hours=1), "4")
    reviewer = here.reviewed.reviewers[0].membership
    Membership.objects.filter(pk=reviewer.pk).update(name="Canary Name", sort_name="canary name")
    Person.objects.filter(pk=reviewer.person_id).update(email="canary@example.org", language="es")
    assert Answer.objects.filter(part__party=Party.YOUTH).update(text="Canary: my supervisor shouts at us.")
    assert Reflection.objects.update(text="Canary: I want to leave.")

    after = answers(rows)
    assert [key for key in before if before[key] != after[key]] == []
    assert not [key for key, body in after.items() if CANARY.search(body)]
    assert answers(staff)[staff[0][0], staff[0][2]] != told[staff[0][0], staff[0][2]]  # who may see it does
    assert answers(staff)[staff[1][0], staff[1][2]] != told[staff[1][0], staff[1][2]]
