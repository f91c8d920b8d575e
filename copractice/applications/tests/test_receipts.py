"""Receipts: the worked example of their page, and everything that two people do at the same moment."""

import doctest
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from copractice.applications.actions.accepting import Yes, accept
from copractice.applications.actions.completing import complete
from copractice.applications.actions.inviting import Guest, invite
from copractice.applications.actions.sending import send
from copractice.applications.analysis.hashes import application_hash
from copractice.applications.models import Application, Part, Receipt
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.states import ApplicationState
from copractice.calls.states import Party
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from tests.world_applications import ask, begin, fill, finish, join
from tests.world_copy import lay_down_world

PAGE = Path(__file__).resolve().parents[3] / "docs" / "methods" / "receipts.md"


def together(*works: Callable[[], object]) -> list[str]:
    """Do all at one moment, each on a connection of its own; return what was refused."""
    ready = Barrier(len(works))

    def run(work: Callable[[], object]) -> str:
        try:
            ready.wait()
            work()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(works)) as pool:
        return [answer for answer in pool.map(run, works) if answer]


def test_the_page_of_the_method_shows_what_the_code_makes() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert (found.failed, found.attempted) == (0, 5)


def test_the_order_of_parts_does_not_matter_for_the_hash() -> None:
    assert application_hash("a", "c", ["1", "2"]) == application_hash("a", "c", ["2", "1"])
    assert application_hash("a", "c", ["1", "2"]) != application_hash("a", "c", ["12"])


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_one_moment_send_once() -> None:
    now = timezone.now()
    lead = finish(begin(lay_down_world().here.call, now), now)
    ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    ask(lead, Party.YOUTH, now, name="young")

    def press() -> None:
        send(application=lead.application, actor=lead.owner, now=now)

    assert together(*[press] * 8) == []
    assert Application.objects.get().state == ApplicationState.SUBMITTED
    assert Receipt.objects.count() == 1
    assert Notice.objects.filter(kind="receipt").count() == 1
    assert LogEntry.objects.filter(act="application.submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_link_used_by_two_at_one_moment_has_one_owner() -> None:
    now = timezone.now()
    world = lay_down_world()
    sent = ask(begin(world.here.call, now), Party.UMBRELLA, now, name="umbrella-lead")
    people = [None, world.stranger, world.here.people["member"]]
    refused = together(
        *[
            lambda person=person: accept(token=sent.token, yes=Yes("Me"), actor=person, now=now)
            for person in people
        ]
    )
    assert len(refused) == 2
    assert LogEntry.objects.filter(act="part.accept").count() == 1
    assert Part.objects.get(pk=sent.invitation.part_id).owner is not None


@pytest.mark.django_db(transaction=True)
def test_two_invitations_at_one_moment_do_not_overfill_an_application() -> None:
    now = timezone.now()
    lead = begin(lay_down_world().here.call, now)

    def one(name: str) -> Callable[[], object]:
        guest = Guest(Party.UMBRELLA, name, "Example Alliance", f"{name}@example.org")
        return lambda: invite(application=lead.application, guest=guest, actor=lead.owner, now=now)

    assert len(together(*[one(f"u{n}") for n in range(4)])) == 3
    live = Part.objects.filter(party=Party.UMBRELLA, state__in=LIVE_PARTS)
    assert live.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_part_that_is_done_while_the_lead_sends_gets_its_receipt_either_way() -> None:
    now = timezone.now()
    lead = finish(begin(lay_down_world().here.call, now), now)
    umbrella = fill(join(lead, Party.UMBRELLA, now, name="umbrella-lead"), now)
    ask(lead, Party.YOUTH, now, name="young")
    assert (
        together(
            lambda: send(application=lead.application, actor=lead.owner, now=now),
            lambda: complete(part=umbrella, actor=umbrella.owner, now=now),
        )
        == []
    )
    assert Receipt.objects.filter(part=umbrella).count() == 1
    whole = Application.objects.get()
    done = list(whole.parts.exclude(sha256="").values_list("sha256", flat=True))
    assert len(done) == 2
    assert whole.sha256 == application_hash(whole.code, whole.call.code, done)
    assert Receipt.objects.filter(application_sha256=whole.sha256, part=lead).exists()
