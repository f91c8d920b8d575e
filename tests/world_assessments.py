"""What a cohort of the test world is asked: a baseline of its organization, and a survey that is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from copractice.cohorts.files.starts import EXIT
from copractice.cohorts.models import Assessment, AssessmentAnswer, Cohort, Participant
from copractice.cohorts.queries.assessments import Item, stored
from copractice.cohorts.states import Asks, AssessmentKind, ItemKind
from copractice.communities.models import Membership, new_code
from tests.world_cohorts import Practiced

SAID = "The late shift should be heard first."
DOMAINS = [
    Item("q1", {"en": "Safe environment", "es": "Entorno seguro"}, ItemKind.SCALE),
    Item("q2", {"en": "Mentors", "es": "Mentores"}, ItemKind.SCALE),
]


@dataclass(frozen=True)
class Measured:
    """A baseline with one score, and an exit survey in which the young person wrote."""

    baseline: Assessment
    survey: Assessment
    words: AssessmentAnswer


def make_measured(practiced: Practiced, facilitator: Membership, now: datetime) -> Measured:
    """Make both, open since a week for two weeks more."""
    baseline = make_assessment(practiced.cohort, now, kind=AssessmentKind.BASELINE)
    survey = make_assessment(practiced.cohort, now, asks=Asks.EVERYBODY, items=EXIT)
    score(baseline, practiced.seat, "q1", "3.5", facilitator)
    answer(survey, practiced.youth, "q1", number=4)
    return Measured(baseline, survey, answer(survey, practiced.youth, "q5", text=SAID))


def make_assessment(cohort: Cohort, now: datetime, **more: Any) -> Assessment:
    """Make an assessment, of organizations unless said otherwise."""
    said = {
        "kind": AssessmentKind.SURVEY,
        "asks": Asks.ORGANIZATIONS,
        "title": {"en": f"Asked of {cohort.community.slug}"},
        "opens_at": now - timedelta(days=7),
        "closes_at": now + timedelta(days=14),
        "form_key": new_code(),
        "created_at": now,
    }
    items = stored(more.pop("items", DOMAINS))
    return Assessment.objects.create(community=cohort.community, cohort=cohort, items=items, **said | more)


def score(row: Assessment, seat: Any, key: str, number: str, by: Membership) -> AssessmentAnswer:
    """Enter one score of an organization."""
    return AssessmentAnswer.objects.create(
        community_id=row.community_id,
        assessment=row,
        seat=seat,
        item=key,
        number=Decimal(number),
        entered_by=by,
        revision=1,
        saved_at=row.opens_at,
    )


def answer(row: Assessment, who: Participant, key: str, **value: Any) -> AssessmentAnswer:
    """Have somebody answer one question."""
    return AssessmentAnswer.objects.create(
        community_id=row.community_id,
        assessment=row,
        participant=who,
        item=key,
        language="en",
        revision=1,
        saved_at=row.opens_at,
        **value,
    )
