"""Assessments: read by facilitators, staff and evaluators; what people answered, by themselves alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from copractice.applications.states import SaveKind
from copractice.cohorts.models import (
    Assessment,
    AssessmentAnswer,
    AssessmentAnswerVersion,
    Cohort,
    Participant,
    Seat,
)
from copractice.cohorts.queries import people
from copractice.cohorts.states import Asks, AssessmentKind, ItemKind, ParticipantRole, Phase
from copractice.communities.models import Community, Membership, Role
from copractice.communities.queries.memberships import STAFF, current
from copractice.communities.queries.organizations import local_day
from copractice.people.models import Person

Reader = Person | AnonymousUser
MEETING = (*STAFF, Role.FACILITATOR)
MEASURING = (*MEETING, Role.EVALUATOR)
HAS_VALUE = Q(number__isnull=False) | ~Q(text="")
ORGANIZATIONS, ADULTS, YOUTH = Asks.ORGANIZATIONS.value, Asks.ADULTS.value, Asks.YOUTH.value
GROUPS = {
    Asks.ORGANIZATIONS: (ORGANIZATIONS,),
    Asks.EVERYBODY: (ADULTS, YOUTH),
    Asks.ADULTS: (ADULTS,),
    Asks.YOUTH: (YOUTH,),
}


@dataclass(frozen=True)
class Option:
    """One of a short list of answers; its key stays when its words change."""

    key: str
    text: Mapping[str, str]


@dataclass(frozen=True)
class Item:
    """One thing that an assessment asks; the last option of a choice stands for none of the others."""

    key: str
    text: Mapping[str, str]
    kind: ItemKind
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Turnout:
    """How many of a group were asked, and how many of them answered."""

    group: str
    asked: int
    answered: int


@dataclass(frozen=True)
class Row:
    """An assessment of a list, where it stands, and how many answered."""

    assessment: Assessment
    phase: Phase
    turnouts: list[Turnout]


def items_of(assessment: Assessment) -> list[Item]:
    """Return what an assessment asks, in order."""
    return [
        Item(
            key=row["key"],
            text=row["text"],
            kind=ItemKind(row["kind"]),
            options=tuple(Option(**option) for option in row.get("options", ())),
        )
        for row in assessment.items
    ]


def stored(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Return items as an assessment stores them."""
    return [
        {
            "key": item.key,
            "text": dict(item.text),
            "kind": item.kind.value,
            "options": [{"key": one.key, "text": dict(one.text)} for one in item.options],
        }
        for item in items
    ]


def phase_of(assessment: Assessment, now: datetime) -> Phase:
    """Return where an assessment stands by the clock; at its closing instant it is closed."""
    if now < assessment.opens_at:
        return Phase.PLANNED
    return Phase.OPEN if now < assessment.closes_at else Phase.CLOSED


def of_role(person: Reader, roles: Iterable[str], now: datetime) -> QuerySet[Assessment]:
    """Return the assessments of the communities where a person has one of these roles."""
    if not person.is_authenticated:
        return Assessment.objects.none()
    here = Membership.objects.filter(current(now), person_id=person.pk, role__in=list(roles))
    rows = Assessment.objects.filter(community__in=here.values("community"))
    return rows.select_related("community", "cohort__community", "follows")


def visible_to(person: Reader, now: datetime) -> QuerySet[Assessment]:
    """Return the assessments whose turnout and results a person reads: facilitators, staff, evaluators."""
    return of_role(person, MEASURING, now)


def kept_by(person: Reader, now: datetime) -> QuerySet[Assessment]:
    """Return the assessments that a person prepares and enters scores in: facilitators and staff."""
    return of_role(person, MEETING, now)


def open_to(person: Reader, community: Community, now: datetime) -> QuerySet[Assessment]:
    """Return the assessments of a person's cohorts that have opened; whether they are asked is for `own`."""
    cohorts = people.participants_of(person, now).order_by().values("cohort")
    rows = Assessment.objects.filter(community=community, cohort__in=cohorts, opens_at__lte=now)
    return rows.exclude(asks=Asks.ORGANIZATIONS).select_related("community", "cohort__community")


def of_cohort(cohort: Cohort) -> QuerySet[Assessment]:
    """Return the assessments of a cohort, the one that opened last first."""
    rows = Assessment.objects.filter(cohort=cohort).select_related("community", "cohort__community")
    return rows.order_by("-opens_at", "-pk")


def endline_of(baseline: Assessment) -> Assessment | None:
    """Return the endline that measures the same as a baseline, if there is one."""
    return Assessment.objects.filter(follows=baseline).first()


def baselines_to_follow(cohort: Cohort) -> QuerySet[Assessment]:
    """Return the baselines of a cohort that have no endline yet."""
    return of_cohort(cohort).filter(kind=AssessmentKind.BASELINE, followed_by__isnull=True)


def _moment(assessment: Assessment, now: datetime) -> datetime:
    """Return the instant whose people count: now, or the closing time once it has passed."""
    return min(now, assessment.closes_at)


def asked(assessment: Assessment, now: datetime) -> QuerySet[Participant]:
    """Return the people who are asked, each once: whoever is in the cohort while it is open."""
    rows = people.here(assessment.cohort, _moment(assessment, now)).filter(person__isnull=False)
    if assessment.asks == Asks.YOUTH:
        return rows.filter(role=ParticipantRole.EMPLOYED_YOUTH)
    if assessment.asks == Asks.ADULTS:
        return rows.exclude(role=ParticipantRole.EMPLOYED_YOUTH)
    return rows.none() if assessment.asks == Asks.ORGANIZATIONS else rows


def own(person: Person, assessment: Assessment, now: datetime) -> Participant | None:
    """Return as whom a person is asked, if at all."""
    return asked(assessment, now).filter(person_id=person.pk).first()


