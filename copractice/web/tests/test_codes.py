"""The page where a code is typed: who comes in, who does not, and how often one may try."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.applications.actions.inviting import Guest, invite
from copractice.calls.states import Party
from copractice.communities.actions import add_membership
from copractice.communities.models import Role
from copractice.consents.actions.codes import issue_code
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person, SignInCode
from tests.world import World
from tests.world_applications import begin
from tests.world_copy import lay_down_world

PAGE = reverse("typed_code")
WRONG = "This code does not work. It may be mistyped, used already or too old."
BANNER = "You signed in with a code that staff read out."


@pytest.fixture
def today(db: None) -> World:
    """Return the world by the real clock."""
    return lay_down_world()


@pytest.fixture(autouse=True)
def fresh_counts(db: None) -> Iterator[None]:
    """Count from nothing."""
    cache.clear()
    yield
    cache.clear()


def issue(world: World, person: Person) -> str:
    return issue_code(
        person=person,
        community=world.here.community,
        actor=world.here.people["coordinator"],
        now=timezone.now(),
    )


def type_code(client: Client, code: str) -> object:
    return client.post(PAGE, {"code": code})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_printed_code_signs_in_without_a_banner_or_mail(today: World) -> None:
    guardian = today.here.family["guardian"]
    Person.objects.filter(pk=guardian.pk).update(email=None)
    guardian.refresh_from_db()
    client = Client()
    answer = type_code(client, issue(today, guardian))
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(guardian.pk)
    assert BANNER not in client.get(reverse("home")).content.decode()
    assert not Notice.objects.filter(kind="code_read_out").exists()


def test_a_code_that_was_read_out_shows_a_banner_on_every_page_and_is_told_by_mail(today: World) -> None:
    youth = today.here.family["youth"]
    client = Client()
    code = issue(today, youth)
    assert not Notice.objects.filter(kind="code_read_out").exists()
    type_code(client, code)
    for address in (reverse("home"), reverse("community", args=["here"]), reverse("my_settings")):
        assert BANNER in client.get(address).content.decode()
    [notice] = Notice.objects.filter(kind="code_read_out")
    assert notice.address == youth.email
    acts = {row.act: row.actor_key for row in LogEntry.objects.filter(act__startswith="sign_in_code")}
    assert acts == {
        "sign_in_code.make": today.here.people["coordinator"].log_key,
        "sign_in_code.spend": youth.log_key,
    }
    client.post(reverse("account_logout"))
    assert BANNER not in client.get(reverse("community", args=["here"])).content.decode()


def test_no_code_is_made_for_staff_accounts_for_oneself_or_for_people_of_other_communities(
    today: World,
) -> None:
    here, there = today.here, today.there
    refused = [here.people["owner"], there.people["coordinator"], here.people["coordinator"]]
    refused += [there.people["member"], there.family["youth"], there.family["guardian"]]
    for person in refused:
        with pytest.raises(Refused, match="No code can be made"):
            issue(today, person)
    for actor in (here.people["member"], there.people["owner"], here.family["youth"]):
        with pytest.raises(Refused):
            issue_code(
                person=here.family["guardian"], community=here.community, actor=actor, now=timezone.now()
            )
    assert not SignInCode.objects.exists()
    assert issue(today, here.people["member"])


def test_who_became_staff_since_does_not_come_in_and_reads_the_same_words(today: World) -> None:
    guardian = today.here.family["guardian"]
    code = issue(today, guardian)
    add_membership(
        person=guardian,
        community=today.there.community,
        role=Role.COORDINATOR,
        name="New",
        actor=None,
        now=timezone.now(),
    )
    client = Client()
    assert WRONG in type_code(client, code).content.decode()
    assert not is_in(client)
    assert SignInCode.objects.get().spent_at is None


def test_after_five_wrong_tries_a_browser_waits_and_the_code_stays_good(today: World) -> None:
    code = issue(today, today.here.family["youth"])
    client = Client()
    answers = [type_code(client, f"ABCD-EFG{n}") for n in range(6)]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 400, 400, 429]
    assert type_code(client, code).status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert not is_in(client)
    other = Client()
    type_code(other, code)
    assert is_in(other)


def test_browsers_without_memory_are_counted_by_their_network(today: World) -> None:
    statuses = [type_code(Client(), f"ABCD-EF{n:02}").status_code for n in range(21)]
    assert statuses == [400] * 20 + [429]
    forged = Client().post(PAGE, {"code": "ABCD-EFGH"}, headers={"X-Forwarded-For": "10.0.0.9"})
    assert forged.status_code == HTTPStatus.TOO_MANY_REQUESTS
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert type_code(elsewhere, "ABCD-EFGH").status_code == HTTPStatus.BAD_REQUEST


def test_the_whole_site_is_limited_too(today: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "copractice.web.views.codes.LIMITS", {"browser": "9/m/key", "network": "9/m/key", "site": "2/m/key"}
    )
    statuses = [type_code(Client(REMOTE_ADDR=f"198.51.100.{n}"), "ABCD-EFGH").status_code for n in range(3)]
    assert statuses == [400, 400, 429]


def test_looking_at_the_page_and_typing_nothing_are_not_counted(today: World) -> None:
    client = Client()
    for _n in range(30):
        assert client.get(PAGE).status_code == HTTPStatus.OK
        assert type_code(client, "").status_code == HTTPStatus.BAD_REQUEST
    assert WRONG in type_code(client, "ABCD-EFGH").content.decode()


def test_a_printed_invitation_is_typed_at_the_same_page(today: World) -> None:
    lead = begin(today.here.call, timezone.now())
    guest = Guest(Party.UMBRELLA, "Umbrella", "Example Alliance")
    printed = invite(application=lead.application, guest=guest, actor=lead.owner, now=timezone.now()).code
    client = Client()
    answer = type_code(client, printed)
    assert answer.status_code == HTTPStatus.FOUND
    assert client.get(answer["Location"]).status_code == HTTPStatus.OK
    assert Client().get(answer["Location"]).status_code == HTTPStatus.GONE


def test_a_family_phone_changes_hands_and_forgets_the_banner(today: World) -> None:
    youth, guardian = today.here.family["youth"], today.here.family["guardian"]
    client = Client()
    type_code(client, issue(today, youth))
    Person.objects.filter(pk=guardian.pk).update(email=None)
    guardian.refresh_from_db()
    type_code(client, issue(today, guardian))
    assert client.session["_auth_user_id"] == str(guardian.pk)
    assert BANNER not in client.get(reverse("home")).content.decode()
