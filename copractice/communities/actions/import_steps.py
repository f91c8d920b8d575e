"""The steps of an import in a task: how far it is, what was found, what was written, and what went wrong.

Reading is done within `told_if_it_fails` and outside any transaction, so that `set_progress` is seen. What
is written is written together with `finish_run`, in one transaction: a worker that dies leaves nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from copractice.communities.files import BadTable, Fault, gettext_noop
from copractice.communities.models import Import
from copractice.communities.states import AT_WORK, IMPORT_MOVES, ImportState
from copractice.ledger.states import Refused, move

FAULTS_SHOWN = 100
OUR_FAULT = gettext_noop("Something went wrong on this site, not in your file. Its log says what. Try again.")


@dataclass(frozen=True)
class Count:
    """How many rows share a fate, under a label."""

    label: str
    count: int


@dataclass(frozen=True)
class Double:
    """A row that may be one that is known already: where, what it says, what it resembles, and its fate."""

    line: int
    given: str
    known: str
    sentence: str
    path: str = ""


@dataclass(frozen=True)
class Report:
    """What a check found: what would be written, what would be left out, and what is wrong."""

    counts: Sequence[Count] = ()
    doubles: Sequence[Double] = ()
    faults: Sequence[Fault] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """Return the report as the import keeps it, with how many faults and doubles there are in all."""
        return {
            "counts": [asdict(row) for row in self.counts],
            "doubles": [asdict(row) for row in self.doubles[:FAULTS_SHOWN]],
            "doubles_in_all": len(self.doubles),
            "faults": [asdict(row) for row in self.faults[:FAULTS_SHOWN]],
            "faults_in_all": len(self.faults),
            "more": dict(self.more),
        }


def at_work(import_id: int, state: ImportState) -> Import | None:
    """Return the import that a task is to work on, or None when it was stopped or is over already."""
    rows = Import.objects.select_related("community", "made_by__person")
    return rows.filter(pk=import_id, state=state).first()


def locked(import_id: int, state: ImportState) -> Import | None:
    """Return the import, locked for the transaction that writes, or None when it is over already."""
    rows = Import.objects.select_for_update(of=("self",)).select_related("community", "made_by__person")
    return rows.filter(pk=import_id, state=state).first()


@transaction.atomic(durable=True)
def set_progress(*, import_id: int, done: int, total: int, phrase: str) -> bool:
    """Show how far the work is, committed at once; False when nobody waits for it any more."""
    rows = Import.objects.filter(pk=import_id, state__in=AT_WORK)
    return bool(rows.update(done=done, total=total, phrase=phrase))


@transaction.atomic
def finish_check(*, import_id: int, report: Report, now: datetime) -> None:
    """Keep what the check found; with a fault in it the import ends here, and nothing was written."""
    row = locked(import_id, ImportState.CHECKING)
    if row is None:
        return
    row.state = move(IMPORT_MOVES, ImportState(row.state), "fail" if report.faults else "pass")
    row.report = report.stored()
    if report.faults:
        end(row, now)
    row.save()


def finish_run(*, row: Import, written: Mapping[str, Sequence[int]], result_path: str, now: datetime) -> None:
    """End a locked import in the transaction that wrote its rows; `written` holds their ids for the undo."""
    row.state = move(IMPORT_MOVES, ImportState(row.state), "finish")
    row.written = {label: list(ids) for label, ids in written.items()}
    row.result_path = result_path
    end(row, now)


def finish_undo(*, row: Import, now: datetime) -> None:
    """End the undoing of a locked import in the transaction that took its rows away."""
    row.state = move(IMPORT_MOVES, ImportState(row.state), "take_back")
    row.undone_at = now
    row.result_path = ""
    row.save()


@transaction.atomic
def fail(*, import_id: int, fault: Fault, now: datetime) -> None:
    """End the work at hand with a sentence: nothing is written, or nothing is taken back."""
    row = Import.objects.select_for_update().filter(pk=import_id, state__in=AT_WORK).first()
    if row is None:
        return
    undoing = row.state == ImportState.UNDOING
    row.state = move(IMPORT_MOVES, ImportState(row.state), "keep" if undoing else "fail")
    if undoing:
        row.report |= Report(faults=[fault]).stored() | {"counts": row.report.get("counts", [])}
        row.save()
    else:
        end(row, now, [fault])


@contextmanager
def told_if_it_fails(*, import_id: int, now: datetime) -> Iterator[None]:
    """Do a step of an import; whatever stops it is told on the import's page.

    A database that is away for a moment is left to the task's next try.
    """
    try:
        yield
    except BadTable as error:
        fail(import_id=import_id, fault=error.fault, now=now)
    except Refused as refusal:
        fail(import_id=import_id, fault=Fault(str(refusal).replace("%", "%%")), now=now)
    except OperationalError:
        raise
    except Exception:
        fail(import_id=import_id, fault=Fault(OUR_FAULT), now=now)
        raise


def end(row: Import, now: datetime, faults: Sequence[Fault] = ()) -> None:
    """End an import, with or without a fault, and drop what its files held."""
    if faults:
        row.report = Report(faults=faults).stored()
    row.finished_at = now
    row.save()
    row.files.update(content=b"")
