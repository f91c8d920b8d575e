"""Disclosure: bands that give nothing away, hidden cells, blocks, and what is never shown."""

import doctest
import itertools
import json
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import numpy as np
import pytest

from copractice.engine import disclosure
from copractice.engine.disclosure import (
    Plan,
    Snapshot,
    bands,
    crosstab,
    differences,
    suppression,
    words,
)
from copractice.engine.disclosure.crosstab import protect

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "disclosure.md"
SIZES = [*range(10, 130), 200, 300, 400]
# From this n on: the end bands of a common school rule, in percent.
SCHOOL = ((10, 20), (20, 10), (40, 5), (100, 2), (300, 1))


def snapshot(employers, answers=None, release="one", **groups):
    people = tuple(f"y{number}" for number in range(len(employers)))
    groups = {"employer": tuple(employers)} | {name: tuple(values) for name, values in groups.items()}
    return Snapshot(release, people, groups, answers or {})


def plan(*tables, cadence=("one", "two", "three")):
    return Plan(tables, cadence)


def cells(release, table):
    content = json.loads(release.document)
    return next(t["cells"] for t in content["tables"] if t["name"] == table)


def test_examples_on_the_page_and_in_the_docstrings_hold():
    assert doctest.testfile(str(PAGE), module_relative=False).failed == 0
    for module in (disclosure, bands, words, crosstab, differences):
        assert doctest.testmod(module).failed == 0


# Percentages: what three people who know their answers learn about a fourth.


def school_limits(yes, n):
    end = [end for least, end in SCHOOL if n >= least][-1]
    share = Fraction(100 * yes, n)
    if share <= end:
        return 0, floor(Fraction(end * n, 100))
    if share >= 100 - end:
        return ceil(Fraction((100 - end) * n, 100)), n
    return 4, n - 4


def three_learn_a_fourth(yes, n, limits):
    low, high = limits
    known = [k for k in range(4) if k <= yes and 3 - k <= n - yes]
    return any(high - k <= 0 or low - k >= n - 3 for k in known)


def test_no_percentage_tells_three_people_what_a_fourth_answered():
    pairs = [(yes, n) for n in SIZES for yes in range(n + 1)]
    assert len(pairs) == 9363
    assert not [pair for pair in pairs if three_learn_a_fourth(*pair, bands.percent_limits(*pair))]


def test_the_end_bands_of_a_common_school_rule_do():
    pairs = [(yes, n) for n in SIZES for yes in range(n + 1)]
    leaks = [pair for pair in pairs if three_learn_a_fourth(*pair, school_limits(*pair))]
    assert (2, 10) in leaks
    assert len(leaks) > 200


def test_a_percentage_lies_in_its_band_and_neighbors_share_no_count():
    for n in SIZES:
        limits = [bands.percent_limits(yes, n) for yes in range(n + 1)]
        assert all(low <= yes <= high for yes, (low, high) in enumerate(limits))
        assert all(limits[low] == limits[high] == (low, high) for low, high in limits)


def test_the_end_bands_hold_at_least_four_people():
    assert all(bands.percent_limits(0, n)[1] >= 4 and bands.percent_limits(n, n)[0] <= n - 4 for n in SIZES)


# Means: the same, for sums of answers from 1 to 5.


def three_narrow_a_fourth(total, n, limits):
    low, high = limits
    rest = n - 3
    sums = [k for k in range(3, 16) if rest <= total - k <= 5 * rest]
    return any(high - k - (rest - 1) < 5 or low - k - 5 * (rest - 1) > 1 for k in sums)


def test_no_mean_narrows_what_a_fourth_person_answered():
    pairs = [(total, n) for n in range(16, 101) for total in range(n, 5 * n + 1)]
    assert len(pairs) == 19805
    assert not [pair for pair in pairs if three_narrow_a_fourth(*pair, bands.mean_limits(*pair))]


def test_a_mean_without_coded_ends_would(monkeypatch):
    steps = tuple((n, base, Fraction(0), Fraction(9)) for n, base, _, _ in bands.MEAN_STEPS)
    monkeypatch.setattr(bands, "MEAN_STEPS", steps)
    pairs = [(total, n) for n in range(16, 101) for total in range(n, 5 * n + 1)]
    assert sum(three_narrow_a_fourth(*pair, bands.mean_limits(*pair)) for pair in pairs) > 900


def test_means_lie_in_their_limits_and_say_so():
    for n in range(16, 101):
        for total in range(n, 5 * n + 1):
            low, high = bands.mean_limits(total, n)
            assert low <= total <= high
    assert bands.mean_text(bands.mean_limits(64, 16), 16, parts=1) == "4 or more"
    assert bands.mean_text(bands.mean_limits(55, 16), 16, parts=1) == "3.5"
    assert bands.mean_text(bands.mean_limits(20, 16), 16, parts=1) == "2 or less"


