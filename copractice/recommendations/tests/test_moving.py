"""The day of an answer moves: who may, by how much, who is told, and that reminders begin anew."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from copractice.communities.models import Affiliation, AffiliationRole
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.recommendations.actions import answering, moving
from copractice.recommendations.models import DueChange, Recommendation, Reminder
from copractice.recommendations.rules import may_move_due
from copractice.recommendations.states import Answer, RecommendationState
from copractice.recommendations.tests.conftest import Advice
from tests.world_recommendations import make_recommendation

WHY = {"en": "The board meets a week later."}


def move(row: Recommendation, advice: Advice, now: datetime, days: int = 14, **more: object) -> DueChange:
    said = {"to": row.due_on + timedelta(days=days), "why": WHY, "actor": advice.facilitator, "now": now}
    return moving.move_due(recommendation=row, **said | more)


def test_the_day_moves_with_its_reason_and_reminders_go_out_anew(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now)
    Reminder.objects.create(community=row.community, recommendation=row, nudge="week_before", sent_at=now)
    change = move(row, advice, now)
    old = row.due_on
    row.refresh_from_db()
    assert (change.old_due_on, change.new_due_on, row.due_on) == (old, old + timedelta(days=14), row.due_on)
    assert (change.by.person, change.why, row.state) == (advice.facilitator, WHY, "offered")
    assert not row.reminders.exists()
    assert LogEntry.objects.latest("seq").act == "recommendation.move_due"
    told = Notice.objects.filter(kind="recommendation_due_moved")
    assert {advice.youth.person, advice.leader.person} <= {notice.person for notice in told}
    assert advice.facilitator not in {notice.person for notice in told}


@pytest.mark.parametrize("days", [0, -3, 61])
def test_it_moves_forward_and_not_too_far(advice: Advice, now: datetime, days: int) -> None:
    row = make_recommendation(advice.youth, now)
    with pytest.raises(Refused):
        move(row, advice, now, days=days)
    assert not DueChange.objects.exists()


def test_it_moves_to_a_day_that_is_still_to_come_and_never_without_a_reason(
    advice: Advice, now: datetime
) -> None:
    late = make_recommendation(advice.youth, now, due_on=now.date() - timedelta(days=20))
    with pytest.raises(Refused, match="still to come"):
        move(late, advice, now, days=20)
    with pytest.raises(Refused, match="Say why"):
        move(late, advice, now, days=30, why={})
    assert move(late, advice, now, days=30).new_due_on == now.date() + timedelta(days=10)


def test_facilitators_and_staff_move_it_but_not_for_their_own_organization(
    advice: Advice, now: datetime
) -> None:
    row = make_recommendation(advice.youth, now)
    allowed = [advice.facilitator, advice.coordinator]
    refused = [advice.tied, advice.leader.person, advice.youth.person, advice.executive]
    assert [may_move_due(person, row, now) for person in allowed] == [True, True]
    assert [may_move_due(person, row, now) for person in refused] == [False] * 4
    Affiliation.objects.create(
        community=row.community,
        organization=row.seat.organization,
        person=advice.coordinator,
        role=AffiliationRole.LEADER,
        since=now.date(),
    )
    assert not may_move_due(advice.coordinator, row, now)


@pytest.mark.parametrize("state", [state for state in RecommendationState if state != "offered"])
def test_the_day_of_what_owes_no_answer_stays(
    advice: Advice, now: datetime, state: RecommendationState
) -> None:
    row = make_recommendation(advice.youth, now)
    row.state = state
    assert not may_move_due(advice.facilitator, row, now)


def test_all_who_read_it_see_both_days_and_the_reason(today: Advice) -> None:
    now = timezone.now()
    row = make_recommendation(today.youth, now)
    client = Client()
    client.force_login(today.facilitator)
    path = f"{row.get_absolute_url()}due/"
    said = {"to": row.due_on + timedelta(days=90), "why_en": WHY["en"], "why_es": ""}
    answer = client.post(path, said)
    assert (answer.status_code, WHY["en"] in answer.content.decode()) == (400, True)
    answer = client.post(path, said | {"to": row.due_on + timedelta(days=9)})
    assert answer.status_code == 302, answer.context["form"].errors
    for person in (today.youth.person, today.leader.person, today.facilitator):
        client.force_login(person)
        assert WHY["en"] in client.get(row.get_absolute_url()).content.decode()
    client.force_login(today.leader.person)
    assert client.get(path).status_code == 404


def test_an_answer_after_the_old_day_and_before_the_new_one_is_in_time(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now)
    move(row, advice, now)
    response = answering.answer(
        recommendation=row,
        said=Answer.ADOPTED,
        reason="",
        actor=advice.leader.person,
        now=now + timedelta(days=35),
    )
    assert not response.is_late
