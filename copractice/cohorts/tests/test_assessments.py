"""Assessments: what is prepared and worded, who answers until when, and scores that are never guessed."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from copractice.cohorts.actions import answering, assessments, counting
from copractice.cohorts.actions.holding import Conflict
from copractice.cohorts.files.starts import EXIT
from copractice.cohorts.forms.scores import ScoreField
from copractice.cohorts.models import Assessment, AssessmentAnswer, AssessmentAnswerVersion
from copractice.cohorts.queries import assessments as queries
from copractice.cohorts.queries.assessments import Item
from copractice.cohorts.states import Asks, AssessmentKind, ExitReason, ItemKind, Missing, Phase
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import Place
from tests.world_assessments import DOMAINS, Measured
from tests.world_cohorts import Practiced

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def measured(here: Place) -> Measured:
    return here.measured


def terms(now: datetime, opens: int = 1, closes: int = 20) -> assessments.Terms:
    return assessments.Terms({"en": "Ours"}, "", now + opens * DAY, now + closes * DAY)


def prepare(practiced: Practiced, actor: Person, now: datetime, **more: Any) -> Assessment:
    said = {"kind": AssessmentKind.BASELINE, "asks": Asks.ORGANIZATIONS, "terms": terms(now)}
    said |= {"items": DOMAINS, "form_key": "k" * 32}
    return assessments.prepare_assessment(cohort=practiced.cohort, actor=actor, now=now, **said | more)


def save(measured: Measured, practiced: Practiced, now: datetime, **more: Any) -> answering.Save:
    said = {"assessment": measured.survey, "participant": practiced.leader, "base": 0, "language": "en"}
    said |= {"actor": practiced.leader.person, "now": now}
    return answering.save_answer(**said | more)


def test_facilitators_and_staff_prepare_once_and_nobody_else(
    practiced: Practiced, facilitator: Person, here: Place, now: datetime
) -> None:
    made = prepare(practiced, facilitator, now)
    assert prepare(practiced, here.people["coordinator"], now) == made
    assert LogEntry.objects.filter(act="assessment.prepare").count() == 1
    for role in ("evaluator", "member"):
        with pytest.raises(Refused, match="facilitators and staff"):
            prepare(practiced, here.people[role], now, form_key="m" * 32)
    with pytest.raises(Refused, match="A survey asks people"):
        prepare(practiced, facilitator, now, kind=AssessmentKind.SURVEY)
    with pytest.raises(Refused, match="closes before it opens"):
        prepare(practiced, facilitator, now, terms=terms(now, 3, 2), form_key="n" * 32)


def test_an_endline_asks_what_its_baseline_asks_and_there_is_one(
    measured: Measured, facilitator: Person, now: datetime
) -> None:
    by = {"baseline": measured.baseline, "actor": facilitator, "now": now}
    endline = assessments.follow_baseline(terms=terms(now), form_key="e" * 32, **by)
    assert (endline.items, endline.asks) == (measured.baseline.items, measured.baseline.asks)
    assert assessments.follow_baseline(terms=terms(now), form_key="e" * 32, **by) == endline
    with pytest.raises(Refused, match="has its endline already"):
        assessments.follow_baseline(terms=terms(now), form_key="f" * 32, **by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=endline.pk).update(follows=None)


def test_questions_are_worded_until_somebody_answers(
    practiced: Practiced, measured: Measured, facilitator: Person, now: datetime
) -> None:
    row = prepare(practiced, facilitator, now)
    by = {"actor": facilitator, "now": now}
    new = Item("", {"en": "Pay"}, ItemKind.SCALE)
    row = assessments.write_item(assessment=row, item=new, revision=1, **by)
    row = assessments.write_item(
        assessment=row, item=Item("q3", {"en": "Fair pay"}, ItemKind.SCALE), revision=2, **by
    )
    row = assessments.remove_item(assessment=row, key="q1", revision=3, **by)
    assert [(item.key, item.text["en"]) for item in queries.items_of(row)] == [
        ("q2", "Mentors"),
        ("q3", "Fair pay"),
    ]
    with pytest.raises(Conflict):
        assessments.write_item(assessment=row, item=new, revision=3, **by)
    words = Item("", {"en": "Why?"}, ItemKind.TEXT)
    with pytest.raises(Refused, match="scale from 1 to 5 only"):
        assessments.write_item(assessment=row, item=words, revision=4, **by)
    with pytest.raises(Refused, match="stays as it is"):
        assessments.write_item(assessment=measured.survey, item=new, revision=1, **by)
    with pytest.raises(Refused, match="It has answers, has closed"):
        assessments.drop_assessment(assessment=measured.survey, **by)
    assessments.drop_assessment(assessment=row, **by)
    assert not Assessment.objects.filter(pk=row.pk).exists()


def test_people_answer_while_it_is_open_and_late_words_are_kept_beside(
    practiced: Practiced, measured: Measured, now: datetime
) -> None:
    assert save(measured, practiced, now, key="q1", text="４").answer.number == 4
    assert save(measured, practiced, now, key="q1", text="5").answer.number == 5  # of taps the last one holds
    assert save(measured, practiced, now, key="q2", text="-").answer.missing == Missing.DECLINED
    assert save(measured, practiced, now, key="q4", text="b").answer.text == "b"
    for wrong in ("6", "3.5", "NaN", "much"):
        with pytest.raises(Refused, match="answers that are offered"):
            save(measured, practiced, now, key="q1", text=wrong)
    first = save(measured, practiced, now, key="q5", text="Meet later.")
    beside = save(measured, practiced, now, key="q5", text="Meet earlier.")
    assert (first.kind, beside.kind, beside.answer.text) == ("saved", "conflict", "Meet later.")
    closed = measured.survey.closes_at
    late = save(measured, practiced, closed, key="q5", text="Too late.", base=1)
    assert (late.kind, late.answer.text) == ("late", "Meet later.")
    assert save(measured, practiced, closed, key="q1", text="1").answer.number == 5
    kinds = AssessmentAnswerVersion.objects.filter(answer=first.answer).order_by("pk")
    assert [row.kind for row in kinds] == ["saved", "conflict", "late"]


def test_nobody_answers_for_another_or_unasked(
    practiced: Practiced, measured: Measured, now: datetime
) -> None:
    with pytest.raises(Refused, match="Only whose answers"):
        save(measured, practiced, now, key="q1", text="1", actor=practiced.youth.person)
    Assessment.objects.filter(pk=measured.survey.pk).update(asks=Asks.YOUTH)
    measured.survey.refresh_from_db()
    assert save(measured, practiced, now, key="q1", text="1").kind == "late"
    assert queries.own(practiced.leader.person, measured.survey, now) is None
    assert queries.own(practiced.youth.person, measured.survey, now) == practiced.youth


def test_a_wait_stands_until_each_question_has_an_answer_or_a_reason(
    practiced: Practiced, measured: Measured, now: datetime
) -> None:
    leader = practiced.leader.person
    assert queries.to_answer(leader, now) == [(measured.survey, 4)]
    for key, text in (("q1", "3"), ("q2", "-"), ("q3", "4"), ("q4", "e")):
        save(measured, practiced, now, key=key, text=text)
    assert queries.to_answer(leader, now) == []
    assert queries.to_answer(practiced.youth.person, now) == [(measured.survey, 3)]
    assert queries.to_answer(practiced.youth.person, measured.survey.closes_at) == []


def test_scores_are_entered_whole_and_two_who_enter_at_once_lose_nothing(
    practiced: Practiced, measured: Measured, facilitator: Person, now: datetime
) -> None:
    by = {"assessment": measured.baseline, "seat": practiced.seat, "actor": facilitator, "now": now}
    said = {"q1": answering.Score(Decimal("4")), "q2": answering.Score(None, Missing.NOT_SEEN)}
    assert answering.enter_scores(scores=said, base=1, **by) == 1
    rows = queries.answers_of(measured.baseline, seat=practiced.seat)
    assert [(rows[key].number, rows[key].missing) for key in ("q1", "q2")] == [(4, ""), (None, "not_seen")]
    with pytest.raises(Conflict):
        answering.enter_scores(scores=said, base=1, **by)
    with pytest.raises(Refused, match="while the assessment is open"):
        answering.enter_scores(scores=said, base=3, **by | {"now": measured.baseline.closes_at})
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentAnswer.objects.filter(pk=rows["q1"].pk).update(number=6)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3", "3.00"), (" 3.5 ", "3.50"), ("3,25", "3.25"), ("４", "4.00"), ("5", "5.00"), ("1", "1.00")],
)
def test_a_score_is_read_in_every_spelling(typed: str, number: str) -> None:
    assert ScoreField(required=False).clean(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["0", "0.99", "5.01", "NaN", "Infinity", "3.333", "three", "1e1", "-2", "٤x"]
)
def test_what_is_no_score_is_refused(typed: str) -> None:
    with pytest.raises(Exception, match=r"number from 1 to 5|two decimals"):
        ScoreField(required=False).clean(typed)


def test_nothing_typed_is_no_score() -> None:
    assert ScoreField(required=False).clean("  ") is None


def test_the_clock_opens_and_closes_it(measured: Measured) -> None:
    row = measured.survey
    instants = (row.opens_at - DAY, row.opens_at, row.closes_at - timedelta(seconds=1), row.closes_at)
    assert [queries.phase_of(row, at) for at in instants] == [
        Phase.PLANNED,
        Phase.OPEN,
        Phase.OPEN,
        Phase.CLOSED,
    ]


def test_a_closed_one_is_counted_once_and_people_are_not_asked_again(
    practiced: Practiced, measured: Measured, facilitator: Person, now: datetime
) -> None:
    row, late = measured.survey, measured.survey.closes_at + timedelta(minutes=3)
    assert counting.count_due(now=row.closes_at) == 0
    assert counting.count_due(now=late) == 2
    assert counting.count_due(now=late) == 0
    row.refresh_from_db()
    turnouts = [(one.group, one.answered, one.asked) for one in queries.turnouts_of(row, late)]
    assert turnouts == [("adults", 0, 2), ("youth", 1, 1)]
    assert queries.members_of(row, "youth") == []  # no yes to taking part
    again = terms(late)
    by = {"revision": 1, "actor": facilitator, "now": late}
    with pytest.raises(Refused, match="closed and counted"):
        assessments.change_assessment(assessment=row, terms=again, **by)
    scored = assessments.change_assessment(assessment=measured.baseline, terms=again, **by)
    assert scored.counted is None


def test_who_left_is_not_asked(practiced: Practiced, measured: Measured, now: datetime) -> None:
    assert queries.asked(measured.survey, now).count() == 3
    practiced.leader.until, practiced.leader.exit_reason = now.date(), ExitReason.MOVED
    practiced.leader.save()
    assert queries.asked(measured.survey, now).count() == 2
    (row,) = [row for row in queries.listed(practiced.cohort, now) if row.assessment == measured.survey]
    assert [(one.group, one.asked) for one in row.turnouts] == [("adults", 1), ("youth", 1)]


def test_mail_goes_out_when_it_opens_and_once_more_to_who_has_not_finished(
    practiced: Practiced, measured: Measured, now: datetime
) -> None:
    Notice.objects.all().delete()
    assert counting.tell_due(now=now - timedelta(hours=9)) == 0  # nobody is woken
    assert counting.tell_due(now=now) == 1
    assert Notice.objects.filter(kind="assessment_open").count() == 3
    for item in EXIT[:4]:
        save(measured, practiced, now, key=item.key, text="a" if item.kind == ItemKind.CHOICE else "4")
    soon = measured.survey.closes_at - 2 * DAY
    assert [counting.tell_due(now=at) for at in (now + DAY, soon, soon)] == [0, 1, 0]
    reminded = Notice.objects.filter(kind="assessment_closing")
    assert {row.person_id for row in reminded} == {
        practiced.youth.person_id,
        practiced.umbrella_lead.person_id,
    }
    assert f"/assessments/{measured.survey.code}/mine/" in reminded[0].text
