"""The closing time of a convening: named, moved, judged on arrival, and kept by the clock."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from copractice.convening import tasks
from copractice.convening.actions import lives, moderation, room
from copractice.convening.models import Convening, Statement
from copractice.convening.queries.convenings import is_open, led_by, open_for
from copractice.convening.rules import may_moderate, may_vote
from copractice.convening.states import ConveningState, StatementState, VoteValue
from copractice.convening.tests.rooms import close, make_statements, make_voter, open_convening, say
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from tests.world import Place, World
from tests.world_copy import lay_down_world

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PASSED = "The closing time has passed. Choose a later one, or none."


@pytest.fixture
def closing(world: World, now: datetime) -> Convening:
    """Return an open convening that closes in an hour."""
    row = open_convening(world.here, now, is_moderated=True)
    return lives.reschedule(
        convening=row, closes_at=now + HOUR, actor=world.here.people["coordinator"], now=now
    )


@pytest.fixture
def today(db: None) -> Place:
    """Return a community as it is today, for pages that look at the clock."""
    return lay_down_world().here


def plan(closes_at: datetime | None) -> lives.Plan:
    return lives.Plan(
        title={"en": "Convening"},
        question={"en": "What first?"},
        held_on=datetime.fromisoformat("2026-11-24").date(),
        closes_at=closes_at,
    )


def draft(place: Place, closes_at: datetime | None, now: datetime) -> Convening:
    actor = place.people["coordinator"]
    return lives.prepare(community=place.community, plan=plan(closes_at), actor=actor, now=now)


def acts(convening: Convening) -> list[tuple[str, int, bool]]:
    rows = LogEntry.objects.filter(community_id=convening.community_id).order_by("-seq")
    return [(row.act, int(row.record_id), row.actor_key is not None) for row in rows]


def test_a_draft_keeps_the_closing_time_that_is_to_come(world: World, now: datetime) -> None:
    row = draft(world.here, now + MINUTE, now)
    assert Convening.objects.get(pk=row.pk).closes_at == now + MINUTE


@pytest.mark.parametrize("ago", [timedelta(0), MINUTE])
def test_a_closing_time_that_has_passed_is_refused_at_every_act(
    world: World, now: datetime, ago: timedelta
) -> None:
    place, actor = world.here, world.here.people["coordinator"]
    with pytest.raises(Refused, match=PASSED):
        draft(place, now - ago, now)
    row = draft(place, None, now)
    with pytest.raises(Refused, match=PASSED):
        lives.change(convening=row, plan=plan(now - ago), actor=actor, now=now)
    row = lives.open_voting(convening=row, actor=actor, now=now)
    with pytest.raises(Refused, match=PASSED):
        lives.reschedule(convening=row, closes_at=now - ago, actor=actor, now=now)
    row = lives.close_voting(convening=row, actor=actor, now=now)
    with pytest.raises(Refused, match=PASSED):
        lives.reopen_voting(convening=row, closes_at=now - ago, actor=actor, now=now)


def test_a_draft_whose_closing_time_passed_does_not_open(world: World, now: datetime) -> None:
    row = draft(world.here, now + MINUTE, now)
    with pytest.raises(Refused, match=PASSED):
        lives.open_voting(convening=row, actor=world.here.people["coordinator"], now=now + MINUTE)


def test_the_database_refuses_to_close_before_the_opening(closing: Convening) -> None:
    with pytest.raises(IntegrityError, match="convening_closes_after_opening"), transaction.atomic():
        Convening.objects.filter(pk=closing.pk).update(closes_at=closing.opened_at)


def test_votes_are_taken_until_the_closing_time_and_refused_from_it_on(
    closing: Convening, world: World, now: datetime
) -> None:
    voter, statement = make_voter(closing, now), make_statements(closing, now, 1)[0]
    arrival = closing.closes_at
    assert arrival is not None
    last = arrival - timedelta(microseconds=1)
    room.cast_vote(code=statement.code, value=VoteValue.AGREE, actor=voter, now=last)
    with pytest.raises(Refused, match="Voting is closed, so this was not counted"):
        room.cast_vote(code=statement.code, value=VoteValue.DISAGREE, actor=voter, now=arrival)
    with pytest.raises(Refused, match="Voting is closed"):
        room.write_statement(text="Too late", language="en", actor=voter, now=arrival)
    with pytest.raises(Refused, match="Voting is closed"):
        room.join(convening=closing, key="late", actor=None, now=arrival)
    closing.refresh_from_db()
    assert closing.state == ConveningState.OPEN
    assert [may_vote(closing, at) for at in (last, arrival)] == [True, False]
    coordinator = world.here.people["coordinator"]
    assert [may_moderate(coordinator, closing, at) for at in (last, arrival)] == [True, False]


def test_who_reads_what_is_open_hears_the_closing_time_too(
    closing: Convening, world: World, now: datetime
) -> None:
    say(make_voter(closing, now), "Wait for me", now)
    member, coordinator = world.here.people["member"], world.here.people["coordinator"]
    assert list(open_for(member, now)) == [closing]
    assert [row for row, _waiting in led_by(coordinator, now)] == [closing]
    assert is_open(world.here.community, now)
    assert list(open_for(member, now + HOUR)) == []
    assert led_by(coordinator, now + HOUR) == []
    assert not is_open(world.here.community, now + HOUR)


def test_the_clock_closes_what_is_due_and_nothing_else(
    closing: Convening, world: World, now: datetime
) -> None:
    unlimited = open_convening(world.there, now)
    assert lives.close_due(now=now + HOUR - MINUTE) == 0
    assert lives.close_due(now=now + HOUR + MINUTE) == 1
    assert lives.close_due(now=now + HOUR + MINUTE) == 0
    closing.refresh_from_db()
    unlimited.refresh_from_db()
    assert (closing.state, closing.closed_at) == (ConveningState.CLOSED, now + HOUR)
    assert unlimited.state == ConveningState.OPEN
    assert acts(closing)[0] == ("convening.close", closing.pk, False)


def test_the_periodic_task_closes_what_is_due(today: Place) -> None:
    row = open_convening(today, timezone.now() - HOUR)
    Convening.objects.filter(pk=row.pk).update(closes_at=timezone.now() - MINUTE)
    tasks.close_due(0)
    row.refresh_from_db()
    assert row.state == ConveningState.CLOSED


def test_the_clock_closes_nothing_before_its_time(closing: Convening, now: datetime) -> None:
    with pytest.raises(Refused, match="Only the community's staff"):
        lives.close_voting(convening=closing, actor=None, now=now + HOUR - MINUTE)
    lives.close_voting(convening=closing, actor=None, now=now + HOUR)


def test_a_close_by_hand_counts_from_the_hand_before_the_time_and_from_the_time_after_it(
    closing: Convening, world: World, now: datetime
) -> None:
    early = close(closing, world.here, now + MINUTE)
    assert early.closed_at == now + MINUTE
    again = open_convening(world.there, now)
    there = world.there.people["coordinator"]
    lives.reschedule(convening=again, closes_at=now + HOUR, actor=there, now=now)
    assert close(again, world.there, now + HOUR + MINUTE).closed_at == now + HOUR


def test_statements_that_wait_at_the_close_are_rejected_with_a_row_each(
    closing: Convening, world: World, now: datetime
) -> None:
    voter = make_voter(closing, now)
    one, two, three = (say(voter, text, now) for text in ("One", "Two", "Three"))
    moderation.accept(statement=two, actor=world.here.people["coordinator"], now=now)
    lives.close_due(now=now + HOUR)
    states = Statement.objects.filter(convening=closing).order_by("number").values_list("state", flat=True)
    S = StatementState
    assert list(states) == [S.REJECTED, S.ACCEPTED, S.REJECTED]
    assert acts(closing)[:3] == [
        ("convening.close", closing.pk, False),
        ("statement.reject", three.pk, False),
        ("statement.reject", one.pk, False),
    ]


def test_staff_move_the_closing_time_while_people_vote_and_the_log_keeps_it(
    closing: Convening, world: World, now: datetime
) -> None:
    actor = world.here.people["coordinator"]
    assert acts(closing)[0] == ("convening.reschedule", closing.pk, True)
    row = lives.reschedule(convening=closing, closes_at=None, actor=actor, now=now)
    assert row.closes_at is None
    for role in ("member", "reviewer"):
        with pytest.raises(Refused, match="Only the community's staff"):
            lives.reschedule(convening=closing, closes_at=None, actor=world.here.people[role], now=now)


@pytest.mark.parametrize("later", [timedelta(0), 2 * HOUR])
def test_the_closing_time_stays_where_voting_is_not_open(
    closing: Convening, world: World, now: datetime, later: timedelta
) -> None:
    if not later:
        close(closing, world.here, now)
    with pytest.raises(Refused, match="Voting is not open, so its closing time stays"):
        lives.reschedule(
            convening=closing,
            closes_at=now + 3 * HOUR,
            actor=world.here.people["coordinator"],
            now=now + later,
        )


def test_opened_again_a_convening_has_a_new_closing_time_or_none(
    closing: Convening, world: World, now: datetime
) -> None:
    actor = world.here.people["coordinator"]
    lives.close_due(now=now + HOUR)
    row = lives.reopen_voting(convening=closing, closes_at=now + 3 * HOUR, actor=actor, now=now + 2 * HOUR)
    assert (row.state, row.closes_at, row.closed_at) == (ConveningState.OPEN, now + 3 * HOUR, None)
    assert lives.close_due(now=now + 3 * HOUR) == 1
    row = lives.reopen_voting(convening=closing, actor=actor, now=now + 4 * HOUR)
    assert row.closes_at is None
    assert lives.close_due(now=now + 400 * HOUR) == 0
