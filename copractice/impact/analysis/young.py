"""Young people's figures: who stands in them, and what the disclosure engine lets be printed.

The frozen roster goes in, one document comes out; pages and files are made from the document. Figures of one
cohort form one series: a later release of it repeats an older figure where a new one could be subtracted.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from copractice.cohorts.models import Cohort, Participant
from copractice.cohorts.states import ParticipantRole
from copractice.consents.queries import minors_among, standing_many
from copractice.consents.states import Purpose
from copractice.engine.auditor import Roster
from copractice.engine.disclosure import Figure, Plan, Snapshot, Table, disclose
from copractice.impact.analysis.counting import Value
from copractice.impact.analysis.measuring import offers_of, presences
from copractice.impact.states import Age

# The tables of every release, fixed before there are data; each is named for its indicator.
TABLES = (
    Table("youth_engaged", "counts", ("age",)),
    Table("attendance_youth", "percent", (), "attendance_youth"),
    Table("attendance_youth by age", "percent", ("age",), "attendance_youth"),
    Table("youth_authors", "percent", (), "youth_authors"),
)
ITEMS = ("attendance_youth", "youth_authors")
Frozen = dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """What may be printed of one indicator for one group; nothing but the rule where it is hidden.

    `as_of` names the release whose numbers these are.
    """

    indicator: str
    age: str
    value: str
    n: str
    rule: str
    as_of: str


def roster_of(cohort: Cohort, now: datetime, *, taken: set[str]) -> Frozen:
    """Return the frozen roster: young people who came, agree to take part, and stand in no other cohort's report.

    `taken` are the people of other cohorts' releases. Answers are 0, 1 or None where there is none.
    """
    rows = Participant.objects.filter(
        cohort=cohort, role=ParticipantRole.EMPLOYED_YOUTH, person__isnull=False, seat__isnull=False
    )
    young = list(rows.select_related("seat").order_by("person", "pk"))
    marks = presences(cohort, young, now)
    authors = {offer.author for offer in offers_of(cohort)}
    agree = standing_many([row.person_id or 0 for row in young], cohort.community, Purpose.TAKE_PART, now)
    minors = minors_among(agree, cohort.community, first_noon(cohort))
    frozen: Frozen = {"people": [], "participants": [], "employer": [], "age": []}
    frozen |= {item: [] for item in ITEMS}
    for row in young:
        name, mark = f"p{row.person_id}", marks[row.person_id or 0]
        if not mark.came or row.person_id not in agree or name in {*frozen["people"], *taken}:
            continue
        frozen["people"].append(name)
        frozen["participants"].append(row.pk)
        frozen["employer"].append(f"o{row.seat.organization_id}" if row.seat else "")
        frozen["age"].append(Age.MINOR.value if row.person_id in minors else Age.ADULT.value)
        frozen["attendance_youth"].append(int(mark.sits))
        frozen["youth_authors"].append(int(row.pk in authors))
    return frozen


def first_noon(cohort: Cohort) -> datetime:
    """Return noon of a cohort's first day: ages are those of that day, so nobody changes groups between releases."""
    return datetime.combine(cohort.starts_on, time(12), tzinfo=ZoneInfo(cohort.community.time_zone))


def values_of(frozen: Frozen) -> list[Value]:
    """Return the raw values behind the young people's figures: for everybody, and for each age."""
    ages, ids = frozen["age"], frozen["participants"]
    found = []
    for age in ("", *Age.values):
        rows = [place for place, own in enumerate(ages) if age in {"", own}]
        if not rows:
            continue
        counted = {"cohorts.participant": sorted(ids[row] for row in rows)}
        found.append(Value("youth_engaged", len(rows), None, len(rows), age=age, counted=counted))
        for item in ITEMS if not age else ITEMS[:1]:
            yes = sum(frozen[item][row] for row in rows)
            found.append(Value(item, yes, len(rows), len(rows), age=age, counted=counted))
    return found


def documents(series: Sequence[tuple[str, Frozen]]) -> tuple[str, list[Cell]]:
    """Return what may be published of the last roster of a cohort's series, given all before it.

    `series` holds the code and the frozen roster of each release, in the order of publishing.
    """
    plan = Plan(TABLES, tuple(code for code, _frozen in series))
    made: list[Any] = []
    for code, frozen in series:
        made.append(disclose(plan, _snapshot(code, frozen), made))
    cells = [_cell(figure) for figure in made[-1].figures]
    return made[-1].document, cells


def rosters(series: Sequence[tuple[str, Frozen]]) -> list[Roster]:
    """Return for the auditor who was in each release, and who answered what; no answers."""
    found = []
    for _code, frozen in series:
        people = frozen["people"]
        groups = {name: dict(zip(people, frozen[name], strict=True)) for name in ("employer", "age")}
        found.append(Roster(groups, {item: frozenset(people) for item in ITEMS}))
    return found


def people_in(frozen: Frozen) -> set[str]:
    """Return whom a frozen roster speaks of."""
    return set(frozen.get("people", ()))


def printed_of(document: str) -> dict[str, Any]:
    """Return a published document as data."""
    found: dict[str, Any] = json.loads(document)
    return found


def _snapshot(code: str, frozen: Frozen) -> Snapshot:
    answers = {item: np.array(frozen[item], dtype=np.float64) for item in ITEMS}
    groups = {name: tuple(frozen[name]) for name in ("employer", "age")}
    return Snapshot(code, tuple(frozen["people"]), groups, answers)


def _cell(figure: Figure) -> Cell:
    printed = {name: str(value) for name, value in figure.printed}
    value = printed.get("count") or printed.get("percent", "")
    age = dict(figure.group).get("age", "")
    rule = "" if value else (figure.why.split(":")[0] or "R7")
    return Cell(figure.table.removesuffix(" by age"), age, value, printed.get("n", ""), rule, figure.as_of)
