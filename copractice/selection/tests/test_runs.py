"""Runs: a frozen question, the best cohort under the rules, its prices, and words for rules that conflict."""

import pytest

from copractice.ledger.states import Refused
from copractice.review.analysis.scoring import Standing
from copractice.selection.actions import running
from copractice.selection.analysis import advice
from copractice.selection.analysis.advice import Applicant, Rules
from copractice.selection.analysis.proposal import proposal_of, rule_in_words
from copractice.selection.models import SelectionRun
from copractice.selection.states import Outcome, Zone
from copractice.selection.tests.conftest import Panel

POOL = [  # code, umbrella, new, score
    ("a", "North", False, 3.8),
    ("b", "North", False, 3.6),
    ("c", "North", True, 3.4),
    ("d", "South", True, 2.0),
]


def question(rules: Rules, error: float = 0.0) -> advice.Question:
    applicants = [Applicant(code, umbrella=name, is_new=new) for code, name, new, _score in POOL]
    standings = [Standing(n, 3, 3, mean=row[3], error=error) for n, row in enumerate(POOL)]
    return advice.question_of(rules, applicants, standings) | {"draws": 20}


def test_a_rule_costs_what_the_best_cohort_without_it_has_more() -> None:
    free = advice.answer(question(Rules(2)), 1)
    assert (free["selected"], free["value"], free["free"]) == ([0, 1], 7.4, 7.4)
    capped = advice.answer(question(Rules(2, umbrella_most=1)), 1)
    assert capped["selected"] == [0, 3]
    assert capped["value"] == pytest.approx(5.8)
    assert {row["label"]: row["price"] for row in capped["rows"]} == {
        "North": pytest.approx(1.6),
        "South": 0.0,
    }
    newcomer = advice.answer(question(Rules(2, newcomers_least=1)), 1)
    assert newcomer["selected"] == [0, 2]
    assert newcomer["rows"][0]["price"] == pytest.approx(0.2)


def test_without_noise_all_is_clear_and_with_it_close_ones_are_borderline() -> None:
    assert advice.answer(question(Rules(2)), 1)["zone"] == ["in", "in", "out", "out"]
    noisy = advice.answer(question(Rules(2), error=0.3), 1)
    assert noisy["zone"][1:3] == [Zone.BORDERLINE, Zone.BORDERLINE]
    assert noisy["zone"][3] == Zone.OUT


def test_the_waiting_list_is_ordered_by_what_it_costs_to_take_each_in() -> None:
    asked = question(Rules(2))
    run = SelectionRun(input=asked, result=advice.answer(asked, 1))
    assert advice.advice_of(run) == {
        "a": (Outcome.SELECTED, None),
        "b": (Outcome.SELECTED, None),
        "c": (Outcome.WAITLISTED, 1),
        "d": (Outcome.WAITLISTED, 2),
    }
    cost = advice.cost_of(run, "c", Outcome.WAITLISTED, Outcome.SELECTED)
    assert cost == pytest.approx(0.2)
    assert advice.cost_of(run, "c", Outcome.WAITLISTED, Outcome.NOT_SELECTED) == 0.0


def test_the_same_question_has_the_same_hash_in_whatever_order_it_came() -> None:
    applicants = [Applicant(code) for code in "ba"]
    standings = [Standing(n, 1, 1, mean=float(n), error=0.1) for n in range(2)]
    one = advice.question_of(Rules(1), applicants, standings)
    two = advice.question_of(Rules(1), applicants[::-1], standings[::-1])
    assert advice.sha256_of(one) == advice.sha256_of(two)
    assert one["quality"] == [1.0, 0.0]


@pytest.fixture
def scored(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> Panel:
    """Give the two applications of the panel a score, without the reviews behind it."""
    rows = [Standing(one.pk, 3, 3, mean=3.0 - n, error=0.2) for n, one in enumerate(panel.applications)]

    def board(*_asked: object) -> object:
        return type("Board", (), {"rows": rows})

    monkeypatch.setattr(running, "board_of", board)
    return panel


def start(panel: Panel, rules: Rules) -> SelectionRun:
    run = running.start_run(call=panel.call, rules=rules, actor=panel.one, now=panel.now, seed=3)
    run.input["draws"] = 5
    run.input_sha256 = advice.sha256_of(run.input)
    run.save()
    running.answer(run_id=run.pk, now=panel.now)
    run.refresh_from_db()
    return run


def test_a_run_answers_once_and_comes_out_the_same_again(scored: Panel) -> None:
    run = start(scored, Rules(1, umbrella_most=1))
    view = proposal_of(run)
    assert (view.seats, [len(lines) for _zone, lines in view.zones]) == (1, [1, 1])
    assert advice.differences(run) == []
    running.answer(run_id=run.pk, now=scored.now)
    run.input["quality"][0] = 0.5
    assert advice.differences(run) == ["input", "result"]


def test_rules_that_conflict_are_named_with_the_smallest_change(scored: Panel) -> None:
    run = start(scored, Rules(1, newcomers_least=2))
    assert run.result is None
    view = proposal_of(run)
    assert view.conflict == ["At least 2 first-time organizations"]
    assert view.changes == [
        "Instead of “At least 2 first-time organizations”: “At least 1 first-time organization”."
    ]


def test_more_seats_than_scored_applications_and_strangers_are_refused(scored: Panel) -> None:
    with pytest.raises(Refused, match="nothing to choose"):
        start(scored, Rules(2))
    by = {"actor": scored.place.people["member"], "now": scored.now}
    with pytest.raises(Refused, match="without a tie"):
        running.start_run(call=scored.call, rules=Rules(1), **by)


def test_every_rule_has_its_words() -> None:
    families = ("umbrella_each", "umbrella_most", "newcomers", "county_most", "institution")
    said = [rule_in_words(family, "North", 1, 2) for family in families]
    assert said == [
        "A seat under North",
        "At most 2 under North",
        "At least 1 first-time organization",
        "At most 2 from North",
        "One seat for each institution",
    ]
    assert rule_in_words("kind_most", "employer", 0, 3).startswith("At most 3 of kind ")
