from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.ledger.models import SITE
from copractice.ledger.queries import entries_of
from copractice.ledger.states import Refused
from copractice.people.actions.links import forget_links, invite_link, spend_link
from copractice.people.models import Person, SignInLink
from copractice.people.tests.browser import is_in, plain

BUTTON = "Accept and sign in"
DEAD = "This invitation no longer works"


@pytest.fixture
def path(ana: Person) -> str:
    """Return a fresh invitation."""
    return invite_link(person=ana, actor=None, now=timezone.now())


def token_of(path: str) -> str:
    return path.split("/")[2]


def test_an_invitation_shows_a_button_and_signs_in_when_it_is_pressed(
    client: Client, ana: Person, path: str
) -> None:
    shown = client.get(path)
    assert shown.status_code == HTTPStatus.OK
    assert BUTTON in shown.content.decode()
    response = client.post(path)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_looking_never_spends(client: Client, path: str) -> None:
    for _ in range(5):
        client.get(path)
    client.head(path)
    client.options(path)
    client.get(path, headers={"Purpose": "prefetch", "Sec-Purpose": "prefetch"})
    assert SignInLink.objects.get().spent_at is None
    client.post(path)
    assert is_in(client)


def test_an_invitation_signs_in_once(client: Client, path: str) -> None:
    client.post(path)
    other = Client()
    response = other.post(path)
    assert response.status_code == HTTPStatus.GONE
    assert DEAD in response.content.decode()
    assert not is_in(other)


def test_used_expired_unknown_and_replaced_invitations_read_the_same(client: Client, ana: Person) -> None:
    now = timezone.now()
    expired = invite_link(person=ana, actor=None, now=now - timedelta(days=8))
    SignInLink.objects.update(token_hash="0" * 64)
    unknown = expired
    used = invite_link(person=ana, actor=None, now=now)
    Client().post(used)
    replaced = invite_link(person=ana, actor=None, now=now)
    invite_link(person=ana, actor=None, now=now)
    luis = Person.objects.create_user("luis@example.org")
    expired = invite_link(person=luis, actor=None, now=now - timedelta(days=8))
    answers = [client.get(path) for path in (unknown, used, replaced, expired)]
    answers += [client.post(path) for path in (unknown, used, replaced, expired)]
    assert {answer.status_code for answer in answers} == {HTTPStatus.GONE}
    # The form that switches language carries the address of the page itself.
    pages = {
        plain(answer).replace(path.encode(), b"PATH")
        for answer, path in zip(answers, [unknown, used, replaced, expired] * 2, strict=True)
    }
    assert len(pages) == 1


def test_the_token_has_128_bits_and_is_stored_only_as_a_hash(path: str) -> None:
    token = token_of(path)
    assert len(token) == 22
    assert token not in str(list(SignInLink.objects.values()))


def test_an_invitation_to_an_inactive_person_signs_nobody_in(client: Client, ana: Person, path: str) -> None:
    Person.objects.update(is_active=False)
    assert client.post(path).status_code == HTTPStatus.GONE
    with pytest.raises(Refused, match="cannot sign in"):
        invite_link(person=ana, actor=None, now=timezone.now())


def test_an_invitation_signs_out_whoever_was_in(client: Client, ana: Person, luis: Person, path: str) -> None:
    client.force_login(luis)
    client.post(path)
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_making_an_invitation_is_an_act_and_using_it_is_not(ana: Person, luis: Person, now: datetime) -> None:
    path = invite_link(person=ana, actor=luis, now=now)
    link = SignInLink.objects.get()
    [entry] = entries_of(SITE)
    assert (entry.act, entry.actor_key, entry.record_id) == (
        "sign_in_link.make",
        luis.log_key,
        str(link.pk),
    )
    assert spend_link(token=token_of(path), now=now) == ana
    assert entries_of(SITE).count() == 1


def test_an_invitation_lasts_seven_days(ana: Person, now: datetime) -> None:
    path = invite_link(person=ana, actor=None, now=now)
    with pytest.raises(Refused, match="expired or was used already"):
        spend_link(token=token_of(path), now=now + timedelta(days=7))
    assert spend_link(token=token_of(path), now=now + timedelta(days=7, seconds=-1)) == ana


def test_dead_invitations_are_forgotten_and_living_ones_stay(
    ana: Person, luis: Person, now: datetime
) -> None:
    eva = Person.objects.create_user("eva@example.org")
    spend_link(token=token_of(invite_link(person=ana, actor=None, now=now)), now=now)
    invite_link(person=luis, actor=None, now=now - timedelta(days=7))
    invite_link(person=eva, actor=None, now=now)
    assert forget_links(now=now) == 2
    assert SignInLink.objects.get().person == eva
