"""The pages of a part without a script: what is typed is saved or shown back."""

import re

import pytest
from django.test import Client

from copractice.applications.models import AnswerVersion, Part
from copractice.applications.states import PartState
from copractice.applications.tests.parts import Parts, answers, close, place, signed_in, text


@pytest.fixture
def parts(today: Parts) -> Parts:
    return today


@pytest.fixture
def lead(parts: Parts) -> Client:
    return signed_in(parts.lead)


@pytest.fixture
def young(parts: Parts) -> Client:
    return signed_in(parts.youth.owner)


def test_an_organization_sees_all_its_questions_and_who_reads_each(parts: Parts, lead: Client) -> None:
    page = text(lead.get(place(parts.employer)))
    assert "0 of 5 questions answered" in page
    assert page.count("data-answer=") == 5
    assert page.count("Reviewers and the program’s staff read this. The other parties do not.") == 2
    assert page.count("All parties of this application read this") == 2
    assert "Only the program’s staff read this." in page


def test_a_young_person_sees_one_question_and_no_menu(parts: Parts, young: Client) -> None:
    page = text(young.get(place(parts.youth)))
    assert "Question 1 of 5" in page
    assert page.count("data-answer=") == 1
    assert page.count("<h1") == 1
    assert "Your employer never reads this." in page
    assert "Call or text 988, day or night." in page
    assert 'class="header__menu"' not in page


def test_without_a_script_next_saves_and_goes_on(parts: Parts, young: Client) -> None:
    key = parts.key(parts.youth, 1)
    said = {f"answer-{key}": "I learned\r\nto ask.", f"revision-{key}": "0", "go": "2"}
    response = young.post(place(parts.youth), said)
    assert response.headers["Location"] == place(parts.youth, "?question=2")
    assert answers(parts.youth) == {1: "I learned\nto ask."}
    assert "Question 2 of 5" in text(young.get(response.headers["Location"]))


@pytest.mark.parametrize(
    ("asked", "shown"), [("", 1), ("0", 1), ("3", 3), ("99", 5), ("x", 1), ("9" * 40, 1)]
)
def test_a_question_that_is_not_there_is_the_nearest_one(
    parts: Parts, young: Client, asked: str, shown: int
) -> None:
    assert f"Question {shown} of 5" in text(young.get(place(parts.youth), {"question": asked}))


def test_the_last_question_leads_to_the_check(parts: Parts, young: Client) -> None:
    assert "Check my answers" in text(young.get(place(parts.youth), {"question": "5"}))
    response = young.post(place(parts.youth), {"go": "check"})
    assert response.headers["Location"] == place(parts.youth, "check/")


def test_without_a_script_one_button_saves_every_field(parts: Parts, lead: Client) -> None:
    given = {1: "They build.", 2: "Summer Bench", 3: "2", 4: "４"}
    said = {f"answer-{parts.key(parts.employer, number)}": said for number, said in given.items()}
    response = lead.post(place(parts.employer), said | {"go": "save"})
    assert response.status_code == 302
    assert answers(parts.employer) == given | {4: "4"}
    assert "4 of 5 questions answered" in text(lead.get(place(parts.employer)))


def test_two_tabs_without_a_script_both_texts_are_shown_and_saving_again_keeps_mine(
    parts: Parts, lead: Client
) -> None:
    key = parts.key(parts.employer, 1)
    lead.post(place(parts.employer), {f"answer-{key}": "From tab one", f"revision-{key}": "0"})
    response = lead.post(place(parts.employer), {f"answer-{key}": "From tab two", f"revision-{key}": "0"})
    page = text(response)
    assert response.status_code == 409
    assert "There are two texts." in page
    assert "From tab one" in page
    assert re.search(r"<textarea[^>]*> From tab two</textarea>", page)
    assert answers(parts.employer) == {1: "From tab one"}
    newer = re.search(rf'name="revision-{key}" value="(\d+)"', page)[1]
    again = {f"answer-{key}": "From tab two", f"revision-{key}": newer, "go": "stay"}
    assert lead.post(place(parts.employer), again).status_code == 302
    assert answers(parts.employer) == {1: "From tab two"}


@pytest.mark.parametrize("bad", ["x" * 50_001, "a\0b"])
def test_what_cannot_be_stored_is_shown_back_and_the_rest_is_saved(
    parts: Parts, lead: Client, bad: str
) -> None:
    one, two = (parts.key(parts.employer, number) for number in (1, 2))
    response = lead.post(place(parts.employer), {f"answer-{one}": bad, f"answer-{two}": "Summer Bench"})
    assert response.status_code == 400
    assert "It was not saved." in text(response)
    assert bad.replace("\0", "\0") in response.content.decode()
    assert answers(parts.employer) == {2: "Summer Bench"}


def test_markup_is_shown_as_it_was_typed(parts: Parts, lead: Client) -> None:
    key = parts.key(parts.employer, 1)
    lead.post(place(parts.employer), {f"answer-{key}": "<b>&amp;</b><script>alert(1)</script>"})
    for path in (place(parts.employer), place(parts.employer, "check/")):
        page = lead.get(path).content.decode()
        assert "&lt;b&gt;&amp;amp;&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page


def test_a_text_typed_while_the_call_closed_is_kept_and_shown(parts: Parts, lead: Client) -> None:
    key = parts.key(parts.employer, 1)
    lead.post(place(parts.employer), {f"answer-{key}": "In time"})
    close(parts)
    response = lead.post(place(parts.employer), {f"answer-{key}": "Too late", f"revision-{key}": "1"})
    page = text(response)
    assert response.status_code == 409
    assert "What you wrote after it is kept as a late draft." in page
    assert "Your part is closed" in page
    assert "In time" in page
    assert "Too late" in page
    assert answers(parts.employer) == {1: "In time"}
    assert "Too late" in text(lead.get(place(parts.employer)))


def test_a_post_without_a_token_stores_nothing_and_shows_the_text_back(parts: Parts) -> None:
    strict = signed_in(parts.lead, enforce_csrf_checks=True)
    key = parts.key(parts.employer, 1)
    for path, sent in [
        (place(parts.employer), {f"answer-{key}": "Long work", f"revision-{key}": "7"}),
        (place(parts.employer, "answers/"), {"question": key, "text": "Long work", "revision": "7"}),
    ]:
        response = strict.post(path, sent)
        assert response.status_code == 403
        assert re.findall(r"<textarea[^>]*>(.*?)</textarea>", response.content.decode(), re.DOTALL) == [
            "Long work"
        ]
    assert not AnswerVersion.objects.exists()


def test_the_check_says_what_is_missing_and_then_offers_the_one_act(parts: Parts, young: Client) -> None:
    page = text(young.get(place(parts.youth, "check/")))
    assert "3 questions still need you" in page
    assert page.count("This needs an answer.") == 3
    assert "My part is done" not in page
    for number, said in {1: "I learned to ask.", 2: "Hands on", 3: "1"}.items():
        key = parts.key(parts.youth, number)
        young.post(place(parts.youth), {f"answer-{key}": said, f"revision-{key}": "0"})
    page = text(young.get(place(parts.youth, "check/")))
    assert "My part is done" in page
    assert "Summer" in page
    response = young.post(place(parts.youth, "complete/"))
    assert response.status_code == 302
    assert Part.objects.get(pk=parts.youth.pk).state == PartState.COMPLETE
    assert "Your part is done" in text(young.get(place(parts.youth)))
