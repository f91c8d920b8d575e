"""Past cohorts from a file: checked first, written in one piece, undone unless something builds on them."""

from datetime import datetime

from copractice.cohorts.actions import past_import, seating
from copractice.cohorts.models import Cohort, Seat
from copractice.cohorts.queries.cohorts import counted
from copractice.cohorts.states import CohortState
from copractice.communities.actions import imports
from copractice.communities.models import Import, Organization
from copractice.people.models import Person
from tests.world import Place
from tests.world_cohorts import make_session

HEAD = "cohort,starts_on,ends_on,organization,umbrella,left_on,exit_reason"
DAYS = "2021-02-01,2021-11-30"
GOOD = (
    f"Cohort I,{DAYS},Old Mill Lab,,,",
    f"Cohort I,{DAYS},Harbor Studio,River Alliance,2021-06-01,funding",
    f"Cohort I,{DAYS},Example Works of here,,,",
)

WRONG = [
    (",2021-02-01,2021-11-30,Mill,,,", "cohort"),
    ("I,yesterday,2021-11-30,Mill,,,", "starts_on"),
    ("I,2021-02-01,2021-01-30,Mill,,,", "ends_on"),
    ("I,2021-02-01,2031-01-30,Mill,,,", "ends_on"),
    ("I,2021-02-01,2021-11-30,,,,", "organization"),
    ("I,2021-02-01,2021-11-30,Mill,,2022-01-01,time", "left_on"),
    ("I,2021-02-01,2021-11-30,Mill,,2021-05-01,bored", "exit_reason"),
    ("J,2021-02-01,2021-11-30,Mill,mill,,", "umbrella"),
]


def handed_in(here: Place, now: datetime, *lines: str, key: str = "a") -> Import:
    """Hand a file in and have it checked."""
    content = "\n".join([HEAD, *lines]).encode()
    row = imports.start_import(
        community=here.community,
        kind=past_import.KIND,
        title=past_import.TITLE,
        files=[imports.Given("cohorts", "cohorts.csv", content)],
        context={},
        form_path="/c/here/cohorts/import/",
        form_key=key * 32,
        actor=here.people["coordinator"],
        now=now,
    )
    past_import.check(import_id=row.pk, now=now)
    row.refresh_from_db()
    return row


def written(here: Place, now: datetime, *lines: str) -> Import:
    """Have a checked file written."""
    row = imports.confirm_import(row=handed_in(here, now, *lines), actor=here.people["coordinator"], now=now)
    past_import.run(import_id=row.pk, now=now)
    row.refresh_from_db()
    return row


def undone(row: Import, actor: Person, now: datetime) -> Import:
    row = imports.undo_import(row=row, actor=actor, now=now)
    past_import.undo(import_id=row.pk, now=now)
    row.refresh_from_db()
    return row


def test_a_check_counts_who_began_and_who_completed_and_writes_nothing(here: Place, now: datetime) -> None:
    before = Organization.objects.count()
    row = handed_in(here, now, *GOOD)
    assert row.state == "checked"
    known = Organization.objects.filter(community=here.community, name="Example Works of here").count()
    assert [count["count"] for count in row.report["counts"]] == [1, 3, 2, 4 - known, 0]
    assert (Cohort.objects.count(), Organization.objects.count()) == (0, before)


def test_what_is_written_can_be_taken_back(here: Place, coordinator: Person, now: datetime) -> None:
    before = set(Organization.objects.values_list("pk", flat=True))
    row = written(here, now, *GOOD)
    cohort = counted(Cohort.objects.all()).get()
    assert (cohort.state, cohort.started, cohort.stayed) == (CohortState.COMPLETED, 3, 2)
    left = Seat.objects.get(until__isnull=False)
    assert (left.organization.name, left.umbrella.name, left.exit_reason) == (
        "Harbor Studio",
        "River Alliance",
        "funding",
    )
    assert undone(row, coordinator, now).state == "undone"
    assert (Cohort.objects.count(), Seat.objects.count()) == (0, 0)
    assert set(Organization.objects.values_list("pk", flat=True)) == before


def test_nothing_is_undone_once_something_builds_on_it(
    here: Place, coordinator: Person, now: datetime
) -> None:
    row = written(here, now, *GOOD)
    make_session(Cohort.objects.get(), now, number=1)
    row = undone(row, coordinator, now)
    assert row.state == "done"
    assert row.report["faults"][0]["sentence"] == past_import.BUILT_ON
    assert Seat.objects.count() == 3


def test_a_known_cohort_and_a_second_row_are_left_out(here: Place, now: datetime) -> None:
    written(here, now, *GOOD)
    again = handed_in(here, now, *GOOD, key="b")
    assert [double["sentence"] for double in again.report["doubles"]] == [past_import.LEFT] * 3
    twice = handed_in(here, now, f"Cohort II,{DAYS},Mill,,,", f"Cohort II,{DAYS},MILL,,,", key="c")
    assert [double["sentence"] for double in twice.report["doubles"]] == [past_import.TWICE]


def test_what_is_wrong_is_told_by_line_and_column(here: Place, now: datetime) -> None:
    row = handed_in(here, now, *(line for line, _column in WRONG))
    assert row.state == "failed"
    assert [(fault["line"], fault["column"]) for fault in row.report["faults"]] == [
        (number, column) for number, (_line, column) in enumerate(WRONG, start=2)
    ]


def test_days_that_differ_within_a_cohort_are_a_fault(here: Place, now: datetime) -> None:
    row = handed_in(here, now, "I,2021-02-01,2021-11-30,Mill,,,", "I,2021-03-01,2021-11-30,Dam,,,")
    assert [fault["sentence"] for fault in row.report["faults"]] == [past_import.DAYS]


def test_a_seat_added_by_hand_is_built_on_it(here: Place, coordinator: Person, now: datetime) -> None:
    row = written(here, now, *GOOD)
    cohort = Cohort.objects.get()
    Cohort.objects.update(state=CohortState.ACTIVE)
    seating.add_seat(cohort=cohort, organization=here.umbrella, umbrella=None, actor=coordinator, now=now)
    assert undone(row, coordinator, now).state == "done"