def test_sums_of_bands_are_printed_outward():
    assert bands.percent_text((23, 31), 36, parts=2) == "between 60 and 90"
    assert bands.percent_text((0, 8), 40, parts=2) == "between 0 and 20"
    assert bands.mean_text((104, 130), 36, parts=2) == "between 2.75 and 3.75"


@pytest.mark.parametrize(
    ("n", "text"), [(10, "10-14"), (14, "10-14"), (15, "15-19"), (99, "50-99"), (500, "100+")]
)
def test_sizes_are_bands(n, text):
    assert bands.n_band(n) == text
    with pytest.raises(ValueError, match="a group of 9 is too small"):
        bands.n_band(9)


# Tables of counts.


def spans(counts, cells):
    """What each hidden inner cell of two lines could be, over all tables with the same totals, one by one."""
    columns = [first + second for first, second in zip(*counts, strict=True)]
    seen = [[set() for _ in columns] for _ in counts]
    for start in itertools.product(*(range(total + 1) for total in columns[:-1])):
        last = sum(counts[0]) - sum(start)
        if not 0 <= last <= columns[-1]:
            continue
        top = [*start, last]
        lines = [top, [total - value for total, value in zip(columns, top, strict=True)]]
        fits = all(
            cells[i][j] in (None, value) for i, line in enumerate(lines) for j, value in enumerate(line)
        )
        for i, line in enumerate(lines):
            for j, value in enumerate(line):
                if fits:
                    seen[i][j].add(value)
    return [values for i, line in enumerate(seen) for j, values in enumerate(line) if cells[i][j] is None]


@pytest.mark.parametrize(
    "counts", [[[33, 43, 4], [32, 13, 24]], [[18, 23, 13], [5, 19, 28]], [[19, 1, 32], [23, 39, 20]]]
)
def test_brute_force_agrees_that_nothing_is_narrowed(counts):
    table = protect(["a", "b"], ["x", "y", "z"], counts)
    assert None not in (*table.row_totals, *table.column_totals)
    found = spans(counts, table.cells)
    assert found
    assert all(set(range(1, 10)) <= values for values in found)


def test_a_single_small_cell_hides_as_many_as_it_takes():
    table = protect(["a", "b", "c"], ["x", "y", "z"], [[30, 25, 4], [20, 18, 40], [50, 60, 70]])
    # Hiding four cells would not do: every hidden cell, the large ones too, must be able to fall to 1.
    assert table.cells == ((None, None, None), (None, None, None), (50, 60, 70))
    assert table.row_totals == (59, 78, 180)
    assert (table.safe, table.kept, table.merge) == (8, 3, "row a")


def test_zero_is_hidden_like_one():
    zero, one = (
        protect(["a", "b"], ["x", "y", "z"], [[n, 20, 30], [40, 50, 60]]).cells[0][0] for n in (0, 1)
    )
    assert zero is one is None


def test_n_of_n_is_hidden():
    table = protect(["a", "b", "c"], ["x", "y"], [[40, 0], [30, 30], [20, 40]])
    assert table.cells[0] == (None, None)


def test_a_list_of_counts_hides_a_second_one():
    table = protect(["a", "b", "c"], ["all"], [[4], [30], [20]])
    assert [line[0] for line in table.cells] == [None, 30, None]
    assert table.column_totals == (54,)


def test_a_whole_program_below_ten_is_not_shown_at_all():
    table = protect(["a", "b"], ["x", "y"], [[1, 2], [3, 0]])
    assert {value for line in table.cells for value in line} | {table.total} == {None}


def test_nothing_is_hidden_where_nothing_is_small():
    assert protect(["a", "b"], ["x", "y"], [[10, 20], [30, 40]]).kept == 4


def test_at_least_half_of_the_safe_cells_are_kept_and_none_is_narrowed():
    rng = np.random.default_rng(0)
    safe = kept = 0
    for _ in range(60):
        counts = rng.poisson(rng.gamma(2, 12, size=(5, 4))).tolist()
        arcs = suppression.protected(suppression.table_arcs(counts))
        assert next(suppression._narrowed(arcs), None) is None
        safe += sum(not suppression.is_sensitive(arc.count) for arc in arcs[:20])
        kept += sum(not arc.hidden for arc in arcs[:20])
    assert kept >= 0.6 * safe


@pytest.mark.parametrize(
    ("rows", "columns", "counts", "why"),
    [
        ([], ["x"], [], "no rows"),
        (["a", "a"], ["x"], [[1], [2]], "two rows have the same name"),
        (["a"], ["x", "y"], [[1]], "1 lines of 2 numbers"),
        (["a"], ["x"], [[-1]], "a, x: -1 is no whole number"),
        (["a"], ["x"], [[float("nan")]], "a, x: nan is no whole number"),
        (["a"], ["x"], [[True]], "a, x: True is no whole number"),
    ],
)
def test_a_table_that_is_none_is_refused(rows, columns, counts, why):
    with pytest.raises(ValueError, match=why):
        protect(rows, columns, counts)


# Percentages and means of groups.
