"""The demo's cohorts are held to their numbers, and no young person is named."""

import pytest
from django.db.models import Count, Q

from copractice.calls.states import Party
from copractice.cohorts.models import Cohort, Goal, Participant, Reflection, SessionAttendance
from copractice.cohorts.queries.cohorts import counted, roster_of
from copractice.cohorts.states import CohortState, ParticipantRole, Presence
from copractice.consents.queries import standing_many
from copractice.consents.states import Purpose
from copractice.demo.tests.conftest import TOLD_AT

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]
R = ParticipantRole


def cohort(key: str) -> Cohort:
    return counted(Cohort.objects.select_related("community", "call")).get(title__en=f"Demo Cohort {key}")


def people(row: Cohort, role: R) -> int:
    rows = Participant.objects.filter(cohort=row, role=role)
    return rows.aggregate(people=Count("person", distinct=True))["people"]


def test_eleven_began_in_a_and_ten_completed_with_21_leaders() -> None:
    row = cohort("A")
    assert (row.state, row.started, row.stayed) == (CohortState.COMPLETED, 11, 10)
    assert people(row, R.LEADER) == 21
    assert (row.ends_on - row.starts_on).days == 300


def test_b_has_ten_institutions_four_umbrellas_and_fourteen_young_people() -> None:
    row = cohort("B")
    assert (row.state, row.started, row.stayed) == (CohortState.COMPLETED, 10, 10)
    assert [people(row, role) for role in (R.LEADER, R.UMBRELLA_LEAD, R.EMPLOYED_YOUTH)] == [10, 4, 14]
    assert row.sessions.count() == 20
    assert Reflection.objects.filter(session__cohort=row).exclude(text="").count() == 60


def test_attendance_in_b_is_86_of_100_expected_with_some_excused() -> None:
    marks = SessionAttendance.objects.filter(session__cohort=cohort("B")).aggregate(
        came=Count("pk", filter=Q(presence=Presence.PRESENT)),
        missed=Count("pk", filter=Q(presence=Presence.ABSENT)),
        excused=Count("pk", filter=Q(presence=Presence.EXCUSED)),
    )
    assert sum(marks.values()) == 28 * 20
    assert round(100 * marks["came"] / (marks["came"] + marks["missed"])) == 86
    assert marks["excused"] > 20


def test_young_people_take_part_by_consent_and_stand_on_no_public_page() -> None:
    row = cohort("B")
    youth = Participant.objects.filter(cohort=row, role=R.EMPLOYED_YOUTH)
    people_of_it = set(youth.values_list("person_id", flat=True))
    assert standing_many(people_of_it, row.community, Purpose.TAKE_PART, TOLD_AT) == people_of_it
    named = {person.name for place in roster_of(row, TOLD_AT) for person in place.people}
    assert 0 < len(named) < 14
    assert not named & set(youth.values_list("name", flat=True))


def test_goals_came_from_answers_of_adults_with_their_criterion() -> None:
    goals = Goal.objects.filter(seat__cohort=cohort("B"))
    assert goals.count() >= 10
    assert not goals.filter(Q(criterion__isnull=True) | Q(answer__isnull=True)).exists()
    assert not goals.filter(answer__part__party=Party.YOUTH).exists()
