"""The lottery: chances worked by hand, by brute force, and what must hold for any pool."""

import doctest
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from copractice.engine import lottery as method
from copractice.engine import tickets as tickets_method
from copractice.engine.lottery import Lottery, lottery
from copractice.engine.results import as_json, from_json
from copractice.engine.tickets import equal_tickets
from copractice.engine.watch import Stopped

ONE_OF_EACH = np.array([[1, 0]] * 4 + [[0, 1]] * 2)


def random_pool(seed, people=9, quotas=4, seats=4):
    rng = np.random.default_rng(seed)
    labels = (rng.random((people, quotas)) < 0.5).astype(int)
    cohort = labels[rng.choice(people, seats, replace=False)].sum(axis=0)
    return (
        labels,
        np.maximum(cohort - rng.integers(0, 2, quotas), 0),
        cohort + rng.integers(0, 2, quotas),
        seats,
    )


def all_cohorts(labels, low, high, seats):
    chosen = np.array(
        [np.isin(np.arange(len(labels)), c) for c in itertools.combinations(range(len(labels)), seats)]
    )
    sums = chosen @ labels
    return chosen[((sums >= low) & (sums <= high)).all(axis=1)].astype(float)


def brute_leximin(cohorts):
    """Leximin over an explicit list of cohorts, one linear program a level, each person tested alone."""
    people, fixed = cohorts.shape[1], {}
    while len(fixed) < people:
        level = best_floor(cohorts, fixed, [i for i in range(people) if i not in fixed])
        for i in [i for i in range(people) if i not in fixed]:
            others = dict(fixed) | {j: level for j in range(people) if j not in fixed and j != i}
            if best_floor(cohorts, others, [i]) < level + 1e-7:
                fixed[i] = level
    return np.array([fixed[i] for i in range(people)])


def best_floor(cohorts, fixed, free):
    count = len(cohorts)
    rows = [np.append(-cohorts[:, i], 0) for i in fixed] + [np.append(-cohorts[:, i], 1) for i in free]
    sides = [-level + 1e-9 for level in fixed.values()] + [0.0] * len(free)
    answer = linprog(
        np.append(np.zeros(count), -1), A_ub=rows, b_ub=sides, A_eq=[[1] * count + [0]], b_eq=[1]
    )
    return -answer.fun


def test_examples_on_the_page_and_in_the_docstrings_hold():
    page = Path(__file__).parents[3] / "docs" / "methods" / "lottery.md"
    assert doctest.testfile(str(page), module_relative=False).failed == 0
    assert doctest.testmod(method).failed == doctest.testmod(tickets_method).failed == 0


def test_without_quotas_all_have_the_same_chance():
    result = lottery(np.zeros((7, 0)), [], [], 3)
    assert result.probabilities == pytest.approx([3 / 7] * 7)
    assert result.gini == pytest.approx(0)


def test_quotas_worked_by_hand():
    result = lottery(ONE_OF_EACH, [1, 1], [1, 1], 2)
    assert result.probabilities == pytest.approx([1 / 4] * 4 + [1 / 2] * 2, abs=1e-6)
    # Mean difference of two people's chances: 2·8 pairs of 36 differ by 1/4; half of it over the mean 1/3.
    assert result.gini == pytest.approx((16 * 0.25 / 36) / (2 / 3), abs=1e-6)
    assert result.profiles == ((4, 5), (0, 1, 2, 3)) or result.profiles == ((0, 1, 2, 3), (4, 5))


def test_goldilocks_worked_by_hand():
    """Two of a, at most one of them; four of b: chances a/2 and (2 − a)/4 for a ≤ 1 are level at a = 2/3."""
    labels = np.array([[1]] * 2 + [[0]] * 4)
    result = lottery(labels, [0], [1], 2, objective="goldilocks")
    assert result.probabilities == pytest.approx([1 / 3] * 6, abs=1e-6)
    assert result.certificate.value == pytest.approx(2.0, abs=1e-5)


@pytest.mark.parametrize("seed", range(8))
def test_leximin_equals_brute_force_over_all_cohorts(seed):
    pool = random_pool(seed)
    result = lottery(*pool)
    assert np.sort(result.probabilities) == pytest.approx(
        np.sort(brute_leximin(all_cohorts(*pool))), abs=2e-6
    )


