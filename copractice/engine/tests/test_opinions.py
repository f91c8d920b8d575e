import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from copractice.engine.opinions import OpinionMap, PolisMap, gather, opinions, polis
from copractice.engine.opinions.counts import count
from copractice.engine.opinions.reference_map import draw
from copractice.engine.opinions.statements import representing
from copractice.engine.results import as_json, from_json
from copractice.engine.tests.conversations import CONVERSATIONS, load
from copractice.engine.tests.invented import one_opinion, planted_groups, rand_index, votes_of
from copractice.engine.watch import Stopped

every_conversation = pytest.mark.parametrize("name", CONVERSATIONS)


def labels_of(talk):
    """The reference's group of each person, -1 where it has none."""
    return np.array([talk.expected["cluster_labels"].get(person, -1) for person in talk.people])


@every_conversation
def test_counts_of_real_conversations_are_those_of_the_reference(name):
    talk = load(name)
    votes, expected = votes_of(talk), talk.expected["counts"]
    result = polis(votes, talk.rejected)
    assert (result.people, result.statements, result.votes) == (
        expected["participants"],
        expected["statements_voted"],
        expected["votes"],
    )
    assert (int((votes.value == 1).sum()), int((votes.value == -1).sum())) == (
        expected["agree"],
        expected["disagree"],
    )
    assert int(result.placed.sum()) == talk.expected["clustered_participants"]
    assert result.variance == pytest.approx(talk.expected["explained_variance_ratio"], abs=1e-5)


@every_conversation
def test_consensus_lists_of_real_conversations_are_those_of_the_reference(name):
    talk = load(name)
    result = polis(votes_of(talk), talk.rejected)
    for ours, theirs in (
        (result.agree, talk.expected["consensus"]["agree"]),
        (result.disagree, talk.expected["consensus"]["disagree"]),
    ):
        assert [(talk.statements[line.statement], line.successes, line.trials) for line in ours] == [
            (line["tid"], line["n-success"], line["n-trials"]) for line in theirs
        ]
        assert [line.z for line in ours] == pytest.approx([line["p-test"] for line in theirs], abs=1e-6)


@every_conversation
def test_statistics_for_the_references_groups_are_the_references(name):
    talk = load(name)
    result = polis(votes_of(talk), talk.rejected, labels=labels_of(talk))
    for statement, value in talk.expected["group_aware_consensus_top20"]["agree"]:
        assert result.gic[talk.statements.index(statement)] == pytest.approx(value, abs=1e-6)
    for group, lines in enumerate(result.representative):
        ours = [(talk.statements[e.statement], e.vote, e.successes, e.trials) for e in lines]
        theirs = talk.expected["repness"][str(group)]
        assert ours == [(e["tid"], e["repful_for"], e["n_success"], e["n_trials"]) for e in theirs]


@every_conversation
def test_groups_of_polis_mode_resemble_those_of_the_reference(name):
    talk = load(name)
    result = polis(votes_of(talk), talk.rejected)
    theirs = labels_of(talk)
    assert len(result.sizes) == talk.expected["k"]
    assert rand_index(result.labels[theirs >= 0], theirs[theirs >= 0]) > 0.4


@every_conversation
def test_the_radius_does_not_show_how_much_one_voted(name):
    talk = load(name)
    votes = votes_of(talk)
    result = opinions(votes, talk.rejected)
    radius = np.linalg.norm(result.positions[result.placed], axis=1)
    assert abs(spearmanr(votes.per_person[result.placed], radius).statistic) <= 0.3


