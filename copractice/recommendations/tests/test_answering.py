"""The organization's side: one answer, late ones marked, steps, evidence that is looked through."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from copractice.applications.actions.uploading import Sent
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.recommendations.actions import answering, following
from copractice.recommendations.actions.answering import Plan
from copractice.recommendations.models import Evidence, Recommendation, Response, Step
from copractice.recommendations.states import Answer, Change
from copractice.recommendations.tests.conftest import Advice
from tests.world_recommendations import make_recommendation, make_response, make_step

KEY = "1" * 32


def answer(row: Recommendation, actor: object, now: datetime, said: Answer, reason: str = "") -> Response:
    return answering.answer(recommendation=row, said=said, reason=reason, actor=actor, now=now)


def add(row: Recommendation, actor: object, now: datetime, key: str = KEY) -> Step:
    plan = Plan("Put it on the wall", "Shift lead", Change.SUPERVISION, None)
    return answering.add_step(recommendation=row, plan=plan, form_key=key, actor=actor, now=now)


def show(step: Step, actor: object, now: datetime, folder: Path, **said: object) -> Evidence:
    given = {"note": "", "link": "", "file": None, "form_key": KEY} | said
    return answering.add_evidence(step=step, folder=folder, actor=actor, now=now, **given)


@pytest.mark.parametrize("who", ["leader", "umbrella_lead", "executive"])
def test_leader_umbrella_lead_and_executive_answer(advice: Advice, now: datetime, who: str) -> None:
    actor = getattr(getattr(advice, who), "person", getattr(advice, who))
    response = answer(make_recommendation(advice.youth, now), actor, now, Answer.ADOPTED)
    names = {
        "leader": "Leader of here",
        "umbrella_lead": "Above of here",
        "executive": advice.place.memberships["funder"].name,
    }
    assert (response.name, response.is_late, response.recommendation.state) == (names[who], False, "answered")
    told = Notice.objects.filter(kind="recommendation_answered").values_list("person", flat=True)
    assert list(told) == [advice.youth.person_id]


@pytest.mark.parametrize("who", ["supervisor", "youth", "peer", "facilitator", "coordinator"])
def test_nobody_else_answers(advice: Advice, now: datetime, who: str) -> None:
    row = make_recommendation(advice.youth, now)
    with pytest.raises(Refused):
        answer(row, getattr(getattr(advice, who), "person", getattr(advice, who)), now, Answer.ADOPTED)


def test_a_leader_does_not_answer_their_own(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.leader, now)
    with pytest.raises(Refused):
        answer(row, advice.leader.person, now, Answer.ADOPTED)
    assert answer(row, advice.executive, now, Answer.ADOPTED).answer == "adopted"


def test_it_is_answered_once(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now)
    answer(row, advice.leader.person, now, Answer.ADOPTED)
    with pytest.raises(Refused):
        answer(row, advice.executive, now, Answer.DECLINED, "No.")


def test_declined_and_adapted_say_why(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now)
    for said in (Answer.DECLINED, Answer.ADAPTED):
        with pytest.raises(Refused):
            answer(row, advice.leader.person, now, said, "  ")
    assert answer(row, advice.leader.person, now, Answer.DECLINED, " The law. ").reason == "The law."


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (1, True)])
def test_after_its_day_an_answer_is_taken_and_marked(
    advice: Advice, now: datetime, days: int, is_late: bool
) -> None:
    row = make_recommendation(advice.youth, now, due_on=now.date())
    assert answer(row, advice.leader.person, now + timedelta(days=days), Answer.ADOPTED).is_late is is_late


def test_the_first_step_puts_it_in_practice_and_the_same_form_is_one_step(
    advice: Advice, now: datetime
) -> None:
    row = make_recommendation(advice.youth, now)
    answer(row, advice.leader.person, now, Answer.ADOPTED)
    step = add(row, advice.supervisor.person, now)
    assert add(row, advice.supervisor.person, now) == step
    row.refresh_from_db()
    assert (row.state, Step.objects.count()) == ("in_practice", 1)
    for name, state in (("finish", "done"), ("reopen", "open"), ("drop", "dropped")):
        step = answering.move_step(step=step, name=name, actor=advice.executive, now=now)
        assert (step.state, step.ended_at is None) == (state, state == "open")


def test_steps_follow_a_yes_and_are_the_organizations(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now)
    with pytest.raises(Refused):
        add(row, advice.leader.person, now)
    answer(row, advice.leader.person, now, Answer.DECLINED, "No.")
    with pytest.raises(Refused):
        add(row, advice.leader.person, now)
    yes = make_recommendation(advice.youth, now, state="answered")
    make_response(yes, advice.leader, now)
    for other in (advice.facilitator, advice.youth.person, advice.coordinator):
        with pytest.raises(Refused):
            add(yes, other, now)


def test_evidence_is_a_note_a_link_or_a_file(advice: Advice, now: datetime, tmp_path: Path) -> None:
    row = make_recommendation(advice.youth, now, state="in_practice")
    step = make_step(make_response(row, advice.leader, now), now)
    actor = advice.leader.person
    with pytest.raises(Refused):
        show(step, actor, now, tmp_path)
    note = show(step, actor, now, tmp_path, note="On time.")
    assert show(step, actor, now, tmp_path, note="On time.") == note
    pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
    file = show(step, actor, now, tmp_path, file=Sent("plan.exe", len(pdf), pdf), form_key="2" * 32)
    assert (file.file_name, file.content_type, (tmp_path / file.stored).read_bytes()) == (
        "plan.pdf",
        "application/pdf",
        pdf,
    )
    html = b"<script>alert(1)</script>"
    with pytest.raises(Refused):
        show(step, actor, now, tmp_path, file=Sent("a.pdf", len(html), html), form_key="3" * 32)
    with pytest.raises(Refused):
        show(step, actor, now, tmp_path, file=Sent("a.pdf", 11 * 2**20, pdf), form_key="4" * 32)
    with pytest.raises(Refused):
        show(step, advice.youth.person, now, tmp_path, note="I saw it.", form_key="5" * 32)
    assert Evidence.objects.count() == 2


def test_the_same_evidence_sent_twice_at_once_is_kept_once(
    advice: Advice, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_recommendation(advice.youth, now, state="in_practice")
    step = make_step(make_response(row, advice.leader, now), now)
    keep, first = answering._shown, []

    def keep_after_another(*sent: Any) -> Evidence:
        monkeypatch.setattr(answering, "_shown", keep)
        first.append(show(step, advice.leader.person, now, tmp_path, note="On time."))
        return keep(*sent)

    monkeypatch.setattr(answering, "_shown", keep_after_another)
    assert [show(step, advice.leader.person, now, tmp_path, note="On time.")] == first
    assert Evidence.objects.count() == 1


def test_files_that_no_evidence_names_are_swept_after_a_day(
    advice: Advice, now: datetime, tmp_path: Path
) -> None:
    row = make_recommendation(advice.youth, now, state="in_practice")
    step = make_step(make_response(row, advice.leader, now), now)
    pdf = b"%PDF-1.4\nstartxref\n9\n%%EOF\n"
    kept = show(step, advice.leader.person, now, tmp_path, file=Sent("a.pdf", len(pdf), pdf))
    (tmp_path / "orphan.pdf").write_bytes(b"x")
    assert answering.sweep_evidence(folder=tmp_path, now=timezone.now() + timedelta(days=2)) == 1
    assert [path.name for path in tmp_path.iterdir()] == [kept.stored]


def test_a_closed_recommendation_takes_no_more_steps(advice: Advice, now: datetime) -> None:
    row = make_recommendation(advice.youth, now, state="answered")
    make_response(row, advice.leader, now)
    following.close(recommendation=row, actor=advice.youth.person, now=now)
    with pytest.raises(Refused):
        add(row, advice.leader.person, now)
