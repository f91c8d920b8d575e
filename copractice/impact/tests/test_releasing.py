"""A release from frozen to published and withdrawn: what it prints, what it refuses, and that it can be made again."""

import argparse
import csv
import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from copractice.cli import verify
from copractice.cohorts.models import Cohort
from copractice.communities.models import Membership
from copractice.consents.models import Consent
from copractice.consents.states import Purpose
from copractice.impact.actions import releasing
from copractice.impact.analysis.checking import differences
from copractice.impact.models import Figure, Observation, Release, Report
from copractice.impact.queries.reports import check_failed
from copractice.impact.states import MOVES, ReleaseState
from copractice.impact.tests import cohorts
from copractice.impact.tests.conftest import Small
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person

A_MONTH = timedelta(days=30)


@pytest.fixture
def report(cohort: Cohort, by: Membership, now: datetime) -> Report:
    return cohorts.write_report(cohort, by, now)


def checked(report: Report, actor: Person, now: datetime) -> Release:
    release = releasing.freeze(report=report, actor=actor, now=now)
    found = releasing.check(release_id=release.pk, now=now)
    assert found is not None
    return found


def file_of(release: Release, name: str) -> bytes:
    return bytes(release.files.get(name=name).content)


def printed(release: Release) -> dict[str, str]:
    return {f"{row.indicator}.{row.age}".strip("."): row.value or row.rule for row in release.figures.all()}


def test_a_release_is_frozen_checked_and_published_with_its_files(
    report: Report, coordinator: Person, now: datetime
) -> None:
    release = checked(report, coordinator, now)
    assert release.findings == []
    assert release.state == ReleaseState.CHECKED
    assert printed(release) == {
        "commitments": "0",
        "organizations": "7",
        "youth_engaged": "14",
        "youth_engaged.under_18": "R7",
        "youth_engaged.from_18": "R7",
        "attendance": "75 %",
        "attendance_youth": "60 or more",
        "attendance_youth.under_18": "R2",
        "attendance_youth.from_18": "R8",
        "youth_authors": "40 or less",
    }
    assert json.loads(file_of(release, "about.jsonld"))["name"] == "What they did"
    assert {"release.json", "data.csv", "report.en.pdf", "page.en.html"} <= {
        row.name for row in release.files.all()
    }
    published = releasing.publish(release=release, actor=coordinator, now=now)
    assert published.state == ReleaseState.PUBLISHED
    assert list(LogEntry.objects.filter(act__startswith="release.").values_list("act", flat=True)) == [
        "release.freeze",
        "release.check",
        "release.publish",
    ]


def test_what_is_hidden_is_in_no_file(report: Report, coordinator: Person, now: datetime) -> None:
    release = checked(report, coordinator, now)
    hidden = Observation.objects.get(release=release, indicator="youth_engaged", age="under_18")
    assert hidden.numerator == 4
    rows = {
        (row["indicator"], row["group"]): row
        for row in csv.DictReader(StringIO(file_of(release, "data.csv").decode()))
    }
    row = rows["youth_engaged", "under_18"]
    assert (row["shown"], row["value"], row["of"], row["n"], row["missing"]) == ("no", "", "", "", "")
    cells = [
        cell
        for table in json.loads(file_of(release, "release.json"))["tables"]
        for cell in table["cells"]
        if cell["group"]
    ]
    assert cells
    assert {tuple(sorted(cell)) for cell in cells} == {("as_of", "group", "hidden")}
    page = file_of(release, "page.en.html").decode()
    assert "75%, not shown." in page
    assert Figure.objects.get(release=release, indicator="youth_engaged", age="under_18").value == ""


def test_the_paper_is_a_tagged_pdf(report: Report, coordinator: Person, now: datetime) -> None:
    paper = file_of(checked(report, coordinator, now), "report.en.pdf")
    assert paper.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in paper
    assert b"/Lang" in paper


