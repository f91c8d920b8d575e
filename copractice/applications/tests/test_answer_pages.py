"""Saving one answer by a script, its history, and files."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from copractice.applications.models import Answer, AnswerVersion, Part
from copractice.applications.tests.parts import Parts, answers, close, place, signed_in, text
from copractice.applications.tests.pdfs import pdf


@pytest.fixture
def parts(today: Parts) -> Parts:
    return today


@pytest.fixture
def lead(parts: Parts) -> Client:
    return signed_in(parts.lead)


@pytest.fixture
def young(parts: Parts) -> Client:
    return signed_in(parts.youth.owner)


def save(client: Client, parts: Parts, part: Part, number: int = 1, **sent: str) -> HttpResponse:
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


def send_file(
    client: Client, parts: Parts, part: Part, content: bytes, name: str = "plan.pdf"
) -> HttpResponse:
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
