"""Results: from how many on, for whose eyes, and that no single answer shows through."""

import re
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from copractice.applications.tests.parts import signed_in
from copractice.cohorts.actions import counting
from copractice.cohorts.analysis.assessments import Result, band_words, mean_of, results_of
from copractice.cohorts.files.starts import EXIT
from copractice.cohorts.models import Assessment, AssessmentAnswer, Participant, Seat
from copractice.cohorts.queries.words import words_in, written_by
from copractice.cohorts.states import Asks, AssessmentKind, ParticipantRole
from copractice.communities.models import Affiliation, AffiliationRole, Organization, OrganizationKind
from copractice.consents.models import Consent
from copractice.consents.states import ConsentState, Purpose
from copractice.ledger.models import Access
from copractice.people.models import Person
from tests.world import Place
from tests.world_assessments import DOMAINS, make_assessment, score

pytestmark = pytest.mark.django_db
R = ParticipantRole
HIDDEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|<time datetime="[^"]*"')


def seats(place: Place, n: int) -> list[Seat]:
    """Give more organizations a seat."""
    community, cohort = place.community, place.practiced.cohort
    made = Organization.objects.bulk_create(
        Organization(
            community=community,
            name=f"Workshop {i}",
            sort_name=f"workshop {i}",
            kinds=[OrganizationKind.EMPLOYER],
            created_at=place.now,
        )
        for i in range(n)
    )
    return Seat.objects.bulk_create(
        Seat(community=community, cohort=cohort, organization=one, since=cohort.starts_on) for one in made
    )


def people(place: Place, at: Sequence[Seat], n: int, role: R) -> list[Participant]:
    """Have people take part in turn at these seats; the young ones said yes."""
    persons = Person.objects.bulk_create(Person(email=f"{role}{i}@crowd.example.org") for i in range(n))
    made = Participant.objects.bulk_create(
        Participant(
            community=place.community,
            cohort=place.practiced.cohort,
            seat=at[i % len(at)],
            person=person,
            name=f"{role} {i}",
            role=role,
            since=place.practiced.cohort.starts_on,
        )
        for i, person in enumerate(persons)
    )
    if role == R.EMPLOYED_YOUTH:
        Consent.objects.bulk_create(yes(place, person) for person in persons)
    return made


def yes(place: Place, person: Person) -> Consent:
    said = {"purpose": Purpose.TAKE_PART, "text_version": "1", "language": "en", "state": ConsentState.GIVEN}
    at = {"asked_at": place.now, "answered_at": place.now}
    return Consent(community=place.community, person=person, giver=person, **said, **at)


def survey(place: Place, **more: object) -> Assessment:
    """Make a survey that closed an hour ago."""
    said = {"asks": Asks.EVERYBODY, "items": EXIT, "opens_at": place.now - timedelta(days=7)}
    closes = timezone.now() - timedelta(hours=1)
    return make_assessment(place.practiced.cohort, place.now, closes_at=closes, **said | more)


def tell(row: Assessment, who: Sequence[Participant], number: int, words: str = "") -> None:
    """Have everybody give the same number and choice, and the words with their place."""
    of_all = {"q1": {"number": Decimal(number)}, "q4": {"text": "b"}} | ({"q5": {}} if words else {})
    AssessmentAnswer.objects.bulk_create(
        AssessmentAnswer(
            community_id=row.community_id,
            assessment=row,
            participant=one,
            item=key,
            language="en",
            saved_at=row.opens_at,
            **(value or {"text": f"{words} {place}"}),
        )
        for place, one in enumerate(who)
        for key, value in of_all.items()
    )


def counted(row: Assessment) -> list[Result]:
    assert counting.count(assessment=row, now=timezone.now())
    row.refresh_from_db()
    return results_of(row)


def bytes_of(person: Person, row: Assessment) -> bytes:
    response = signed_in(person).get(row.get_absolute_url())
    return b"%d " % response.status_code + HIDDEN.sub(b"", response.content)


