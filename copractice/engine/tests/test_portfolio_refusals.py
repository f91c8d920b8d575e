import numpy as np
import pytest

from copractice.engine.portfolio import Forced, Infeasible, Pool, Rule, conflict, explain, inclusion, select


def test_conflict_is_minimal_and_the_smallest_change_helps() -> None:
    rules = [
        Rule("region", "north", 2, 3, [0, 1, 2]),
        Rule("region", "south", 2, 3, [3, 4]),
        Rule("size", "small", 0, 1, [0, 3, 4]),
        Rule("first", "yes", 0, 5, [0, 1, 2, 3, 4]),
    ]
    found = conflict(Pool([1.0] * 6, 4, rules))

    assert found.rules == (
        "region south 2 to 2 (2 items)".replace("2 to 2", "2 to 3"),
        "size small 0 to 1 (3 items)",
    )
    assert found.moved == 1
    assert found.changes[0].sentence in (
        "lower the minimum of region south from 2 to 1",
        "raise the maximum of size small from 1 to 2",
    )
    with pytest.raises(Infeasible, match="no cohort keeps these rules together: 4 seats; region south"):
        select(Pool([1.0] * 6, 4, rules))


def test_conflict_of_institutions_and_forced_items_in_words() -> None:
    forced = [Forced(0, True, "promised"), Forced(1, True, "promised too")]
    found = conflict(Pool([1.0] * 3, 2, institutions=["zoo", "zoo", ""], forced=forced))

    assert found.rules == (
        "at most one of institution zoo (2 items)",
        "forced 0 in: promised",
        "forced 1 in: promised too",
    )
    assert found.moved == 1


def test_a_pool_without_conflict_has_none_to_explain() -> None:
    with pytest.raises(ValueError, match="the rules do not conflict"):
        conflict(Pool([1.0, 2.0], 1))


@pytest.mark.parametrize(
    ("pool", "sentence"),
    [
        (Pool([1.0, 2.0], 0), "0 seats: choose at least 1 of the 2 items"),
        (Pool([], 1), "1 seats but only 0 items"),
        (Pool([1.0, 2.0], 3), "3 seats but only 2 items"),
        (Pool([1.0, 2.0], 2), "2 seats for 2 items: everyone is in"),
        (Pool([1.0, float("nan")], 1, ids=["a", "b"]), "the quality of b is nan"),
        (Pool([1.0, 2.0], 1, ids=["a", "a"]), "the id a is used more than once"),
        (Pool([1.0, 2.0], 1, ids=["a"]), "1 ids for 2 items"),
        (Pool([1.0, 2.0], 1, institutions=["a"]), "1 institutions for 2 items"),
        (Pool([1.0, 2.0], 1, [Rule("r", "n", -1, 1, [0])]), "r n: limits must be 0 or more"),
        (Pool([1.0, 2.0], 1, [Rule("r", "n", 2, 1, [0])]), "r n: the minimum 2 is above the maximum 1"),
        (Pool([1.0, 2.0], 1, [Rule("r", "n", 0, 1, [2])]), "r n: there is no item 2 among 2"),
        (Pool([1.0, 2.0], 1, [Rule("r", "n", 0, 1, [0, 0])]), "r n: an item is listed more than once"),
        (
            Pool([1.0, 2.0], 1, forced=[Forced(0, True, "x"), Forced(0, False, "y")]),
            "0 is forced both in and",
        ),
        (Pool([1.0, 2.0], 1, forced=[Forced(0, True, " ")]), "0 is forced without a reason"),
        (Pool([1.0, 2.0], 1, forced=[Forced(2, True, "x")]), "there is no item 2 to force among 2"),
    ],
)
def test_refuses_what_is_no_question(pool: Pool, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        select(pool)


def test_refuses_draws_of_another_shape() -> None:
    with pytest.raises(ValueError, match="draws of shape"):
        inclusion(Pool([1.0, 2.0], 1), np.zeros((3, 3)))
    with pytest.raises(ValueError, match="not a number"):
        inclusion(Pool([1.0, 2.0], 1), np.array([[1.0, np.nan]]))


def test_refuses_a_portfolio_of_another_pool() -> None:
    with pytest.raises(ValueError, match="does not keep the rules"):
        explain(Pool([1.0, 2.0, 3.0], 2), select(Pool([1.0, 2.0, 3.0], 1)))