def seats_scored(assessment: Assessment, now: datetime) -> QuerySet[Seat]:
    """Return the seats whose organizations are scored: those that have not left, by name."""
    there = people.standing(_moment(assessment, now))
    rows = Seat.objects.filter(there, cohort=assessment.cohort_id)
    rows = rows.select_related("organization", "cohort__community", "community")
    return rows.order_by("organization__sort_name", "pk")


def answers_of(assessment: Assessment | None, **of: Any) -> dict[str, AssessmentAnswer]:
    """Return by item what one seat or participant has in an assessment; nothing where there is none."""
    rows = AssessmentAnswer.objects.filter(assessment=assessment, **of) if assessment else []
    return {row.item: row for row in rows}


def values_in(assessment: Assessment) -> QuerySet[AssessmentAnswer]:
    """Return every value of an assessment, by subject; for counting."""
    rows = AssessmentAnswer.objects.filter(HAS_VALUE, assessment=assessment)
    return rows.order_by("seat", "participant", "item")


def kept_beside(participant: Participant, assessment: Assessment) -> dict[str, AssessmentAnswerVersion]:
    """Return by item the newest words of one's own that came too late."""
    rows = AssessmentAnswerVersion.objects.filter(
        answer__assessment=assessment, answer__participant=participant, kind=SaveKind.LATE
    )
    return {row.answer.item: row for row in rows.select_related("answer").order_by("saved_at", "pk")}


def left_to_answer(assessment: Assessment, answers: Mapping[str, AssessmentAnswer]) -> int:
    """Return how many numbers and choices still have neither a value nor a reason; words may stay empty."""
    settled = {key for key, row in answers.items() if row.number is not None or row.text or row.missing}
    return sum(item.kind != ItemKind.TEXT and item.key not in settled for item in items_of(assessment))


def to_answer(person: Person, now: datetime) -> list[tuple[Assessment, int]]:
    """Return the open assessments that wait for a person, with how many questions are left."""
    return [(row, left) for row, left in open_for(person, now) if left]


def open_for(person: Person, now: datetime) -> list[tuple[Assessment, int]]:
    """Return the open assessments that ask a person, with how many questions are left; none may be."""
    cohorts = people.participants_of(person, now).order_by().values("cohort")
    rows = Assessment.objects.filter(cohort__in=cohorts, opens_at__lte=now, closes_at__gt=now)
    found = []
    for row in rows.exclude(asks=Asks.ORGANIZATIONS).select_related("community", "cohort__community"):
        me = own(person, row, now)
        if me:
            found.append((row, left_to_answer(row, answers_of(row, participant=me))))
    return found


def open_in(cohort: Cohort, person: Person, now: datetime) -> list[tuple[Assessment, int]]:
    """Return what one cohort asks a person now, answered or not."""
    return [(row, left) for row, left in open_for(person, now) if row.cohort_id == cohort.pk]


def listed(cohort: Cohort, now: datetime) -> list[Row]:
    """Return the assessments of a cohort with their turnout, in the same number of queries for any number."""
    rows = list(of_cohort(cohort))
    answered = _answered_in(rows)
    everybody = list(Participant.objects.filter(cohort=cohort, person__isnull=False).order_by("-pk"))
    seats = list(Seat.objects.filter(cohort=cohort))
    found = []
    for row in rows:
        day = local_day(cohort.community, _moment(row, now))
        role = {one.person_id: one.is_youth for one in everybody if _stays(one, day)}
        members: dict[str, set[int | None]] = {
            ORGANIZATIONS: {seat.pk for seat in seats if _stays(seat, day)},
            ADULTS: {person for person, is_youth in role.items() if not is_youth},
            YOUTH: {person for person, is_youth in role.items() if is_youth},
        }
        found.append(Row(row, phase_of(row, now), _turnouts(row, members, answered)))
    return found


def turnouts_of(assessment: Assessment, now: datetime) -> list[Turnout]:
    """Return how many of each group were asked and answered; as it was counted, once it is closed."""
    if assessment.counted is not None:
        return _counted(assessment)
    return next(row.turnouts for row in listed(assessment.cohort, now) if row.assessment == assessment)


def _counted(row: Assessment) -> list[Turnout]:
    said = row.counted or {}
    groups = GROUPS[Asks(row.asks)]
    return [Turnout(group, said[group]["asked"], said[group]["answered"]) for group in groups]


def _stays(row: Seat | Participant, day: date) -> bool:
    return row.until is None or row.until > day


def _answered_in(rows: list[Assessment]) -> dict[tuple[int, str], set[int]]:
    """Return by assessment and group who has a value."""
    found: dict[tuple[int, str], set[int]] = {}
    values = AssessmentAnswer.objects.filter(HAS_VALUE, assessment__in=rows)
    who = values.values_list("assessment", "seat", "participant__person", "participant__role")
    for assessment, seat, person, role in who.distinct():
        group = ORGANIZATIONS if seat else YOUTH if role == ParticipantRole.EMPLOYED_YOUTH else ADULTS
        found.setdefault((assessment, group), set()).add(seat or person)
    return found


def _turnouts(
    row: Assessment, members: Mapping[str, set[int | None]], answered: Mapping[tuple[int, str], set[int]]
) -> list[Turnout]:
    if row.counted is not None:
        return _counted(row)
    return [
        Turnout(group, len(members[group]), len(members[group] & answered.get((row.pk, group), set())))
        for group in GROUPS[Asks(row.asks)]
    ]


def members_of(assessment: Assessment, group: str) -> list[int]:
    """Return the ids of the seats or participants of a group whose answers count; none before the count."""
    return list((assessment.counted or {}).get(group, {}).get("who", []))
