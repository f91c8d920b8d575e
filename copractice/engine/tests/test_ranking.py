import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from scipy.stats import kendalltau

from copractice.engine.ranking import Ranking, fit, next_pair, rank, ranking_of, update
from copractice.engine.results import as_json, from_json
from copractice.engine.tests.conversations import load_pairs
from copractice.engine.watch import Stopped


def simulate(theta, choices, rng):
    """Choices between uniformly drawn pairs, as winners and losers."""
    first = rng.integers(0, theta.size, choices)
    second = (first + rng.integers(1, theta.size, choices)) % theta.size
    won = rng.random(choices) < expit(theta[first] - theta[second])
    return np.where(won, first, second), np.where(won, second, first)


def test_two_items_worked_by_hand():
    # Item 0 won 3 of 4; theta = (t, -t). Slope: 3 - 4 p = 0.2 t with p = 1 / (1 + exp(-2 t)).
    result = rank([0, 0, 0, 1], [1, 1, 1, 0], items=2)
    t = result.theta[0]
    assert 3 - 4 / (1 + np.exp(-2 * t)) == pytest.approx(0.2 * t, abs=1e-9)
    assert result.theta.sum() == pytest.approx(0)
    weight = 4 * expit(2 * t) * expit(-2 * t)
    # The inverse Hessian along (1, -1) is 1 / (2 w + 0.2); theta_0 is half of the difference.
    assert result.se == pytest.approx([np.sqrt(0.5 / (2 * weight + 0.2))] * 2)


def test_real_choices_give_the_published_ranking():
    ids, winners, losers, expected = load_pairs()
    result = rank(winners, losers, items=len(ids), ridge=0.1)
    theirs = [entry["idea"] for entry in expected["ranking"]]
    assert [ids[i] for i in result.order] == theirs
    assert [round(float(result.theta[i]), 4) for i in result.order] == pytest.approx(
        [entry["theta"] for entry in expected["ranking"]], abs=1e-4
    )
    assert kendalltau(result.theta, [-theirs.index(i) for i in ids]).statistic >= 0.99
    assert [(int(result.wins[i]), int(result.losses[i])) for i in result.order[:2]] == [(256, 69), (242, 78)]


@pytest.mark.parametrize(("items", "choices", "spread"), [(10, 100, 1.0), (30, 600, 0.5), (30, 900, 2.0)])
def test_intervals_cover_the_truth(items, choices, spread):
    rng = np.random.default_rng(20)
    strengths, ranks = [], []
    for _ in range(150):
        theta = rng.normal(0, spread, items)
        result = rank(*simulate(theta, choices, rng), items=items)
        strengths.append(np.abs(result.theta - (theta - theta.mean())) <= 1.96 * result.se)
        true = 1 + np.argsort(np.argsort(-theta))
        ranks.append((result.rank_low <= true) & (true <= result.rank_high))
    assert 0.93 <= np.mean(strengths) <= 0.97
    assert np.mean(ranks) >= 0.95


