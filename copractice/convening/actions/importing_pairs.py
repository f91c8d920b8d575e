"""Importing choices between two ideas: checked, then written as a closed convening that is ranked."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from procrastinate.contrib.django import app

from copractice.communities.actions.import_steps import (
    Count,
    Report,
    at_work,
    finish_check,
    finish_run,
    locked,
    set_progress,
    told_if_it_fails,
)
from copractice.communities.files import gettext_noop
from copractice.communities.models import Import
from copractice.communities.queries.imports import open_file
from copractice.communities.states import ImportState
from copractice.convening.actions.importing import BATCH, closed_convening, voters_named
from copractice.convening.files.choices import Choices, read_choices
from copractice.convening.models import Convening, Pair, Statement
from copractice.convening.states import PairChoice, StatementState

KIND = "convening.pairs"
READING = gettext_noop("Reading choices")
WRITING = gettext_noop("Writing choices")


def check(*, import_id: int, now: datetime) -> None:
    """Read both files and report what would be written."""
    row = at_work(import_id, ImportState.CHECKING)
    if row is None:
        return
    with told_if_it_fails(import_id=import_id, now=now):
        finish_check(import_id=import_id, report=_report(_read(row)), now=now)


def run(*, import_id: int, now: datetime) -> None:
    """Write the convening with its statements, voters and choices, all or nothing."""
    row = at_work(import_id, ImportState.IMPORTING)
    if row is None:
        return
    with told_if_it_fails(import_id=import_id, now=now):
        choices = _read(row)
        total = len(choices.choices)
        set_progress(import_id=row.pk, done=total, total=total, phrase=WRITING)
        _write(import_id, choices, now)


def _read(row: Import) -> Choices:
    with_lines = sum(file.size for file in row.files.filter(role="votes")) // 40

    def progress(done: int) -> None:
        set_progress(import_id=row.pk, done=done, total=max(done, with_lines), phrase=READING)

    return read_choices(open_file(row, "ideas"), open_file(row, "votes"), progress=progress)


def _report(choices: Choices) -> Report:
    states = [idea.state for idea in choices.ideas.values()]
    counts = [
        Count(gettext_noop("statements, accepted"), states.count(StatementState.ACCEPTED)),
        Count(gettext_noop("statements, rejected and never shown"), states.count(StatementState.REJECTED)),
        Count(gettext_noop("people who compared"), len(choices.people)),
        Count(gettext_noop("choices that count, the last of each person between two"), len(choices.choices)),
        Count(gettext_noop("earlier choices between the same two"), choices.valid - len(choices.choices)),
        Count(gettext_noop("choices marked as not valid, left out"), choices.invalid),
    ]
    return Report(counts=counts)


@transaction.atomic
def _write(import_id: int, choices: Choices, now: datetime) -> None:
    row = locked(import_id, ImportState.IMPORTING)
    if row is None:
        return
    # The files name no time: everything is said to have happened at noon of the day.
    noon = datetime.combine(
        date.fromisoformat(row.context["held_on"]), time(12), ZoneInfo(row.community.time_zone)
    )
    convening = closed_convening(row, opened=noon, closed=noon, now=now, has_pairs=True)
    voters = voters_named(row, convening, choices.people, now)
    statements = _statements(row, convening, choices, noon)
    pairs = [
        Pair(
            community_id=row.community_id,
            voter=voters[person],
            left=statements[winner],
            right=statements[loser],
            choice=PairChoice.LEFT,
            at=noon,
        )
        for (person, _both), (winner, loser) in choices.choices.items()
    ]
    Pair.objects.bulk_create(pairs, batch_size=BATCH)
    app.configure_task("convening.freeze").defer(convening_id=convening.pk)
    path = convening.get_absolute_url()
    finish_run(row=row, written={"convenings": [convening.pk]}, result_path=path, now=now)


def _statements(row: Import, convening: Convening, choices: Choices, noon: datetime) -> dict[str, Statement]:
    statements = {
        code: Statement(
            community_id=row.community_id,
            convening=convening,
            number=idea.number,
            text=idea.text,
            language=row.context["language"],
            state=idea.state,
            written_at=noon,
        )
        for code, idea in choices.ideas.items()
    }
    Statement.objects.bulk_create(statements.values(), batch_size=BATCH)
    return statements
