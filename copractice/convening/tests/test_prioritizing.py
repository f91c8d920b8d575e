from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from copractice.convening.actions import lives, moderation, prioritizing, room
from copractice.convening.models import Convening, Dot, Pair, Statement, Voter
from copractice.convening.queries.prioritizing import budget_of, for_dots, pair_of
from copractice.convening.states import PairChoice, StatementState, VoteValue
from copractice.convening.tests.rooms import close, make_statements, make_voter
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from tests.world import Place, World

EACH = 3


@pytest.fixture
def here(world: World) -> Place:
    return world.here


def opened(place: Place, now: datetime, *, has_pairs: bool = True, dots_each: int = EACH) -> Convening:
    plan = lives.Plan(
        title={"en": "Ways"},
        question={"en": "What?"},
        held_on=date(2026, 11, 24),
        is_moderated=False,
        has_pairs=has_pairs,
        dots_each=dots_each,
    )
    coordinator = place.people["coordinator"]
    convening = lives.prepare(community=place.community, plan=plan, actor=coordinator, now=now)
    return lives.open_voting(convening=convening, actor=coordinator, now=now)


@pytest.fixture
def convening(here: Place, now: datetime) -> Convening:
    return opened(here, now)


@pytest.fixture
def statements(convening: Convening, now: datetime) -> list[Statement]:
    return make_statements(convening, now, 4)


@pytest.fixture
def voter(convening: Convening, now: datetime) -> Voter:
    return make_voter(convening, now)


def choose(voter: Voter, left: Statement, right: Statement, choice: PairChoice, now: datetime) -> Pair:
    return prioritizing.choose(
        left=left.code, right=right.code, choice=choice, propensity=0.5, actor=voter, now=now
    )


def place(voter: Voter, statement: Statement, count: int, now: datetime) -> int:
    return prioritizing.place_dots(code=statement.code, count=count, actor=voter, now=now)


def lying(voter: Voter) -> dict[str, int]:
    rows = Dot.objects.filter(voter=voter).values_list("statement__text", "count")
    return {text.removeprefix("Statement number "): count for text, count in rows}


def test_a_choice_is_kept_with_the_chance_it_was_drawn_with(
    voter: Voter, statements: list[Statement], now: datetime
) -> None:
    pair = choose(voter, statements[1], statements[0], PairChoice.LEFT, now)
    assert (pair.left, pair.right, pair.choice, pair.propensity) == (statements[1], statements[0], 1, 0.5)
    undecided = choose(voter, statements[2], statements[3], PairChoice.UNDECIDED, now)
    assert undecided.choice == 0


def test_of_the_same_two_the_last_answer_counts_whichever_stood_left(
    voter: Voter, statements: list[Statement], now: datetime
) -> None:
    choose(voter, statements[0], statements[1], PairChoice.LEFT, now)
    again = choose(voter, statements[1], statements[0], PairChoice.LEFT, now)
    assert Pair.objects.get(voter=voter) == again
    assert (again.left, again.choice) == (statements[1], 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pair.objects.create(
            community_id=voter.community_id,
            voter=voter,
            left=statements[0],
            right=statements[1],
            choice=1,
            at=now,
        )


@transaction.atomic
def stored(**fields: object) -> None:
    """Store a pair and have the database check it at once."""
    Pair.objects.create(**fields)
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "wrong", [{"choice": 2}, {"propensity": 0.0}, {"propensity": 1.5}, {"right": 0}, {"there": True}]
)
def test_the_database_refuses_what_is_no_choice(
    world: World, voter: Voter, statements: list[Statement], now: datetime, wrong: dict[str, object]
) -> None:
    fields = {"left": statements[0], "right": statements[1], "choice": 1, "voter": voter, "at": now}
    fields["community_id"] = voter.community_id
    if "right" in wrong:
        wrong = {"right": statements[0]}
    if "there" in wrong:
        wrong = {"right": Statement.objects.get(convening=world.there.convening)}
    with pytest.raises(IntegrityError):
        stored(**fields | wrong)


