import dataclasses
import doctest
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from copractice.engine.assignment import Assignment, Docket, Shortage, assign
from copractice.engine.assignment import assign as assign_module
from copractice.engine.results import as_json, from_json
from copractice.engine.tests.dockets import dense_answer, published, random_docket
from copractice.engine.watch import Stopped

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "assignment.md"
POSSIBLE = [seed for seed in range(16) if dense_answer(random_docket(seed)) is not None]


def keeps_every_row(docket: Docket, plan: Assignment) -> bool:
    """Check a plan against the docket, row by row, without the engine."""
    number, readers = docket.affinity.shape
    by_application, by_reviewer = Counter(a for a, _ in plan.pairs), Counter(r for _, r in plan.pairs)
    demand = np.broadcast_to(docket.per_application, number)
    most, least = np.broadcast_to(docket.max_load, readers), np.broadcast_to(docket.min_load, readers)
    loads = all(least[r] <= by_reviewer[r] <= most[r] for r in range(readers))
    allowed = docket.allowed is None or all(docket.allowed[pair] for pair in plan.pairs)
    labels = all(
        sum(case == a and r in label.reviewers for case, r in plan.pairs) >= label.minimum
        for label in docket.labels
        for a in range(number)
    )
    houses = (
        Counter((a, docket.institutions[r]) for a, r in plan.pairs if docket.institutions[r])
        if (docket.institutions)
        else Counter()
    )
    return (
        len(set(plan.pairs)) == len(plan.pairs)
        and all(by_application[a] == demand[a] for a in range(number))
        and loads and allowed and labels
        and set(docket.locked) <= set(plan.pairs)
        and max(houses.values(), default=0) <= (docket.institution_cap or number)
        and plan.load == tuple(by_reviewer[r] for r in range(readers))
    )  # fmt: skip


def test_page_and_docstring_examples_run() -> None:
    assert doctest.testfile(str(PAGE), module_relative=False).failed == 0
    finder = doctest.DocTestFinder()
    runner = doctest.DocTestRunner()
    for test in finder.find(assign_module, globs={"np": np, "Docket": Docket, "assign": assign}):
        runner.run(test)
    assert runner.summarize().failed == 0


@pytest.mark.parametrize("name", ["assign_bids28", "assign_syn200x120"])
def test_published_totals(name: str) -> None:
    docket, reference = published(name)
    plan = assign(docket)

    assert keeps_every_row(docket, plan)
    assert plan.total == pytest.approx(reference["max_total"], abs=1e-9)
    assert plan.certificate.optimal
    assert plan.certificate.bound == pytest.approx(reference["max_total"], abs=1e-6)


@pytest.mark.parametrize(("name", "total"), [("assign_bids28", 84.0), ("assign_syn200x120", 280.932)])
def test_published_fair_levels_are_reached_in_whole_numbers(name: str, total: float) -> None:
    docket, reference = published(name)
    plan = assign(docket, objective="fair")

    assert keeps_every_row(docket, plan)
    assert plan.certificate.worst_bound == pytest.approx(reference["maxmin_lp_bound"], abs=1e-6)
    assert plan.worst == pytest.approx(reference["maxmin_lp_bound"], abs=1e-6)
    assert plan.total == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize("seed", range(16))
def test_total_equals_a_dense_independent_solution(seed: int) -> None:
    docket = random_docket(seed)
    expected = dense_answer(docket)
    if expected is None:
        with pytest.raises(Shortage):
            assign(docket)
        return
    plan = assign(docket)

    assert plan.total == pytest.approx(expected, abs=1e-6)
    assert plan.certificate.optimal
    assert keeps_every_row(docket, plan)


@pytest.mark.parametrize("seed", POSSIBLE)
def test_fair_keeps_its_floor_and_is_the_best_total_above_it(seed: int) -> None:
    docket = random_docket(seed)
    plan = assign(docket, objective="fair")
    best_level = dense_answer(docket, level=True)

    assert keeps_every_row(docket, plan)
    assert plan.certificate.floor - 1e-6 <= plan.worst <= best_level + 1e-6
    assert best_level <= plan.certificate.worst_bound + 1e-6
    if plan.certificate.optimal:
        assert plan.total == pytest.approx(
            dense_answer(docket, floor=plan.certificate.floor - 1e-7), abs=1e-6
        )