@pytest.fixture
def crowd(today: Place) -> tuple[Assessment, list[Participant]]:
    """Return a closed survey that twelve young people of four organizations and ten adults answered."""
    at = seats(today, 4)
    youth, row = people(today, at, 12, R.EMPLOYED_YOUTH), survey(today)
    tell(row, youth, 5, "Youth wrote")
    tell(row, people(today, at, 10, R.LEADER), 4, "Adults wrote")
    return row, youth


def test_means_and_their_interval_are_those_worked_by_hand() -> None:
    found = mean_of([3, 4, 4, 5, 4], missing=1)
    assert (found.value, found.low, found.high, found.n, found.missing) == (4.0, 3.12, 4.88, 5, 1)
    assert (found.at, mean_of([5] * 5).high, mean_of([1] * 5).begins) == (222.0, 5, 6.0)
    edge = mean_of([5, 5, 5, 5, 4])
    assert (edge.value, edge.low, edge.high) == (4.8, 4.24, 5)


def test_bands_of_the_engine_read_as_words() -> None:
    found = [band_words(text) for text in ("60 or more", "40 or less", "40 to 60", "between 60 and 90")]
    assert found == ["60% or more", "40% or less", "40 to 60%", "60 to 90%"]


@pytest.mark.parametrize(("n", "is_shown"), [(9, False), (10, True)])
def test_adults_are_shown_from_ten_on(today: Place, n: int, is_shown: bool) -> None:
    row = survey(today, asks=Asks.ADULTS)
    tell(row, people(today, [today.practiced.seat], n, R.LEADER), 4)
    (result,) = counted(row)
    assert (result.is_shown, result.turnout.answered) == (is_shown, n)
    if is_shown:
        assert [(line.mean.value if line.mean else None, line.share) for line in result.lines] == [
            (4.0, ""),
            (None, ""),
            (None, ""),
            (None, "60% or more"),
            (None, ""),
        ]


@pytest.mark.parametrize(("n", "places", "is_shown"), [(9, 4, False), (10, 2, False), (10, 4, True)])
def test_young_people_are_shown_from_ten_of_three_employers_on(
    today: Place, n: int, places: int, is_shown: bool
) -> None:
    row = survey(today, asks=Asks.YOUTH)
    tell(row, people(today, seats(today, places), n, R.EMPLOYED_YOUTH), 5)
    (result,) = counted(row)
    assert result.is_shown is is_shown
    assert all(line.mean is None and not line.most for line in result.lines)


def test_who_did_not_agree_does_not_count_and_a_yes_taken_back_later_changes_nothing(
    crowd: tuple[Assessment, list[Participant]], today: Place
) -> None:
    row, youth = crowd
    Consent.objects.filter(person=youth[0].person).update(state=ConsentState.WITHDRAWN)
    _adults, result = counted(row)
    assert (result.turnout.answered, result.turnout.asked) == (12, 13)
    assert len(row.counted["youth"]["who"]) == 11
    Consent.objects.filter(person=youth[1].person).update(state=ConsentState.WITHDRAWN)
    assert results_of(row)[1] == result


def test_one_young_answer_changes_no_page(crowd: tuple[Assessment, list[Participant]], today: Place) -> None:
    row, youth = crowd
    counted(row)
    readers = [today.people[role] for role in ("coordinator", "evaluator", "facilitator", "member")]
    readers.append(today.practiced.leader.person)
    before = [bytes_of(one, row) for one in readers]
    AssessmentAnswer.objects.filter(participant=youth[3], item="q1").update(number=1)
    AssessmentAnswer.objects.filter(participant=youth[3], item="q4").update(text="e")
    assert [bytes_of(one, row) for one in readers] == before
    assert [page[:3] for page in before] == [b"200", b"200", b"200", b"404", b"404"]


