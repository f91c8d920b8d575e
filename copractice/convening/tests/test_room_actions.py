from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet

from copractice.convening.actions import room
from copractice.convening.models import Convening, Statement, Vote, Voter
from copractice.convening.queries.room import progress_of, unvoted, voter_of, votes_of
from copractice.convening.states import StatementState, VoteValue
from copractice.convening.tests.rooms import close, make_statements, make_voter, open_convening, say
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World
from tests.world_copy import lay_down_world


def vote(voter: Voter, statement: Statement, value: VoteValue, now: datetime) -> Vote:
    return room.cast_vote(code=statement.code, value=value, actor=voter, now=now)


def voices(convening: Convening) -> QuerySet[Voter]:
    return Voter.objects.filter(convening=convening)


def test_a_device_that_joins_twice_has_one_voice(convening: Convening, now: datetime) -> None:
    assert make_voter(convening, now, "secret") == make_voter(convening, now, "secret")
    assert voices(convening).get().key_hash != "secret"


def test_a_person_has_one_voice_on_any_device(convening: Convening, world: World, now: datetime) -> None:
    member = world.here.people["member"]
    phone = room.join(convening=convening, key="phone", actor=member, now=now)
    assert room.join(convening=convening, key="laptop", actor=member, now=now) == phone
    assert voter_of(convening, None, "phone") is None
    assert voices(convening).get().person == member


def test_a_voter_of_one_convening_is_nobody_in_another(
    convening: Convening, world: World, now: datetime
) -> None:
    other = open_convening(world.there, now)
    make_voter(convening, now, "secret")
    assert voter_of(other, None, "secret") is None


def test_the_last_vote_counts_and_a_repeated_one_changes_nothing(convening: Convening, now: datetime) -> None:
    [statement] = make_statements(convening, now, 1)
    voter = make_voter(convening, now)
    vote(voter, statement, VoteValue.AGREE, now)
    vote(voter, statement, VoteValue.AGREE, now + timedelta(minutes=1))
    row = Vote.objects.get(statement=statement)
    assert (row.value, row.at, row.changes) == (1, now, 0)
    vote(voter, statement, VoteValue.PASS, now + timedelta(minutes=2))
    row.refresh_from_db()
    assert (row.value, row.at, row.changes) == (0, now + timedelta(minutes=2), 1)


def test_votes_and_statements_leave_no_trace_in_the_log(convening: Convening, now: datetime) -> None:
    before = LogEntry.objects.count()
    voter = make_voter(convening, now)
    vote(voter, say(voter, "Buses until ten", now), VoteValue.AGREE, now)
    assert LogEntry.objects.count() == before


@pytest.mark.parametrize("state", ["waiting", "rejected"])
def test_nobody_votes_on_a_statement_that_is_not_accepted(
    convening: Convening, now: datetime, state: str
) -> None:
    [statement] = make_statements(convening, now, 1)
    Statement.objects.update(state=state)
    with pytest.raises(Refused, match="no longer in the vote"):
        vote(make_voter(convening, now), statement, VoteValue.AGREE, now)


def test_a_statement_of_another_convening_reads_like_an_unknown_one(
    convening: Convening, world: World, now: datetime
) -> None:
    [foreign] = make_statements(open_convening(world.there, now), now, 1)
    voter = make_voter(convening, now)
    with pytest.raises(Refused, match="no longer in the vote"):
        vote(voter, foreign, VoteValue.AGREE, now)
    with pytest.raises(Refused, match="no longer in the vote"):
        room.cast_vote(code="0000000000", value=VoteValue.AGREE, actor=voter, now=now)


def test_after_the_close_nobody_joins_votes_or_writes(
    convening: Convening, world: World, now: datetime
) -> None:
    [statement] = make_statements(convening, now, 1)
    voter = make_voter(convening, now)
    close(convening, world.here, now)
    with pytest.raises(Refused, match="Voting is closed"):
        make_voter(convening, now)
    with pytest.raises(Refused, match="Voting is closed"):
        vote(voter, statement, VoteValue.AGREE, now)
    with pytest.raises(Refused, match="Voting is closed"):
        say(voter, "Too late", now)
    assert not Vote.objects.filter(statement=statement).exists()


def test_a_statement_waits_where_staff_moderate_and_is_in_the_vote_at_once_elsewhere(
    world: World, now: datetime
) -> None:
    moderated = open_convening(world.here, now, is_moderated=True)
    free = open_convening(world.there, now)
    first = say(make_voter(moderated, now), "Buses", now)
    second = say(make_voter(free, now), "Buses", now, "es")
    assert (first.state, first.number, first.language) == (StatementState.WAITING, 1, "en")
    assert (second.state, second.number, second.language) == (StatementState.ACCEPTED, 1, "es")


def test_the_same_words_twice_from_one_voter_are_one_statement(convening: Convening, now: datetime) -> None:
    voter = make_voter(convening, now)
    assert say(voter, "Buses until ten", now) == say(voter, "buses until TEN", now)
    assert say(make_voter(convening, now), "Buses until ten", now).number == 2


