"""Reminders: exactly those who are waited for, in words of their own, and nobody twice within 48 hours."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.actions.answering import save
from copractice.applications.actions.completing import complete
from copractice.applications.actions.inviting import Guest, invite
from copractice.applications.actions.reminding import remind
from copractice.applications.analysis.board import board_of
from copractice.applications.analysis.reminding import Obstacle, Plan, Why, plan_of
from copractice.applications.models import Invitation, Reminder
from copractice.applications.queries.invitations import open_invitation
from copractice.applications.states import InvitationState
from copractice.calls.models import Call
from copractice.calls.states import Party
from copractice.consents.actions.guardians import name_guardian
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from tests.world import World
from tests.world_applications import ask, begin, finish, join, make_sent

HOURS = timedelta(hours=1)
CANARY = "the boss shouts at me"


def plan(call: Call, now: datetime) -> Plan:
    return plan_of(board_of(call, now), now)


def whys(call: Call, now: datetime) -> dict[str, Why]:
    return {one.address: one.why for one in plan(call, now).to_remind}


def send_all(world: World, now: datetime) -> int:
    call = world.here.call
    keys = {one.key for one in plan(call, now).to_remind}
    return remind(call=call, keys=keys, actor=world.here.people["coordinator"], now=now)


def mails() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind__startswith="remind_").order_by("address")
    return [(row.kind, row.address) for row in rows]


def test_each_is_reminded_of_what_they_have_to_do(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    join(lead, Party.YOUTH, now, name="young", age=19)
    assert whys(world.here.call, now) == {
        "lead@here.example.org": Why.FILL,
        "young@here.example.org": Why.FILL,
    }
    finish(lead, now)
    assert whys(world.here.call, now)["lead@here.example.org"] == Why.INVITE


def test_the_reminders_that_were_shown_are_sent_and_logged_once(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    umbrella = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    finish(umbrella, now)
    assert send_all(world, now) == 1
    assert mails() == [("remind_fill", "lead@here.example.org")]
    assert Reminder.objects.get().part == lead
    assert LogEntry.objects.filter(act="call.remind").count() == 1
    assert "umbrella" not in Notice.objects.get(kind="remind_fill").text


def test_nobody_is_reminded_twice_within_48_hours(world: World, now: datetime) -> None:
    begin(world.here.call, now)
    assert send_all(world, now) == 1
    key = {f"{Reminder.objects.get().part.code}:party"}
    soon = now + 48 * HOURS - timedelta(seconds=1)
    assert plan(world.here.call, soon).held_back[0].obstacle == Obstacle.LATELY
    staff = world.here.people["coordinator"]
    assert remind(call=world.here.call, keys=key, actor=staff, now=soon) == 0
    assert remind(call=world.here.call, keys=key, actor=staff, now=now + 48 * HOURS) == 1
    assert len(mails()) == 2


def test_who_got_done_meanwhile_is_left_out(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    youth = join(lead, Party.YOUTH, now, name="young", age=19)
    keys = {one.key for one in plan(world.here.call, now).to_remind}
    finish(youth, now)
    assert remind(call=world.here.call, keys=keys, actor=world.here.people["owner"], now=now) == 2
    assert mails() == [("remind_fill", "lead@here.example.org"), ("remind_yes", "young@here.example.org")]


def test_keys_that_were_not_shown_reach_nobody(world: World, now: datetime) -> None:
    there = begin(world.there.call, now)
    begin(world.here.call, now)
    staff = world.here.people["coordinator"]
    assert remind(call=world.here.call, keys={f"{there.code}:party"}, actor=staff, now=now) == 0
    assert remind(call=world.here.call, keys=set(), actor=staff, now=now) == 0
    assert mails() == []


@pytest.mark.parametrize("role", ["member", "reviewer", "funder"])
def test_only_staff_remind(world: World, now: datetime, role: str) -> None:
    begin(world.here.call, now)
    with pytest.raises(Refused, match="Only the community's staff"):
        remind(call=world.here.call, keys={"x"}, actor=world.here.people[role], now=now)


def test_a_silent_invitee_gets_a_new_link_and_the_old_one_stops(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    sent = ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    finish(lead, now)
    assert [one.obstacle for one in plan(world.here.call, now + HOURS).held_back] == [Obstacle.LATELY]
    later = now + 49 * HOURS
    assert whys(world.here.call, later)["umbrella-lead@here.example.org"] == Why.ANSWER
    send_all(world, later)
    assert open_invitation(sent.token) is None
    again = Invitation.objects.get(part=sent.invitation.part, state=InvitationState.SENT)
    assert (again.sent_at, again.address) == (later, "umbrella-lead@here.example.org")
    assert Notice.objects.filter(kind="party_invited", address=again.address).count() == 2


def test_who_has_no_address_is_named_and_gets_none(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    invite(application=lead.application, guest=Guest(Party.YOUTH, "No Mail"), actor=lead.owner, now=now)
    later = now + 49 * HOURS
    held = {one.name: one.obstacle for one in plan(world.here.call, later).held_back}
    assert held == {"No Mail": Obstacle.NO_ADDRESS}
    send_all(world, later)
    assert [address for _, address in mails()] == ["lead@here.example.org"]


def test_a_guardian_is_reminded_once_and_never_reads_the_youths_words(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    youth = join(lead, Party.YOUTH, now, name="young")
    key = youth.version.questions.filter(party=Party.YOUTH).order_by("number")[0].key
    save(part=youth, key=key, text=CANARY, base=0, language="en", actor=youth.owner, now=now)
    name_guardian(
        community=youth.community,
        youth_name="Young",
        name="Guardian",
        email="guardian@example.org",
        actor=youth.owner,
        now=now,
    )
    later = now + 49 * HOURS
    assert whys(world.here.call, later)["guardian@example.org"] == Why.GUARDIAN
    send_all(world, later)
    assert ("remind_guardian", "guardian@example.org") in mails()
    assert not any(CANARY in row.text + row.subject for row in Notice.objects.all())
    assert "guardian@example.org" not in whys(world.here.call, later + 47 * HOURS)
    assert "guardian@example.org" in whys(world.here.call, later + 48 * HOURS)


def test_parts_that_are_done_are_counted(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    found = plan(world.here.call, now)
    assert found.done == 3
    assert {one.address: one.why for one in found.to_remind} == {"sender-youth@here.example.org": Why.YES}
    youth = made.parts[Party.YOUTH]
    assert complete(part=youth, actor=youth.owner, now=now) == youth
