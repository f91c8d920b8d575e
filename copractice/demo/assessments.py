"""The demo's chapter on what cohort B was asked: nine of ten scored twice, and three surveys, one without an answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
from django.db.models import F

from copractice.cohorts.actions import answering, assessments, counting
from copractice.cohorts.files.starts import DOMAINS, EXIT, LATER
from copractice.cohorts.models import (
    Assessment,
    AssessmentAnswer,
    AssessmentAnswerVersion,
    Cohort,
    Participant,
)
from copractice.cohorts.queries.assessments import Item, asked, items_of, seats_scored
from copractice.cohorts.states import Asks, AssessmentKind, ItemKind, Missing
from copractice.communities.models import Community, Membership, new_code
from copractice.demo import assessment_texts as texts
from copractice.demo.texts import Words

SEED = 20
DECIDED = 12  # of a hundred taps on a scale, how many would rather not say
Wrote = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Teller:
    """Who asks in cohort B, as of now, and the chance that fills in what people tapped."""

    cohort: Cohort
    facilitator: Membership
    now: datetime
    rng: np.random.Generator

    def ago(self, days: int) -> datetime:
        """Return the instant so many days before the story is told."""
        return self.now - timedelta(days=days)


def tell(*, now: datetime) -> None:
    """Score the organizations at the beginning and at the end; ask people at the end, half a year on, and now."""
    stem = Community.objects.get(slug="demo-stem")
    cohort = Cohort.objects.select_related("community").get(community=stem, title__en="Demo Cohort B")
    facilitator = Membership.objects.select_related("person").get(community=stem, name="Facilitator 01")
    teller = Teller(cohort, facilitator, now, np.random.default_rng(SEED))
    _score_twice(teller)
    adults, youth = _is_adult, _is_youth
    leaving = _ask(teller, Asks.EVERYBODY, texts.EXIT_SURVEY, EXIT, (94, 66))
    _answer(teller, leaving, adults, 13, 4, texts.ADULTS_WROTE)
    _answer(teller, leaving, youth, 12, 4, texts.YOUTH_WROTE)
    later = _ask(teller, Asks.YOUTH, texts.HALF_A_YEAR, LATER, (45, 24))
    _answer(teller, later, youth, 11, 3, texts.YOUTH_NEED)
    _ask(teller, Asks.ADULTS, texts.TOOLS, texts.TOOL_QUESTIONS, (50, 36))
    year = _ask(teller, Asks.EVERYBODY, texts.A_YEAR, texts.A_YEAR_QUESTIONS, (2, -12))
    _answer(teller, year, adults, 3, 4, ())
    Assessment.objects.filter(cohort=cohort).update(told_at=F("opens_at"))  # that mail has arrived
    for row in Assessment.objects.filter(cohort=cohort, closes_at__lt=now):
        counting.count(assessment=row, now=row.closes_at + timedelta(minutes=5))


def _score_twice(teller: Teller) -> None:
    """Score nine of the ten at the beginning, and the same nine at the end; the tenth had no visit."""
    items = [Item(f"q{n}", text, ItemKind.SCALE) for n, text in enumerate(DOMAINS, start=1)]
    terms = _terms(teller, texts.BASELINE, (380, 358), texts.SOURCE)
    by = {"form_key": _key(), "actor": teller.facilitator.person, "now": teller.ago(383)}
    baseline = assessments.prepare_assessment(
        cohort=teller.cohort,
        kind=AssessmentKind.BASELINE,
        asks=Asks.ORGANIZATIONS,
        terms=terms,
        items=items,
        **by,
    )
    first = _enter(
        teller, baseline, 370, lambda _seat, _key: float(teller.rng.choice((2, 2, 2.5, 3, 3, 3.5)))
    )
    terms = _terms(teller, texts.ENDLINE, (105, 87), texts.SOURCE)
    by = {"form_key": _key(), "actor": teller.facilitator.person, "now": teller.ago(110)}
    endline = assessments.follow_baseline(baseline=baseline, terms=terms, **by)
    gains = {"q1": 0.5, "q2": 1, "q3": 1, "q4": 0.5, "q5": 1}

    def grown(seat: int, key: str) -> float:
        return min(5, first[seat, key] + gains[key] + float(teller.rng.choice((-0.5, 0, 0, 0.5))))

    _enter(teller, endline, 95, grown)


def _enter(
    teller: Teller, row: Assessment, days: int, value: Callable[[int, str], float]
) -> dict[tuple[int, str], float]:
    entered: dict[tuple[int, str], float] = {}
    for seat in list(seats_scored(row, teller.ago(days)))[:9]:
        values = {item.key: value(seat.pk, item.key) for item in items_of(row)}
        entered |= {(seat.pk, key): number for key, number in values.items()}
        scores = {key: answering.Score(Decimal(str(number))) for key, number in values.items()}
        answering.enter_scores(
            assessment=row,
            seat=seat,
            scores=scores,
            base=0,
            actor=teller.facilitator.person,
            now=teller.ago(days),
        )
    return entered


def _ask(
    teller: Teller, asks: Asks, title: Words, items: Sequence[Item], days: tuple[int, int]
) -> Assessment:
    return assessments.prepare_assessment(
        cohort=teller.cohort,
        kind=AssessmentKind.SURVEY,
        asks=asks,
        terms=_terms(teller, title, days, ""),
        items=items,
        form_key=_key(),
        actor=teller.facilitator.person,
        now=teller.ago(days[0] + 3),
    )


def _answer(
    teller: Teller, row: Assessment, who: Callable[[Participant], bool], n: int, likes: int, wrote: Wrote
) -> None:
    """Have n of a group answer, in one write; `likes` is the number that most tap, and a few of them write."""
    at = row.opens_at + timedelta(days=1)
    people = [one for one in asked(row, at) if who(one)][:n]
    rows = [
        _value(teller, row, one, item, likes, at)
        for one in people
        for item in items_of(row)
        if item.kind != ItemKind.TEXT
    ]
    words = next(item.key for item in items_of(row) if item.kind == ItemKind.TEXT)
    for one, (text, language) in zip(people[1::2], wrote, strict=False):
        rows.append(_row(row, one, words, at, text=text, language=language))
    AssessmentAnswer.objects.bulk_create(rows)
    AssessmentAnswerVersion.objects.bulk_create(
        AssessmentAnswerVersion(
            community_id=row.community_id,
            answer=said,
            kind="saved",
            text=said.text,
            base=0,
            revision=1,
            saved_at=at,
        )
        for said in rows
        if said.item == words
    )


def _value(
    teller: Teller, row: Assessment, one: Participant, item: Item, likes: int, at: datetime
) -> AssessmentAnswer:
    if item.kind == ItemKind.CHOICE:
        options = [option.key for option in item.options]
        weights = np.array([4, *[2] * (len(options) - 2), 1])
        return _row(row, one, item.key, at, text=str(teller.rng.choice(options, p=weights / weights.sum())))
    if teller.rng.integers(100) < DECIDED and item.key != "q1":
        return _row(row, one, item.key, at, missing=Missing.DECLINED)
    number = min(5, max(1, likes + int(teller.rng.choice((-1, 0, 0, 0, 1, 1)))))
    return _row(row, one, item.key, at, number=Decimal(number))


def _row(row: Assessment, one: Participant, key: str, at: datetime, **value: object) -> AssessmentAnswer:
    said = {"language": "en"} | value
    return AssessmentAnswer(
        community_id=row.community_id,
        assessment=row,
        participant=one,
        item=key,
        revision=1,
        saved_at=at,
        **said,
    )


def _terms(teller: Teller, title: Words, days: tuple[int, int], source: str) -> assessments.Terms:
    opens, closes = days
    return assessments.Terms(title, source, teller.ago(opens), teller.ago(closes))


def _is_adult(one: Participant) -> bool:
    return not one.is_youth


def _is_youth(one: Participant) -> bool:
    return one.is_youth


def _key() -> str:
    return new_code().ljust(32, "0")
