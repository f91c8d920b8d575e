"""The demo's reports: B's figures carry the story's totals, a small group is hidden, two stories are gone."""

import csv
from io import StringIO

import pytest
from django.utils import timezone

from copractice.convening.models import Priority
from copractice.demo.cohort_texts import TITLES
from copractice.impact.analysis.checking import differences
from copractice.impact.models import Release, Story
from copractice.impact.queries.stories import standing_of
from copractice.impact.states import ReleaseState
from copractice.people.models import Person
from copractice.web.chain import BY_KEY, chain_of

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]


def release_of(key: str) -> Release:
    rows = Release.objects.select_related("report__cohort__community", "community")
    return rows.get(report__cohort__title__en=TITLES[key]["en"])


def printed(release: Release) -> dict[str, str]:
    return {
        f"{row.indicator}.{row.age}".strip("."): f"{row.value} {row.of}".strip() or row.rule
        for row in release.figures.all()
    }


def test_the_report_on_b_carries_the_totals_of_the_story() -> None:
    release = release_of("B")
    assert (release.state, release.findings, differences(release)) == (ReleaseState.PUBLISHED, [], [])
    said = printed(release)
    assert said.pop("attendance") in {"84 %", "85 %", "86 %", "87 %", "88 %"}
    assert said == {
        "reach": "150",
        "commitments": "9 10",
        "applications_complete": "13 16",
        "organizations": "10 10",
        "youth_engaged": "14",
        "youth_engaged.under_18": "R7",
        "youth_engaged.from_18": "R7",
        "attendance_youth": "60 or more",
        "attendance_youth.under_18": "R2",
        "attendance_youth.from_18": "R2",
        "recommendations": "31",
        "youth_authors": "60 or more",
        "answered_in_time": "23 28",
        "adopted": "17 26",
        "evidenced": "9 17",
    }


def test_of_eleven_organizations_of_a_ten_stayed_and_nothing_is_said_of_young_people() -> None:
    said = printed(release_of("A"))
    assert said["organizations"] == "10 11"
    assert [name for name in said if "youth" in name] == []


def test_the_small_group_is_in_no_file_and_its_complement_neither() -> None:
    release = release_of("B")
    table = bytes(release.files.get(name="data.csv").content).decode()
    hidden = [row for row in csv.DictReader(StringIO(table)) if row["group"] != "all"]
    assert len(hidden) == 4
    assert {(row["value"], row["of"], row["n"], row["missing"]) for row in hidden} == {("", "", "", "")}


def test_twelve_stories_were_told_and_two_are_gone_since_their_yes_was_taken_back() -> None:
    cohort = release_of("B").report.cohort
    assert Story.objects.filter(cohort=cohort).count() == 12
    assert len(standing_of(cohort, timezone.now())) == 10


def test_from_the_first_priority_one_walks_to_every_kind_of_record_and_a_figure() -> None:
    priority = Priority.objects.get(community__slug="demo-stem", position=1)
    staff = Person.objects.get(email="coordinator-01@example.org")
    levels = chain_of("convening.priority", priority.pk, priority.community, staff, timezone.now())
    assert [level.key for level in levels] == list(BY_KEY)
    assert [level.key for level in levels if not level.links] == ["learning"]
