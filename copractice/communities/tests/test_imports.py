from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from copractice.communities.actions import import_steps as steps
from copractice.communities.actions import imports
from copractice.communities.files import BadTable, Fault
from copractice.communities.files.uploads import LARGEST
from copractice.communities.models import Import, ImportFile, Role
from copractice.communities.queries import imports as queries
from copractice.communities.states import IMPORT_MOVES, ImportState
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused, move
from tests.world import World, make_import

S = ImportState


def fresh(row: Import) -> Import:
    return Import.objects.select_related("community").get(pk=row.pk)


def jobs() -> list[tuple[str, dict[str, Any]]]:
    rows = ProcrastinateJob.objects.filter(task_name__startswith="nothing.").order_by("pk")
    return list(rows.values_list("task_name", "args"))


def acts(row: Import) -> list[str]:
    rows = LogEntry.objects.filter(record="communities.import", record_id=str(row.pk)).order_by("seq")
    return list(rows.values_list("act", flat=True))


def checked(world: World, now: datetime, *, faults: list[Fault] | None = None) -> Import:
    row = world.here.imported
    found = steps.Report(counts=[steps.Count("To add", 3)], faults=faults or [])
    steps.finish_check(import_id=row.pk, report=found, now=now)
    return fresh(row)


def written(world: World, now: datetime) -> Import:
    row = imports.confirm_import(row=checked(world, now), actor=world.here.people["owner"], now=now)
    locked = steps.locked(row.pk, S.IMPORTING)
    assert locked is not None
    steps.finish_run(row=locked, written={"names": [1, 2, 3]}, result_path="/c/here/", now=now)
    return fresh(row)


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("name", sorted(IMPORT_MOVES))
def test_an_import_moves_as_the_table_says(state: S, name: str) -> None:
    sources, target = IMPORT_MOVES[name]
    if state in sources:
        assert move(IMPORT_MOVES, state, name) is target
    else:
        with pytest.raises(Refused):
            move(IMPORT_MOVES, state, name)


def test_a_started_import_keeps_its_file_and_waits_for_its_check(world: World) -> None:
    row = world.here.imported
    file = ImportFile.objects.get(of=row)
    assert (row.state, row.made_by, acts(row)) == (
        "checking",
        world.here.memberships["coordinator"],
        ["import.start"],
    )
    assert (file.role, file.name, file.size, bytes(file.content)) == (
        "names",
        "names of here.csv",
        5,
        b"name\n",
    )
    assert ("nothing.check", {"import_id": row.pk}) in jobs()
    name, stream = queries.open_file(row, "names")
    assert (name, stream.read()) == ("names of here.csv", b"name\n")


def test_the_same_form_sent_twice_starts_one_import(world: World, now: datetime) -> None:
    again = make_import(world.here.community, world.here.people["coordinator"], now)
    assert (again, acts(again), ImportFile.objects.filter(of=again).count()) == (
        world.here.imported,
        ["import.start"],
        1,
    )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OWNER, Role.COORDINATOR}))
def test_only_staff_import(world: World, now: datetime, role: Role) -> None:
    person = world.here.people[role]
    with pytest.raises(Refused, match="Only the community's staff can import"):
        make_import(world.here.community, person, now, form_key="9" * 32)
    for act in (imports.confirm_import, imports.stop_import, imports.undo_import):
        with pytest.raises(Refused, match="Only the community's staff can import"):
            act(row=world.here.imported, actor=person, now=now)
    assert fresh(world.here.imported).state == "checking"


def test_staff_of_another_community_neither_see_nor_touch_an_import(world: World, now: datetime) -> None:
    outsider = world.there.people["owner"]
    assert list(queries.visible_to(outsider, now)) == [world.there.imported]
    with pytest.raises(Refused):
        imports.stop_import(row=world.here.imported, actor=outsider, now=now)


@pytest.mark.parametrize(("size", "said"), [(LARGEST + 1, "20 MB"), (0, "empty")])
def test_a_file_too_large_or_empty_is_refused(world: World, now: datetime, size: int, said: str) -> None:
    with pytest.raises(Refused, match=said):
        imports.start_import(
            community=world.here.community,
            kind="nothing",
            title="Nothing",
            files=[imports.Given("names", "names.csv", b"x" * size)],
            context={},
            form_path="/",
            form_key="9" * 32,
            actor=world.here.people["owner"],
            now=now,
        )


def test_a_check_without_faults_waits_for_a_person(world: World, now: datetime) -> None:
    row = checked(world, now)
    assert (row.state, row.finished_at, row.report["counts"]) == (
        "checked",
        None,
        [{"label": "To add", "count": 3}],
    )


