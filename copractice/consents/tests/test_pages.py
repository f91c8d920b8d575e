"""The pages of families, tried as each of them and as others."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from copractice.consents.actions.answers import answer_consent
from copractice.consents.models import BirthMonth, Guardianship
from copractice.consents.states import Doubt
from copractice.consents.tests.pages import browser, path, status
from tests.world import World
from tests.world_consents import guardian_consent, make_family, make_youth, month_for_age, own_consent

FORM = {"youth_name": "Luz", "name": "Eva", "email": "eva@example.org", "language": "en"}


def test_the_familys_page_is_for_the_youth_and_the_guardian_only(today: World) -> None:
    place = today.here
    address = path("family", place)
    assert status(place.family["youth"], address) == HTTPStatus.OK
    assert status(place.family["guardian"], address) == HTTPStatus.OK
    others = [*place.people.values(), today.stranger, today.there.family["guardian"]]
    assert {status(person, address) for person in others} == {HTTPStatus.NOT_FOUND}


def test_a_guardian_is_out_when_it_ended_or_at_eighteen(today: World) -> None:
    place = today.here
    guardian, youth = place.family["guardian"], place.family["youth"]
    consent = path("consent", place, guardian_consent(place.guardianship).code)
    assert status(guardian, consent) == HTTPStatus.OK
    month = BirthMonth.objects.get(person=youth)
    BirthMonth.objects.update(month=month_for_age(18, timezone.now()))
    assert status(guardian, path("family", place)) == HTTPStatus.NOT_FOUND
    assert status(guardian, consent) == HTTPStatus.NOT_FOUND
    assert status(youth, path("family", place)) == HTTPStatus.OK
    month.save()
    assert status(guardian, consent) == HTTPStatus.OK
    Guardianship.objects.filter(pk=place.guardianship.pk).update(until=timezone.now())
    assert status(guardian, consent) == HTTPStatus.NOT_FOUND
    assert status(guardian, path("family", place)) == HTTPStatus.NOT_FOUND


def test_a_youth_names_a_guardian_in_a_browser_that_is_remembered(today: World) -> None:
    place = today.here
    youth = make_youth(place.community, timezone.now() - timedelta(hours=1), name="luz")
    client = browser(youth)
    address = path("name_guardian", place)
    assert "Ask this guardian" in client.get(address).content.decode()
    answer = client.post(address, FORM)
    assert (answer.status_code, answer["Location"]) == (302, path("family", place))
    cookie = client.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    row = Guardianship.objects.get(youth=youth)
    assert len(row.named_from) == 64
    assert row.named_from not in cookie.value
    page = client.get(path("family", place)).content.decode()
    assert "Eva" in page
    assert "Not checked yet" in page


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("name", "", "This field is required"),
        ("name", "http://evil.example/win", "without a web or e-mail address"),
        ("youth_name", "me@example.org", "without a web or e-mail address"),
        ("email", "eva", "This is not an e-mail address"),
        ("email", "eva@example.org\nBcc: all@example.org", "This is not an e-mail address"),
        ("language", "xx", "Select a valid choice"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_its_reason(
    today: World, name: str, value: str, says: str
) -> None:
    youth = make_youth(today.here.community, timezone.now(), name="luz")
    answer = browser(youth).post(path("name_guardian", today.here), FORM | {name: value})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert says in answer.content.decode()
    assert not Guardianship.objects.filter(youth=youth).exists()


def test_the_page_that_names_a_guardian_is_for_who_is_under_eighteen(today: World) -> None:
    place = today.here
    adult = make_youth(place.community, timezone.now(), name="adult", age=19)
    address = path("name_guardian", place)
    others = [adult, place.family["guardian"], *place.people.values()]
    assert {status(person, address) for person in others} == {HTTPStatus.NOT_FOUND}


@pytest.mark.parametrize("opened", ["family", "consent"])
def test_a_guardian_who_comes_in_the_youths_browser_is_doubted(today: World, opened: str) -> None:
    place = today.here
    youth = make_youth(place.community, timezone.now(), name="luz")
    client = browser(youth)
    client.post(path("name_guardian", place), FORM)
    row = Guardianship.objects.get(youth=youth)
    addresses = {
        "family": path("family", place),
        "consent": path("consent", place, guardian_consent(row).code),
    }
    assert status(row.guardian, addresses[opened]) == HTTPStatus.OK  # in a browser of their own
    row.refresh_from_db()
    assert row.doubt == Doubt.NONE
    client.post(reverse("account_logout"))
    client.force_login(row.guardian)
    assert client.get(addresses[opened]).status_code == HTTPStatus.OK
    row.refresh_from_db()
    assert row.doubt == Doubt.SAME_BROWSER


def test_a_forged_device_is_no_device(today: World) -> None:
    place = today.here
    client = browser(place.family["guardian"])
    Guardianship.objects.update(named_from="0" * 64)
    client.cookies["device"] = "forged:value:here"
    assert client.get(path("family", place)).status_code == HTTPStatus.OK
    place.guardianship.refresh_from_db()
    assert place.guardianship.doubt == Doubt.NONE


def test_a_yes_and_a_yes_taken_back_by_their_buttons(today: World) -> None:
    place = today.here
    consent = guardian_consent(place.guardianship)
    client, address = browser(place.family["guardian"]), path("consent", place, consent.code)
    assert "May your child apply" in client.get(address).content.decode()
    for says, state in [("yes", "given"), ("no", "withdrawn"), ("yes", "given")]:
        answer = client.post(address, {"says": says})
        assert answer["Location"] == path("family", place)
        consent.refresh_from_db()
        assert consent.state == state
    assert client.post(address, {"says": "maybe"}).status_code == HTTPStatus.BAD_REQUEST
    assert client.post(address).status_code == HTTPStatus.BAD_REQUEST


def test_each_answers_only_what_they_are_asked_themselves(today: World) -> None:
    place = today.here
    own, theirs = own_consent(place.family["youth"], place.community), guardian_consent(place.guardianship)
    youth, guardian = place.family["youth"], place.family["guardian"]
    for person, row, told in [
        (youth, own, 200),
        (youth, theirs, 404),
        (guardian, theirs, 200),
        (guardian, own, 404),
    ]:
        assert status(person, path("consent", place, row.code)) == told
        assert status(person, path("consent", today.there, row.code)) == HTTPStatus.NOT_FOUND


def test_a_guardian_stops_without_saying_why(today: World) -> None:
    place = today.here
    end = path("end_guardianship", place, place.guardianship.code)
    assert status(place.family["youth"], end) == HTTPStatus.NOT_FOUND
    client = browser(place.family["guardian"])
    assert client.get(end).status_code == HTTPStatus.OK
    assert client.post(end)["Location"] == reverse("home")
    assert client.get(path("family", place)).status_code == HTTPStatus.NOT_FOUND


def test_answers_of_one_family_are_not_on_anothers_page(today: World) -> None:
    place = today.here
    mine, now = place.guardianship, timezone.now()
    other = make_family(place.community, now - timedelta(hours=1), name="other")["guardianship"]
    Guardianship.objects.filter(pk=other.pk).update(youth_name="Canary", name="Canary's mother")

    def pages() -> list[str]:
        found = [
            browser(mine.guardian).get(path("family", place)),
            browser(mine.youth).get(path("family", place)),
        ]
        return [
            re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.content.decode()) for page in found
        ]

    before = pages()
    answer_consent(
        consent=guardian_consent(other), says_yes=False, language="en", actor=other.guardian, now=now
    )
    assert pages() == before
    assert "Canary" not in "".join(before)


def test_everybody_reads_the_wordings_before_anybody_is_asked(today: World) -> None:
    page = Client().get(path("consent_paper", today.here)).content.decode()
    assert "May the program read your part of the application?" in page
    assert "May your child apply, and may the program read what they write?" in page
    spanish = Client().get(path("consent_paper", today.here), headers={"Accept-Language": "es"})
    assert "¿Puede su hijo o hija presentarse" in spanish.content.decode()
