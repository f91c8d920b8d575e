"""Stories: two people, a yes that is asked anew at each read, and no name of an organization."""

from datetime import date, datetime, timedelta

import pytest

from copractice.cohorts.models import Cohort, Participant
from copractice.cohorts.states import ParticipantRole
from copractice.communities.models import Membership
from copractice.consents.models import Consent, Guardianship
from copractice.consents.states import ConsentState, Purpose
from copractice.impact.actions import telling
from copractice.impact.models import Story
from copractice.impact.queries.stories import standing_of
from copractice.impact.tests import cohorts
from copractice.impact.tests.conftest import Small
from copractice.ledger.states import Refused
from copractice.people.models import Person

TEXT = "Now I know ten days ahead."


@pytest.fixture
def small(by: Membership, now: datetime) -> Cohort:
    return cohorts.make_cohort(by, now, seats=1, sessions=0)


@pytest.fixture
def minor(small: Cohort, by: Membership, now: datetime) -> Participant:
    (row,) = cohorts.take_in(small, cohorts.YOUTH, 1, born=date(2010, 5, 1))
    cohorts.guard([row], by, now)
    return row


def tell(teller: Participant, actor: Person, now: datetime, text: str = TEXT, **more: object) -> Story:
    said = {"language": "en", "beside": "evidenced", "purposes": [], "form_key": "a" * 32} | more
    return telling.tell_story(participant=teller, text=text, actor=actor, now=now, **said)


def shown(cohort: Cohort, now: datetime) -> list[tuple[str, str]]:
    return [(told.story.text, told.teller) for told in standing_of(cohort, now)]


def test_a_story_is_shown_once_a_second_person_checked_it(
    small: Cohort, minor: Participant, place: Small, now: datetime
) -> None:
    story = tell(minor, place.people["coordinator"], now)
    assert shown(small, now) == []
    with pytest.raises(Refused, match="second writer"):
        telling.check_story(story=story, actor=place.people["coordinator"], now=now)
    telling.check_story(story=story, actor=place.people["evaluator"], now=now)
    assert shown(small, now) == [(TEXT, "Employed youth")]


@pytest.mark.parametrize("whose", ["own", "guardian"])
def test_a_yes_taken_back_takes_the_story_off_at_the_next_read(
    small: Cohort, minor: Participant, place: Small, now: datetime, whose: str
) -> None:
    story = tell(minor, place.people["coordinator"], now)
    telling.check_story(story=story, actor=place.people["evaluator"], now=now)
    consents = Consent.objects.filter(
        person=minor.person, purpose=Purpose.BE_QUOTED, guardianship__isnull=whose == "own"
    )
    consents.update(state=ConsentState.WITHDRAWN, answered_at=now)
    assert shown(small, now) == []


def test_a_story_without_a_yes_is_refused(minor: Participant, coordinator: Person, now: datetime) -> None:
    Guardianship.objects.filter(youth=minor.person).update(
        verified_at=None, verified_by=None, verified_how=""
    )
    with pytest.raises(Refused, match="no yes to be quoted"):
        tell(minor, coordinator, now)


def test_a_story_that_names_an_organization_is_refused(
    small: Cohort, minor: Participant, coordinator: Person, now: datetime
) -> None:
    name = small.seats.get().organization.name
    with pytest.raises(Refused, match=f"The story names {name}"):
        tell(minor, coordinator, now, text=f"At {name.upper()} I know ten days ahead.")


def test_an_adult_is_named_by_their_yes_and_a_young_person_never(
    small: Cohort, place: Small, now: datetime
) -> None:
    (adult,) = cohorts.take_in(small, ParticipantRole.LEADER, 1)
    (grown,) = cohorts.take_in(small, cohorts.YOUTH, 1, born=date(2005, 1, 1))
    cohorts.agree([adult], Purpose.BE_QUOTED, Purpose.BE_NAMED)
    cohorts.agree([grown], Purpose.BE_NAMED)
    for number, row in enumerate((adult, grown)):
        more = {"purposes": [Purpose.BE_NAMED], "form_key": str(number) * 32}
        story = tell(row, place.people["coordinator"], now, **more)
        telling.check_story(story=story, actor=place.people["evaluator"], now=now)
    assert [teller for _text, teller in shown(small, now)] == [adult.name, "Employed youth"]


def test_a_story_taken_back_is_gone_for_good(
    small: Cohort, minor: Participant, place: Small, now: datetime
) -> None:
    story = tell(minor, place.people["coordinator"], now)
    telling.check_story(story=story, actor=place.people["evaluator"], now=now)
    telling.take_back_story(story=story, actor=place.people["coordinator"], now=now + timedelta(days=1))
    assert shown(small, now) == []
    with pytest.raises(Refused, match="already"):
        telling.take_back_story(story=story, actor=place.people["coordinator"], now=now)


def test_whoever_is_asked_for_a_yes_finds_the_question_once(
    small: Cohort, minor: Participant, coordinator: Person, now: datetime
) -> None:
    Consent.objects.filter(person=minor.person, purpose=Purpose.BE_QUOTED).delete()
    for _twice in range(2):
        telling.ask_for_yes(participant=minor, actor=coordinator, now=now)
    asked = Consent.objects.filter(person=minor.person, purpose=Purpose.BE_QUOTED)
    assert sorted(row.guardianship_id is None for row in asked) == [False, True]
