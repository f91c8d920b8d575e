"""The demo's chapter on Recommend: 24 learnings and 31 recommendations of cohort B, and three of cohort A."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from copractice.cohorts.models import Cohort, Goal, Participant, Session
from copractice.cohorts.queries import sessions
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Community, Membership, new_code
from copractice.consents.queries import standing_many
from copractice.consents.states import Purpose
from copractice.definition.models import Commitment
from copractice.definition.queries import commitments
from copractice.demo.cohort_texts import TITLES
from copractice.demo.definition import Story
from copractice.demo.recommendation_adults import ADULTS, FROM_A
from copractice.demo.recommendation_texts import YOUTH, Advice, Learned
from copractice.frameworks.actions import align
from copractice.frameworks.models import FrameworkItem, Strength
from copractice.people.models import Person
from copractice.recommendations.actions import answering, following, moving, offering, writing
from copractice.recommendations.actions.writing import Said, Source
from copractice.recommendations.models import Learning, Recommendation
from copractice.recommendations.queries import recommendations
from copractice.recommendations.queries.people import people_of
from copractice.recommendations.states import Answer, Change, Field, Verdict

ANSWERS = {
    "S": Answer.ADOPTED,
    "A": Answer.ADOPTED,
    "T": Answer.ADAPTED,
    "P": Answer.ADAPTED,
    "D": Answer.DECLINED,
}
LATE = 7  # every seventh answer came after its day
OPEN_SINCE = (
    12,
    20,
    27,
    36,
    45,
)  # days ago that what waits for its answer was offered; the last two are overdue
Gate = Callable[[Person, datetime], QuerySet[Any]]
SERVED = ("FC-OTT-01", "FC-OTT-02", "JP-S1", "JP-S4")
GATES: dict[str, Gate] = {
    "recommendations.recommendation": recommendations.visible_to,
    "definition.commitment": commitments.visible_to,
    "cohorts.session": sessions.visible_to,
}
LINES = {Verdict.YES: "It is what we asked for.", Verdict.NOT_YET: "It works in one team, not in all."}


@dataclass
class Telling:
    """A cohort in which people recommend; `opened` gives the days ago for what is not answered yet."""

    story: Story
    cohort: Cohort
    facilitator: Person
    opened: Iterator[int]
    told: int = 0


def tell(*, now: datetime) -> None:
    """Tell what cohorts A and B recommended."""
    stem = Community.objects.get(slug="demo-stem")
    story = Story(stem, Person.objects.get(email="coordinator-01@example.org"), now)
    facilitator = (
        Membership.objects.select_related("person").get(community=stem, name="Facilitator 01").person
    )
    for key, youth, adults in (("A", (), FROM_A), ("B", YOUTH, ADULTS)):
        cohort = Cohort.objects.select_related("community").get(community=stem, title__en=TITLES[key]["en"])
        telling = Telling(story, cohort, facilitator, cycle(OPEN_SINCE))
        for learned, author in (*_by(youth, _youth(telling)), *_by(adults, _adults(telling))):
            _learn(telling, learned, author)
    _give_time(story, facilitator)
    _align(story)


def _give_time(story: Story, facilitator: Person) -> None:
    """Have the facilitator move the next day on which an answer is owed, which is not over yet."""
    rows = Recommendation.objects.filter(state="offered", due_on__gt=story.now.date()).order_by(
        "due_on", "pk"
    )
    row = rows[0]
    moving.move_due(
        recommendation=row,
        to=(row.due_on or story.now.date()) + timedelta(days=14),
        why={"en": "Their board meets a week after the day, and it decides about hours."},
        actor=facilitator,
        now=story.ago(2),
    )


def _by(rows: Sequence[Learned], authors: list[Participant]) -> Iterator[tuple[Learned, Participant]]:
    return zip(rows, cycle(authors), strict=False)


def _youth(telling: Telling) -> list[Participant]:
    """Return the young people whose consent to take part stands, by name."""
    rows = _people(telling).filter(role=ParticipantRole.EMPLOYED_YOUTH)
    people = {row.person_id or 0 for row in rows}
    agreed = standing_many(people, telling.cohort.community, Purpose.TAKE_PART, telling.story.now)
    return [row for row in rows if row.person_id in agreed and _answering(row, telling.story.now)]


def _adults(telling: Telling) -> list[Participant]:
    """Return the adults whose organization has somebody else to answer, by name."""
    rows = _people(telling).exclude(role=ParticipantRole.EMPLOYED_YOUTH)
    return [row for row in rows if _answering(row, telling.story.now)]


def _people(telling: Telling) -> Any:
    rows = Participant.objects.filter(
        cohort=telling.cohort, person__isnull=False, seat__isnull=False, until__isnull=True
    )
    return rows.select_related("person", "seat", "cohort", "community").order_by("name", "pk")


def _answering(author: Participant, now: datetime) -> Person | None:
    """Return who answers for the author's organization."""
    seat = author.seat
    found = (
        [one for one in people_of(seat, now) if one.answers and one.person_id != author.person_id]
        if seat
        else []
    )
    return Person.objects.get(pk=found[0].person_id) if found else None


