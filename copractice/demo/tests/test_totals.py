"""The demo's totals and traps in one place: each is asserted here, or named with the test that asserts it.

- A group of four that must be hidden, and its complement too: `test_impact.py`.
- Eleven started and ten completed; 21 leaders: `test_cohorts.py`, and in the report `test_impact.py`.
- A deadline on the Sunday the clocks change; an umbrella that is an employer too; a name from right to left; an
  application let in by the extension; a guardian who changed; 16 applications, 13 complete: `test_applications.py`.
- A reviewer employed by an applicant; two who stepped back: `test_review.py`.
- Ten offered, two wait: `test_selection.py`. 20 sessions, 60 reflections, 86 % attendance: `test_cohorts.py`.
- 24 learnings, 31 recommendations, 26 answered, 17 adopted, 9 evidenced: `test_recommendations.py`.
- Twelve stories, two taken back: `test_impact.py`. No name of the history: `test_story.py`.
"""

import pytest
from django.db.models import Count

from copractice.cohorts.models import Cohort, Participant
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Membership
from copractice.communities.queries.memberships import current
from copractice.consents.models import Guardianship
from copractice.consents.queries import minors_among
from copractice.consents.queries.guardianships import live
from copractice.convening.models import Convening, Priority, Statement
from copractice.demo.tests.conftest import TOLD_AT
from copractice.impact.analysis.young import first_noon
from copractice.recommendations.models import Recommendation
from copractice.review.models import Review

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]


def young_of_b() -> tuple[Cohort, set[int]]:
    cohort = Cohort.objects.select_related("community").get(title__en="Demo Cohort B")
    rows = Participant.objects.filter(cohort=cohort, role=ParticipantRole.EMPLOYED_YOUTH)
    return cohort, set(rows.values_list("person", flat=True))


def test_five_of_fourteen_young_people_began_under_18_and_one_of_them_turned_18_in_the_cohort() -> None:
    cohort, young = young_of_b()
    began = minors_among(young, cohort.community, first_noon(cohort))
    still = minors_among(young, cohort.community, TOLD_AT)
    assert (len(young), len(began)) == (14, 5)
    assert still < began


def test_whoever_turned_18_has_no_guardian_any_more() -> None:
    cohort, young = young_of_b()
    grown = young - minors_among(young, cohort.community, TOLD_AT)
    assert Guardianship.objects.filter(youth__in=grown, community=cohort.community).exists()
    assert not live(TOLD_AT).filter(youth__in=grown, community=cohort.community).exists()


def test_a_person_holds_two_roles_at_once() -> None:
    rows = Membership.objects.filter(current(TOLD_AT)).values("community", "person")
    assert rows.annotate(roles=Count("role", distinct=True)).filter(roles__gte=2).exists()


def test_150_people_named_48_activities_and_adopted_6_priorities() -> None:
    adopted = Convening.objects.get(community__slug="demo-stem", state="adopted")
    assert adopted.headcount == 150
    assert Statement.objects.filter(convening=adopted).count() == 48
    assert Priority.objects.filter(convening=adopted).count() == 6


def test_an_organization_said_no_with_a_reason_that_its_author_reads() -> None:
    declined = Recommendation.objects.filter(
        response__answer="declined", seat__cohort__title__en="Demo Cohort B"
    )
    assert declined.count() == 9
    assert all(len(row.response.reason) > 30 for row in declined.select_related("response"))


def test_two_reviewers_stepped_back() -> None:
    assert Review.objects.filter(state="recused").count() == 2
