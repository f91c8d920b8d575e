import csv
import doctest
import importlib
import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from copractice.engine.portfolio import (
    Explanation,
    Forced,
    Inclusion,
    Infeasible,
    Pool,
    Portfolio,
    Rule,
    explain,
    inclusion,
    regrets,
    select,
)
from copractice.engine.results import as_json, from_json
from copractice.engine.watch import Stopped

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "methods" / "portfolio.md"
COLUMNS = {"first": "first_time"}


def published() -> tuple[Pool, dict]:
    """100 synthetic items with 60 rules, and an independent solver's answers."""
    folder = HERE / "data" / "portfolio_syn100"
    with open(folder / "items_n100_k10_s1.csv", encoding="utf-8", newline="") as stream:
        items = list(csv.DictReader(stream))
    with open(folder / "constraints_n100_k10_s1.csv", encoding="utf-8", newline="") as stream:
        rules = [rule_of(row, items) for row in csv.DictReader(stream)]
    quality = [float(item["quality"]) for item in items]
    return Pool(quality, 10, rules), json.loads((folder / "reference.json").read_text(encoding="utf-8"))


def rule_of(row: dict[str, str], items: list[dict[str, str]]) -> Rule:
    family, value = row["family"], row["value"]
    column, wanted = (
        (f"framework_{value}", "1") if family == "framework" else (COLUMNS.get(family, family), value)
    )
    members = [place for place, item in enumerate(items) if item[column] == wanted]
    return Rule(family, value, int(row["min"]), int(row["max"]), members)


def random_pool(seed: int, size: int = 9, seats: int = 4) -> Pool:
    rng = np.random.default_rng(seed)
    rules = [
        Rule(
            "kind",
            str(number),
            int(rng.integers(0, 3)),
            int(rng.integers(2, 4)),
            np.flatnonzero(mask).tolist(),
        )
        for number, mask in enumerate(rng.random((4, size)) < 0.45)
    ]
    institutions = [f"i{number}" for number in rng.integers(0, 7, size)]
    return Pool(rng.normal(size=size).round(1).tolist(), seats, rules, institutions)


def cohorts(pool: Pool) -> dict[tuple[int, ...], float]:
    """Every cohort that keeps the rules, with its value."""
    return {
        chosen: sum(pool.quality[item] for item in chosen)
        for chosen in combinations(range(len(pool.quality)), pool.seats)
        if all(rule.low <= len(set(chosen) & set(rule.members)) <= rule.high for rule in pool.rules)
        and len({pool.institutions[item] for item in chosen}) == pool.seats
    }


def without(pool: Pool, *places: int) -> Pool:
    rules = [rule for place, rule in enumerate(pool.rules) if place not in places]
    return Pool(pool.quality, pool.seats, rules, pool.institutions)


@pytest.mark.parametrize("module", ["choice", "conflict", "explanation", "inclusion"])
def test_docstring_examples_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"copractice.engine.portfolio.{module}")).failed == 0


def test_page_examples_run() -> None:
    assert doctest.testfile(str(PAGE), module_relative=False).failed == 0


def test_published_instance_value_cohort_and_prices() -> None:
    pool, reference = published()
    portfolio = select(pool)

    assert list(portfolio.selected) == reference["selected"]
    assert portfolio.value == pytest.approx(reference["obj"], abs=1e-9)
    assert not portfolio.tied
    prices = {line.family: line.price for line in explain(pool, portfolio).families}
    assert prices == pytest.approx(reference["price_if_family_dropped"], abs=1e-9)


def test_published_instance_inclusion_frequencies() -> None:
    pool, reference = published()
    draws = np.array(pool.quality) + 0.5 * np.random.default_rng(0).standard_normal((60, 100))
    places = inclusion(pool, draws).places

    for item, frequency in reference["inclusion_freq_se0.5"].items():
        assert places[int(item)].frequency == pytest.approx(frequency, abs=0.15)
        assert places[int(item)].low <= places[int(item)].frequency <= places[int(item)].high


@pytest.mark.parametrize("seed", range(15))
def test_equals_trying_all_cohorts(seed: int) -> None:
    pool = random_pool(seed)
    possible = cohorts(pool)
    if not possible:
        with pytest.raises(Infeasible):
            select(pool)
        return
    best = max(possible.values())
    portfolio = select(pool)

    assert portfolio.value == pytest.approx(best)
    assert portfolio.selected in possible
    assert portfolio.tied == (sum(value > best - 1e-9 for value in possible.values()) > 1)


