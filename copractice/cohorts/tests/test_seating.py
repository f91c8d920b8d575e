"""From a confirmed application to a seat: people and goals come along, and nothing is typed again."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from copractice.applications.models import Answer, Application
from copractice.applications.states import ApplicationState
from copractice.applications.tests.parts import signed_in, text
from copractice.calls.models import Criterion, Question
from copractice.calls.states import Audience, Party
from copractice.cohorts.actions import goals, seating
from copractice.cohorts.models import Cohort, Goal, Participant, Seat
from copractice.cohorts.queries.cohorts import goal_questions, goals_of, to_seat
from copractice.cohorts.states import CohortState, ParticipantRole
from copractice.consents.models import Consent
from copractice.consents.states import Purpose
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import Place
from tests.world_applications import SentIn
from tests.world_cohorts import make_cohort


@pytest.fixture
def sent_in(here: Place) -> SentIn:
    """Return an application that was sent, with its organization known."""
    return confirm(here)


def confirm(place: Place) -> SentIn:
    """Have the sample application confirmed, and its lead matched to the list."""
    sent_in = place.sent_in
    Application.objects.filter(pk=sent_in.application.pk).update(state=ApplicationState.CONFIRMED)
    lead = sent_in.parts[Party.EMPLOYER]
    lead.organization = place.organization
    lead.save(update_fields=["organization"])
    return sent_in


def cohort_of(place: Place, now: datetime) -> Cohort:
    return make_cohort(place.community, now, call=place.call, state=CohortState.PLANNED)


def keys(cohort: Cohort) -> list[str]:
    return [question.key for question in goal_questions(cohort)]


def seated(sent_in: SentIn, cohort: Cohort, actor: Person, now: datetime) -> Seat:
    return seating.seat_application(
        cohort=cohort, application=sent_in.application, goal_keys=keys(cohort), actor=actor, now=now
    )


def test_a_confirmed_application_becomes_a_seat_with_its_people_and_goals(
    here: Place, sent_in: SentIn, coordinator: Person, now: datetime
) -> None:
    cohort = cohort_of(here, now)
    assert list(to_seat(cohort)) == [sent_in.application]
    seat = seated(sent_in, cohort, coordinator, now)
    assert (seat.organization, seat.application) == (here.organization, sent_in.application)
    found = Participant.objects.filter(seat=seat).values_list("role", "person")
    assert set(found) == {
        (ParticipantRole.LEADER, sent_in.parts[Party.EMPLOYER].owner_id),
        (ParticipantRole.UMBRELLA_LEAD, sent_in.parts[Party.UMBRELLA].owner_id),
        (ParticipantRole.EMPLOYED_YOUTH, sent_in.parts[Party.YOUTH].owner_id),
    }
    criterion = Criterion.objects.get(call=here.call, number=1)
    found = Goal.objects.filter(seat=seat).order_by("pk")
    assert [(goal.text, goal.criterion) for goal in found] == [
        ("We learn by doing.", criterion),
        ("Summer Bench", criterion),
    ]
    assert all(goal.answer.part == sent_in.parts[Party.EMPLOYER] for goal in found)
    assert not to_seat(cohort).exists()
    assert Notice.objects.filter(kind="cohort_joined").count() == 3
    with pytest.raises(Refused, match="seat"):
        seated(sent_in, cohort, coordinator, now)


def test_an_unconfirmed_application_gets_no_seat(
    here: Place, sent_in: SentIn, coordinator: Person, now: datetime
) -> None:
    cohort = cohort_of(here, now)
    for state in set(ApplicationState) - {ApplicationState.CONFIRMED, ApplicationState.WITHDRAWN}:
        Application.objects.filter(pk=sent_in.application.pk).update(state=state)
        assert not to_seat(cohort).exists()
        with pytest.raises(Refused, match="not confirmed"):
            seated(sent_in, cohort, coordinator, now)


def test_a_seat_needs_an_organization_of_the_list_and_a_call_of_its_own(
    here: Place, sent_in: SentIn, coordinator: Person, now: datetime
) -> None:
    lead = sent_in.parts[Party.EMPLOYER]
    lead.organization = None
    lead.save(update_fields=["organization"])
    with pytest.raises(Refused, match="which organization"):
        seated(sent_in, cohort_of(here, now), coordinator, now)
    with pytest.raises(Refused, match="another call"):
        seated(sent_in, make_cohort(here.community, now), coordinator, now)
    with pytest.raises(Refused, match="Only the community"):
        seated(sent_in, cohort_of(here, now), here.people["facilitator"], now)


def test_a_young_person_and_the_guardian_are_asked_for_the_yes_to_take_part(
    here: Place, sent_in: SentIn, coordinator: Person, now: datetime
) -> None:
    seated(sent_in, cohort_of(here, now), coordinator, now)
    youth = sent_in.parts[Party.YOUTH].owner
    asked = Consent.objects.filter(person=youth, purpose=Purpose.TAKE_PART)
    assert asked.exists()
    lead = sent_in.parts[Party.EMPLOYER].owner
    assert list(Consent.objects.filter(person=lead).values_list("purpose", flat=True)) == [Purpose.BE_NAMED]


def test_what_youth_answer_and_what_is_for_the_own_party_becomes_no_goal(
    here: Place, sent_in: SentIn, coordinator: Person, now: datetime
) -> None:
    cohort = cohort_of(here, now)
    everything = list(Question.objects.filter(version__call=here.call).values_list("key", flat=True))
    Criterion.objects.filter(call=here.call, number=1).update(question_keys=everything)
    Question.objects.filter(version__call=here.call, number=2, party=Party.EMPLOYER).update(
        audience=Audience.OWN
    )
    asked = goal_questions(cohort)
    assert {question.party for question in asked} == {Party.EMPLOYER, Party.UMBRELLA}
    assert all(question.kind in {"short", "long"} for question in asked)
    seat = seating.seat_application(
        cohort=cohort, application=sent_in.application, goal_keys=everything, actor=coordinator, now=now
    )
    parts = set(Goal.objects.filter(seat=seat).values_list("answer__part__party", flat=True))
    assert parts == {Party.EMPLOYER, Party.UMBRELLA}
    assert not Goal.objects.filter(answer__question__audience=Audience.OWN).exists()


def test_goals_go_on_to_be_read_by_whom_the_question_named(
    here: Place, sent_in: SentIn, coordinator: Person, now: datetime
) -> None:
    cohort = cohort_of(here, now)
    seat = seated(sent_in, cohort, coordinator, now)
    lead, umbrella, youth = (sent_in.parts[party].owner for party in Party)
    goals.add_goal(seat=seat, text="By hand", language="en", actor=lead, now=now)

    def texts(person: Person) -> list[str]:
        return [goal.text for goal in goals_of(seat, person, now)]

    assert texts(coordinator) == texts(lead) == ["We learn by doing.", "Summer Bench", "By hand"]
    assert texts(umbrella) == ["Summer Bench", "By hand"]  # the first was for reviewers and staff
    with pytest.raises(Refused, match="Only leaders"):
        goals.add_goal(seat=seat, text="No", language="en", actor=youth, now=now)
    by_hand = Goal.objects.get(text="By hand")
    goals.end_goal(goal=by_hand, actor=lead, now=now)
    assert "By hand" not in texts(lead)
    with pytest.raises(Refused, match="already"):
        goals.end_goal(goal=by_hand, actor=lead, now=now)


def test_staff_make_all_seats_on_one_page_that_asks_only_what_is_not_known(today: Place) -> None:
    sent_in = confirm(today)
    cohort = cohort_of(today, timezone.now())
    client = signed_in(today.people["coordinator"])
    page = reverse("seat_applications", args=["here", cohort.code])
    shown = text(client.get(page))
    umbrella = sent_in.parts[Party.UMBRELLA]
    assert "One confirmed application becomes a seat" in shown
    assert "Example Alliance on the list" in shown
    data = {"goals": keys(cohort)[:1], f"match-{umbrella.code}": "new"}
    assert client.post(page, data)["Location"] == reverse("seats", args=["here", cohort.code])
    seat = Seat.objects.get(cohort=cohort)
    assert (seat.organization, seat.umbrella.name) == (today.organization, "Example Alliance")
    assert Goal.objects.get(seat=seat).answer == Answer.objects.get(
        part=sent_in.parts[Party.EMPLOYER], question__key=keys(cohort)[0]
    )
    assert "No confirmed application waits" in text(client.get(page))
