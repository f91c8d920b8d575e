"""Indicators worked by hand on plain rows, then the same from a cohort's records."""

import doctest
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from copractice.cohorts.models import Cohort, Seat
from copractice.cohorts.states import ExitReason, ParticipantRole
from copractice.communities.models import Membership
from copractice.impact.analysis import measuring, words, young
from copractice.impact.analysis.counting import Offer, Presence, Value, advice, attendance
from copractice.impact.analysis.printing import Printed, figure_names, printed
from copractice.impact.indicators import INDICATORS
from copractice.impact.tests import cohorts

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "indicators.md"
TODAY = date(2026, 11, 24)
DUE, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NOW = "2026-11-24T15:00:00+00:00"


def shares(values: list[Value]) -> dict[str, tuple[int, int | None, int, int]]:
    return {row.indicator: (row.numerator, row.denominator, row.n, row.missing) for row in values}


def test_ten_numbers_of_the_list_are_defined() -> None:
    assert sorted({row.number for row in INDICATORS.values()}) == [1, 3, 4, 7, 9, 10, 15, 16, 17, 18]
    assert all(row.definition and row.cannot_say for row in INDICATORS.values())


def test_attendance_divides_places_taken_by_places_expected_and_tells_what_is_missing() -> None:
    marks = [Presence(3, 4, rows=(1, 2, 3, 4)), Presence(1, 2, unmarked=2, rows=(5, 6)), Presence(0, 0, 4)]
    value = attendance(marks)
    assert value == Value(
        "attendance", 4, 6, n=2, missing=6, counted={"cohorts.sessionattendance": [1, 2, 3, 4, 5, 6]}
    )


def test_nobody_expected_anywhere_is_no_attendance_at_all() -> None:
    assert attendance([Presence(0, 0, 4)]) is None


@pytest.mark.parametrize(
    ("came", "expected", "sits"), [(3, 4, True), (2, 3, False), (0, 1, False), (6, 8, True)]
)
def test_three_of_four_sessions_are_attending(came: int, expected: int, sits: bool) -> None:
    assert Presence(came, expected).sits is sits


def test_what_became_of_advice_is_followed_from_offer_to_evidence() -> None:
    offers = [
        Offer(1, seat=1, author=1, due_on=DUE, response=11, late=False, is_adopted=True, evidence=(7, 8)),
        Offer(2, seat=1, author=1, due_on=DUE, response=12, late=True, is_adopted=True),
        Offer(3, seat=2, author=2, due_on=DUE, response=13, late=False),
        Offer(4, seat=2, author=2, due_on=DUE),
        Offer(5, seat=3, author=3, due_on=TODAY),
        Offer(6, seat=3, author=3, due_on=LATER, response=16, late=False),
    ]
    assert shares(advice(offers, TODAY)) == {
        "recommendations": (6, None, 3, 0),
        "answered_in_time": (2, 4, 4, 0),
        "adopted": (2, 4, 4, 0),
        "evidenced": (1, 2, 2, 0),
    }
    assert advice(offers, TODAY)[-1].counted == {"recommendations.evidence": [7, 8]}


def test_nothing_offered_has_no_share() -> None:
    assert advice([], TODAY) == []


def test_a_cohort_is_measured_from_its_records(cohort: Cohort, by: Membership, now: datetime) -> None:
    seat = Seat.objects.filter(cohort=cohort).order_by("pk").first()
    assert seat is not None
    seat.until, seat.exit_reason = now.date(), ExitReason.FUNDING
    seat.save()
    adult = cohort.participants.filter(role=ParticipantRole.LEADER).order_by("pk").first()
    assert adult is not None
    cohorts.advise(adult, now, answer="adapted", evidence=True, state="in_practice")
    cohorts.advise(adult, now, answer="declined", is_late=True, state="answered")
    cohorts.advise(adult, now, state="withdrawn")
    assert shares(measuring.measure(cohort, now)) == {
        "commitments": (0, 7, 7, 0),
        "organizations": (6, 7, 7, 0),
        "attendance": (36, 48, 12, 0),
        "recommendations": (2, None, 1, 0),
        "answered_in_time": (1, 2, 2, 0),
        "adopted": (1, 2, 2, 0),
        "evidenced": (1, 1, 1, 0),
    }


def test_measuring_asks_the_same_of_the_database_for_any_number_of_people(
    cohort: Cohort, by: Membership, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    adult = cohort.participants.filter(role=ParticipantRole.LEADER).order_by("pk").first()
    assert adult is not None
    for _round in range(2):
        cohorts.advise(adult, now, answer="adopted", evidence=True, state="in_practice")
        with django_assert_num_queries(9):
            measuring.measure(cohort, now)
        with django_assert_num_queries(9):
            young.roster_of(cohort, now, taken=set())
        cohorts.mark(cohorts.take_in(cohort, cohorts.YOUTH, 2), by, came=4)


def test_nine_adults_have_no_attendance() -> None:
    (figure,) = printed([Value("attendance", 30, 36, n=9)], [], as_of=datetime.fromisoformat(NOW), dates={})
    assert figure == Printed("attendance", "", False, "k10", "", "", "", "", NOW)
    (figure,) = printed([Value("attendance", 30, 40, n=10)], [], as_of=datetime.fromisoformat(NOW), dates={})
    assert (figure.value, figure.n) == ("75 %", "10")


@pytest.mark.parametrize(
    ("name", "value", "of", "said"),
    [
        ("adopted", "17", "26", "17 of 26"),
        ("recommendations", "31", "", "31"),
        ("attendance", "86 %", "", "86%"),
        ("attendance_youth", "60 or more", "", "60% or more"),
        ("attendance_youth", "40 to 60", "", "40 to 60%"),
        ("attendance_youth", "between 60 and 90", "", "60 to 90%"),
        ("youth_engaged", "14", "", "14"),
    ],
)
def test_a_figure_is_said_in_words(name: str, value: str, of: str, said: str) -> None:
    figure = Printed(name, "", True, "", value, of, "10-14", "", NOW)
    assert words.filled(f"Here: {{{{ figure:{name} }}}}.", [figure]) == f"Here: {said}."


def test_a_hidden_figure_and_one_without_data_read_not_shown() -> None:
    hidden = Printed("youth_engaged", "under_18", False, "R7", "", "", "", "", NOW)
    text = "{{figure:youth_engaged.under_18}}, {{ figure:adopted }}"
    assert words.filled(text, [hidden]) == "not shown, not shown"


def test_a_narrative_calls_figures_that_exist_by_their_names_only() -> None:
    assert words.unknown_names("{{ figure:adopted }} {{ figure:retention }} {{figure:}}") == ["retention", ""]
    assert words.unknown_names(" ".join(f"{{{{ figure:{name} }}}}" for name in figure_names())) == []


def test_typed_numbers_are_named_for_who_checks_them() -> None:
    assert words.typed_numbers("We met 20 times, {{ figure:youth_engaged.under_18 }} came; 1,200 hours.") == [
        "20",
        "1,200",
    ]


def test_the_example_of_the_page_on_indicators_runs() -> None:
    outcome = doctest.testfile(str(PAGE), module_relative=False)
    assert (outcome.failed, outcome.attempted) == (0, 3)


def test_every_figure_of_a_report_is_defined_on_the_page() -> None:
    said = PAGE.read_text()
    assert [key for key in INDICATORS if f"`{key}`" not in said] == []
