"""What staff type wrong comes back with words; two tabs lose nothing, a form sent twice counts once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from copractice.calls.models import Call, Criterion, Faq, InformationSession, PartKind, Question
from copractice.calls.states import Party
from copractice.calls.tests.pages import ASK, HIDDEN, MEASURE, dates, path, refused, send, when
from copractice.communities.models import new_code
from copractice.people.models import Person
from tests.world import World


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def staff(coordinator: Person) -> Client:
    """Return the coordinator's browser."""
    client = Client()
    client.force_login(coordinator)
    return client


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (when("closes_at", "2027-03-14", "02:30"), "skip 2:30 a.m."),
        (when("closes_at", "2027-11-07", "01:30"), "Which one?"),
        (when("closes_at", "", ""), "Closes"),
        (when("closes_at", "2020-01-01", "12:00"), "The deadline has passed."),
        (when("opens_at", "2030-01-01", "12:00"), "closes before it opens"),
        (when("parties_by", "2026-01-01", "12:00"), "after the deadline"),
        ({"time_zone": "EST5EDT"}, "Time zone"),
        ({"grace_minutes": "-1"}, "Silent grace"),
        ({"grace_minutes": "soon"}, "Silent grace"),
        ({"title_en": "   "}, "Title"),
    ],
)
def test_dates_that_make_no_sense_come_back_with_words_and_all_that_was_typed(
    staff: Client, world: World, now: datetime, typed: dict[str, str], words: str
) -> None:
    given = dates(now, title_en="Cohort C", title_es="Cohorte C") | typed
    page = refused(send(staff, "/c/here/calls/new/", given), words)
    assert "Cohorte C" in page
    assert not Call.objects.exists()


def test_of_a_time_that_comes_twice_the_chosen_one_is_taken(
    staff: Client, world: World, now: datetime
) -> None:
    twice = when("closes_at", "2027-11-07", "01:30") | {"closes_at_which": "second"}
    send(staff, "/c/here/calls/new/", dates(now, title_en="Cohort C") | twice)
    assert Call.objects.get().closes_at.isoformat() == "2027-11-07T07:30:00+00:00"


def test_times_are_meant_in_the_zone_that_was_chosen(staff: Client, world: World, now: datetime) -> None:
    given = when("closes_at", "2027-06-01", "12:00") | {"time_zone": "America/Denver"}
    send(staff, "/c/here/calls/new/", dates(now, title_en="Cohort C") | given)
    assert Call.objects.get().closes_at.isoformat() == "2027-06-01T18:00:00+00:00"


def test_a_form_that_is_sent_twice_counts_once(staff: Client, call: Call, draft: Call, now: datetime) -> None:
    asked, scored = draft.versions.get().questions.count(), Criterion.objects.filter(call=draft).count()
    key = Question.objects.filter(version__call=draft)[0].key
    starts = (now + timedelta(days=2)).strftime("%Y-%m-%d")
    meeting = {"title_en": "Ask", "place_en": "Here"}
    meeting |= when("starts_at", starts, "12:00") | when("ends_at", starts, "13:00")
    forms: list[tuple[str, dict[str, Any], dict[str, str]]] = [
        ("/c/here/calls/new/", dates(now, title_en="Cohort D"), {"code": new_code()}),
        (path("add_question", draft), ASK, {"key": new_code()}),
        (path("add_criterion", draft), MEASURE | {"question_keys": [key]}, {"code": new_code()}),
        (path("post_faq", call), {"question_en": "Twice?", "answer_en": "Once."}, {"form_key": "t" * 32}),
        (path("schedule_session", call), meeting, {"form_key": "t" * 32}),
    ]
    for address, typed, hidden in forms:
        for _time in range(2):
            assert staff.post(address, typed | hidden).status_code == 302, address
    assert Call.objects.filter(title__en="Cohort D").count() == 1
    assert draft.versions.get().questions.count() == asked + 1
    assert Criterion.objects.filter(call=draft).count() == scored + 1
    assert Faq.objects.filter(form_key="t" * 32).count() == 1
    assert InformationSession.objects.filter(form_key="t" * 32).count() == 1