def test_leximin_is_exact_where_the_relaxation_promises_too_much():
    """A triangle of three labels, at most one person each: whole cohorts reach less than half of each."""
    labels = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1], [0, 0, 0]])
    result = lottery(labels, [0] * 3, [1] * 3, 1)
    assert result.probabilities == pytest.approx([0.25] * 4, abs=1e-6)
    two = lottery(np.vstack([labels, labels[3:]]), [0] * 3, [1] * 3, 2)
    expected = brute_leximin(all_cohorts(np.vstack([labels, labels[3:]]), [0] * 3, [1] * 3, 2))
    assert two.certificate.cuts > 0
    assert two.probabilities == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("objective", ["maximin", "goldilocks"])
@pytest.mark.parametrize("seed", range(4))
def test_maximin_and_goldilocks_equal_their_own_programs(seed, objective):
    pool = random_pool(seed, people=8)
    result = lottery(*pool, objective=objective)
    cohorts = all_cohorts(*pool)
    cohorts = cohorts[:, cohorts.any(axis=0)]
    if objective == "maximin":
        assert result.min == pytest.approx(best_floor(cohorts, {}, range(cohorts.shape[1])), abs=2e-6)
    else:
        fair = pool[3] / len(pool[0])
        floors = np.linspace(result.min / 2, best_floor(cohorts, {}, range(cohorts.shape[1])), 30)
        values = [least_cap(cohorts, floor) / fair + fair / floor for floor in floors]
        assert result.certificate.value <= min(values) + 1e-5


def least_cap(cohorts, floor):
    count, people = cohorts.shape
    low = np.hstack([-cohorts.T, np.zeros((people, 1))])
    high = np.hstack([cohorts.T, -np.ones((people, 1))])
    sides = np.append(np.full(people, -floor + 1e-9), np.zeros(people))
    answer = linprog(
        np.append(np.zeros(count), 1),
        A_ub=np.vstack([low, high]),
        b_ub=sides,
        A_eq=[[1] * count + [0]],
        b_eq=[1],
    )
    return answer.fun


@pytest.mark.parametrize("seed", range(4))
def test_the_certificate_proves_the_lowest_chance(seed):
    labels, low, high, seats = random_pool(seed, people=14, seats=5)
    result = lottery(labels, low, high, seats)
    weights = np.array(result.certificate.weights)
    dearest = milp(
        -weights,
        integrality=np.ones(len(labels)),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(labels.T, low, high),
            LinearConstraint(np.ones((1, len(labels))), seats, seats),
        ],
    )
    assert -dearest.fun <= result.certificate.lowest_bound + 1e-6
    assert result.min == pytest.approx(result.certificate.lowest_bound, abs=2e-6)


@pytest.mark.parametrize("objective", method.OBJECTIVES)
def test_the_order_of_people_and_quotas_does_not_matter(objective):
    labels, low, high, seats = random_pool(3, people=20, seats=6)
    result = lottery(labels, low, high, seats, objective=objective)
    rng = np.random.default_rng(0)
    people, quotas = rng.permutation(len(labels)), rng.permutation(len(low))
    turned = lottery(labels[people][:, quotas], low[quotas], high[quotas], seats, objective=objective)
    assert turned.probabilities == pytest.approx(np.array(result.probabilities)[people], abs=1e-5)


def test_people_with_the_same_labels_have_the_same_chance():
    labels, low, high, seats = random_pool(5, people=20, seats=6)
    result = lottery(labels, low, high, seats)
    for profile in result.profiles:
        assert len({result.probabilities[person] for person in profile}) == 1


def test_all_seats_for_all_people():
    assert lottery(ONE_OF_EACH, [4, 2], [4, 2], 6).probabilities == pytest.approx([1.0] * 6)


def test_who_fits_into_no_cohort_is_named():
    result = lottery(ONE_OF_EACH, [2, 0], [2, 0], 2)
    assert result.excluded == (4, 5)
    assert result.min == pytest.approx(0.5)


def test_a_quality_floor_keeps_only_near_best_cohorts():
    quality = np.array([5.0, 4.0, 3.0, 2.0, 1.0])
    labels = np.zeros((5, 0))
    best = lottery(labels, [], [], 2, quality=quality)
    assert best.probabilities == pytest.approx([1, 1, 0, 0, 0], abs=1e-9)
    near = lottery(labels, [], [], 2, quality=quality, quality_loss=1.0)
    # Only {5, 4} and {5, 3} reach 8: the second person's seat is shared.
    assert near.probabilities == pytest.approx([1, 0.5, 0.5, 0, 0], abs=3e-3)
    assert near.excluded == (3, 4)


