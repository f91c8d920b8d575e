"""Releases over plans of tables: who is shown, what joins and leaves, and what is refused."""

import json

import numpy as np
import pytest

from copractice.engine.disclosure import (
    Quote,
    Snapshot,
    Table,
    Theme,
    disclose,
)
from copractice.engine.disclosure import blocks as blocks_module
from copractice.engine.tests.test_disclosure import cells, plan, snapshot

SAFE = Table("safe", "percent", (), "safe")
BY_SECTOR = Table("safe by sector", "percent", ("sector",), "safe")


@pytest.mark.parametrize(
    ("employers", "why"),
    [
        ("abc" * 3, "R2: 9 youths"),
        ("ab" * 10, "R2: 2 employers"),
        ("a" * 11 + "b" * 5 + "c" * 5, "R2: one employer has 11 of 21"),
    ],
)
def test_thin_groups_are_not_shown(employers, why):
    release = disclose(plan(SAFE), snapshot(employers, {"safe": np.ones(len(employers))}))
    assert cells(release, "safe") == [{"group": {}, "as_of": "one", "hidden": True}]
    assert why in release.refusals[0][2]


def test_one_employers_own_figure_needs_ten_youths_of_its_own():
    table = Table("safe by employer", "percent", ("employer",), "safe")
    release = disclose(plan(table), snapshot("a" * 10 + "b" * 9, {"safe": np.ones(19)}))
    assert [cell.get("percent") for cell in cells(release, "safe by employer")] == ["60 or more", None]


def test_a_mean_needs_sixteen_answers():
    table = Table("learned", "mean", (), "learned")
    fifteen = disclose(plan(table), snapshot("abc" * 5, {"learned": np.full(15, 3.0)}))
    assert fifteen.refusals == (("learned", "all", "R6: 15 answers; a mean needs 16"),)


def test_a_small_sector_takes_another_with_it_but_the_whole_is_shown():
    employers = "abc" * 8 + "def" * 6 + "ghi" * 2
    sectors = ["health"] * 24 + ["arts"] * 18 + ["farms"] * 6
    release = disclose(plan(SAFE, BY_SECTOR), snapshot(employers, {"safe": np.ones(48)}, sector=sectors))
    assert [cell.get("percent") for cell in cells(release, "safe by sector")] == [None, None, "80 or more"]
    assert cells(release, "safe")[0]["percent"] == "between 80 and 100"
    assert [len(block.people) for block in release.blocks] == [24, 24]


def test_whether_a_figure_is_shown_does_not_depend_on_answers():
    employers, sectors = "abcdef" * 9, ["health", "arts"] * 27
    for answers in (np.zeros(54), np.ones(54), np.arange(54) % 2.0):
        release = disclose(plan(SAFE, BY_SECTOR), snapshot(employers, {"safe": answers}, sector=sectors))
        assert release.refusals == ()


def test_one_who_joins_does_not_change_the_figure():
    first = disclose(plan(SAFE), snapshot("abc" * 6, {"safe": np.zeros(18)}))
    joined = snapshot("abc" * 6 + "a", {"safe": np.append(np.zeros(18), 1)}, release="two")
    second = disclose(plan(SAFE), joined, [first])
    assert cells(second, "safe") == cells(first, "safe")


def test_ten_who_join_from_three_employers_do():
    first = disclose(plan(SAFE), snapshot("abc" * 6, {"safe": np.zeros(18)}))
    joined = snapshot("abc" * 10, {"safe": np.append(np.zeros(18), np.ones(12))}, release="two")
    second = disclose(plan(SAFE), joined, [first])
    assert cells(second, "safe") == [
        {"group": {}, "as_of": "two", "n": "30-49", "percent": "between 25 and 65"}
    ]


def test_who_withdraws_leaves_the_old_figure_standing():
    first = disclose(plan(SAFE), snapshot("abc" * 6, {"safe": np.zeros(18)}))
    left = snapshot(("abc" * 6)[:-1], {"safe": np.zeros(17)}, release="two")
    assert cells(disclose(plan(SAFE), left, [first]), "safe") == cells(first, "safe")


def test_a_table_of_counts_is_renewed_as_a_whole_or_not_at_all():
    table = Table("people", "counts", ("sector",))
    first = disclose(plan(table), snapshot("abc" * 20, sector=["health", "arts"] * 30))
    one_more = snapshot("abc" * 20 + "a", sector=["health", "arts"] * 30 + ["arts"], release="two")
    second = disclose(plan(table), one_more, [first])
    assert cells(second, "people") == cells(first, "people")
    many = snapshot("abc" * 20 + "a" * 12, sector=["health", "arts"] * 30 + ["arts"] * 12, release="three")
    third = disclose(plan(table), many, [first, second])
    assert [cell["count"] for cell in cells(third, "people")] == [42, 30, 72]


