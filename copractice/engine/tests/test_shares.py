import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copractice.engine.results import as_json, from_json
from copractice.engine.shares import Shares, elect
from copractice.engine.tests.conversations import CONVERSATIONS, load


def marks(ballots):
    """Ballots as lists of items, turned into one entry per mark."""
    who = [person for person, ballot in enumerate(ballots) for _ in ballot]
    return who, [item for ballot in ballots for item in ballot]


def price(purses, cost):
    """What the richest supporter pays, or None."""
    owned = sorted(purses)
    for place, money in enumerate(owned):
        share = cost / (len(owned) - place)
        if share <= money:
            return share
        cost -= money
    return None


def by_definition(ballots, items, seats):
    """The Method of Equal Shares with Phragmén completion, slowly and with fractions."""
    purse = [Fraction(seats, len(ballots))] * len(ballots)
    behind = {item: [v for v, ballot in enumerate(ballots) if item in ballot] for item in range(items)}
    winners = []
    while len(winners) < seats:
        left = [item for item in range(items) if item not in winners and behind[item]]
        offers = {item: price([purse[v] for v in behind[item]], Fraction(1)) for item in left}
        offers = {item: paid for item, paid in offers.items() if paid is not None}
        if not offers:
            break
        winner = min(offers, key=lambda item: (offers[item], item))
        winners.append(winner)
        for v in behind[winner]:
            purse[v] -= min(purse[v], offers[winner])
    return winners + completion(purse, behind, set(winners), seats)


def completion(purse, behind, winners, seats):
    """Sequential Phragmén from what is left in the purses."""
    order = []
    while len(winners) < seats:
        left = [item for item in behind if item not in winners and behind[item]]
        times = {item: (1 - sum(purse[v] for v in behind[item])) / len(behind[item]) for item in left}
        if not times:
            break
        winner = min(times, key=lambda item: (times[item], item))
        winners.add(winner)
        order.append(winner)
        for v in behind[winner]:
            purse[v] = -times[winner]
    return order


ballot_boxes = st.integers(1, 7).flatmap(
    lambda items: st.tuples(
        st.just(items),
        st.lists(st.sets(st.integers(0, items - 1), min_size=1), min_size=1, max_size=12),
        st.integers(1, items),
    )
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ballot_boxes)
def test_the_set_is_the_one_that_fractions_give(box):
    items, ballots, seats = box
    assert list(elect(*marks(ballots), items=items, seats=seats).winners) == by_definition(
        ballots, items, seats
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ballot_boxes, st.randoms(use_true_random=False))
def test_row_order_does_not_matter(box, random):
    items, ballots, seats = box
    rows = list(zip(*marks(ballots), strict=True))
    first = elect([p for p, _ in rows], [i for _, i in rows], items=items, seats=seats)
    random.shuffle(rows)
    second = elect([p for p, _ in rows], [i for _, i in rows], items=items, seats=seats)
    assert as_json(first) == as_json(second)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ballot_boxes)
def test_equal_shares_always_passes_ejr_plus_and_winners_are_paid_in_full(box):
    items, ballots, seats = box
    shares = elect(*marks(ballots), items=items, seats=seats)
    assert shares.ejr_plus
    for each in shares.rounds:
        assert sum(paid.amount * len(paid.participants) for paid in each.payments) == pytest.approx(1)


def test_a_majority_bloc_cannot_take_every_priority():
    ballots = [{0, 1, 2}] * 6 + [{3}] * 3
    assert sorted(elect(*marks(ballots), items=4, seats=3).winners) == [0, 1, 3]
    assert sorted(elect(*marks(ballots), items=4, seats=3, rule="av").winners) == [0, 1, 2]


def test_rounds_worked_by_hand():
    # Four people own 3/4 each. Item 0 costs its three supporters 1/3; they keep 5/12. Item 1 has person 2
    # (5/12) and person 3 (3/4): 5/12 + 7/12. Item 2 is left with 5/6 of the price and is completed.
    shares = elect(*marks([{0, 2}, {0, 2}, {0, 1}, {1}]), items=3, seats=3)
    assert [(each.item, each.rule, each.exact) for each in shares.rounds] == [
        (0, "equal-shares", "1/3"),
        (1, "equal-shares", "7/12"),
        (2, "phragmen", "1/2"),
    ]
    second = shares.rounds[1].payments
    assert [(round(paid.amount * 12), paid.participants.tolist()) for paid in second] == [(7, [3]), (5, [2])]


