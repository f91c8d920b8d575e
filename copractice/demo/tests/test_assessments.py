"""What the demo's cohort B was asked is held to its numbers."""

import pytest

from copractice.cohorts.analysis.assessments import results_of
from copractice.cohorts.models import Assessment, Cohort
from copractice.cohorts.queries.assessments import listed, members_of
from copractice.demo import assessment_texts as texts
from copractice.demo.tests.conftest import TOLD_AT

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]


def assessment(title: dict[str, str]) -> Assessment:
    return Assessment.objects.select_related("community", "cohort__community", "follows").get(title=title)


def turnout(title: dict[str, str]) -> list[tuple[str, int, int]]:
    cohort = Cohort.objects.select_related("community").get(title__en="Demo Cohort B")
    found = {row.assessment.title["en"]: row.turnouts for row in listed(cohort, TOLD_AT)}
    return [(one.group, one.answered, one.asked) for one in found[title["en"]]]


def test_baseline_and_endline_are_of_the_same_nine_of_ten() -> None:
    assert turnout(texts.BASELINE) == turnout(texts.ENDLINE) == [("organizations", 9, 10)]
    endline = assessment(texts.ENDLINE)
    assert members_of(endline, "organizations") == members_of(endline.follows, "organizations")
    (result,) = results_of(endline)
    assert [line.gain.n for line in result.lines] == [9] * 5
    assert all(line.gain.low > 0 for line in result.lines)


def test_most_answered_when_they_left_and_nobody_answered_one_survey() -> None:
    assert turnout(texts.EXIT_SURVEY) == [("adults", 13, 14), ("youth", 12, 14)]
    assert turnout(texts.TOOLS) == [("adults", 0, 14)]
    assert [result.is_shown for result in results_of(assessment(texts.TOOLS))] == [False]


def test_the_follow_up_reached_eleven_of_fourteen_and_may_be_shown() -> None:
    assert turnout(texts.HALF_A_YEAR) == [("youth", 11, 14)]
    (result,) = results_of(assessment(texts.HALF_A_YEAR))
    assert result.is_shown
    assert [line.n for line in result.lines if line.share] == ["10–14", "10–14"]