@every_conversation
def test_two_halves_of_the_statements_agree_better_than_in_the_reference(name):
    talk = load(name)
    votes = votes_of(talk)
    nothing = np.zeros(votes.statements, bool)
    ours, theirs = [], []
    for seed in range(4):
        half = np.zeros(votes.statements, bool)
        order = np.random.default_rng(seed).permutation(np.flatnonzero(~talk.rejected))
        half[order[: order.size // 2]] = True
        parts = [votes.only(half), votes.only(~half & ~talk.rejected)]
        maps = [opinions(part, nothing, seed=seed).labels for part in parts]
        reference = [draw(part, nothing, np.random.default_rng(seed)).labels for part in parts]
        both = (maps[0] >= 0) & (maps[1] >= 0)
        ours.append(rand_index(maps[0][both], maps[1][both]))
        theirs.append(rand_index(reference[0][both], reference[1][both]))
    assert np.mean(ours) > np.mean(theirs)


@every_conversation
def test_shuffled_labels_leave_at_most_a_twentieth_of_the_representative_cells(name):
    talk = load(name)
    votes = votes_of(talk)
    result = opinions(votes, talk.rejected)
    kept, rng = votes.only(~talk.rejected), np.random.default_rng(0)
    inside = result.labels >= 0
    cells = []
    for _ in range(20):
        shuffled = result.labels.copy()
        shuffled[inside] = rng.permutation(shuffled[inside])
        cells.append(representing(count(kept, shuffled, len(result.groups)), ~talk.rejected)[1])
    assert result.representative_cells > 20
    assert np.mean(cells) <= 0.05 * result.representative_cells


def test_four_planted_groups_are_found():
    votes, truth = planted_groups(2000, 300)
    result = opinions(votes, np.zeros(300, bool))
    sure = result.labels >= 0
    assert len(result.groups) == 4
    assert sure.mean() > 0.9
    assert rand_index(result.labels[sure], truth[sure]) >= 0.9


@pytest.mark.parametrize(("people", "statements"), [(60, 30), (150, 100), (300, 60), (1000, 120)])
def test_a_population_of_one_opinion_is_one_group(people, statements):
    result = opinions(one_opinion(people, statements, each=25), np.zeros(statements, bool))
    assert len(result.groups) == 1
    assert result.groups[0].size == result.placed.sum()


def test_rejected_statements_move_nothing_in_robust_mode():
    votes, _ = planted_groups(200, 40, each=20)
    noise = gather(np.arange(200), np.full(200, 40), np.resize([1, -1], 200), people=200, count=41)
    more = gather(
        np.concatenate([votes.person, noise.person]),
        np.concatenate([votes.statement, noise.statement]),
        np.concatenate([votes.value, noise.value]),
        people=200, count=41,
    )  # fmt: skip
    plain = opinions(votes, np.zeros(40, bool))
    result = opinions(more, np.arange(41) == 40)
    assert result.labels.tolist() == plain.labels.tolist()
    assert result.positions == pytest.approx(plain.positions, abs=1e-9)
    assert all(each.statement != 40 for each in result.consensus + result.bridging)


def test_few_votes_are_not_placed_and_more_votes_are_surer():
    votes, _ = planted_groups(300, 60, each=30)
    some = votes.only(np.ones(60, bool))
    keep = (some.person > 9) | (np.arange(some.person.size) % 30 < 6)
    less = gather(some.person[keep], some.statement[keep], some.value[keep], people=300, count=60)
    result = opinions(less, np.zeros(60, bool))
    assert not result.placed[:10].any()
    assert result.placed[10:].all()
    assert result.uncertainty[10:].max() < result.model.scale[:2].max()


def test_row_order_and_the_order_of_events_do_not_matter():
    talk = load(CONVERSATIONS[0])
    order = np.random.default_rng(5).permutation(talk.value.size)
    again = gather(
        talk.participant[order], talk.statement[order], talk.value[order],
        people=len(talk.people), count=len(talk.statements),
    )  # fmt: skip
    first, second = opinions(votes_of(talk), talk.rejected), opinions(again, talk.rejected)
    assert as_json(first) == as_json(second)


def test_the_last_vote_counts_by_time_and_then_by_place():
    votes = gather(
        [0, 0, 0, 1, 1], [0, 0, 1, 0, 0], [1, -1, 0, 1, 0], people=2, count=2, times=[2, 1, 9, 4, 4]
    )
    assert votes.person.tolist() == [0, 0, 1]
    assert votes.statement.tolist() == [0, 1, 0]
    assert votes.value.tolist() == [1, 0, 0]


def test_disagreement_is_agreement_seen_from_the_other_side():
    talk = load(CONVERSATIONS[1])
    plain = votes_of(talk)
    turned = gather(
        talk.participant, talk.statement, -talk.value, people=len(talk.people), count=len(talk.statements)
    )
    first, second = opinions(plain, talk.rejected), opinions(turned, talk.rejected)
    assert rand_index(first.labels, second.labels) > 0.95
    assert {(e.statement, e.vote) for e in first.bridging} >= {
        (e.statement, {"agree": "disagree", "disagree": "agree"}[e.vote]) for e in second.bridging[:3]
    }


@pytest.mark.parametrize("mode", [polis, opinions])
@pytest.mark.parametrize(
    ("people", "statements", "value"),
    [(0, 0, 1), (1, 1, 1), (1, 30, 1), (30, 1, -1), (30, 30, 0), (30, 30, 1), (40, 12, -1)],
)
def test_odd_conversations_have_an_answer(mode, people, statements, value):
    person = np.repeat(np.arange(people), statements)
    statement = np.tile(np.arange(statements), people)
    votes = gather(person, statement, np.full(person.size, value), people=people, count=statements)
    result = mode(votes, np.zeros(statements, bool))
    json.dumps(as_json(result), allow_nan=False)
    assert len(np.unique(result.labels[result.labels >= 0])) <= 1


@pytest.mark.parametrize("mode", [polis, opinions])
def test_statements_nobody_saw_and_statements_all_rejected(mode):
    votes = gather([0, 1, 2], [0, 0, 0], [1, -1, 0], people=5, count=4)
    for rejected in ([False] * 4, [True] * 4):
        json.dumps(as_json(mode(votes, rejected)), allow_nan=False)


def test_everyone_agrees_is_a_consensus_worked_by_hand():
    # 20 of 20 agree: posterior Beta(21, 1), lower bound 0.025 ** (1 / 21), mean 21 / 22.
    votes = gather(np.repeat(np.arange(20), 8), np.tile(np.arange(8), 20), np.ones(160), people=20, count=8)
    result = opinions(votes, np.zeros(8, bool))
    first = result.consensus[0]
    assert (first.statement, first.vote, first.shares[0].successes, first.shares[0].trials) == (
        0,
        "agree",
        20,
        20,
    )
    assert first.worst == pytest.approx(0.025 ** (1 / 21))
    assert first.mean == pytest.approx(21 / 22)
    assert result.dividing == ()


def test_given_groups_get_their_statistics():
    votes, truth = planted_groups(300, 60)
    result = opinions(votes, np.zeros(60, bool), labels=truth)
    assert [group.size for group in result.groups] == np.bincount(truth).tolist()
    assert len(result.representative) == 4
    assert all(lines for lines in result.representative)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(1, 25), st.integers(1, 10), st.integers(0, 2**32 - 1), st.floats(0.05, 1), st.booleans())
def test_nothing_is_ever_nan(people, statements, seed, density, reject):
    rng = np.random.default_rng(seed)
    person, statement = np.nonzero(rng.random((people, statements)) < density)
    votes = gather(person, statement, rng.integers(-1, 2, person.size), people=people, count=statements)
    rejected = rng.random(statements) < (0.3 if reject else 0)
    for result in (opinions(votes, rejected), polis(votes, rejected)):
        json.dumps(as_json(result), allow_nan=False)


@pytest.mark.parametrize(("mode", "kind"), [(polis, PolisMap), (opinions, OpinionMap)])
def test_result_survives_json_and_is_the_same_for_the_same_seed(mode, kind):
    talk = load(CONVERSATIONS[0])
    votes = votes_of(talk)
    data = json.loads(json.dumps(as_json(mode(votes, talk.rejected, seed=3)), allow_nan=False))
    assert as_json(from_json(kind, data)) == data
    assert as_json(mode(votes, talk.rejected, seed=3)) == data


def test_the_caller_hears_of_the_progress_and_can_stop():
    votes, _ = planted_groups(300, 60)
    heard = []
    opinions(votes, np.zeros(60, bool), progress=lambda done, text: heard.append(done))
    assert heard == sorted(heard)
    assert heard[-1] == 0.95
    calls = iter(range(1000))
    with pytest.raises(Stopped):
        opinions(votes, np.zeros(60, bool), should_stop=lambda: next(calls) > 20)


@pytest.mark.parametrize(
    ("person", "statement", "value", "reason"),
    [
        ([0], [0], [2], "vote 0 is 2: a vote is 1, 0 or -1"),
        ([5], [0], [1], "participant 5 is unknown: there are 2"),
        ([0], [-1], [1], "statement -1 is unknown: there are 2"),
        ([0, 1], [0], [1], "2 participants, 1 statements, 1 votes"),
    ],
)
def test_bad_votes_are_refused_with_the_reason(person, statement, value, reason):
    with pytest.raises(ValueError, match=reason):
        gather(person, statement, value, people=2, count=2)


def test_wrong_lengths_are_refused_with_the_numbers():
    votes = gather([0], [0], [1], people=2, count=2)
    with pytest.raises(ValueError, match="rejected has 1 entries, there are 2 statements"):
        opinions(votes, [False])
    with pytest.raises(ValueError, match="labels has 3 entries, there are 2 people"):
        opinions(votes, [False] * 2, labels=[0, 0, 0])
    with pytest.raises(ValueError, match="label -2"):
        polis(votes, [False] * 2, labels=[0, -2])
