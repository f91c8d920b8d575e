"""The export: what staff may read and nothing else, in cells that no spreadsheet runs, each one logged."""

import csv
import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from copractice.applications.actions.answering import save
from copractice.applications.actions.completing import complete, reopen_part
from copractice.applications.actions.exporting import export
from copractice.applications.actions.sending import send
from copractice.applications.analysis.export_table import Table, table_of
from copractice.applications.files.exports import LONGEST_CELL, csv_of, safe_cell, xlsx_of
from copractice.applications.models import Application, Part
from copractice.applications.tests.parts import signed_in
from copractice.calls.states import Audience, Party
from copractice.consents.actions.answers import answer_consent
from copractice.ledger.models import Access, LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World
from tests.world_applications import begin, finish, join, make_sent
from tests.world_consents import own_consent

SECRET = "canary of the youth"
OWN = "canary for oneself"


def write(part: Part, audience: Audience, text: str, now: datetime) -> None:
    question = part.version.questions.filter(party=part.party, audience=audience).order_by("number")[0]
    given = part.answers.filter(question=question).first()
    base = given.revision if given else 0
    save(part=part, key=question.key, text=text, base=base, language="en", actor=part.owner, now=now)


def sent(world: World, now: datetime, *, age: int) -> Application:
    """Send an application in which every party wrote something that can be told apart."""
    lead = begin(world.here.call, now)
    umbrella = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    youth = join(lead, Party.YOUTH, now, name="young", age=age)
    for part in (lead, umbrella, youth):
        finish(part, now)
        reopen_part(part=part, actor=part.owner, now=now)
    write(lead, Audience.REVIEWERS, "=HYPERLINK(1)", now)
    write(umbrella, Audience.OWN, "1999", now)
    write(youth, Audience.REVIEWERS, SECRET, now)
    for part in (lead, umbrella, youth):
        complete(part=part, actor=part.owner, now=now)
    return send(application=lead.application, actor=lead.owner, now=now)


def table(world: World, now: datetime, person: Person | None = None) -> Table:
    return table_of(world.here.call, person or world.here.people["coordinator"], now)


def cells(made: Table) -> set[str]:
    return {cell for row in made.rows for cell in row}


def test_a_row_for_each_party_and_a_column_for_each_question_that_staff_may_read(
    world: World, now: datetime
) -> None:
    application = sent(world, now, age=19)
    made = table(world, now)
    assert [(row[0], row[4]) for row in made.rows] == [
        (application.code, "Employer institution"),
        (application.code, "Umbrella organization"),
        (application.code, "Employed youth"),
    ]
    assert {"=HYPERLINK(1)", SECRET, "Summer"} <= cells(made)
    assert not {"1999"} & cells(made)
    assert "Umbrella organization: Since when?" not in made.head
    assert all(len(row) == len(made.head) for row in made.rows)


