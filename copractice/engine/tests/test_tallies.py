import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copractice.engine import tallies
from copractice.engine.tallies import Counts, Share, judge, strongest, wilson


def test_the_examples_in_the_docstring_are_true() -> None:
    assert doctest.testmod(tallies).failed == 0


def test_wilson_agrees_with_a_published_case() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81 of 263, score method.
    share = wilson(81, 263)
    assert (round(share.low, 4), round(share.high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718), (15, 148, 0.0624, 0.1605), (20, 20, 0.8389, 1.0)],
)
def test_wilson_at_and_near_the_ends(successes: int, n: int, low: float, high: float) -> None:
    share = wilson(successes, n)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


def test_nobody_says_nothing() -> None:
    assert wilson(0, 0) == Share(0, 0, 0.0, 0.0, 1.0)


@pytest.mark.parametrize(("successes", "n"), [(-1, 3), (4, 3), (0, -1)])
def test_what_is_no_share_is_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(successes, n)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share_and_mirrors(a: int, b: int) -> None:
    share, mirror = wilson(a, a + b), wilson(b, a + b)
    assert share.low <= share.share <= share.high
    assert share.low == pytest.approx(1 - mirror.high, abs=1e-9)


@pytest.mark.parametrize(
    ("agree", "passed", "disagree", "finding"),
    [
        (6, 0, 0, "few"),
        (7, 0, 0, "unites"),
        (0, 0, 7, "turned down"),
        (58, 1, 3, "unites"),
        (50, 0, 50, "divides"),
        (15, 0, 15, "open"),
        (16, 0, 16, "divides"),
        (4, 0, 5, "open"),
        (12, 60, 12, "open"),
        (0, 20, 0, "open"),
    ],
)
def test_a_finding_needs_the_whole_interval(agree: int, passed: int, disagree: int, finding: str) -> None:
    assert judge([Counts("1", agree, passed, disagree)])[0].finding == finding


def test_the_surest_stand_first_and_level_ones_keep_their_order() -> None:
    rows = judge([Counts("a", 30, 0, 5), Counts("b", 90, 0, 5), Counts("c", 30, 0, 5), Counts("d", 1, 0, 0)])
    assert [tally.counts.item for tally in strongest(rows, "unites")] == ["b", "a", "c"]
    assert strongest([], "unites") == []


def test_the_worked_example_of_the_method_page_is_true() -> None:
    page = Path(__file__).parents[3] / "docs" / "methods" / "counts-and-intervals.md"
    results = doctest.testfile(str(page), module_relative=False)
    assert (results.failed, results.attempted) == (0, 4)