def test_a_check_with_a_fault_ends_the_import_and_drops_the_file(world: World, now: datetime) -> None:
    faults = [Fault("row %(row)s", {"row": n}, "names.csv", n, "name") for n in range(150)]
    row = checked(world, now, faults=faults)
    assert (row.state, row.finished_at, row.report["faults_in_all"]) == ("failed", now, 150)
    assert len(row.report["faults"]) == 100
    assert row.report["faults"][2] == {
        "sentence": "row %(row)s",
        "values": {"row": 2},
        "file": "names.csv",
        "line": 2,
        "column": "name",
    }
    assert bytes(ImportFile.objects.get(of=row).content) == b""
    with pytest.raises(Refused):
        imports.confirm_import(row=row, actor=world.here.people["owner"], now=now)


def test_a_confirmed_import_is_written_and_drops_its_file(world: World, now: datetime) -> None:
    row = written(world, now)
    assert (row.state, row.written, row.result_path, row.finished_at) == (
        "done",
        {"names": [1, 2, 3]},
        "/c/here/",
        now,
    )
    assert bytes(ImportFile.objects.get(of=row).content) == b""
    assert acts(row) == ["import.start", "import.run"]
    assert jobs()[-1] == ("nothing.run", {"import_id": row.pk})


def test_an_import_is_undone_once(world: World, now: datetime) -> None:
    row = imports.undo_import(row=written(world, now), actor=world.here.people["owner"], now=now)
    assert jobs()[-1] == ("nothing.undo", {"import_id": row.pk})
    locked = steps.locked(row.pk, S.UNDOING)
    assert locked is not None
    steps.finish_undo(row=locked, now=now)
    row = fresh(row)
    assert (row.state, row.undone_at, row.result_path) == ("undone", now, "")
    assert acts(row) == ["import.start", "import.run", "import.undo"]
    with pytest.raises(Refused):
        imports.undo_import(row=row, actor=world.here.people["owner"], now=now)


def test_a_stopped_import_is_not_written(world: World, now: datetime) -> None:
    row = imports.confirm_import(row=checked(world, now), actor=world.here.people["owner"], now=now)
    imports.stop_import(row=row, actor=world.here.people["owner"], now=now)
    assert steps.locked(row.pk, S.IMPORTING) is None
    assert not steps.set_progress(import_id=row.pk, done=1, total=2, phrase="Rows read")
    assert (fresh(row).state, fresh(row).report["faults"][0]["sentence"]) == ("failed", imports.STOPPED)


def test_progress_is_kept_while_the_work_goes_on(world: World) -> None:
    row = world.here.imported
    assert steps.set_progress(import_id=row.pk, done=1, total=2, phrase="Rows read")
    assert (fresh(row).done, fresh(row).total, fresh(row).phrase) == (1, 2, "Rows read")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BadTable(Fault("no column city", {}, "names.csv", 1)), "no column city"),
        (Refused("This convening is closed."), "This convening is closed."),
    ],
)
def test_what_stops_a_task_is_told_on_the_imports_page(
    world: World, now: datetime, error: Exception, said: str
) -> None:
    row = world.here.imported
    with steps.told_if_it_fails(import_id=row.pk, now=now):
        raise error
    row = fresh(row)
    fault = row.report["faults"][0]
    assert (row.state, fault["sentence"] % fault["values"]) == ("failed", said)


def test_a_fault_of_ours_is_told_and_still_reaches_the_log_of_the_site(world: World, now: datetime) -> None:
    row = world.here.imported
    with pytest.raises(ZeroDivisionError), steps.told_if_it_fails(import_id=row.pk, now=now):
        raise ZeroDivisionError
    assert fresh(row).report["faults"][0]["sentence"] == steps.OUR_FAULT


def test_a_database_that_is_away_is_left_to_the_next_try(world: World, now: datetime) -> None:
    row = world.here.imported
    with pytest.raises(OperationalError), steps.told_if_it_fails(import_id=row.pk, now=now):
        raise OperationalError
    assert fresh(row).state == "checking"


def test_an_undo_that_fails_leaves_the_import_done(world: World, now: datetime) -> None:
    row = imports.undo_import(row=written(world, now), actor=world.here.people["owner"], now=now)
    steps.fail(import_id=row.pk, fault=Fault("something builds on it"), now=now + timedelta(hours=1))
    row = fresh(row)
    assert (row.state, row.finished_at, row.report["counts"], row.report["faults_in_all"]) == (
        "done",
        now,
        [{"label": "To add", "count": 3}],
        1,
    )


def test_what_nobody_confirms_is_dropped_after_a_day(world: World, now: datetime) -> None:
    row = checked(world, now)
    day = row.created_at + timedelta(days=1)
    assert imports.forget_files(now=day) == 0
    assert imports.forget_files(now=day + timedelta(seconds=1)) == 1
    assert (fresh(row).state, bytes(ImportFile.objects.get(of=row).content)) == ("failed", b"")


def test_the_database_refuses_a_file_of_another_communitys_import(world: World) -> None:
    with pytest.raises(IntegrityError, match="import_file_of_same_community"), transaction.atomic():
        ImportFile.objects.create(
            community=world.here.community,
            of=world.there.imported,
            role="other",
            name="x",
            size=1,
            sha256="",
            content=b"x",
        )
