import doctest
from itertools import product

import numpy as np
import pytest
from scipy.sparse import csc_array

from copractice.engine import watch
from copractice.engine.programs import Program, solve_proven, solve_relaxed, solve_whole
from copractice.engine.watch import Stopped, Watch


def program(gain: list[float], rows: list[list[float]], low: list[float], high: list[float]) -> Program:
    ends = np.zeros(len(gain)), np.ones(len(gain))
    return Program(np.array(gain), *ends, csc_array(np.array(rows)), np.array(low), np.array(high))


def random_program(seed: int, columns: int = 10) -> Program:
    rng = np.random.default_rng(seed)
    rows = [[1.0] * columns, *(rng.random((3, columns)) < 0.4).astype(float).tolist()]
    gain = rng.normal(size=columns).round(2).tolist()
    return program(gain, rows, [4, 1, 0, 2], [4, 2, 2, np.inf])


def hard_program() -> Program:
    """A market split: branch and bound needs far longer than any test may take."""
    rng = np.random.default_rng(3)
    weights = rng.integers(0, 100, (5, 40)).astype(float)
    half = np.floor(weights.sum(axis=1) / 2)
    return program([0.0] * 40, weights.tolist(), half.tolist(), half.tolist())


def best_by_trying_all(question: Program) -> float | None:
    values = [
        float(question.gain @ x)
        for x in map(np.array, product([0.0, 1.0], repeat=len(question.gain)))
        if question.holds(x)
    ]
    return max(values, default=None)


@pytest.mark.parametrize("seed", range(12))
def test_proven_optimum_is_that_of_trying_all(seed: int) -> None:
    question = random_program(seed)
    found, expected = solve_proven(question), best_by_trying_all(question)

    assert (found and round(found.value, 9)) == (expected if expected is None else round(expected, 9))


@pytest.mark.parametrize("seed", range(6))
def test_a_known_value_changes_nothing(seed: int) -> None:
    question = random_program(seed)
    best = solve_proven(question)
    if best is None:
        return

    again = solve_proven(question, floor=best.value)
    assert again is None or again.value <= best.value + 1e-9
    assert solve_proven(question, floor=best.value - 0.5).value == pytest.approx(best.value)


@pytest.mark.parametrize("seed", range(6))
def test_any_prices_give_a_bound(seed: int) -> None:
    question = random_program(seed)
    relaxed = solve_relaxed(question)

    assert question.bound(relaxed.prices) == pytest.approx(relaxed.value)
    for noise in np.random.default_rng(seed).normal(size=(20, 4)):
        assert question.bound(relaxed.prices + noise) >= relaxed.value - 1e-9


def test_impossible_rows_give_nothing() -> None:
    impossible = program([1.0, 1.0], [[1.0, 1.0]], [3.0], [3.0])

    assert solve_relaxed(impossible) is None
    assert solve_whole(impossible) is None
    assert solve_proven(impossible) is None


def test_possible_only_in_fractions_gives_no_whole_answer() -> None:
    odd_cycle = program([1.0] * 3, [[2.0, 2.0, 2.0]], [3.0], [3.0])

    assert solve_relaxed(odd_cycle).value == pytest.approx(1.5)
    assert solve_proven(odd_cycle) is None


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    solve_proven(random_program(1))

    assert capfd.readouterr() == ("", "")


def test_stops_in_the_middle_when_asked() -> None:
    asked = iter([False] * 50)

    with pytest.raises(Stopped):
        solve_whole(hard_program(), Watch(should_stop=lambda: next(asked, True)))


def test_a_node_limit_leaves_an_honest_bound() -> None:
    found = solve_whole(hard_program(), mip_max_nodes=5)

    assert found.value == -np.inf
    assert found.bound >= -1e-9


def test_watch_examples_run() -> None:
    assert doctest.testmod(watch).failed == 0


def test_a_part_of_a_watch_reports_within_its_stretch() -> None:
    said: list[float] = []
    part = Watch(lambda done, _: said.append(done)).part(0.5, 0.7)
    part.report(0.0, "")
    part.report(1.0, "")
    part.at(0.5).report(1.0, "")

    assert said == pytest.approx([0.5, 0.7, 0.6])
