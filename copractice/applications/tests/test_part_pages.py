"""The pages of a part: what is typed is saved or shown back, by a script and without one."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from copractice.applications.models import Answer, AnswerVersion, Part
from copractice.applications.states import PartState
from copractice.applications.tests.parts import Parts, make_parts, signed_in
from copractice.applications.tests.pdfs import pdf
from copractice.calls.models import Call
from tests.world import make_world


@pytest.fixture
def parts(db: None) -> Parts:
    """Return parts that began yesterday, since pages ask the real clock."""
    return make_parts(make_world(timezone.now()).here, timezone.now() - timedelta(days=1))


@pytest.fixture
def lead(parts: Parts) -> Client:
    return signed_in(parts.lead)


@pytest.fixture
def young(parts: Parts) -> Client:
    return signed_in(parts.youth.owner)


def place(part: Part, rest: str = "") -> str:
    return f"{part.get_absolute_url()}{rest}"


def close(parts: Parts) -> None:
    now = timezone.now()
    Call.objects.filter(pk=parts.call.pk).update(
        closes_at=now - timedelta(hours=1), parties_by=now, opens_at=None
    )


def text(response: object) -> str:
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def answers(part: Part) -> dict[int, str]:
    rows = Answer.objects.filter(part=part).values_list("question__number", "text")
    return dict(rows)


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


# --- One answer, by a script ---


def save(client: Client, parts: Parts, part: Part, number: int = 1, **sent: str) -> object:
    return client.post(place(part, "answers/"), {"question": parts.key(part, number), "revision": "0"} | sent)


def test_a_save_says_when_and_which_revision_comes_next(parts: Parts, young: Client) -> None:
    response = save(young, parts, parts.youth, text="I learned to ask.")
    assert response.status_code == 200
    assert 'data-kind="saved" data-revision="1"' in text(response)
    assert re.search(r"Saved \d+:\d\d [ap]\.m\.", text(response))
    assert "<html" not in text(response)


def test_a_conflict_shows_both_texts_and_the_newer_revision(parts: Parts, young: Client) -> None:
    save(young, parts, parts.youth, text="From tab one")
    response = save(young, parts, parts.youth, text="From tab two")
    assert response.status_code == 200
    assert 'data-kind="conflict" data-revision="1"' in text(response)
    assert 'data-text="From tab one"' in text(response)
    assert "From tab two" in text(response)


def test_a_conflict_about_a_choice_shows_its_words(parts: Parts, young: Client) -> None:
    save(young, parts, parts.youth, 3, text="1")
    page = text(save(young, parts, parts.youth, 3, text="2"))
    assert 'data-text="1">Summer<' in page
    assert ">School year<" in page


def test_a_late_save_is_told_with_the_deadline(parts: Parts, young: Client) -> None:
    close(parts)
    page = text(save(young, parts, parts.youth, text="As the clock ran out"))
    assert 'data-kind="late" data-revision="0"' in page
    assert re.search(r"The call closed on \w+day, .*kept as a late draft\.", page)
    assert AnswerVersion.objects.get().text == "As the clock ran out"


def test_what_cannot_be_stored_is_refused_with_words(parts: Parts, young: Client) -> None:
    response = save(young, parts, parts.youth, text="x" * 50_001)
    assert response.status_code == 400
    assert "50001 signs, and 50000 can be stored" in text(response)


@pytest.mark.parametrize("revision", ["", "x", "-1", "1.5", "９", "9" * 30, "2147483648"])
def test_a_revision_that_is_none_loses_no_text(parts: Parts, young: Client, revision: str) -> None:
    save(young, parts, parts.youth, text="Before")
    assert save(young, parts, parts.youth, text="After", revision=revision).status_code == 200
    assert AnswerVersion.objects.filter(text="After", kind="conflict").exists()


@pytest.mark.parametrize("key", ["", "0000000000", "a\0b", "' OR 1=1", "é"])
def test_a_question_that_is_not_there_is_not_found(parts: Parts, young: Client, key: str) -> None:
    assert young.post(place(parts.youth, "answers/"), {"question": key, "text": "?"}).status_code == 404


def test_the_history_shows_every_text_and_restores_one(parts: Parts, young: Client) -> None:
    save(young, parts, parts.youth, text="First")
    save(young, parts, parts.youth, text="Second", revision="1")
    save(young, parts, parts.youth, text="Beside", revision="0")
    key = parts.key(parts.youth, 1)
    page = text(young.get(place(parts.youth, "history/"), {"question": key}))
    assert "3 texts were saved" in page
    assert all(
        said in page for said in ("First", "Second", "Beside", "Your answer now", "Written beside another")
    )
    first = AnswerVersion.objects.get(text="First")
    sent = {"question": key, "version": first.pk, "revision": "2"}
    assert young.post(place(parts.youth, "restore/"), sent).status_code == 302
    assert answers(parts.youth) == {1: "First"}
    assert young.post(place(parts.youth, "restore/"), sent | {"version": 10**9}).status_code == 404


def test_the_history_of_another_party_restores_nothing_here(
    parts: Parts, young: Client, lead: Client
) -> None:
    save(lead, parts, parts.employer, text="Of the employer")
    save(young, parts, parts.youth, text="Of the youth")
    foreign = AnswerVersion.objects.get(text="Of the employer").pk
    sent = {"question": parts.key(parts.youth, 1), "version": foreign, "revision": "1"}
    assert young.post(place(parts.youth, "restore/"), sent).status_code == 404


def test_a_save_asks_the_database_the_same_for_one_answer_and_for_five(parts: Parts, young: Client) -> None:
    counts = []
    for number in (1, 2):
        save(young, parts, parts.youth, number, text="Warm")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            save(young, parts, parts.youth, number, text="New", revision="1")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_the_page_asks_the_same_for_no_answer_and_for_four(parts: Parts, lead: Client) -> None:
    counts = []
    for said in ({}, {1: "They build.", 2: "Bench", 3: "1", 4: "4"}):
        for number, one in said.items():
            save(lead, parts, parts.employer, number, text=one)
        with CaptureQueriesContext(connection) as queries:
            lead.get(place(parts.employer))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Files ---


def send_file(client: Client, parts: Parts, part: Part, content: bytes, name: str = "plan.pdf") -> object:
    sent = {"question": parts.key(part, 5), "revision": "0", "file": SimpleUploadedFile(name, content)}
    return client.post(place(part, "answers/"), sent)


def test_a_file_is_taken_with_the_other_answers_of_a_form(parts: Parts, lead: Client) -> None:
    one, five = (parts.key(parts.employer, number) for number in (1, 5))
    sent = {f"answer-{one}": "They build.", f"answer-{five}": SimpleUploadedFile("../My plan.pdf", pdf())}
    assert lead.post(place(parts.employer), sent).status_code == 302
    page = text(lead.get(place(parts.employer)))
    assert "My plan.pdf" in page
    upload = Answer.objects.get(part=parts.employer, question__key=five).upload
    response = lead.get(f"/c/here/uploads/{upload.code}/")
    assert response.content == pdf()
    assert lead.post(place(parts.employer), {"remove": five, f"revision-{five}": "1"}).status_code == 302
    assert Answer.objects.get(part=parts.employer, question__key=five).upload is None


def test_a_file_that_is_not_taken_loses_no_text_beside_it(parts: Parts, lead: Client) -> None:
    one, five = (parts.key(parts.employer, number) for number in (1, 5))
    html = SimpleUploadedFile("plan.pdf", b"<!doctype html><p>Hello")
    response = lead.post(place(parts.employer), {f"answer-{one}": "They build.", f"answer-{five}": html})
    assert response.status_code == 400
    assert "This is no PDF, PNG or JPEG" in text(response)
    assert answers(parts.employer) == {1: "They build."}


def test_a_file_over_its_limit_is_413_and_the_draft_is_safe(parts: Parts, lead: Client) -> None:
    one, five = (parts.key(parts.employer, number) for number in (1, 5))
    large = SimpleUploadedFile("plan.pdf", pdf() + b" " * 5 * 2**20)
    response = lead.post(place(parts.employer), {f"answer-{one}": "They build.", f"answer-{five}": large})
    assert response.status_code == 413
    assert "This file has 5.0 MB, and 5.0 MB fit." in text(response).replace("\xa0", " ")
    assert answers(parts.employer) == {1: "They build."}
    assert send_file(lead, parts, parts.employer, pdf() + b" " * 5 * 2**20).status_code == 413
    assert send_file(lead, parts, parts.employer, pdf() + b" " * 7 * 2**20).status_code == 413


def test_a_script_sends_a_file_and_reads_its_name(parts: Parts, lead: Client) -> None:
    response = send_file(lead, parts, parts.employer, pdf())
    assert 'data-kind="saved" data-revision="1"' in text(response)
    assert "plan.pdf" in text(response)
    assert send_file(lead, parts, parts.employer, b"").status_code == 400


def test_a_file_that_comes_too_late_is_kept(parts: Parts, lead: Client) -> None:
    close(parts)
    assert 'data-kind="late"' in text(send_file(lead, parts, parts.employer, pdf()))
    assert AnswerVersion.objects.get().upload.name == "plan.pdf"
    assert "plan.pdf" in text(lead.get(place(parts.employer)))