def test_nothing_of_a_draft_is_exported_but_how_far_it_is(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    write(lead, Audience.REVIEWERS, SECRET, now)
    made = table(world, now)
    assert (len(made.rows), made.youth) == (1, [])
    assert SECRET not in cells(made)


def test_a_young_person_is_left_out_whole_until_the_consents_stand(world: World, now: datetime) -> None:
    sent(world, now, age=16)
    made = table(world, now)
    assert (len(made.rows), made.left_out, made.youth) == (2, 1, [])
    assert not {SECRET, "Young of here"} & cells(made)


def test_a_young_person_whose_consents_stand_is_in_it_and_can_see_that(world: World, now: datetime) -> None:
    application = sent(world, now, age=18)
    youth = application.parts.get(party=Party.YOUTH)
    consent = own_consent(youth.owner, youth.community)
    answer_consent(consent=consent, says_yes=True, language="en", actor=youth.owner, now=now)
    staff = world.here.people["coordinator"]
    made = export(call=world.here.call, actor=staff, now=now)
    assert (SECRET in cells(made), made.left_out, made.youth) == (True, 0, [youth])
    looks = Access.objects.filter(viewer_key=staff.log_key, record="applications.part")
    assert [look.record_id for look in looks] == [str(youth.pk)]
    assert LogEntry.objects.filter(act="applications.export").count() == 1


def test_looking_at_what_it_would_hold_keeps_nothing(world: World, now: datetime) -> None:
    sent(world, now, age=19)
    table(world, now)
    assert not Access.objects.exists()
    assert not LogEntry.objects.filter(act="applications.export").exists()


def test_staff_who_are_a_party_export_no_more_of_it_than_they_read(world: World, now: datetime) -> None:
    make_sent(world.here.call, now, person=world.here.people["coordinator"])
    own, other = table(world, now), table(world, now, world.here.people["owner"])
    asked = "Umbrella organization: How do you back this institution?"
    assert (asked in own.head, asked in other.head) == (False, True)


@pytest.mark.parametrize("role", ["member", "reviewer", "evaluator"])
def test_only_staff_export(world: World, now: datetime, role: str) -> None:
    with pytest.raises(Refused, match="Only the community's staff"):
        export(call=world.here.call, actor=world.here.people[role], now=now)


def test_another_communitys_applications_are_not_in_it(world: World, now: datetime) -> None:
    begin(world.there.call, now, organization="Elsewhere")
    assert table(world, now).rows == []


RUNS = ["=1+1", "+1", "-1", "@a", "\t1", "\r1", "\0=", "＝1", "＋1", "－1", "＠a"]


@pytest.mark.parametrize("before", ["", "\ufeff", " ", "\u3000", '"', "'", " \ufeff'", "\n"])
@pytest.mark.parametrize("text", RUNS)
def test_what_could_run_gets_an_apostrophe(before: str, text: str) -> None:
    assert safe_cell(before + text) == f"'{before}{text}"


@pytest.mark.parametrize(
    "text", ["", "plain", "a=1", "3 - 2", "“Quoted”", "(=)", "5", "mail@example.org", "   "]
)
def test_what_cannot_run_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_csv_quotes_every_cell_and_can_be_read_back() -> None:
    made = csv_of(["A", "B"], [["=1", 'say "hi",\nthen go'], ["\0x", ""]])
    assert made.startswith(b'\xef\xbb\xbf"A","B"\r\n"\'=1",')
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    assert rows == [["A", "B"], ["'=1", 'say "hi",\nthen go'], ["'x", ""]]


def test_every_cell_of_a_workbook_is_text() -> None:
    made = xlsx_of(["A"], [["=1+1"], ["5"], ["a\x00b"], ["x" * 40_000], ["#N/A"]], title="Applications")
    sheet = load_workbook(io.BytesIO(made)).active
    values = [(cell.value, cell.data_type) for row in sheet.rows for cell in row]
    assert values[:4] == [("A", "s"), ("=1+1", "s"), ("5", "s"), ("a\ufffdb", "s")]
    assert len(values[4][0]) == LONGEST_CELL
    assert values[4][0].endswith("x […]")
    assert values[5] == ("#N/A", "s")


def test_the_page_says_what_it_holds_and_hands_out_a_file_with_a_safe_name(
    world: World, now: datetime
) -> None:
    sent(world, world.here.now, age=16)
    client = signed_in(world.here.people["coordinator"])
    path = f"/c/here/calls/{world.here.call.code}/export/"
    page = client.get(path).content.decode()
    assert "The part of one young person is left out" in page
    assert SECRET not in page
    for button, ending, kind in (
        ("csv", "csv", "text/csv; charset=utf-8"),
        ("xlsx", "xlsx", "application/vnd"),
    ):
        response = client.post(path, {button: "1"})
        name = response["Content-Disposition"]
        assert name.startswith(f'attachment; filename="applications-{world.here.call.code}-')
        assert name.endswith(f'.{ending}"')
        assert response["Content-Type"].startswith(kind)
        assert SECRET.encode() not in response.content
    assert LogEntry.objects.filter(act="applications.export").count() == 2
