from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from copractice.convening.actions import moderation, room
from copractice.convening.models import CarriedVote, Convening, Statement, Vote, Voter
from copractice.convening.states import STATEMENT_MOVES, StatementState, VoteValue
from copractice.convening.tests.rooms import close, make_statements, make_voter, open_convening, say
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World

AGREE, PASS, DISAGREE = VoteValue.AGREE, VoteValue.PASS, VoteValue.DISAGREE


@pytest.fixture
def convening(world: World, now: datetime) -> Convening:
    return open_convening(world.here, now, is_moderated=True)


@pytest.fixture
def coordinator(world: World) -> Person:
    return world.here.people["coordinator"]


def vote(voter: Voter, statement: Statement, value: VoteValue, at: datetime) -> None:
    room.cast_vote(code=statement.code, value=value, actor=voter, now=at)


def said(statement: Statement) -> dict[int, int]:
    return dict(Vote.objects.filter(statement=statement).values_list("voter_id", "value"))


@pytest.mark.parametrize("state", StatementState)
@pytest.mark.parametrize("name", STATEMENT_MOVES)
def test_every_decision_is_possible_from_the_states_of_its_row_only(
    convening: Convening, coordinator: Person, now: datetime, name: str, state: StatementState
) -> None:
    row, other = make_statements(convening, now, 2)
    Statement.objects.filter(pk=row.pk).update(
        state=state, merged_into=other if state == StatementState.MERGED else None
    )
    more = {"into": other} if name == "merge" else {}
    sources, target = STATEMENT_MOVES[name]
    if state in sources:
        getattr(moderation, name)(statement=row, actor=coordinator, now=now, **more)
    else:
        with pytest.raises(Refused):
            getattr(moderation, name)(statement=row, actor=coordinator, now=now, **more)
    row.refresh_from_db()
    assert row.state == (target if state in sources else state)


def test_only_staff_decide_and_only_while_people_vote(
    convening: Convening, world: World, coordinator: Person, now: datetime
) -> None:
    statement = say(make_voter(convening, now), "Buses until ten", now)
    for role in ("member", "facilitator", "funder"):
        with pytest.raises(Refused, match="community's staff"):
            moderation.accept(statement=statement, actor=world.here.people[role], now=now)
    with pytest.raises(Refused, match="community's staff"):
        moderation.accept(statement=statement, actor=world.there.people["coordinator"], now=now)
    close(convening, world.here, now)
    with pytest.raises(Refused, match="while the convening is open"):
        moderation.accept(statement=statement, actor=coordinator, now=now)


def test_a_decision_is_an_act_and_names_the_statement_alone(
    convening: Convening, coordinator: Person, now: datetime
) -> None:
    statement = say(make_voter(convening, now), "Buses until ten", now)
    moderation.reject(statement=statement, actor=coordinator, now=now)
    moderation.undo(statement=statement, actor=coordinator, now=now)
    newest = LogEntry.objects.order_by("-seq").filter(community_id=convening.community_id)[:2]
    assert [(row.act, row.record, row.record_id, row.actor_key) for row in newest] == [
        ("statement.undo", "convening.statement", str(statement.pk), coordinator.log_key),
        ("statement.reject", "convening.statement", str(statement.pk), coordinator.log_key),
    ]


def test_a_merge_carries_each_voters_newer_vote(
    convening: Convening, coordinator: Person, now: datetime
) -> None:
    row, target = make_statements(convening, now, 2)
    only, newer, older = (make_voter(convening, now) for _ in range(3))
    later = now + timedelta(minutes=1)
    vote(only, row, PASS, now)
    vote(newer, target, AGREE, now)
    vote(newer, row, DISAGREE, later)
    vote(older, row, DISAGREE, now)
    vote(older, target, AGREE, later)
    moderation.merge(statement=row, into=target, actor=coordinator, now=later)
    assert said(target) == {only.pk: 0, newer.pk: -1, older.pk: 1}


def test_undoing_a_merge_gives_every_vote_back(
    convening: Convening, coordinator: Person, now: datetime
) -> None:
    row, target = make_statements(convening, now, 2)
    only, newer, changed = (make_voter(convening, now) for _ in range(3))
    later = now + timedelta(minutes=1)
    vote(newer, target, AGREE, now)
    for voter in (only, newer, changed):
        vote(voter, row, DISAGREE, later)
    moderation.merge(statement=row, into=target, actor=coordinator, now=later)
    vote(changed, target, PASS, later + timedelta(minutes=1))
    moderation.undo(statement=row, actor=coordinator, now=later)
    assert said(target) == {newer.pk: 1, changed.pk: 0}
    assert said(row) == {only.pk: -1, newer.pk: -1, changed.pk: -1}
    row.refresh_from_db()
    assert (row.state, row.merged_into) == (StatementState.WAITING, None)
    assert CarriedVote.objects.count() == 0


def test_a_vote_that_arrives_after_a_merge_counts_where_the_statement_went(
    convening: Convening, coordinator: Person, now: datetime
) -> None:
    row, target = make_statements(convening, now, 2)
    moderation.merge(statement=row, into=target, actor=coordinator, now=now)
    voter = make_voter(convening, now)
    vote(voter, row, AGREE, now)
    assert (said(row), said(target)) == ({}, {voter.pk: 1})


def test_a_statement_is_merged_into_an_accepted_one_of_its_own_convening_only(
    convening: Convening, world: World, coordinator: Person, now: datetime
) -> None:
    [row] = make_statements(convening, now, 1)
    waiting = say(make_voter(convening, now), "Buses until ten", now)
    [foreign] = make_statements(open_convening(world.here, now), now, 1)
    for target in (row, waiting, foreign):
        with pytest.raises(Refused, match="Choose an accepted statement"):
            moderation.merge(statement=row, into=target, actor=coordinator, now=now)


def test_what_others_were_merged_into_stays_until_those_merges_are_undone(
    convening: Convening, coordinator: Person, now: datetime
) -> None:
    row, target, third = make_statements(convening, now, 3)
    moderation.merge(statement=row, into=target, actor=coordinator, now=now)
    with pytest.raises(Refused, match="Undo those merges first"):
        moderation.reject(statement=target, actor=coordinator, now=now)
    with pytest.raises(Refused, match="Undo those merges first"):
        moderation.merge(statement=target, into=third, actor=coordinator, now=now)


def test_a_merge_costs_the_same_queries_for_one_vote_and_for_ten(
    convening: Convening, coordinator: Person, now: datetime
) -> None:
    costs = []
    one, ten, target = make_statements(convening, now, 3)
    for row, count in ((one, 1), (ten, 10)):
        for _ in range(count):
            vote(make_voter(convening, now), row, AGREE, now)
        with CaptureQueriesContext(connection) as asked:
            moderation.merge(statement=row, into=target, actor=coordinator, now=now)
        costs.append(len(asked))
    assert costs[0] == costs[1]
