"""A call's applications as one table for its staff: a row for each party, a column for each question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from copractice.applications.models import Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.queries.answers import Row, readable_among, sealed_among
from copractice.applications.queries.staff import run_parts
from copractice.calls.models import Call, Question
from copractice.calls.states import Party, QuestionKind
from copractice.communities.queries.texts import read_text
from copractice.people.models import Person

PARTIES = list(Party)


@dataclass(frozen=True)
class Table:
    """What is exported. `youth` are the young people's parts whose answers it holds; `left_out` how many are shut."""

    head: list[str]
    rows: list[list[str]]
    youth: list[Part]
    left_out: int


def table_of(call: Call, reader: Person, now: datetime) -> Table:
    """Return the table that a member of the staff may read now; a constant number of queries.

    A young person's part that is shut until consents stand is left out whole.
    """
    found = run_parts(reader, now).filter(application__call=call, state__in=LIVE_PARTS)
    parts = sorted(found, key=lambda part: (part.application_id, PARTIES.index(Party(part.party)), part.pk))
    sealed = sealed_among(parts, now)
    shown = [part for part in parts if part.pk not in sealed]
    answers = readable_among(reader, shown, now)
    asked = _columns([row.question for part in shown for row in answers[part.pk]], shown)
    return Table(
        head=[*_head(), *(_title(question) for question in asked.values())],
        rows=[[*_facts(part, call), *_said(answers[part.pk], asked)] for part in shown],
        youth=[part for part in shown if part.party == Party.YOUTH and answers[part.pk]],
        left_out=len(sealed),
    )


def _columns(questions: Sequence[Question], parts: Sequence[Part]) -> dict[str, Question]:
    """Return the questions by key, in the order of parties; in several versions the newest wording stands."""
    numbers = {part.version_id: part.version.number for part in parts}
    newest: dict[str, Question] = {}
    for question in sorted(questions, key=lambda one: numbers[one.version_id]):
        newest[question.key] = question
    ordered = sorted(newest.values(), key=lambda one: (PARTIES.index(Party(one.party)), one.number, one.pk))
    return {question.key: question for question in ordered}


def _head() -> list[str]:
    return [
        _("Application"),
        _("State"),
        _("Sent"),
        _("In grace"),
        _("Party"),
        _("State of the part"),
        _("Name"),
        _("Organization as typed"),
        _("Organization on the list"),
        _("Part"),
        _("Done"),
        _("Version of the call"),
    ]


def _title(question: Question) -> str:
    return f"{Party(question.party).label}: {_text(question.text)}"


def _facts(part: Part, call: Call) -> list[str]:
    application = part.application
    return [
        application.code,
        str(application.get_state_display()),
        _clock(application.submitted_at, call),
        _("yes") if application.in_grace else "",
        str(part.get_party_display()),
        str(part.get_state_display()),
        part.name,
        part.organization_name,
        part.organization.name if part.organization else "",
        part.code,
        _clock(part.completed_at, call),
        str(part.version.number),
    ]


def _clock(at: datetime | None, call: Call) -> str:
    """Return an instant by the clocks of the call's zone, with its distance from UTC, sortable as text."""
    there = at.astimezone(ZoneInfo(call.time_zone)) if at else None
    return there.isoformat(sep=" ", timespec="minutes") if there else ""


def _said(rows: Sequence[Row], asked: dict[str, Question]) -> list[str]:
    given = {row.question.key: row for row in rows}
    return [_answer(given[key]) if key in given else "" for key in asked]


def _answer(row: Row) -> str:
    if row.upload:
        return row.upload.name
    choices, place = row.question.choices, row.text.strip()
    if row.question.kind == QuestionKind.CHOICE and place.isdecimal() and 0 < int(place) <= len(choices):
        return _text(choices[int(place) - 1])
    return row.text


def _text(texts: Mapping[str, str]) -> str:
    return read_text(texts, get_language() or "en").text
