"""The author's verdict, closing, and reminders that go out once."""

from datetime import UTC, datetime, timedelta

import pytest

from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.recommendations.actions import following
from copractice.recommendations.models import Recommendation, Reminder
from copractice.recommendations.states import Verdict
from copractice.recommendations.tests.conftest import Advice
from tests.world_recommendations import make_recommendation, make_response

DUE = datetime(2026, 12, 20, 15, tzinfo=UTC)  # nine in the morning in Chicago


def answered(advice: Advice, now: datetime, said: str = "adopted", **more: object) -> Recommendation:
    row = make_recommendation(advice.youth, now, state="answered", **more)
    make_response(row, advice.leader, now, answer=said, reason="Since.")
    return row


def in_cohort_name(advice: Advice, now: datetime) -> dict[str, object]:
    by = advice.place.memberships["facilitator"]
    return {"in_cohort_name": True, "handed_at": now, "offered_by": by}


def test_only_its_author_says_whether_it_fits_and_the_last_word_stands(advice: Advice, now: datetime) -> None:
    row = answered(advice, now)
    by = {"recommendation": row, "actor": advice.youth.person, "now": now}
    following.judge(verdict=Verdict.NOT_YET, line=" Ten days\nare few. ", **by)
    row = following.judge(verdict=Verdict.YES, line="", **by)
    assert (row.verdict, row.verdict_line, row.verdict_at) == ("yes", "", now)
    with pytest.raises(Refused):
        following.judge(recommendation=row, verdict=Verdict.YES, line="", actor=advice.leader.person, now=now)
    with pytest.raises(Refused):
        following.judge(verdict=Verdict.YES, line="x" * 201, **by)


def test_before_the_answer_there_is_nothing_to_judge(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now)
    with pytest.raises(Refused):
        following.judge(recommendation=row, verdict=Verdict.YES, line="", actor=advice.youth.person, now=now)


def test_the_log_does_not_name_who_judges_in_the_cohorts_name(advice: Advice, now: datetime) -> None:
    row = answered(advice, now, **in_cohort_name(advice, now))
    following.judge(recommendation=row, verdict=Verdict.YES, line="", actor=advice.youth.person, now=now)
    following.close(recommendation=row, actor=advice.youth.person, now=now)
    entries = LogEntry.objects.filter(record="recommendations.recommendation").order_by("seq")
    assert [(one.act, one.actor_key) for one in entries] == [
        ("recommendation.judge", None),
        ("recommendation.close", None),
    ]
    assert not Notice.objects.filter(community_id=row.community_id, person=advice.youth.person).exists()


def test_a_facilitator_closes_what_is_settled_and_its_author_any_answered_one(
    advice: Advice, now: datetime
) -> None:
    open_one, settled, declined = (
        answered(advice, now),
        answered(advice, now),
        answered(advice, now, "declined"),
    )
    following.judge(recommendation=settled, verdict=Verdict.YES, line="", actor=advice.youth.person, now=now)
    for actor in (advice.facilitator, advice.leader.person, advice.coordinator):
        with pytest.raises(Refused):
            following.close(recommendation=open_one, actor=actor, now=now)
    for row, actor in (
        (settled, advice.facilitator),
        (declined, advice.facilitator),
        (open_one, advice.youth.person),
    ):
        assert following.close(recommendation=row, actor=actor, now=now).closed_at == now


def counts() -> dict[str, int]:
    kinds = ("recommendation_due", "recommendation_overdue")
    return {kind: Notice.objects.filter(kind=kind).count() for kind in kinds}


def test_reminders_go_a_week_before_on_the_day_and_a_week_after_and_never_twice(
    advice: Advice, now: datetime
) -> None:
    make_recommendation(advice.youth, now, due_on=DUE.date())
    sent = {}
    for days in (-8, -7, -7, -1, 0, 0, 6, 7, 7, 20):
        sent.setdefault(days, 0)
        sent[days] += following.remind_due(now=DUE + timedelta(days=days))
    assert sent == {-8: 0, -7: 1, -1: 0, 0: 1, 6: 0, 7: 1, 20: 0}
    assert counts() == {"recommendation_due": 6, "recommendation_overdue": 1}
    words = set(Notice.objects.filter(kind="recommendation_due").values_list("text", flat=True))
    assert all("The day for the answer: Sunday, December 20, 2026." in text for text in words)
    escalated = Notice.objects.get(kind="recommendation_overdue")
    assert escalated.person == advice.facilitator
    assert Reminder.objects.count() == 3


def test_nobody_is_reminded_in_the_night_or_after_the_answer(advice: Advice, now: datetime) -> None:
    due = datetime(2026, 12, 20, 12, tzinfo=UTC)  # six in the morning in Chicago
    row = make_recommendation(advice.youth, now, due_on=due.date())
    assert following.remind_due(now=due) == 0
    Recommendation.objects.filter(pk=row.pk).update(state="answered")
    assert following.remind_due(now=due.replace(hour=15)) == 0


def test_without_a_facilitator_from_outside_the_staff_hear_of_it(advice: Advice, now: datetime) -> None:
    advice.place.memberships["facilitator"].delete()
    make_recommendation(advice.youth, now, due_on=DUE.date())
    following.remind_due(now=DUE + timedelta(days=7))
    people = set(Notice.objects.filter(kind="recommendation_overdue").values_list("person", flat=True))
    assert people == {advice.coordinator.pk, advice.place.people["owner"].pk}