def test_words_of_young_people_are_read_by_facilitators_alone_and_each_look_is_kept(
    crowd: tuple[Assessment, list[Participant]], today: Place
) -> None:
    row, youth = crowd
    counted(row)
    for role, reads in (("coordinator", False), ("evaluator", False), ("facilitator", True)):
        page = bytes_of(today.people[role], row)
        assert b"Adults wrote" in page
        assert (b"Youth wrote" in page) is reads
        assert not any(one.name.encode() in page for one in youth)
    looks = Access.objects.filter(record="cohorts.assessmentanswer")
    assert looks.count() == 12
    mine = {str(pk) for pk in written_by(youth[0].person, today.community)}
    assert len(mine & set(looks.values_list("record_id", flat=True))) == 1


def test_words_are_closed_without_a_yes_and_to_who_belongs_to_the_organization(
    crowd: tuple[Assessment, list[Participant]], today: Place
) -> None:
    row, youth = crowd
    counted(row)
    facilitator, now = today.people["facilitator"], timezone.now()
    assert len(words_in(row, "youth", facilitator, now)["q5"]) == 12
    Consent.objects.filter(person=youth[0].person).update(state=ConsentState.WITHDRAWN)
    Affiliation.objects.create(
        community=today.community,
        organization=youth[1].seat.organization,
        person=facilitator,
        role=AffiliationRole.LEADER,
        since=today.now.date() - timedelta(days=9),
    )
    read = {answer.participant_id for answer in words_in(row, "youth", facilitator, now)["q5"]}
    closed = {one.pk for one in youth if one.seat_id == youth[1].seat_id} | {youth[0].pk}
    assert read == {one.pk for one in youth} - closed
    assert words_in(row, "youth", today.people["coordinator"], now) == {}


def test_words_of_too_few_are_shown_to_nobody(today: Place) -> None:
    row = survey(today)
    tell(row, people(today, seats(today, 4), 9, R.EMPLOYED_YOUTH), 5, "Youth wrote")
    counted(row)
    assert b"Youth wrote" not in bytes_of(today.people["facilitator"], row)
    assert not Access.objects.exists()


def measure(place: Place, at: Sequence[Seat], numbers: Sequence[float], **more: object) -> Assessment:
    row = survey(
        place, kind=more.pop("kind", AssessmentKind.BASELINE), asks=Asks.ORGANIZATIONS, items=DOMAINS, **more
    )
    for seat, number in zip(at, numbers, strict=True):
        score(row, seat, "q1", str(number), place.memberships["facilitator"])
    return row


@pytest.mark.parametrize(("n", "is_shown"), [(4, False), (5, True)])
def test_organizations_are_shown_from_five_on_and_named_to_who_enters_alone(
    today: Place, n: int, is_shown: bool
) -> None:
    row = measure(today, seats(today, n), [3.0] * n)
    (result,) = counted(row)
    assert result.is_shown is is_shown
    assert b"Workshop" not in bytes_of(today.people["evaluator"], row)
    assert b"Workshop" in bytes_of(today.people["facilitator"], row)


def test_a_gain_is_that_of_matched_pairs_and_what_is_missing_is_no_zero(today: Place) -> None:
    at = seats(today, 7)
    baseline = measure(today, at[:6], [2, 2, 3, 3, 4, 1])
    endline = measure(
        today, [*at[:5], at[6]], [3, 3, 3, 4, 5, 5], kind=AssessmentKind.ENDLINE, follows=baseline
    )
    counted(baseline)
    (result,) = counted(endline)
    first, second = result.lines
    assert (first.gain.value, first.gain.n, first.before.value) == (0.8, 5, 2.8)
    assert (first.mean.n, first.mean.value) == (6, 3.83)
    assert (result.compared, result.risen) == (1, 1)
    assert (second.mean, second.gain) == (None, None)


def test_a_list_asks_the_database_the_same_for_one_and_for_three(today: Place) -> None:
    client, cohort = signed_in(today.people["facilitator"]), today.practiced.cohort
    path = cohort.get_absolute_url() + "assessments/"
    survey(today)
    first = client.get(path)
    assert b"0 of 2 adults and 0 of 1 young people answered" in first.content
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    survey(today)
    measure(today, [], [])
    with CaptureQueriesContext(connection) as more:
        client.get(path)
    assert len(few) == len(more)
