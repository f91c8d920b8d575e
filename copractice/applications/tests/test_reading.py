"""Who reads which answer of a part."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from copractice.applications.actions.answering import save
from copractice.applications.models import Answer, Application, Part
from copractice.applications.queries.answers import is_sealed, readable
from copractice.applications.states import ApplicationState
from copractice.applications.tests.parts import Parts, give_yes, make_parts, signed_in
from copractice.calls.models import Question
from copractice.consents.actions.answers import answer_consent
from copractice.consents.models import BirthMonth
from copractice.people.models import Person
from tests.world import World
from tests.world_consents import own_consent

ALL = [1, 2, 3, 4, 5]


def read(person: Person, part: Part, now: datetime) -> list[int]:
    return [row.question.number for row in readable(person, part, now)]


def test_the_owner_reads_all_at_any_time(parts: Parts, now: datetime) -> None:
    for part in (parts.employer, parts.umbrella, parts.youth):
        assert read(part.owner, part, now) == ALL


def test_nobody_else_reads_a_part_that_is_not_done(parts: Parts, world: World, now: datetime) -> None:
    parts.send(now)
    others = (parts.umbrella.owner, parts.youth.owner, parts.staff, world.stranger)
    for person in others:
        assert read(person, parts.fresh(parts.employer), now) == []


def test_parties_read_what_a_question_shares_once_the_part_is_done(parts: Parts, now: datetime) -> None:
    done = parts.complete(parts.employer, now)
    assert read(parts.umbrella.owner, done, now) == [2, 3]
    assert read(parts.youth.owner, done, now) == [2, 3]


def test_no_party_reads_a_word_of_a_young_person(parts: Parts, now: datetime) -> None:
    parts.send(now)
    done = parts.complete(parts.youth, now)
    Question.objects.filter(version=done.version, party="youth").update(audience="staff")
    assert read(parts.lead, done, now) == read(parts.umbrella.owner, done, now) == []


def test_staff_read_after_the_sending_all_but_what_is_for_the_owner_alone(
    parts: Parts, now: datetime
) -> None:
    done = parts.complete(parts.umbrella, now)
    assert read(parts.staff, done, now) == []
    parts.send(now)
    assert read(parts.staff, parts.fresh(parts.umbrella), now) == [1, 2, 4, 5]


@pytest.mark.parametrize("state", [ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
def test_staff_read_nothing_of_what_was_taken_back(
    parts: Parts, now: datetime, state: ApplicationState
) -> None:
    parts.complete(parts.umbrella, now)
    parts.send(now)
    gone = now if state == ApplicationState.WITHDRAWN else None
    Application.objects.filter(pk=parts.application.pk).update(state=state, withdrawn_at=gone)
    assert read(parts.staff, parts.fresh(parts.umbrella), now) == []


def test_staff_of_another_community_read_nothing(parts: Parts, world: World, now: datetime) -> None:
    parts.send(now)
    done = parts.complete(parts.umbrella, now)
    assert read(world.there.people["coordinator"], done, now) == []


def test_staff_who_are_a_party_read_as_a_party(parts: Parts, now: datetime) -> None:
    parts.send(now)
    give_yes(parts, now)
    youth, umbrella = parts.complete(parts.youth, now), parts.complete(parts.umbrella, now)
    Part.objects.filter(pk=parts.employer.pk).update(owner=parts.staff)
    assert read(parts.staff, youth, now) == []
    assert read(parts.staff, umbrella, now) == [2]


def test_a_minors_part_is_sealed_until_both_said_yes_and_again_when_one_takes_it_back(
    parts: Parts, now: datetime
) -> None:
    parts.send(now)
    done = parts.complete(parts.youth, now)
    assert is_sealed(done, now)
    assert read(parts.staff, done, now) == []
    give_yes(parts, now)
    assert not is_sealed(done, now)
    assert read(parts.staff, done, now) == [1, 2, 3, 5]
    own = own_consent(parts.youth.owner, parts.place.community)
    later = now + timedelta(minutes=1)
    answer_consent(consent=own, says_yes=False, language="en", actor=parts.youth.owner, now=later)
    assert read(parts.staff, done, now + timedelta(minutes=2)) == []


def test_an_adults_part_is_not_sealed_and_an_unknown_age_is(world: World, now: datetime) -> None:
    parts = make_parts(world.here, now, age=19)
    parts.send(now)
    done = parts.complete(parts.youth, now)
    assert read(parts.staff, done, now) == [1, 2, 3, 5]
    BirthMonth.objects.all().delete()
    assert read(parts.staff, done, now) == []


def test_parties_read_on_one_page_what_the_others_share(today: Parts) -> None:
    now = timezone.now()
    for number, text in {1: "A secret of the lead", 2: "Summer Bench", 3: "2"}.items():
        key = today.key(today.employer, number)
        save(part=today.employer, key=key, text=text, base=0, language="en", actor=today.lead, now=now)
    key = today.key(today.youth, 1)
    by = {"language": "en", "actor": today.youth.owner, "now": now}
    save(part=today.youth, key=key, text="A secret of the youth", base=0, **by)
    path = f"/c/here/applications/{today.application.code}/shared/"
    umbrella = signed_in(today.umbrella.owner)
    assert "Nothing is shared with you yet" in umbrella.get(path).content.decode()
    today.complete(today.employer, now)
    today.complete(today.youth, now)
    page = umbrella.get(path).content.decode()
    assert ("Summer Bench" in page, "School year" in page) == (True, True)
    assert "A secret" not in page
    assert signed_in(today.staff).get(path).status_code == 404


PLACES = ["", "check/", "version/", "history/", "answers/", "restore/"]


@pytest.mark.parametrize("rest", PLACES)
def test_the_pages_of_a_part_are_there_for_its_owner_alone(today: Parts, rest: str) -> None:
    path = f"{today.youth.get_absolute_url()}{rest}"
    key = {"question": today.key(today.youth, 1)}
    for person in (today.lead, today.umbrella.owner, today.staff):
        client = signed_in(person)
        assert {client.get(path, key).status_code, client.post(path, key).status_code} <= {404, 405}
    save(
        part=today.youth,
        key=key["question"],
        text="Mine",
        base=0,
        language="en",
        actor=today.youth.owner,
        now=timezone.now(),
    )
    key["version"] = str(Answer.objects.get(part=today.youth).versions.get().pk)
    own = signed_in(today.youth.owner)
    found = {own.get(path, key).status_code, own.post(path, key | {"text": "x"}).status_code}
    assert found & {200, 302}
