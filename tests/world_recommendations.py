"""Recommendations for the test world: one that is in practice with evidence, and a learning that nobody used yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from copractice.cohorts.models import Participant
from copractice.communities.models import new_code
from copractice.recommendations.models import Evidence, Learning, Recommendation, Response, Step
from copractice.recommendations.states import Answer, Change, RecommendationState
from tests.world_cohorts import Practiced

TEXT = "Post our shifts two weeks ahead, since nobody can plan a bus ride from Friday to Monday."


@dataclass(frozen=True)
class Advised:
    """A leader's recommendation that the organization adopted with a change, and what it shows for it."""

    learning: Learning
    recommendation: Recommendation
    response: Response
    step: Step
    evidence: Evidence


def make_advised(practiced: Practiced, now: datetime) -> Advised:
    """Make a recommendation as it stands some weeks after its answer."""
    row = make_recommendation(practiced.leader, now, state=RecommendationState.IN_PRACTICE)
    response = make_response(row, practiced.umbrella_lead, now, answer=Answer.ADAPTED, reason="Ten days.")
    step = make_step(response, now)
    return Advised(
        learning=make_learning(practiced.leader, now),
        recommendation=row,
        response=response,
        step=step,
        evidence=make_evidence(step, practiced.umbrella_lead, now, is_file=True),
    )


def make_learning(participant: Participant, now: datetime, **more: Any) -> Learning:
    """Have a participant write what they learned."""
    said = {
        "text": f"Short notice costs attendance, says {participant.name}.",
        "revision": 1,
        "saved_at": now,
        "begun_at": now,
    }
    return Learning.objects.create(
        community=participant.community, participant=participant, language="en", **said | more
    )


def make_recommendation(participant: Participant, now: datetime, **more: Any) -> Recommendation:
    """Have a participant offer a recommendation in their own name; in the cohort's by the words that differ."""
    learning = more.pop("learning", None) or make_learning(participant, now)
    said = {
        "title": "Post our shifts two weeks ahead",
        "text": TEXT,
        "title_revision": 1,
        "revision": 1,
        "state": RecommendationState.OFFERED,
        "begun_at": now,
        "saved_at": now,
        "offered_at": now,
        "due_on": now.date() + timedelta(days=30),
    }
    return Recommendation.objects.create(
        community=participant.community,
        learning=learning,
        seat=participant.seat,
        language="en",
        **said | more,
    )


def make_draft(participant: Participant, now: datetime, **more: Any) -> Recommendation:
    """Have a participant write a recommendation that is not offered yet."""
    draft = {"state": RecommendationState.DRAFT, "offered_at": None, "due_on": None}
    return make_recommendation(participant, now, **draft | more)


def make_response(row: Recommendation, by: Participant, now: datetime, **more: Any) -> Response:
    """Have somebody of the organization answer; adopted if nothing else is said."""
    said = {"answer": Answer.ADOPTED, "by": by.person, "name": by.name, "at": now}
    return Response.objects.create(community=row.community, recommendation=row, **said | more)


def make_step(response: Response, now: datetime, **more: Any) -> Step:
    """Have the organization write down a step."""
    said = {"title": "Put the plan on the wall", "owner": "Shift lead", "kind": Change.SUPERVISION}
    return Step.objects.create(
        community=response.community, response=response, form_key=new_code(), added_at=now, **said | more
    )


def make_evidence(step: Step, by: Participant, now: datetime, *, is_file: bool = False) -> Evidence:
    """Have the organization show a step, by a note and perhaps a file, of which there is the row alone."""
    row = Evidence(community=step.community, step=step, by=by.person, name=by.name, at=now)
    row.note, row.form_key = "On time in 12 of 13 weeks.", new_code()
    if is_file:
        row.file_name, row.stored, row.content_type, row.size = (
            "plan.pdf",
            f"{new_code()}.pdf",
            "application/pdf",
            4,
        )
    row.save(force_insert=True)
    return row
