"""What selecting leaves in the test world: a run, a draw, and a published decision with its letter."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from copractice.applications.models import Part
from copractice.communities.models import Membership
from copractice.engine import draw as engine
from copractice.engine.beacons import public_dice
from copractice.review.analysis.scoring import Standing
from copractice.selection.analysis import advice
from copractice.selection.models import Decision, Draw, Letter, SelectionRun
from copractice.selection.states import DecisionState, Outcome
from tests.world_review import Reviewed


@dataclass(frozen=True)
class Chosen:
    """One record of each kind; the decision is on the second application of the reviewed call."""

    run: SelectionRun
    draw: Draw
    decision: Decision
    letter: Letter


def make_chosen(reviewed: Reviewed, one: Membership, two: Membership, now: datetime) -> Chosen:
    """Make what selecting stores, without what led to it."""
    of = {"community_id": one.community_id}
    run = make_run(reviewed, one, now)
    codes = [application.code for application in reviewed.applications]
    made = engine.commit(
        [[code] for code in codes], [1, 1], beacon=public_dice(), rules="a test", input_sha256="0" * 64
    )
    draw = Draw.objects.create(
        call=reviewed.call,
        run=run,
        document=made.document,
        commitment=made.commit,
        committed_by=one,
        committed_at=now,
        **of,
    )
    decision = Decision.objects.create(
        application=reviewed.applications[1],
        outcome=Outcome.SELECTED,
        state=DecisionState.PUBLISHED,
        drafted_by=one,
        drafted_at=now,
        approved_by=two,
        approved_at=now,
        published_at=now,
        accept_by=now + timedelta(days=9),
        **of,
    )
    part = Part.objects.get(application=decision.application, party="employer")
    letter = Letter.objects.create(
        decision=decision, part=part, subject="A seat", body="Welcome.", language="en", sent_at=now, **of
    )
    return Chosen(run, draw, decision, letter)


def make_run(reviewed: Reviewed, by: Membership, now: datetime) -> SelectionRun:
    """Make a run over two applications for one seat, with few draws."""
    applicants = [advice.Applicant(one.code, umbrella="Example Umbrella") for one in reviewed.applications]
    standings = [
        Standing(one.pk, 1, 1, mean=3.0 - n, error=0.5) for n, one in enumerate(reviewed.applications)
    ]
    question = advice.question_of(advice.Rules(1, umbrella_most=1), applicants, standings) | {"draws": 4}
    return SelectionRun.objects.create(
        community_id=by.community_id,
        call=reviewed.call,
        method=advice.METHOD,
        version=advice.VERSION,
        seed=1,
        rules=vars(advice.Rules(1, umbrella_most=1)),
        input=question,
        input_sha256=advice.sha256_of(question),
        result=advice.answer(question, 1),
        share=1.0,
        made_by=by,
        made_at=now,
        done_at=now,
    )