def test_published_example_of_equal_shares():
    # Peters and Skowron 2020 style: blocs of 6 and 4 out of 10 people share 5 seats 3 to 2.
    ballots = [{0, 1, 2, 3, 4}] * 6 + [{5, 6, 7}] * 4
    assert sorted(elect(*marks(ballots), items=8, seats=5).winners) == [0, 1, 2, 5, 6]


def test_sequential_pav_halves_a_ballot_that_has_a_winner():
    ballots = [{0, 1}] * 3 + [{2}] * 2
    shares = elect(*marks(ballots), items=3, seats=2, rule="seqpav")
    assert (shares.winners, [each.exact for each in shares.rounds]) == ((0, 2), ["3", "2"])


def test_ties_go_to_the_lower_number_and_are_named():
    shares = elect(*marks([{0}, {1}, {2}]), items=3, seats=1)
    assert (shares.winners, shares.rounds[0].tied) == ((0,), (0, 1, 2))


def test_plain_approval_may_fail_ejr_plus_and_says_for_whom():
    shares = elect(*marks([{0, 1}] * 3 + [{2}] * 3), items=3, seats=2, rule="av")
    assert shares.winners == (0, 1)
    assert [(each.item, each.level, each.people) for each in shares.violations] == [(2, 1, 3)]
    assert elect(*marks([{0, 1}] * 3 + [{2}] * 2), items=3, seats=2, rule="av").ejr_plus


def test_costs_and_budget():
    # Each of four people owns 25. Item 2 (30) costs its two supporters 15 each. Item 0 (60) finds only
    # 10 + 10 + 25 then. Item 1 takes all that person 3 has. Of 100, 45 are left: too little for item 0.
    shares = elect(*marks([{0, 2}, {0, 2}, {0}, {1}]), items=3, costs=[60, 25, 30], budget=100)
    assert (shares.winners, shares.spent, shares.ejr_plus) == ((2, 1), 55, None)


def test_nobody_marked_an_item_so_it_does_not_win():
    assert elect([0], [1], items=3, seats=3).winners == (1,)
    assert elect([], [], items=3, seats=2).winners == ()


def test_people_who_marked_nothing_keep_their_share():
    ballots = marks([{0}, {1}])
    assert elect(*ballots, items=2, seats=1).rounds[0].rule == "phragmen"
    assert elect(*ballots, items=2, seats=2).rounds[0].rule == "equal-shares"
    assert elect(*ballots, items=2, seats=2, voters=4).rounds[0].rule == "phragmen"


def test_one_item_one_person():
    shares = elect([5], [0], items=1, seats=1)
    assert (shares.winners, shares.rounds[0].payments[0].participants.tolist()) == ((0,), [5])


def test_result_survives_json():
    shares = elect(*marks([{0, 2}, {0, 2}, {0, 1}, {1}]), items=3, seats=3)
    data = json.loads(json.dumps(as_json(shares), allow_nan=False))
    again = from_json(Shares, data)
    assert as_json(again) == data
    assert again.rounds[0].payments[0].participants.dtype == np.int64


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ({"items": 2, "seats": 3}, "3 seats for 2 items"),
        ({"items": 2, "seats": 0}, "0 seats"),
        ({"items": 2}, "either seats, or costs"),
        ({"items": 2, "seats": 1, "rule": "plurality"}, "unknown rule 'plurality'"),
        ({"items": 2, "seats": 1, "voters": 1}, "1 voters, but 2"),
        ({"items": 1, "seats": 1}, "item 1 does not stand"),
        ({"items": 2, "costs": [1, 0], "budget": 5}, "cost of item 1 is 0"),
        ({"items": 2, "costs": [1], "budget": 5}, "1 costs for 2 items"),
        ({"items": 2, "costs": [1, 1], "budget": 0}, "budget is 0"),
        ({"items": 2, "costs": [1, 1], "budget": 5, "rule": "av"}, "costs need equal-shares"),
    ],
)
def test_impossible_questions_are_refused_with_the_reason(question, reason):
    with pytest.raises(ValueError, match=reason):
        elect([0, 1], [0, 1], **question)


@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("rule", ["equal-shares", "seqpav", "av"])
def test_committees_of_real_conversations_are_those_of_abcvoting(name, rule):
    talk = load(name)
    kept = (talk.value == 1) & ~talk.rejected[talk.statement]
    shares = elect(
        talk.participant[kept], talk.statement[kept], items=len(talk.statements), seats=10, rule=rule
    )
    expected = talk.expected["proportional_top10"]
    assert shares.voters == expected["voters"]
    assert (
        sorted(talk.statements[i] for i in shares.winners)
        == (expected["rules"][rule]["committee_statement_ids"])
    )