def test_two_tabs_on_one_draft_lose_nothing(staff: Client, draft: Call) -> None:
    address = path("write_call", draft)
    seen = dict(HIDDEN.findall(staff.get(address).content.decode()))
    words = {"title_en": "Title", "summary_en": "One", "text_en": "First text"}
    assert staff.post(address, seen | words).status_code == 302
    page = refused(staff.post(address, seen | words | {"text_en": "Second text"}), "nothing was saved")
    assert "Second text" in page
    assert draft.versions.get().text == {"en": "First text"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": "choice", "limit": ""}, "at least two choices"),
        ({"kind": "choice", "limit": "", "choices_en": "Only one"}, "at least two choices"),
        ({"kind": "choice", "limit": "", "choices_en": "A\nA"}, "Two choices are the same."),
        ({"kind": "choice", "limit": "", "choices_en": "A\nB", "choices_es": "A"}, "as many lines"),
        ({"kind": "number", "limit": "", "smallest": "5", "largest": "4"}, "smallest number is larger"),
        ({"kind": "number", "limit": "", "smallest": "5,5"}, "Smallest number"),
        ({"kind": "essay"}, "Kind of answer"),
        ({"audience": "nobody"}, "Who reads the answer"),
        ({"limit": "0"}, "Limit"),
        ({"text_en": ""}, "Question (English)"),
        ({"key": "../../etc"}, "Question (English)"),
    ],
)
def test_a_question_that_makes_no_sense_comes_back(
    staff: Client, draft: Call, typed: dict[str, str], words: str
) -> None:
    address = path("add_question", draft)
    before = Question.objects.count()
    refused(send(staff, address, ASK | {"help_en": "Some help"} | typed), words, "Some help")
    assert Question.objects.count() == before


@pytest.mark.parametrize("audience", ["parties", "public"])
def test_the_form_offers_no_open_reader_for_answers_of_youth(
    staff: Client, draft: Call, audience: str
) -> None:
    address = path("add_question", draft) + "?party=youth"
    assert f'value="{audience}"' not in staff.get(address).content.decode()
    refused(send(staff, address, ASK | {"audience": audience}), "Who reads the answer")


def test_a_party_that_the_product_does_not_know_is_not_found(staff: Client, draft: Call) -> None:
    assert staff.get(path("add_question", draft) + "?party=board").status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"weight": "0"}, "weight from 1 to 100"),
        ({"weight": "101"}, "Weight"),
        ({"weight": "heavy"}, "Weight"),
        ({"anchor3_en": ""}, "What a 3 looks like"),
        ({"question_keys": []}, "Questions that speak to it"),
        ({"question_keys": ["0000000000"]}, "Questions that speak to it"),
        ({"priority": "0000000000"}, "Priority it grew from"),
    ],
)
def test_a_criterion_that_makes_no_sense_comes_back(
    staff: Client, draft: Call, typed: dict[str, Any], words: str
) -> None:
    key = Question.objects.filter(version__call=draft)[0].key
    given = MEASURE | {"question_keys": [key]} | typed
    refused(send(staff, path("add_criterion", draft), given), words, "Looks like 4")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"youth_minimum": "3", "youth_maximum": "2"}, "larger than the largest"),
        ({"youth_minimum": "", "youth_maximum": "2"}, "Write a number."),
        ({"youth_minutes": ""}, "Write a number."),
        ({"youth_maximum": "21"}, "At most"),
        ({"youth_asked": "False"}, "is asked questions"),
        ({"employer_minutes": ""}, "Minutes it takes"),
    ],
)
def test_parties_that_make_no_sense_come_back(
    staff: Client, draft: Call, typed: dict[str, str], words: str
) -> None:
    given = {"employer_minutes": "40", "employer_intro_en": "Lead it."}
    for party in ("umbrella", "youth"):
        numbers = {"asked": "True", "minimum": "1", "maximum": "1", "minutes": "5"}
        given |= {f"{party}_{name}": value for name, value in numbers.items()}
    refused(send(staff, path("call_parties", draft), given | typed), words, "Lead it.")
    assert PartKind.objects.get(call=draft, party=Party.YOUTH).maximum == 2


@pytest.mark.parametrize("age", ["13", "25", "young", ""])
def test_an_age_that_is_not_lawful_comes_back(staff: Client, draft: Call, age: str) -> None:
    refused(send(staff, path("call_terms", draft), {"minimum_age": age, "contact_email": "a@b.org"}), "age")


def test_markup_in_an_answer_for_all_is_shown_as_text(staff: Client, call: Call) -> None:
    typed = {"question_en": "<script>x</script>?", "answer_en": "<img src=x onerror=y> **Yes**"}
    send(staff, path("post_faq", call), typed)
    page = Client().get(path("call_faq", call)).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;?" in page
    assert "<img src=x" not in page
    assert "<strong>Yes</strong>" in page