def test_a_second_release_of_the_same_people_repeats_their_figures_with_their_old_date(
    report: Report, coordinator: Person, by: Membership, cohort: Cohort, now: datetime
) -> None:
    first = checked(report, coordinator, now)
    releasing.publish(release=first, actor=coordinator, now=now)
    cohorts.mark(cohorts.take_in(cohort, cohorts.YOUTH, 1), by, came=4)
    second = checked(report, coordinator, now + A_MONTH)
    assert second.findings == []
    figure = second.figures.get(indicator="attendance_youth", age="")
    assert (figure.value, figure.as_of) == ("60 or more", now)
    assert figure.observation.release == first
    assert second.figures.get(indicator="attendance").as_of == now + A_MONTH


def test_a_release_checked_before_another_was_published_is_not_published(
    report: Report, coordinator: Person, now: datetime
) -> None:
    first, second = checked(report, coordinator, now), checked(report, coordinator, now)
    releasing.publish(release=first, actor=coordinator, now=now)
    with pytest.raises(Refused, match="Freeze the report again"):
        releasing.publish(release=second, actor=coordinator, now=now)


def test_a_young_person_reported_in_one_cohort_is_not_counted_in_the_next(
    report: Report, coordinator: Person, by: Membership, cohort: Cohort, now: datetime
) -> None:
    releasing.publish(release=checked(report, coordinator, now), actor=coordinator, now=now)
    later = cohorts.make_cohort(by, now)
    again = cohorts.take_in(later, cohorts.YOUTH, 10)
    known = cohort.participants.filter(role=cohorts.YOUTH).first()
    again[0].person = known.person if known else None
    again[0].save()
    cohorts.mark(again, by, came=4)
    release = checked(cohorts.write_report(later, by, now), coordinator, now)
    assert len(release.snapshot["young"]["people"]) == 9
    assert printed(release)["youth_engaged"] == "R7"


def test_a_young_person_without_a_yes_is_in_no_figure(
    report: Report, coordinator: Person, by: Membership, cohort: Cohort, now: datetime
) -> None:
    silent = cohorts.take_in(cohort, cohorts.YOUTH, 1)
    cohorts.mark(silent, by, came=4)
    Consent.objects.filter(person=silent[0].person, purpose=Purpose.TAKE_PART).update(state="withdrawn")
    release = checked(report, coordinator, now)
    assert len(release.snapshot["young"]["people"]) == 14


