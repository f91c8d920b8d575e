"""The pages: from a learning to an offer on a phone, an answer, evidence; and lists that ask the same few questions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from copractice.cohorts.models import Goal
from copractice.people.models import Person
from copractice.recommendations.models import Evidence, Learning, Recommendation
from copractice.recommendations.states import RecommendationState
from copractice.recommendations.tests.conftest import Advice
from tests.world_cohorts import make_seat
from tests.world_recommendations import (
    make_draft,
    make_learning,
    make_recommendation,
    make_response,
    make_step,
)


def at(name: str, *args: str) -> str:
    return reverse(name, args=["here", *args])


def client_of(person: Person | None) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_young_person_goes_from_a_session_to_the_facilitators_hands(today: Advice) -> None:
    client = client_of(today.youth.person)
    assert today.session.title["en"] in client.get(at("begin_learning")).content.decode()
    client.post(at("begin_learning"), {"participant": today.youth.code, "source": today.session.code})
    learning = Learning.objects.get()
    said = {"question": "text", "text": "Shifts come on Friday.", "revision": "0"}
    piece = client.post(at("save_learning", learning.code), said).content.decode()
    assert 'data-kind="saved" data-revision="1"' in piece
    sent = {"answer-text": "Shifts come on Friday for Monday.", "revision-text": "1"}
    answer = client.post(at("begin_recommendation", learning.code), sent)
    row = Recommendation.objects.get()
    assert answer["Location"] == at("write_recommendation", row.code)
    texts = {
        "answer-title": "Two weeks",
        "revision-title": "0",
        "answer-text": "Please.",
        "revision-text": "0",
    }
    answer = client.post(at("write_recommendation", row.code), texts | {"go": "on"})
    assert answer["Location"] == at("offer_recommendation", row.code)
    page = client.get(at("offer_recommendation", row.code)).content.decode()
    for name in ("Leader of here", "Above of here", "Supervisor of here", "Facilitator of here"):
        assert name in page
    assert "Your organization has 2 young people here, so it may guess." in page
    assert "Tied" not in page
    client.post(at("offer_recommendation", row.code), {"as": "cohort"})
    row.refresh_from_db()
    learning.refresh_from_db()
    assert (row.in_cohort_name, row.handed_at is not None, row.seat) == (True, True, today.seat)
    assert learning.text == "Shifts come on Friday for Monday."


@pytest.mark.parametrize(("who", "reads"), [("youth", False), ("supervisor", True)])
def test_young_people_begin_from_no_goal_of_their_organization(today: Advice, who: str, reads: bool) -> None:
    me, text = getattr(today, who), "Every shift has a mentor."
    goal = Goal.objects.create(
        community=me.community, seat=today.seat, text=text, language="en", since=today.place.now
    )
    client = client_of(me.person)
    page = client.get(at("begin_learning")).content.decode()
    assert (text in page, goal.code in page) == (reads, reads)
    client.post(at("begin_learning"), {"participant": me.code, "source": goal.code})
    assert Learning.objects.get().goal == (goal if reads else None)


def test_what_stands_beside_another_text_is_shown_with_both(today: Advice) -> None:
    row = make_draft(today.youth, today.place.now)
    texts = {
        "answer-title": row.title,
        "revision-title": "1",
        "answer-text": "Mine <b>",
        "revision-text": "0",
    }
    answer = client_of(today.youth.person).post(at("write_recommendation", row.code), texts | {"go": "on"})
    assert answer.status_code == 409
    assert "Mine &lt;b&gt;" in answer.content.decode()
    assert row.text in answer.content.decode()


def test_somebody_of_another_organization_finds_nothing_and_is_offered_nothing(today: Advice) -> None:
    row = make_draft(today.youth, today.place.now)
    client = client_of(today.youth.person)
    other = {"seat": "another", "organization": today.place.umbrella.code, "as": "own"}
    client.post(at("offer_recommendation", row.code), other)
    row.refresh_from_db()
    assert (row.state, row.seat) == ("offered", today.seat)
    outsider = client_of(today.place.people["reviewer"])
    names = ("recommendation", "answer_recommendation", "add_step", "offer_recommendation")
    assert {outsider.get(at(name, row.code)).status_code for name in names} == {404}


def test_a_no_without_a_reason_comes_back_with_what_was_typed(today: Advice) -> None:
    row = make_recommendation(today.youth, today.place.now)
    client = client_of(today.leader.person)
    answer = client.post(at("answer_recommendation", row.code), {"answer": "declined", "reason": " "})
    assert answer.status_code == 400
    assert "Say why not: its author reads the reason." in answer.content.decode()
    assert 'value="declined" checked' in answer.content.decode().replace(' required id="id_answer_2"', "")
    client.post(
        at("answer_recommendation", row.code), {"answer": "declined", "reason": "The law forbids it."}
    )
    page = client_of(today.youth.person).get(row.get_absolute_url()).content.decode()
    assert "The law forbids it." in page
    assert "Yes, it fits" in page


def test_an_answer_given_meanwhile_keeps_the_words_of_the_second(today: Advice) -> None:
    row = make_recommendation(today.youth, today.place.now, state="answered")
    make_response(row, today.umbrella_lead, today.place.now)
    said = {"answer": "adapted", "reason": "Ten days."}
    answer = client_of(today.leader.person).post(at("answer_recommendation", row.code), said)
    assert answer.status_code == 400
    assert "Ten days." in answer.content.decode()


def test_a_file_is_handed_out_to_who_reads_the_recommendation(today: Advice) -> None:
    now = today.place.now
    row = make_recommendation(today.youth, now, state=RecommendationState.IN_PRACTICE)
    step = make_step(make_response(row, today.leader, now), now)
    pdf = b"%PDF-1.4\nstartxref\n9\n%%EOF\n"
    form = {"form_key": "1" * 32, "file": SimpleUploadedFile("../plan.pdf", pdf)}
    client_of(today.leader.person).post(at("add_evidence", step.code), form)
    path = at("evidence_file", Evidence.objects.get().code)
    answer = client_of(today.youth.person).get(path)
    assert (answer.content, answer["Content-Disposition"]) == (pdf, 'attachment; filename="plan.pdf"')
    assert client_of(today.peer.person).get(path).status_code == 404
    Evidence.objects.update(stored="gone.pdf")
    gone = client_of(today.youth.person).get(path)
    assert (gone.status_code, "not on the site’s disk any more" in gone.content.decode()) == (409, True)


def test_staff_do_not_take_over_what_a_young_person_handed_to_facilitators(today: Advice) -> None:
    row = make_draft(today.youth, today.place.now, in_cohort_name=True, handed_at=today.place.now)
    for person in (today.coordinator, today.tied):
        assert client_of(person).post(at("offer_for_cohort", row.code)).status_code == 404
        page = client_of(person).get(at("cohort_recommendations", today.seat.cohort.code)).content.decode()
        assert row.title not in page
    assert client_of(today.facilitator).post(at("offer_for_cohort", row.code)).status_code == 302


def test_the_list_of_a_cohort_holds_no_young_name_and_no_young_words(today: Advice) -> None:
    now = today.place.now
    named = {"in_cohort_name": True, "handed_at": now, "offered_by": today.place.memberships["facilitator"]}
    hidden = make_recommendation(today.youth, now, **named)
    signed = make_recommendation(today.peer, now)
    own = make_recommendation(today.leader, now)
    page = client_of(today.facilitator).get(at("cohort_recommendations", today.seat.cohort.code))
    text = page.content.decode()
    for young in (today.youth.name, today.peer.name):
        assert young not in text
    for row in (hidden, signed, own):
        assert row.get_absolute_url() in text
        assert row.learning.get_absolute_url() in text
    assert own.learning.text in text
    assert text.count(today.leader.name) == 3  # beside the recommendation, and in and beside the learning


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("leader", "recommendations"),
        ("youth", "recommendations"),
        ("facilitator", "cohort_recommendations"),
    ],
)
def test_a_list_asks_the_same_for_one_row_and_for_four(
    today: Advice, who: str, name: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    now, person = today.place.now, getattr(today, who)
    client = client_of(getattr(person, "person", person))
    path = at(name, *([today.seat.cohort.code] if name == "cohort_recommendations" else []))
    by = today.place.memberships["facilitator"]
    named = {"in_cohort_name": True, "handed_at": now - timedelta(days=1), "offered_by": by}
    make_recommendation(today.youth, now, **named)
    client.get(path)
    with django_assert_max_num_queries(100) as one:
        client.get(path)
    for author in (today.youth, today.peer):
        row = make_recommendation(author, now, state="answered")
        make_response(row, today.leader, now)
    make_recommendation(today.youth, now, **named)
    with django_assert_max_num_queries(len(one)):
        client.get(path)


def test_a_form_that_names_another_organization_changes_nothing(today: Advice) -> None:
    learning = make_learning(today.youth, today.place.now)
    other = make_seat(today.seat.cohort, today.place.umbrella)
    client = client_of(today.youth.person)
    client.post(
        at("begin_recommendation", learning.code),
        {"seat": other.code, "organization": today.place.umbrella.code},
    )
    assert Recommendation.objects.get(learning=learning).seat == today.seat