def test_ten_statements_of_a_voter_wait_and_no_more(world: World, now: datetime) -> None:
    convening = open_convening(world.here, now, is_moderated=True)
    voter = make_voter(convening, now)
    for number in range(10):
        say(voter, f"Thought {number}", now)
    with pytest.raises(Refused, match="10 of your statements wait"):
        say(voter, "One more", now)
    say(make_voter(convening, now), "Somebody else", now)


def test_a_voter_brings_in_thirty_statements_and_no_more(convening: Convening, now: datetime) -> None:
    voter = make_voter(convening, now)
    for number in range(30):
        say(voter, f"Thought {number}", now)
    with pytest.raises(Refused, match="You have written 30"):
        say(voter, "One more", now)


def test_every_voter_has_an_order_of_their_own_that_stays(convening: Convening, now: datetime) -> None:
    make_statements(convening, now, 12)
    ana, ben = make_voter(convening, now), make_voter(convening, now)
    orders = [[row.number for row in unvoted(voter)] for voter in (ana, ana, ben)]
    assert orders[0] == orders[1]
    assert orders[0] != orders[2]
    assert sorted(orders[2]) == list(range(1, 13))


def test_what_was_voted_on_leaves_the_order_and_what_was_skipped_does_not(
    convening: Convening, now: datetime
) -> None:
    make_statements(convening, now, 5)
    voter = make_voter(convening, now)
    order = list(unvoted(voter))
    vote(voter, order[0], VoteValue.PASS, now)
    assert list(unvoted(voter)) == order[1:]
    assert list(unvoted(voter, order[2].code)) == order[3:]
    assert list(unvoted(voter, order[4].code)) == []
    progress = progress_of(voter)
    assert (progress.voted, progress.left, progress.total) == (1, 4, 5)


def test_keeping_the_votes_of_a_device_hands_its_voice_to_the_account(
    convening: Convening, world: World, now: datetime
) -> None:
    [statement] = make_statements(convening, now, 1)
    device = make_voter(convening, now, "secret")
    vote(device, statement, VoteValue.AGREE, now)
    member = world.here.people["member"]
    assert room.keep_votes(voter=device, actor=member, now=now) == device
    assert voter_of(convening, member, "") == device
    assert voter_of(convening, None, "secret") is None
    with pytest.raises(Refused, match="in an account already"):
        room.keep_votes(voter=device, actor=world.here.people["owner"], now=now)


def test_where_account_and_device_both_voted_the_newer_vote_counts_and_one_voice_remains(
    convening: Convening, world: World, now: datetime
) -> None:
    older, newer, only = make_statements(convening, now, 3)
    member = world.here.people["member"]
    own = room.join(convening=convening, key="", actor=member, now=now)
    device = make_voter(convening, now, "secret")
    later = now + timedelta(minutes=5)
    vote(own, older, VoteValue.AGREE, now)
    vote(device, older, VoteValue.DISAGREE, later)
    vote(device, newer, VoteValue.DISAGREE, now)
    vote(own, newer, VoteValue.AGREE, later)
    vote(device, only, VoteValue.PASS, now)
    mine = say(device, "From the device", now)
    assert room.keep_votes(voter=device, actor=member, now=later) == own
    assert voices(convening).get() == own
    assert [row.value for row in votes_of(own)] == [-1, 1, 0]
    mine.refresh_from_db()
    assert mine.author == own


def test_two_voices_are_not_joined_once_the_votes_are_counted(
    convening: Convening, world: World, now: datetime
) -> None:
    member = world.here.people["member"]
    room.join(convening=convening, key="", actor=member, now=now)
    device = make_voter(convening, now)
    close(convening, world.here, now)
    with pytest.raises(Refused, match="both sets of votes stay"):
        room.keep_votes(voter=device, actor=member, now=now)
    lonely = world.here.people["funder"]
    assert room.keep_votes(voter=device, actor=lonely, now=now).person == lonely


@pytest.mark.django_db(transaction=True)
def test_a_thousand_votes_at_once_are_one_vote_and_fifty_tabs_one_voice(now: datetime) -> None:
    convening = open_convening(lay_down_world(now).here, now)
    [statement] = make_statements(convening, now, 1)

    def tab(number: int) -> None:
        try:
            voter = make_voter(convening, now, "secret")
            for turn in range(20):
                vote(voter, statement, VoteValue((number + turn) % 3 - 1), now)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as tabs:
        list(tabs.map(tab, range(50)))
    assert voices(convening).count() == 1
    row = Vote.objects.get(statement=statement)
    assert row.value in VoteValue.values
    assert row.changes <= 999


@pytest.mark.django_db(transaction=True)
def test_a_person_who_joins_from_many_devices_at_once_has_one_voice(now: datetime) -> None:
    world = lay_down_world(now)
    convening = open_convening(world.here, now)
    member: Person = world.here.people["member"]

    def device(number: int) -> int:
        try:
            return room.join(convening=convening, key=f"{number}", actor=member, now=now).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as devices:
        found = set(devices.map(device, range(24)))
    assert found == {voices(convening).get().pk}