@pytest.mark.parametrize("seed", range(3))
def test_a_quality_floor_equals_brute_force(seed):
    labels, low, high, seats = random_pool(seed)
    quality = np.round(np.random.default_rng(seed + 50).normal(size=len(labels)), 2)
    cohorts = all_cohorts(labels, low, high, seats)
    worth = cohorts @ quality
    near = cohorts[worth >= worth.max() - 0.8 - 1e-9]
    result = lottery(labels, low, high, seats, quality=quality, quality_loss=0.8, precision=1e-7)
    assert result.probabilities == pytest.approx(brute_leximin(near), abs=5e-6)


def test_the_same_question_has_the_same_answer_and_survives_json():
    pool = random_pool(1, people=20, seats=6)
    result = lottery(*pool, seed=4)
    assert result == lottery(*pool, seed=4)
    assert from_json(Lottery, json.loads(json.dumps(as_json(result)))) == result


def test_quotas_that_cannot_hold_are_refused_with_the_smallest_change():
    with pytest.raises(ValueError, match="no 2 of the 6 people keep all quotas") as refusal:
        lottery(ONE_OF_EACH, [2, 1], [2, 1], 2, names=["sector health", "sector arts"])
    assert "sector health: at least 1 instead of 2" in str(refusal.value) or (
        "sector arts: at least 0 instead of 1" in str(refusal.value)
    )
    with pytest.raises(ValueError, match="quota 2: at least 2 instead of 3"):
        lottery(ONE_OF_EACH, [0, 3], [6, 3], 6)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seats": 0}, "0 seats for 6 people: give 1 to 6"),
        ({"seats": 7}, "7 seats for 6 people"),
        ({"seats": -1}, "-1 seats"),
        ({"low": [2, 1], "high": [1, 1]}, "quota 1: at least 2, at most 1"),
        ({"low": [np.nan, 1]}, "quota 1: at least nan"),
        ({"low": [-1, 1]}, "quota 1: at least -1"),
        ({"low": [1]}, "one low and one high"),
        ({"objective": "luck"}, "'luck' is none of leximin, maximin, goldilocks"),
        ({"gamma": 0.0, "objective": "goldilocks"}, "gamma is 0.0"),
        ({"quality": [1, 2, 3]}, "6 people need one value each"),
        ({"quality": [1, 2, 3, np.nan, 5, 6]}, "quality of person 3"),
        ({"quality": [1] * 6, "quality_loss": -1}, "quality_loss is -1"),
        ({"labels": ONE_OF_EACH * 2}, "labels must be 0 or 1"),
    ],
)
def test_bad_input_is_refused_with_numbers(changes, words):
    given = {"labels": ONE_OF_EACH, "low": [1, 1], "high": [1, 1], "seats": 2} | changes
    with pytest.raises(ValueError, match=words):
        lottery(**given)


def test_it_reports_and_stops_when_asked():
    told = []
    lottery(*random_pool(2, people=30, seats=8), progress=lambda done, text: told.append((done, text)))
    assert told[-1][0] == pytest.approx(1.0)
    assert all(0 <= done <= 1 for done, _ in told)
    with pytest.raises(Stopped):
        lottery(*random_pool(2, people=30, seats=8), should_stop=lambda: True)


def test_tickets_keep_every_chance_and_every_quota():
    labels, low, high, seats = random_pool(6, people=40, seats=10)
    result = lottery(labels, low, high, seats)
    tickets = equal_tickets(result, 1000)
    held = np.zeros(40)
    for people, count in zip(tickets.cohorts, tickets.counts, strict=True):
        sums = labels[list(people)].sum(axis=0)
        assert len(set(people)) == seats
        assert ((sums >= low) & (sums <= high)).all()
        held[list(people)] += count
    assert sum(tickets.counts) == 1000
    assert np.abs(held - 1000 * np.array(result.probabilities)).max() == pytest.approx(tickets.largest_shift)
    assert tickets.largest_shift < 3


def test_tickets_are_exact_where_the_chances_are_whole():
    tickets = equal_tickets(lottery(ONE_OF_EACH, [1, 1], [1, 1], 2), 8)
    assert tickets.largest_shift < 1e-4
    assert sum(tickets.counts) == 8


def test_the_seed_turns_the_order_within_a_profile():
    result = lottery(np.zeros((5, 0)), [], [], 2)
    assert len({equal_tickets(result, 3, seed=seed).cohorts for seed in range(8)}) > 1
    with pytest.raises(ValueError, match="0 tickets"):
        equal_tickets(result, 0)
