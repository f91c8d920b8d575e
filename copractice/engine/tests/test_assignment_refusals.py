import numpy as np
import pytest

from copractice.engine.assignment import Docket, Label, Shortage, assign

ONES = np.ones((3, 4))


@pytest.mark.parametrize(
    ("docket", "sentence"),
    [
        (Docket(np.zeros((0, 3)), 1, 1), r"affinity of shape \(0, 3\)"),
        (Docket(np.array([[1.0, np.nan]]), 1, 1, reviewers=[7, 8]), "reviewer 8 for application 0 is nan"),
        (Docket(np.array([[1.0, -np.inf]]), 1, 1), "reviewer 1 for application 0 is -inf"),
        (Docket(ONES, 1, -1), "maximum load: whole numbers of 0 or more are needed, the smallest is -1"),
        (Docket(ONES, 1, 1, min_load=-2), "minimum load: whole numbers of 0 or more"),
        (Docket(ONES, 1, 1, min_load=2), "reviewer 0: the minimum load 2 is above the maximum 1"),
        (Docket(ONES, 0, 1), "application 0 asks for no review"),
        (Docket(ONES, 1.5, 1), "reviews per application: whole numbers"),
        (Docket(ONES, [1, 2], 1), "reviews per application: 2 numbers for 3"),
        (Docket(ONES, 1, 1, allowed=np.ones((2, 4), dtype=bool)), r"allowed has shape \(2, 4\)"),
        (Docket(ONES, 1, 1, applications=["a", "b", "a"]), "the name a is used for more than one"),
        (Docket(ONES, 1, 1, applications=["a"]), "1 names for 3 applications"),
        (Docket(ONES, 1, 1, labels=[Label("youth", 1, (9,))]), "label youth: there is no reviewer 9 among 4"),
        (Docket(ONES, 1, 1, labels=[Label("youth", -1, (0,))]), "label youth: the minimum -1 is below 0"),
        (Docket(ONES, 1, 1, institutions=["x"], institution_cap=1), "1 institutions for 4 reviewers"),
        (Docket(ONES, 1, 1, institutions=["x"] * 4, institution_cap=-1), "the cap per institution is -1"),
        (Docket(ONES, 1, 1, locked=[(3, 0)]), "no pair of application 3 and reviewer 0"),
        (Docket(ONES, 1, 1, allowed=ONES == 0, locked=[(0, 0)]), "reviewer 0 is locked to application 0"),
        (Docket(ONES, 1, 2, locked=[(0, 0), (0, 1)]), "application 0 has 2 locked reviewers and gets 1"),
        (Docket(ONES, 1, 1, locked=[(0, 0), (1, 0)]), "reviewer 0 is locked to 2 applications"),
        (
            Docket(ONES, 2, 2, institutions=["x"] * 4, institution_cap=1, locked=[(0, 0), (0, 1)]),
            "application 0 has more locked reviewers of one institution than the cap of 1",
        ),
    ],
)  # fmt: skip
def test_refuses_what_is_no_question(docket: Docket, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        assign(docket)


def test_refuses_an_unknown_objective() -> None:
    with pytest.raises(ValueError, match="one of total, fair, not best"):
        assign(Docket(ONES, 1, 1), objective="best")


def shortage(docket: Docket) -> Shortage:
    with pytest.raises(Shortage) as caught:
        assign(docket)
    with pytest.raises(Shortage):
        assign(docket, objective="fair")
    return caught.value


def test_too_little_capacity_is_said_in_numbers() -> None:
    gaps = shortage(Docket(np.ones((5, 4)), 3, 3)).gaps

    assert [(gap.kind, gap.missing) for gap in gaps] == [("demand", 3)]
    assert "3 reviews in all" in gaps[0].sentence
    assert gaps[0].sentence.endswith("(15 reviews are asked, reviewers take 12 at most)")


def test_an_application_in_conflict_with_everybody_is_named() -> None:
    allowed = np.ones((3, 4), dtype=bool)
    allowed[1] = False
    found = shortage(Docket(ONES, 2, 4, allowed=allowed, applications=["ant", "bee", "cat"]))

    assert str(found) == "1 application lacks 2 reviews in all: bee"


def test_a_reviewer_tied_to_everything_stays_below_a_minimum() -> None:
    allowed = np.ones((3, 4), dtype=bool)
    allowed[:, 2] = False
    found = shortage(Docket(ONES, 1, 3, min_load=1, allowed=allowed, reviewers=list("wxyz")))

    assert "1 reviewers stay below their minimum load, by 1 reviews in all: y" in str(found)


def test_a_label_that_too_few_have() -> None:
    found = shortage(Docket(np.ones((9, 4)), 2, 6, labels=[Label("youth", 1, (3,))]))

    assert [(gap.kind, gap.missing) for gap in found.gaps] == [("label youth", 3)]
    assert "3 applications lack a reviewer with label youth (1 reviewer has it)" in str(found)


def test_more_reviews_than_reviewers() -> None:
    assert shortage(Docket(ONES, 5, 9)).gaps[0].missing == 3


def test_minimum_loads_above_all_demand() -> None:
    assert shortage(Docket(ONES, 1, 3, min_load=1)).gaps[0].kind == "load"