def test_a_choice_goes_to_where_its_statement_was_merged(
    here: Place, voter: Voter, statements: list[Statement], now: datetime
) -> None:
    moderation.merge(statement=statements[1], into=statements[0], actor=here.people["coordinator"], now=now)
    pair = choose(voter, statements[1], statements[2], PairChoice.RIGHT, now)
    assert (pair.left, pair.right) == (statements[0], statements[2])
    with pytest.raises(Refused, match="put together"):
        choose(voter, statements[0], statements[1], PairChoice.LEFT, now)


def test_dots_are_placed_moved_and_taken_back(
    convening: Convening, voter: Voter, statements: list[Statement], now: datetime
) -> None:
    assert place(voter, statements[0], 2, now) == 1
    assert place(voter, statements[1], 1, now) == 0
    assert place(voter, statements[0], 1, now) == 1
    assert place(voter, statements[0], 1, now) == 1
    assert lying(voter) == {"1": 1, "2": 1}
    assert place(voter, statements[1], 0, now) == 2
    assert budget_of(voter, convening).left == 2


def test_nobody_places_more_dots_than_they_have(
    voter: Voter, statements: list[Statement], now: datetime
) -> None:
    place(voter, statements[0], 2, now)
    for statement, count in ((statements[1], 2), (statements[0], 4), (statements[0], -1)):
        with pytest.raises(Refused, match="You have 3 dots in all"):
            place(voter, statement, count, now)
    assert lying(voter) == {"1": 2}


