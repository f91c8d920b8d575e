import numpy as np
import pytest

from copractice.engine.opinions import add_vote, align, gather, next_statements, opinions, refresh
from copractice.engine.results import as_json
from copractice.engine.tests.conversations import CONVERSATIONS, load
from copractice.engine.tests.invented import planted_groups, rand_index, votes_of


@pytest.fixture(scope="module")
def room():
    """A room of 150 people and 100 statements, in which everybody has cast 40 votes."""
    votes, truth = planted_groups(150, 100, seed=3)
    return votes, np.zeros(100, bool), truth


@pytest.fixture(scope="module")
def seattle():
    """A real conversation with its map."""
    talk = load(CONVERSATIONS[0])
    votes = votes_of(talk)
    return votes, talk.rejected, opinions(votes, talk.rejected)


def test_a_turned_and_renumbered_map_is_turned_and_numbered_back(seattle):
    _, _, drawn = seattle
    angle = 2.0
    turn = np.array([[np.cos(angle), np.sin(angle)], [np.sin(angle), -np.cos(angle)]])
    order = np.array([1, 0, -1])
    other = type(drawn)(
        **(
            vars(drawn)
            | {
                "positions": drawn.positions @ turn,
                "labels": order[drawn.labels],
                "groups": drawn.groups[::-1],
            }
        )
    )
    back = align(other, drawn)
    assert back.positions == pytest.approx(drawn.positions, abs=1e-9)
    assert [back.groups[g].id if g >= 0 else -1 for g in back.labels] == drawn.labels.tolist()


def test_a_refresh_with_nothing_new_moves_nobody_far(seattle):
    votes, rejected, drawn = seattle
    again = refresh(drawn, votes, rejected)
    assert np.abs(again.positions - drawn.positions).max() < 0.1
    both = (again.labels >= 0) & (drawn.labels >= 0)
    assert both.sum() > 100
    assert rand_index(again.labels[both], drawn.labels[both]) > 0.9
    assert [group.id for group in again.groups] == [0, 1]


def test_a_refresh_follows_new_people_and_new_statements(seattle):
    votes, rejected, _ = seattle
    early = gather(
        *(side[votes.person < 330][:2500] for side in (votes.person, votes.statement, votes.value)),
        people=330, count=54,
    )  # fmt: skip
    before = opinions(early, rejected)
    live = refresh(before, votes, rejected)
    full = align(opinions(votes, rejected), before)
    assert live.people == 339
    assert np.corrcoef(live.positions[live.placed, 0], full.positions[live.placed, 0])[0, 1] > 0.9


def test_people_and_statements_cannot_vanish(seattle):
    _, rejected, drawn = seattle
    fewer = gather([0], [0], [1], people=2, count=54)
    with pytest.raises(ValueError, match="2 people and 54 statements, the previous map has 339 and 54"):
        refresh(drawn, fewer, rejected)


def test_one_vote_moves_one_person_as_a_full_placing_would(room):
    votes, rejected, _ = room
    drawn = refresh(opinions(votes, rejected), votes, rejected)
    statement = int(np.setdiff1d(np.arange(100), votes.statement[votes.person == 7])[0])
    more, moved = add_vote(drawn, votes, rejected, 7, statement, -1)
    assert more.value.size == votes.value.size + 1
    assert np.flatnonzero((moved.positions != drawn.positions).any(1)).tolist() == [7]
    assert moved.uncertainty[7] < drawn.uncertainty[7]
    back, again = add_vote(moved, more, rejected, 7, statement, 1)
    assert back.value.size == more.value.size
    assert again.positions[7].tolist() != moved.positions[7].tolist()
    assert sum(group.size for group in again.groups) == (again.labels >= 0).sum()
    as_json(again)


def test_a_first_vote_places_nobody_and_bad_ones_are_refused(room):
    votes, rejected, _ = room
    empty = gather(votes.person, votes.statement, votes.value, people=151, count=100)
    drawn = opinions(empty, rejected)
    more, moved = add_vote(drawn, empty, rejected, 150, 4, 1)
    assert not moved.placed[150]
    assert more.per_person[150] == 1
    for person, statement, value in ((151, 0, 1), (0, 100, 1), (0, 0, 2)):
        with pytest.raises(ValueError, match=r"unknown|a vote is"):
            add_vote(drawn, empty, rejected, person, statement, value)


def test_the_next_statements_are_unseen_accepted_and_different(room):
    votes, rejected, _ = room
    drawn = opinions(votes, rejected)
    banned = np.arange(100) < 20
    chosen = next_statements(votes, drawn, banned, 3, 100, seed=1)
    seen = set(votes.statement[votes.person == 3].tolist())
    numbers = [each.statement for each in chosen]
    assert len(set(numbers)) == len(numbers) == 80 - len({s for s in seen if s >= 20})
    assert not seen & set(numbers)
    assert min(numbers) >= 20
    assert chosen == next_statements(votes, drawn, banned, 3, 100, seed=1)


def test_every_statement_keeps_a_chance_and_new_and_telling_ones_have_more(room):
    votes, _, _ = room
    more = gather(votes.person, votes.statement, votes.value, people=151, count=101)
    drawn = opinions(more, np.zeros(101, bool))
    draws = [next_statements(more, drawn, np.zeros(101, bool), 150, 1, seed=[5, n])[0] for n in range(400)]
    times = np.bincount([draw.statement for draw in draws], minlength=101)
    assert times[100] == times.max()
    assert min(draw.propensity for draw in draws) >= 0.1 / 101
    telling = np.argsort(-np.abs(drawn.model.loadings[:100, 0]))
    assert times[telling[:20]].sum() > times[telling[-20:]].sum()


def test_who_has_seen_everything_is_shown_nothing():
    votes = gather([0, 0], [0, 1], [1, 0], people=1, count=2)
    drawn = opinions(votes, [False, False])
    assert next_statements(votes, drawn, [False, False], 0, 3, seed=0) == ()
    assert next_statements(votes, drawn, [False, False], 0, 0, seed=0) == ()
    with pytest.raises(ValueError, match="participant 4 is unknown"):
        next_statements(votes, drawn, [False, False], 4, 3, seed=0)
    with pytest.raises(ValueError, match="-1 statements"):
        next_statements(votes, drawn, [False, False], 0, -1, seed=0)