def test_two_by_two_worked_by_hand() -> None:
    # Alone, reviewer 0 suits both best; one review each leaves 3 + 0 or 2 + 2.
    plan = assign(Docket(np.array([[3.0, 2.0], [2.0, 0.0]]), per_application=1, max_load=1))

    assert plan.pairs == ((0, 1), (1, 0))
    assert (plan.total, plan.worst, plan.load) == (4.0, 2.0, (1, 1))
    assert plan.sums == (2.0, 2.0)


def test_a_conflict_takes_no_place_among_the_candidates() -> None:
    # One reviewer suits best of all and is in conflict with every application.
    affinity = np.full((40, 60), 0.5)
    affinity[:, 7] = 9.0
    allowed = np.ones(affinity.shape, dtype=bool)
    allowed[:, 7] = False
    plan = assign(Docket(affinity, 2, 2, allowed=allowed))

    assert plan.load[7] == 0
    assert plan.total == pytest.approx(40.0)


def test_locked_pairs_stay_and_cost_what_they_cost() -> None:
    docket, reference = published("assign_syn200x120")
    worst_pair = np.unravel_index(
        np.where(docket.allowed, docket.affinity, 9).argmin(), docket.affinity.shape
    )
    locked = dataclasses.replace(docket, locked=[tuple(int(part) for part in worst_pair)])
    plan = assign(locked)

    assert keeps_every_row(locked, plan)
    assert plan.total < reference["max_total"]


def test_scaling_and_permuting_change_nothing_else() -> None:
    docket, reference = published("assign_bids28")
    rng = np.random.default_rng(0)
    rows, columns = rng.permutation(len(docket.affinity)), rng.permutation(docket.affinity.shape[1])
    mixed = Docket(1000 * docket.affinity[rows][:, columns], 3, 4, allowed=docket.allowed[rows][:, columns])

    assert assign(mixed).total == pytest.approx(1000 * reference["max_total"])
    assert assign(mixed, objective="fair").worst == pytest.approx(1000 * reference["maxmin_lp_bound"])


def test_single_precision_affinities_are_taken_as_they_are() -> None:
    docket, reference = published("assign_bids28")
    plan = assign(dataclasses.replace(docket, affinity=docket.affinity.astype(np.float32)))

    assert plan.total == pytest.approx(reference["max_total"], abs=1e-4)


def test_a_large_docket_is_priced_from_a_sample_and_still_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    docket, reference = published("assign_syn200x120")
    monkeypatch.setattr("copractice.engine.assignment.candidates.LARGE", 100)
    plan = assign(docket)

    assert plan.total == pytest.approx(reference["max_total"], abs=1e-9)
    assert plan.certificate.optimal
    assert plan.certificate.best_left_out <= 1e-6


def test_shared_applications_are_capped() -> None:
    docket, _ = published("assign_bids28")
    free = assign(docket)
    capped = assign(dataclasses.replace(docket, co_review_cap=1))

    assert free.design.most_shared > 1
    assert capped.design.most_shared == 1
    assert keeps_every_row(docket, capped)
    assert capped.total <= free.total


def test_negative_affinities_and_equal_ones() -> None:
    plan = assign(Docket(np.array([[-3.0, -2.0], [-2.0, 0.0]]), 1, 1), objective="fair")
    assert (plan.total, plan.worst) == (-4.0, -2.0)

    same = assign(Docket(np.ones((5, 4)), 2, 3), objective="fair")
    assert (same.total, same.worst) == (10.0, 2.0)


def test_one_application_one_reviewer() -> None:
    plan = assign(Docket(np.array([[2.5]]), 1, 1), objective="fair")

    assert plan.pairs == ((0, 0),)
    assert plan.design.connectivity is None


def test_same_docket_same_answer_and_json_and_back() -> None:
    docket = random_docket(2)
    plan = assign(docket)

    assert assign(docket) == plan
    assert from_json(Assignment, json.loads(json.dumps(as_json(plan)))) == plan


def test_reports_progress_and_stops_when_asked() -> None:
    docket, _ = published("assign_bids28")
    said: list[float] = []
    assign(docket, objective="fair", progress=lambda done, _: said.append(done))
    assert all(0 <= done <= 1 for done in said)
    assert said[-1] == 1.0

    with pytest.raises(Stopped):
        assign(docket, should_stop=lambda: True)