@pytest.mark.parametrize("count", [0, 21])
def test_the_database_refuses_a_count_that_is_none(
    voter: Voter, statements: list[Statement], now: datetime, count: int
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Dot.objects.create(
            community_id=voter.community_id, voter=voter, statement=statements[0], count=count, at=now
        )


def test_dots_on_a_rejected_statement_come_back_and_those_on_a_merged_one_go_along(
    here: Place, convening: Convening, voter: Voter, statements: list[Statement], now: datetime
) -> None:
    coordinator = here.people["coordinator"]
    for statement in statements[:3]:
        place(voter, statement, 1, now)
    moderation.reject(statement=statements[0], actor=coordinator, now=now)
    moderation.merge(statement=statements[1], into=statements[2], actor=coordinator, now=now)
    budget = budget_of(voter, convening)
    assert (budget.on, budget.left) == ({statements[2].pk: 2}, 1)
    assert place(voter, statements[3], 1, now) == 0
    assert lying(voter) == {"3": 2, "4": 1}


def test_a_voter_who_did_nothing_since_gets_dots_back_when_a_decision_is_undone(
    here: Place, convening: Convening, voter: Voter, statements: list[Statement], now: datetime
) -> None:
    coordinator = here.people["coordinator"]
    place(voter, statements[0], 2, now)
    rejected = moderation.reject(statement=statements[0], actor=coordinator, now=now)
    assert budget_of(voter, convening).left == EACH
    moderation.accept(statement=rejected, actor=coordinator, now=now)
    assert budget_of(voter, convening).on == {statements[0].pk: 2}


def test_a_closed_room_takes_neither(
    here: Place, convening: Convening, voter: Voter, statements: list[Statement], now: datetime
) -> None:
    close(convening, here, now)
    with pytest.raises(Refused, match="Voting is closed"):
        choose(voter, statements[0], statements[1], PairChoice.LEFT, now)
    with pytest.raises(Refused, match="Voting is closed"):
        place(voter, statements[0], 1, now)
    assert not Pair.objects.filter(voter=voter).exists()


def test_after_the_closing_time_neither_is_taken_though_nobody_closed(
    convening: Convening, voter: Voter, statements: list[Statement], now: datetime
) -> None:
    Convening.objects.filter(pk=convening.pk).update(closes_at=now + timedelta(minutes=1))
    place(voter, statements[0], 1, now)
    with pytest.raises(Refused, match="Voting is closed"):
        place(voter, statements[0], 2, now + timedelta(minutes=1))


def test_a_room_takes_only_what_it_asks_for(here: Place, now: datetime) -> None:
    convening = opened(here, now, has_pairs=False, dots_each=0)
    one, other = make_statements(convening, now, 2)
    voter = make_voter(convening, now)
    with pytest.raises(Refused, match="does not compare"):
        choose(voter, one, other, PairChoice.LEFT, now)
    with pytest.raises(Refused, match="places no dots"):
        place(voter, one, 1, now)


def test_what_is_no_longer_or_never_was_in_the_vote_is_refused(
    world: World, here: Place, voter: Voter, statements: list[Statement], now: datetime
) -> None:
    foreign = Statement.objects.get(convening=world.there.convening)
    Statement.objects.filter(pk=foreign.pk).update(state=StatementState.ACCEPTED)
    moderation.reject(statement=statements[0], actor=here.people["coordinator"], now=now)
    for statement in (statements[0], foreign):
        with pytest.raises(Refused, match="no longer in the vote"):
            place(voter, statement, 1, now)
        with pytest.raises(Refused, match="no longer in the vote"):
            choose(voter, statements[1], statement, PairChoice.LEFT, now)


def test_neither_stands_in_the_log(voter: Voter, statements: list[Statement], now: datetime) -> None:
    before = LogEntry.objects.count()
    choose(voter, statements[0], statements[1], PairChoice.LEFT, now)
    place(voter, statements[0], 1, now)
    assert LogEntry.objects.count() == before


def test_kept_in_an_account_the_newer_answers_count(
    here: Place, convening: Convening, voter: Voter, statements: list[Statement], now: datetime
) -> None:
    member, later = here.people["member"], now + timedelta(minutes=5)
    own = room.join(convening=convening, key="", actor=member, now=now)
    choose(own, statements[0], statements[1], PairChoice.LEFT, now)
    choose(own, statements[2], statements[3], PairChoice.LEFT, later)
    choose(voter, statements[1], statements[0], PairChoice.LEFT, later)
    choose(voter, statements[2], statements[3], PairChoice.RIGHT, now)
    choose(voter, statements[0], statements[2], PairChoice.LEFT, now)
    place(own, statements[0], 3, now)
    place(voter, statements[1], 1, later)
    kept = room.keep_votes(voter=voter, actor=member, now=later)
    said = {(pair.left_id, pair.right_id): pair.choice for pair in Pair.objects.filter(voter=kept)}
    first, second, third, fourth = (row.pk for row in statements)
    assert said == {(second, first): 1, (third, fourth): 1, (first, third): 1}
    assert lying(kept) == {"2": 1}


def test_dots_placed_earlier_on_the_device_give_way_to_those_of_the_account(
    here: Place, convening: Convening, voter: Voter, statements: list[Statement], now: datetime
) -> None:
    member, later = here.people["member"], now + timedelta(minutes=5)
    own = room.join(convening=convening, key="", actor=member, now=now)
    place(voter, statements[0], 3, now)
    place(own, statements[1], 1, later)
    assert lying(room.keep_votes(voter=voter, actor=member, now=later)) == {"2": 1}


def test_statements_one_agreed_with_come_first_for_dots(
    voter: Voter, statements: list[Statement], now: datetime
) -> None:
    room.cast_vote(code=statements[2].code, value=VoteValue.AGREE, actor=voter, now=now)
    room.cast_vote(code=statements[1].code, value=VoteValue.DISAGREE, actor=voter, now=now)
    assert for_dots(voter).first() == statements[2]
    assert for_dots(voter).count() == 4


def test_a_voter_reads_only_their_own_pairs(
    convening: Convening, voter: Voter, statements: list[Statement], now: datetime
) -> None:
    other = make_voter(convening, now)
    choose(other, statements[0], statements[1], PairChoice.LEFT, now)
    assert pair_of(other, statements[0].code, statements[1].code) is not None
    assert pair_of(voter, statements[0].code, statements[1].code) is None