def _learn(telling: Telling, learned: Learned, author: Participant) -> None:
    """Let somebody write what they learned, two times of three after a session and else from a goal."""
    held = list(Session.objects.filter(cohort=telling.cohort).order_by("number"))
    session = held[telling.told % len(held)]
    goal = (
        Goal.objects.filter(seat=author.seat, criterion__isnull=False, until__isnull=True)
        .order_by("pk")
        .first()
    )
    is_from_goal = goal is not None and telling.told % 3 == 0
    source = Source(goal=goal) if is_from_goal else Source(session=session)
    at = session.ends_at + timedelta(hours=20)
    by = {"language": learned.language, "actor": author.person, "now": at}
    row = writing.begin_learning(participant=author, source=source, **by)
    writing.save_learning(learning=row, said=Said(Field.TEXT, learned.text, 0), **by)
    for advice in learned.advice:
        telling.told += 1
        is_open = advice.outcome == "O"
        _recommend(telling, row, advice, telling.story.ago(next(telling.opened)) if is_open else at)


def _recommend(telling: Telling, learning: Learning, advice: Advice, at: datetime) -> None:
    author = learning.participant
    by = {"language": learning.language, "actor": author.person, "now": at}
    row = writing.begin_recommendation(learning=learning, actor=author.person, now=at)
    writing.save_recommendation(recommendation=row, said=Said(Field.TITLE, advice.title, 0), **by)
    writing.save_recommendation(recommendation=row, said=Said(Field.TEXT, advice.text, 0), **by)
    if row.in_cohort_name or (author.is_youth and telling.told % 4 == 0):
        offering.hand_over(recommendation=row, actor=author.person, now=at)
        at += timedelta(days=2)
        row = offering.offer_for_cohort(recommendation=row, actor=telling.facilitator, now=at)
    else:
        row = offering.offer(recommendation=row, actor=author.person, now=at)
    if advice.outcome != "O":
        _answer(telling, row, advice, at)


def _answer(telling: Telling, row: Recommendation, advice: Advice, offered_at: datetime) -> None:
    """Let the organization answer and act, and the author say whether it fits."""
    author = row.learning.participant
    at = offered_at + timedelta(days=37 if telling.told % LATE == 0 else 18)
    actor = _answering(author, at)
    answering.answer(
        recommendation=row, said=ANSWERS[advice.outcome], reason=advice.reason, actor=actor, now=at
    )
    if advice.step:
        plan = answering.Plan(advice.step, "The leader's team", Change(advice.kind), None)
        step = answering.add_step(
            recommendation=row,
            plan=plan,
            form_key=new_code().ljust(32, "0"),
            actor=actor,
            now=at + timedelta(days=6),
        )
        if advice.shown:
            _show(row, step, advice, actor, at)
    if telling.told % 3:
        verdict = Verdict.NOT_YET if advice.outcome == "D" or telling.told % 3 == 1 else Verdict.YES
        following.judge(
            recommendation=row,
            verdict=verdict,
            line=LINES[verdict] if advice.shown else "",
            actor=author.person,
            now=at + timedelta(days=40),
        )


def _show(row: Recommendation, step: Any, advice: Advice, actor: Any, at: datetime) -> None:
    shown = {"note": advice.shown, "link": "", "file": None, "form_key": new_code().ljust(32, "0")}
    answering.add_evidence(step=step, folder=Path(), actor=actor, now=at + timedelta(days=35), **shown)
    answering.move_step(step=step, name="finish", actor=actor, now=at + timedelta(days=36))


def _align(story: Story) -> None:
    """Say which items two recommendations, the commitment and two sessions serve."""
    advice = recommendations.visible_to(story.by, story.now).filter(
        title__in=["Pay for the bus card", "Take the diploma off our postings"]
    )
    collaboration, learning, economy, talent = (
        FrameworkItem.objects.get(community=story.community, ref=ref) for ref in SERVED
    )
    pledges = Commitment.objects.filter(community=story.community).order_by("pk")
    said = [
        *((row, learning, "It takes one barrier to a first job away.") for row in advice.order_by("pk")),
        *((row, collaboration, "Who hires and who teaches sign it together.") for row in pledges),
        *((row, economy, "Whoever signs it pays young people and plans their work.") for row in pledges),
        *((row, talent, "The session works on it for an afternoon.") for row in _sessions(story)),
    ]
    for row, item, why in said:
        align(
            record=row,
            item=item,
            strength=Strength.PARTIAL,
            rationale={"en": why},
            gates={label: partial(_readable, gate, story) for label, gate in GATES.items()},
            actor=story.by,
            now=story.ago(30),
        )


def _readable(gate: Gate, story: Story, person: Person) -> QuerySet[Any]:
    return gate(person, story.now)


def _sessions(story: Story) -> list[Session]:
    rows = Session.objects.filter(community=story.community, cohort__title__en=TITLES["B"]["en"])
    return list(rows.order_by("number")[:2])