def test_a_leaking_page_is_found_and_the_release_stays_a_draft(
    report: Report, coordinator: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = releasing.freeze(report=report, actor=coordinator, now=now)
    made = releasing.bundle

    def leaking(content: dict, document: str, languages: list[str]) -> dict[str, bytes]:
        files = made(content, document, languages)
        return files | {"page.en.html": files["page.en.html"] + b"<p>5317 young people</p>"}

    monkeypatch.setattr(releasing, "bundle", leaking)
    found = releasing.check(release_id=release.pk, now=now)
    assert found is not None
    assert found.state == ReleaseState.DRAFT
    assert [finding.split(" (")[0] for finding in found.findings] == [
        "R10: page.en.html says 5317, which the release does not print"
    ]
    with pytest.raises(Refused):
        releasing.publish(release=found, actor=coordinator, now=now)


@pytest.mark.parametrize("state", list(ReleaseState))
@pytest.mark.parametrize("name", list(MOVES))
def test_the_moves_of_a_release(name: str, state: ReleaseState) -> None:
    sources, _target = MOVES[name]
    assert (state in sources) == (
        (name, state)
        in {
            ("check", ReleaseState.DRAFT),
            ("publish", ReleaseState.CHECKED),
            ("withdraw", ReleaseState.PUBLISHED),
        }
    )


def test_an_evaluator_freezes_but_does_not_publish_and_a_funder_does_neither(
    report: Report, place: Small, now: datetime
) -> None:
    release = checked(report, place.people["evaluator"], now)
    with pytest.raises(Refused, match="staff can publish"):
        releasing.publish(release=release, actor=place.people["evaluator"], now=now)
    with pytest.raises(Refused, match="staff and evaluators"):
        releasing.freeze(report=report, actor=place.people["funder"], now=now)


def test_a_release_is_withdrawn_as_a_whole_with_a_reason(
    report: Report, coordinator: Person, now: datetime
) -> None:
    release = releasing.publish(release=checked(report, coordinator, now), actor=coordinator, now=now)
    with pytest.raises(Refused, match="Say why"):
        releasing.withdraw(release=release, why={}, actor=coordinator, now=now)
    gone = releasing.withdraw(release=release, why={"en": "A mark was wrong."}, actor=coordinator, now=now)
    assert (gone.state, gone.withdrawn_at) == (ReleaseState.WITHDRAWN, now)


def test_a_release_can_be_made_again_and_one_changed_row_is_named(
    report: Report, coordinator: Person, now: datetime
) -> None:
    release = checked(report, coordinator, now)
    assert differences(release) == []
    Figure.objects.filter(release=release, indicator="attendance").update(value="76 %")
    assert differences(release) == ["figures"]
    Observation.objects.filter(release=release, indicator="attendance").update(numerator=40)
    assert differences(release) == ["input", "content", "figures"]


def test_checking_twice_is_checking_once(report: Report, coordinator: Person, now: datetime) -> None:
    release = checked(report, coordinator, now)
    assert releasing.check(release_id=release.pk, now=now) is None


def test_verify_makes_a_release_again_and_names_a_flipped_byte(
    report: Report, coordinator: Person, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    release = checked(report, coordinator, now)
    assert verify.run(argparse.Namespace()) == 0
    assert f"here {release.code}: release 1 of 2026-11-24 is the same again\n" in capsys.readouterr().out
    release.files.filter(name="data.csv").update(content=b"indicator,value\r\nadopted,18\r\n")
    assert verify.run(argparse.Namespace()) == 1
    assert f"here {release.code}: release 1 of 2026-11-24 differs in files\n" in capsys.readouterr().out


def test_of_two_cohorts_with_one_person_in_both_only_the_first_checked_release_is_published(
    report: Report, coordinator: Person, by: Membership, cohort: Cohort, now: datetime
) -> None:
    later = cohorts.make_cohort(by, now)
    (again,) = cohorts.take_in(later, cohorts.YOUTH, 1)
    known = cohort.participants.filter(role=cohorts.YOUTH).first()
    again.person = known.person if known else None
    again.save()
    cohorts.mark([again], by, came=4)
    second = checked(cohorts.write_report(later, by, now), coordinator, now)
    releasing.publish(release=checked(report, coordinator, now), actor=coordinator, now=now)
    with pytest.raises(Refused, match="Freeze the report again"):
        releasing.publish(release=second, actor=coordinator, now=now)


def test_what_a_community_publishes_takes_turns_before_it_is_asked_what_is_out(
    report: Report, coordinator: Person, now: datetime
) -> None:
    release = checked(report, coordinator, now)
    with CaptureQueriesContext(connection) as asked:
        releasing.publish(release=release, actor=coordinator, now=now)
    queries = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert 'FROM "communities_community"' in queries[0]
    assert queries[0].endswith("FOR NO KEY UPDATE")
    assert any('FROM "impact_release"' in query for query in queries[1:])


def test_a_check_that_broke_off_reads_as_failed_and_runs_again(
    report: Report, coordinator: Person, now: datetime
) -> None:
    release = releasing.freeze(report=report, actor=coordinator, now=now)
    by = {"release": release, "actor": coordinator, "now": now}
    assert not check_failed(release)
    with pytest.raises(Refused, match="is running or done"):
        releasing.check_again(**by)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'impact.check'")
    assert check_failed(release)
    assert "could not finish" in page_of(release, coordinator)
    releasing.check_again(**by)
    assert not check_failed(release)
    assert "The check is running" in page_of(release, coordinator)
    done = releasing.check(release_id=release.pk, now=now)
    assert done
    assert not check_failed(done)


def page_of(release: Release, person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.get(release.get_absolute_url()).content.decode()