choices_of_some_items = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(
            st.tuples(st.integers(0, n - 1), st.integers(1, n - 1)).map(lambda p: (p[0], (p[0] + p[1]) % n)),
            max_size=30,
        ),
    )
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(choices_of_some_items, st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(case, random):
    n, pairs = case
    first = rank([w for w, _ in pairs], [b for _, b in pairs], items=n)
    name = list(range(n))
    random.shuffle(name)
    random.shuffle(pairs)
    second = rank([name[w] for w, _ in pairs], [name[b] for _, b in pairs], items=n)
    assert second.theta[name] == pytest.approx(first.theta, abs=1e-9)
    assert second.se[name] == pytest.approx(first.se, abs=1e-9)
    assert second.rank_low[name].tolist() == first.rank_low.tolist()
    assert second.rank_high[name].tolist() == first.rank_high.tolist()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(choices_of_some_items)
def test_one_more_vote_gives_the_strengths_of_a_new_fit(case):
    n, pairs = case
    winners, losers = [w for w, _ in pairs], [b for _, b in pairs]
    after = update(fit(winners, losers, items=n), 1, 0)
    anew = fit([*winners, 1], [*losers, 0], items=n)
    assert after.theta == pytest.approx(anew.theta, abs=1e-8)
    assert after.wins.tolist() == anew.wins.tolist()


def test_one_more_vote_on_real_choices_keeps_the_errors_to_two_parts_in_a_thousand():
    ids, winners, losers, _ = load_pairs()
    after = update(fit(winners[1:], losers[1:], items=len(ids)), int(winners[0]), int(losers[0]))
    anew = fit(winners, losers, items=len(ids))
    assert ranking_of(after).se == pytest.approx(ranking_of(anew).se, rel=2e-3)


def test_items_that_tie_stand_by_number_and_share_their_ranks():
    result = rank([0, 1], [1, 0], items=2)
    assert (result.order.tolist(), result.rank_low.tolist(), result.rank_high.tolist()) == (
        [0, 1],
        [1, 1],
        [2, 2],
    )


def test_parts_that_were_never_compared_are_named_and_never_ranked_against_each_other():
    result = rank([0] * 50 + [2] * 50, [1] * 50 + [3] * 50, items=5)
    assert result.components == ((0, 1), (2, 3), (4,))
    assert result.rank_low.tolist() == [1, 2, 1, 2, 1]
    assert result.rank_high.tolist() == [4, 5, 4, 5, 5]
    assert result.se[4] == pytest.approx(np.sqrt(1 / 0.2))


def test_an_item_that_always_won_has_a_finite_strength():
    result = rank([0] * 1000, [1] * 1000, items=2)
    assert np.isfinite(result.theta).all()
    assert result.theta[0] > 2


def test_no_items_one_item_and_no_choices():
    assert rank([], [], items=0).order.tolist() == []
    assert rank([], [], items=1).components == ((0,),)
    assert rank([], [], items=3).rank_high.tolist() == [3, 3, 3]


def test_who_cannot_decide_is_counted_and_moves_nothing():
    plain = rank([0, 1], [1, 2], items=3)
    result = rank([0, 1], [1, 2], items=3, undecided=([0, 2], [2, 0]))
    assert (result.undecided, result.choices) == (2, 2)
    assert result.theta.tolist() == plain.theta.tolist()


def test_result_survives_json():
    data = json.loads(json.dumps(as_json(rank([0, 1], [1, 2], items=3)), allow_nan=False))
    assert as_json(from_json(Ranking, data)) == data


def test_the_caller_hears_of_the_progress_and_can_stop():
    heard = []
    fit([0], [1], items=2, progress=lambda done, text: heard.append((done, text)))
    assert heard[0] == (0.0, "Finding the strengths")
    with pytest.raises(Stopped):
        fit([0], [1], items=2, should_stop=lambda: True)


def test_a_person_never_sees_a_pair_twice_and_sees_all_of_them():
    strengths = fit([0, 1, 2], [1, 2, 3], items=4)
    seen = []
    while pair := next_pair(strengths, seen, seed=[7, len(seen)]):
        assert 0 < pair.propensity <= 1
        seen.append((pair.left, pair.right))
    assert sorted(tuple(sorted(pair)) for pair in seen) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


def test_hard_pairs_get_at_most_half_of_the_chance_and_sides_are_drawn():
    ids, winners, losers, _ = load_pairs()
    strengths = fit(winners, losers, items=len(ids))
    pairs = [next_pair(strengths, [], seed=seed) for seed in range(600)]
    chance = expit([strengths.theta[p.left] - strengths.theta[p.right] for p in pairs])
    assert 0.2 < np.mean(np.abs(chance - 0.5) < 0.1) < 0.56
    assert 0.4 < np.mean([p.left < p.right for p in pairs]) < 0.6
    assert next_pair(strengths, [], seed=3) == next_pair(strengths, [], seed=3)


def test_little_compared_items_are_shown_more_often():
    rng = np.random.default_rng(4)
    winners, losers = simulate(np.zeros(9), 400, rng)
    strengths = fit(winners, losers, items=10)
    pairs = [next_pair(strengths, [], seed=seed) for seed in range(300)]
    assert np.mean([9 in (p.left, p.right) for p in pairs]) > 0.4


def test_many_items_are_sampled_and_the_chance_says_so():
    pair = next_pair(fit([0], [1], items=200), [], seed=0)
    assert 0 < pair.propensity < 0.01


@pytest.mark.parametrize(
    ("winners", "losers", "options", "reason"),
    [
        ([0], [0], {"items": 2}, "item 0 stands against itself"),
        ([0], [2], {"items": 2}, "item 2 is unknown: there are items 0 to 1"),
        ([-1], [1], {"items": 2}, "item -1 is unknown"),
        ([0, 1], [1], {"items": 2}, "2 winners but 1 losers"),
        ([0], [1], {"items": 2, "ridge": 0}, "the ridge is 0"),
        ([0], [1], {"items": 2, "ridge": float("nan")}, "the ridge is nan"),
        ([0], [1], {"items": 5000}, "up to 3000"),
    ],
)
def test_bad_choices_are_refused_with_the_reason(winners, losers, options, reason):
    with pytest.raises(ValueError, match=reason):
        fit(winners, losers, **options)


@pytest.mark.parametrize(("seen", "reason"), [([(0, 9)], "unknown item"), ([0, 1], "shape")])
def test_a_bad_list_of_seen_pairs_is_refused(seen, reason):
    with pytest.raises(ValueError, match=reason):
        next_pair(fit([0], [1], items=2), seen, seed=0)