def test_the_order_of_people_does_not_matter():
    rng = np.random.default_rng(2)
    employers, sectors = list("abcdef" * 9), ["health", "arts"] * 27
    answers = rng.integers(0, 2, 54).astype(float)
    made = snapshot(employers, {"safe": answers}, sector=sectors)
    order = rng.permutation(54)
    turned = Snapshot(
        "one",
        tuple(made.people[i] for i in order),
        {name: tuple(values[i] for i in order) for name, values in made.groups.items()},
        {"safe": answers[order]},
    )
    tables = plan(SAFE, BY_SECTOR)
    assert disclose(tables, made).document == disclose(tables, turned).document


def test_an_empty_snapshot_publishes_nothing():
    release = disclose(
        plan(SAFE, Table("people", "counts", ("sector",))), snapshot("", {"safe": np.zeros(0)}, sector=[])
    )
    assert [table["cells"] for table in json.loads(release.document)["tables"]] == [[], []]


@pytest.mark.parametrize(
    ("tables", "why"),
    [
        ([SAFE, SAFE], "the same name"),
        ([Table("t", "median", (), "safe")], "kind 'median' is none of"),
        ([Table("t", "percent", ("a", "b", "c"), "safe")], "at most two different attributes"),
        ([Table("t", "percent", ())], "percent and mean have one"),
        ([SAFE, Table("t", "mean", (), "safe")], "both as percent and as mean"),
        ([BY_SECTOR, Table("t", "percent", ("age",), "safe")], "item safe cross"),
        ([Table("t", "counts", ("a",)), Table("u", "counts", ("a",))], "must not share an attribute: a"),
    ],
)
def test_a_plan_against_the_rules_is_refused(tables, why):
    with pytest.raises(ValueError, match=why):
        disclose(plan(*tables), snapshot("abc"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (snapshot("abc", {"safe": np.array([0, 1, 2.0])}), "item safe: 2 is no whole number from 0 to 1"),
        (snapshot("abc", {"safe": np.zeros(2)}), "needs one answer"),
        (snapshot("abc", {}), "item safe needs one answer"),
        (snapshot("abc", {"safe": np.zeros(3)}, release="four"), "four is not in the plan"),
        (snapshot("abc", {"safe": np.zeros(3)}, release="two"), "two is out of order"),
        (
            Snapshot("one", ("a", "a"), {"employer": ("x", "x")}, {"safe": np.zeros(2)}),
            "stands in the snapshot twice",
        ),
        (Snapshot("one", ("a",), {}, {"safe": np.zeros(1)}), "needs one employer for each of 1"),
    ],
)
def test_data_that_do_not_fit_are_refused(data, why):
    with pytest.raises(ValueError, match=why):
        disclose(plan(SAFE), data)


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        (Quote("I like it", False, True, ("a", "b")), "the youth has not agreed"),
        (Quote("I like it", True, False, ("a", "b")), "the guardian has not agreed"),
        (Quote("I like it", True, None, ("a", "a")), "two different people"),
        (Quote("I like ACME", True, None, ("a", "b"), ("Acme",)), "names Acme"),
    ],
)
def test_quotes_need_consent_two_redactors_and_no_employer(quote, why):
    with pytest.raises(ValueError, match=why):
        disclose(plan(SAFE), snapshot("abc", {"safe": np.zeros(3)}), quotes=[quote])


def test_themes_need_ten_youths():
    empty = snapshot("abc", {"safe": np.zeros(3)})
    with pytest.raises(ValueError, match="R11: the theme 'pay' comes from 9 youths"):
        disclose(plan(SAFE), empty, themes=[Theme("pay", 9)])
    shown = json.loads(disclose(plan(SAFE), empty, themes=[Theme("pay", 21)]).document)
    assert shown["themes"] == [{"text": "pay", "n": "20-29"}]


def test_a_cut_block_covers_nobody():
    block = blocks_module.Block("safe", frozenset("abcd"), (0, 4))
    assert blocks_module.covering(frozenset("abcde"), [block]) is None
    assert blocks_module.covering(frozenset("abc"), [block]) is None
    assert blocks_module.covering(frozenset("abcd"), [block]) == [block]
