"""The staff's list: groups, waits, marks, the finding, filters; and a constant number of queries."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from copractice.applications.actions.completing import complete
from copractice.applications.actions.sending import send
from copractice.applications.actions.withdrawing import withdraw
from copractice.applications.analysis.board import Board, Line, board_of
from copractice.applications.analysis.board_words import cells_of, headline
from copractice.applications.models import Part
from copractice.applications.states import Group, PartState, Waits
from copractice.calls.models import Call
from copractice.calls.states import CallState, Party
from copractice.consents.actions.answers import answer_consent
from copractice.consents.actions.guardians import name_guardian, verify_guardian
from copractice.consents.states import Check
from copractice.people.models import Person
from tests.world import World
from tests.world_applications import ask, begin, fill, finish, join, make_sent
from tests.world_consents import guardian_consent, own_consent

PARTIES = [Party.EMPLOYER, Party.UMBRELLA, Party.YOUTH]


def line_of(call: Call, now: datetime) -> Line:
    return board_of(call, now).lines[0]


def words(call: Call, now: datetime) -> dict[str, list[str]]:
    cells = cells_of(line_of(call, now), PARTIES, now)
    return {name.lower(): [mark.word for mark in marks] for name, marks in cells.columns}


def test_a_fresh_application_waits_for_its_lead(world: World, now: datetime) -> None:
    begin(world.here.call, now)
    line = line_of(world.here.call, now)
    assert (line.group, line.waits, line.lacking) == (
        Group.WAITING,
        {Waits.LEAD},
        (Party.UMBRELLA, Party.YOUTH),
    )
    assert words(world.here.call, now) == {
        "lead": ["Started"],
        "umbrella": ["Not invited"],
        "youth": ["Not invited"],
        "guardian": ["–"],
    }


def test_each_party_that_is_not_done_is_waited_for(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    join(lead, Party.YOUTH, now, name="young", age=19)
    finish(lead, now)
    assert line_of(world.here.call, now).waits == {Waits.UMBRELLA, Waits.YOUTH}
    assert words(world.here.call, now) == {
        "lead": ["Done"],
        "umbrella": ["Invited"],
        "youth": ["Started"],
        "guardian": ["Not needed"],
    }


def test_when_everything_is_done_the_lead_has_to_send(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    umbrella = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    youth = join(lead, Party.YOUTH, now, name="young", age=19)
    say_yes(youth, now)
    for part in (umbrella, youth):
        finish(part, now)
    fill(lead, now)
    assert line_of(world.here.call, now).waits == {Waits.LEAD}
    complete(part=lead, actor=lead.owner, now=now)
    assert line_of(world.here.call, now).waits == {Waits.LEAD}
    send(application=lead.application, actor=lead.owner, now=now)
    line = line_of(world.here.call, now)
    assert (line.group, line.waits) == (Group.SENT, frozenset())


def say_yes(youth: Part, now: datetime) -> None:
    assert youth.owner is not None
    consent = own_consent(youth.owner, youth.community)
    answer_consent(consent=consent, says_yes=True, language="en", actor=youth.owner, now=now)


def test_a_young_persons_consents_are_waited_for_in_their_order(world: World, now: datetime) -> None:
    call, youth = world.here.call, make_sent(world.here.call, now).parts[Party.YOUTH]
    assert line_of(call, now).waits == {Waits.YOUTH}
    assert words(call, now)["guardian"] == ["No name yet"]
    named = name_guardian(
        community=call.community,
        youth_name="Young",
        name="Guardian",
        email="guardian@example.org",
        actor=youth.owner,
        now=now,
    )
    say_yes(youth, now)
    assert line_of(call, now).waits == {Waits.GUARDIAN, Waits.CHECK}
    assert words(call, now)["guardian"] == ["Asked"]
    answer_consent(
        consent=guardian_consent(named), says_yes=True, language="en", actor=named.guardian, now=now
    )
    assert line_of(call, now).waits == {Waits.CHECK}
    assert words(call, now)["guardian"] == ["To check"]
    verify_guardian(
        guardianship=named, how=Check.CALL, note="", actor=world.here.people["coordinator"], now=now
    )
    assert line_of(call, now).waits == frozenset()
    assert words(call, now)["guardian"] == ["Yes"]


def test_after_the_deadline_a_draft_waits_for_nobody(world: World, now: datetime) -> None:
    call = world.here.call
    begin(call, now)
    last = call.closes_at + timedelta(minutes=call.grace_minutes)
    assert line_of(call, last).group == Group.WAITING
    late = line_of(call, last + timedelta(seconds=1))
    assert (late.group, late.waits) == (Group.LATE, frozenset())


def test_a_sent_application_waits_for_parties_until_they_must_be_done(world: World, now: datetime) -> None:
    call, lead = world.here.call, begin(world.here.call, now)
    join(lead, Party.YOUTH, now, name="young", age=19)
    ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    finish(lead, now)
    send(application=lead.application, actor=lead.owner, now=now)
    assert line_of(call, call.closes_at + timedelta(hours=1)).waits == {Waits.UMBRELLA, Waits.YOUTH}
    assert call.parties_by is not None
    assert Waits.UMBRELLA not in line_of(call, call.parties_by + timedelta(hours=1)).waits
    Call.objects.filter(pk=call.pk).update(state=CallState.DECIDED, closed_at=now, decided_at=now)
    call.refresh_from_db()
    assert line_of(call, now).waits == frozenset()


def test_withdrawn_and_declined_have_their_words(world: World, now: datetime) -> None:
    call, lead = world.here.call, begin(world.here.call, now)
    umbrella = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    Part.objects.filter(pk=umbrella.pk).update(state=PartState.DECLINED)
    assert words(call, now)["umbrella"] == ["Declined"]
    withdraw(application=lead.application, actor=lead.owner, now=now)
    line = line_of(call, now)
    assert (line.group, line.waits) == (Group.WITHDRAWN, frozenset())


def test_the_title_states_the_finding(world: World, now: datetime) -> None:
    call = world.here.call
    assert headline(board_of(call, now), now) == "Nobody has started an application yet"
    lead = begin(call, now)
    join(lead, Party.YOUTH, now, name="young", age=19)
    ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    finish(lead, now)
    make_sent(call, now)
    found = headline(board_of(call, now), now)
    assert found == "2 started, 1 is sent, 2 wait on the youth part, 19 days left"
    assert headline(board_of(call, call.closes_at), call.closes_at).endswith("today is the last day")
    late = call.closes_at + timedelta(days=1)
    assert headline(board_of(call, late), late) == "1 of 2 were sent"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Bevo Lab", "Árbol Works", "Example Studio"]),
        ({"group": "sent"}, ["Example Studio"]),
        ({"waits": "umbrella"}, ["Bevo Lab"]),
        ({"words": "arbol"}, ["Árbol Works"]),
        ({"words": "lab", "waits": "youth"}, []),
        ({"group": "withdrawn"}, []),
    ],
)
def test_filters(world: World, now: datetime, asked: dict[str, str], names: list[str]) -> None:
    call = world.here.call
    bevo = begin(call, now, name="one", organization="Bevo Lab")
    ask(bevo, Party.UMBRELLA, now, name="umbrella-lead")
    begin(call, now, name="two", organization="Árbol Works")
    make_sent(call, now)
    found = board_of(call, now).found(**{"group": "", "waits": "", "words": ""} | asked)
    assert sorted(line.name for line in found) == sorted(names)


def queries(board: Call, now: datetime) -> tuple[int, Board]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        made = board_of(board, now)
        [cells_of(line, PARTIES, now) for line in made.lines]
    return len(seen), made


def test_a_list_asks_as_often_for_three_as_for_one(world: World, now: datetime) -> None:
    call = world.here.call
    for name in ("one", "two", "three"):
        lead = begin(call, now, name=name, organization=name)
        join(lead, Party.YOUTH, now, name=f"young-{name}")
        ask(lead, Party.UMBRELLA, now, name=f"umbrella-{name}")
        if name == "one":
            first, _ = queries(call, now)
    last, board = queries(call, now)
    assert (last, len(board.lines)) == (first, 3)
    assert first <= 10


def test_applications_to_another_call_are_not_among_them(world: World, now: datetime) -> None:
    begin(world.there.call, now)
    mine = begin(world.here.call, now, person=Person.objects.create_user("only@example.org"))
    assert [line.application for line in board_of(world.here.call, now).lines] == [mine.application]