@pytest.mark.parametrize("seed", [seed for seed in range(15) if cohorts(random_pool(seed))])
def test_prices_regrets_and_alternatives_equal_trying_all_cohorts(seed: int) -> None:
    pool = random_pool(seed)
    possible = cohorts(pool)
    portfolio = select(pool)
    explanation = explain(pool, portfolio)

    best_without = [max(cohorts(without(pool, place)).values()) for place in range(len(pool.rules))]
    prices = [line.price for line in explanation.rows if line.family == "kind"]
    assert prices == pytest.approx([value - portfolio.value for value in best_without], abs=1e-9)
    family = max(cohorts(without(pool, *range(4))).values()) - portfolio.value
    assert explanation.families[0].price == pytest.approx(family, abs=1e-9)
    next_best = sorted(
        (value for other, value in possible.items() if other != portfolio.selected), reverse=True
    )
    assert [other.value for other in explanation.alternatives] == pytest.approx(next_best[:3])
    for line in regrets(pool, portfolio, range(len(pool.quality))):
        moved = [value for other, value in possible.items() if (line.item in other) != line.selected]
        expected = portfolio.value - max(moved) if moved else None
        assert line.regret == (expected if expected is None else pytest.approx(expected, abs=1e-9))


def test_at_most_one_item_of_an_institution() -> None:
    pool = Pool([5.0, 4.0, 3.0, 2.0], 2, institutions=["zoo", "zoo", "", ""])

    assert select(pool).selected == (0, 2)
    assert explain(pool, select(pool)).families[0].price == pytest.approx(1.0)


def test_forced_items_are_priced_with_their_reason() -> None:
    forced = [Forced(3, True, "continues from last year"), Forced(0, False, "withdrew a partner")]
    pool = Pool([5.0, 4.0, 3.0, 2.0], 2, forced=forced)
    portfolio = select(pool)

    assert portfolio.selected == (1, 3)
    assert [(row.label, row.price) for row in explain(pool, portfolio).rows] == [
        ("3 in: continues from last year", 1.0),
        ("0 out: withdrew a partner", 1.0),
    ]


def test_ties_are_settled_by_lot_and_every_id_wins_for_some_seed() -> None:
    pool = Pool([1.0] * 4, 1, ids=["a", "b", "c", "d"])
    winners = [select(pool, seed=seed) for seed in range(60)]

    assert all(portfolio.tied for portfolio in winners)
    counts = np.bincount([portfolio.selected[0] for portfolio in winners])
    assert counts.min() >= 5


@pytest.mark.parametrize("seed", range(4))
def test_order_of_the_items_does_not_matter_even_in_ties(seed: int) -> None:
    pool = random_pool(seed)
    order = np.random.default_rng(seed).permutation(9)
    place = np.argsort(order)
    shuffled = Pool(
        [pool.quality[item] for item in order],
        4,
        [Rule("kind", rule.label, rule.low, rule.high, place[rule.members].tolist()) for rule in pool.rules],
        [pool.institutions[item] for item in order],
        ids=order.tolist(),
    )
    try:
        chosen = select(pool, seed=5)
    except Infeasible:
        return
    again = select(shuffled, seed=5)

    assert sorted(order[list(again.selected)]) == list(chosen.selected)
    assert again.value == pytest.approx(chosen.value)


def test_scaling_the_scores_scales_value_and_prices() -> None:
    pool, reference = published()
    scaled = Pool([100 * value + 7 for value in pool.quality], 10, pool.rules)
    portfolio = select(scaled)

    assert list(portfolio.selected) == reference["selected"]
    assert portfolio.value == pytest.approx(100 * reference["obj"] + 70)


def test_zones_of_items_that_never_and_always_win() -> None:
    draws = np.array([[9.0, 1.0, 0.0]] * 9 + [[9.0, 0.0, 1.0]])
    places = inclusion(Pool([0.0] * 3, 2), draws).places

    assert [place.zone for place in places] == ["firm in", "firm in", "firm out"]
    assert [place.frequency for place in places] == [1.0, 0.9, 0.1]


def test_results_survive_json() -> None:
    pool = random_pool(1)
    portfolio = select(pool)
    for kind, result in (
        (Portfolio, portfolio),
        (Explanation, explain(pool, portfolio)),
        (Inclusion, inclusion(pool, np.array([pool.quality]))),
    ):
        assert from_json(kind, json.loads(json.dumps(as_json(result)))) == result


def test_reports_progress_and_stops_when_asked() -> None:
    pool = random_pool(1)
    said: list[float] = []
    explain(pool, select(pool), progress=lambda done, _: said.append(done))

    assert said == sorted(said)
    assert said[-1] == 1.0
    with pytest.raises(Stopped):
        select(pool, should_stop=lambda: True)
