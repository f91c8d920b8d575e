"""Pages of assessments: prepared from a start, scored in a table, answered on a phone with and without scripts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from copractice.applications.tests.parts import signed_in, text
from copractice.cohorts.models import Assessment, AssessmentAnswer
from copractice.cohorts.queries.assessments import items_of
from copractice.cohorts.states import Asks, Missing
from copractice.web.waits import waits_for
from tests.world import Place
from tests.world_assessments import SAID, make_assessment
from tests.world_cohorts import HOTLINE

pytestmark = pytest.mark.django_db


def typed(opens: str, closes: str) -> dict[str, str]:
    """Return what a form needs besides its own fields."""
    days = {
        "opens_at_day": opens,
        "opens_at_clock": "08:00",
        "closes_at_day": closes,
        "closes_at_clock": "23:59",
    }
    return {"title_en": "Ours", "source": "", "form_key": "f" * 32} | days


def test_a_baseline_then_its_endline_are_prepared_from_a_start(today: Place) -> None:
    client, cohort = signed_in(today.people["facilitator"]), today.practiced.cohort
    new = reverse("make_assessment", args=["here", cohort.code])
    assert "Where organizations begin" in text(client.get(new))
    assert "Safe environment" in text(client.get(f"{new}?from=baseline"))
    said = typed("2030-01-07", "2030-01-28") | {"asks": "organizations", "domains_en": "Pay\n\nMentors"}
    refused = client.post(f"{new}?from=baseline", said | {"domains_es": "Pago"})
    assert refused.status_code == 400
    assert "These are 1 lines, and 2 in the first language." in text(refused)
    assert client.post(f"{new}?from=baseline", said | {"domains_es": "Pago\nMentores"}).status_code == 302
    made = Assessment.objects.get(title__en="Ours")
    assert [(item.key, item.text) for item in items_of(made)] == [
        ("q1", {"en": "Pay", "es": "Pago"}),
        ("q2", {"en": "Mentors", "es": "Mentores"}),
    ]
    follow = typed("2030-11-07", "2030-11-28") | {"form_key": "e" * 32}
    answer = client.post(f"{new}?from=endline&of={made.code}", follow)
    endline = Assessment.objects.get(follows=made)
    assert answer["Location"] == endline.get_absolute_url()
    assert client.get(f"{new}?from=endline&of={made.code}").status_code == 404


def test_a_survey_has_questions_that_are_ready_and_can_be_changed(today: Place) -> None:
    client, cohort = signed_in(today.people["coordinator"]), today.practiced.cohort
    new = reverse("make_assessment", args=["here", cohort.code]) + "?from=exit"
    client.post(new, typed("2030-01-07", "2030-01-28") | {"asks": "everybody"})
    made = Assessment.objects.get(title__en="Ours")
    page = reverse("change_assessment_item", args=["here", made.code, "q4"])
    assert "None of these" in text(client.get(page))
    said = {"text_en": "What helped?", "kind": "choice", "options_en": "Bus card\nNone", "revision": "1"}
    client.post(page, said)
    made.refresh_from_db()
    item = items_of(made)[3]
    assert (item.text, [one.text["en"] for one in item.options]) == (
        {"en": "What helped?"},
        ["Bus card", "None"],
    )
    for wrong in ({"options_en": "One"}, {"options_es": "Uno"}):
        assert client.post(page, said | wrong | {"revision": "2"}).status_code == 400
    client.post(page, {"go": "remove"})
    client.post(
        reverse("add_assessment_item", args=["here", made.code]),
        {"text_en": "Why?", "kind": "text", "revision": "3"},
    )
    made.refresh_from_db()
    assert [item.key for item in items_of(made)] == ["q1", "q2", "q3", "q5", "q6"]


def test_scores_are_entered_in_a_table_and_nothing_typed_is_lost(today: Place) -> None:
    client, row = signed_in(today.people["facilitator"]), today.measured.baseline
    page = reverse("enter_scores", args=["here", row.code, today.practiced.seat.code])
    assert 'value="3.5"' in client.get(page).content.decode()
    wrong = client.post(page, {"base": "1", "score-q1": "4", "score-q2": "5.5", "why-q2": ""})
    assert wrong.status_code == 400
    assert 'value="5.5"' in wrong.content.decode()
    assert "A score is a number from 1 to 5" in text(wrong)
    assert AssessmentAnswer.objects.get(assessment=row).number == 3.5
    sent = client.post(page, {"base": "1", "score-q1": "４", "score-q2": "", "why-q2": "not_seen"})
    assert sent["Location"] == row.get_absolute_url()
    found = {one.item: (one.number, one.missing) for one in AssessmentAnswer.objects.filter(assessment=row)}
    assert found == {"q1": (4, ""), "q2": (None, "not_seen")}
    beside = client.post(page, {"base": "1", "score-q1": "2"})
    assert (beside.status_code, 'value="2"' in beside.content.decode()) == (400, True)
    assert "1 of 2 scores" in text(client.get(row.get_absolute_url()))


def test_a_young_person_answers_on_one_page_and_reads_who_reads_it(today: Place) -> None:
    practiced, row = today.practiced, today.measured.survey
    client = signed_in(practiced.youth.person)
    page = reverse("answer_assessment", args=["here", row.code])
    shown = text(client.get(page))
    assert "Your employer never reads this." in shown
    assert HOTLINE["en"] in shown
    assert SAID in shown
    tap = {"question": "q2", "text": "5", "revision": "0"}
    piece = client.post(reverse("save_assessment_answer", args=["here", row.code]), tap)
    assert 'data-kind="saved" data-revision="1"' in piece.content.decode()
    said = {"answer-q1": "4", "answer-q2": "5", "answer-q3": "-", "answer-q5": SAID, "revision-q5": "1"}
    assert client.post(page, said)["Location"] == page
    assert "1 question is left" in text(client.get(page))
    done = client.post(page, said | {"answer-q4": "a"})
    assert done["Location"] == reverse("my_cohort", args=["here", practiced.cohort.code])
    rows = {one.item: one for one in AssessmentAnswer.objects.filter(participant=practiced.youth)}
    assert (rows["q1"].number, rows["q3"].missing, rows["q4"].text) == (4, Missing.DECLINED, "a")
    assert "Change my answers" in text(client.get(done["Location"]))


def test_two_windows_and_a_closed_survey_lose_no_word(today: Place) -> None:
    row, client = today.measured.survey, signed_in(today.practiced.youth.person)
    page = reverse("answer_assessment", args=["here", row.code])
    whole = {"answer-q1": "4", "answer-q5": "Another thing.", "revision-q5": "0"}
    beside = client.post(page, whole)
    assert beside.status_code == 409
    assert "Both are kept" in text(beside)
    Assessment.objects.filter(pk=row.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    late = client.post(page, whole | {"answer-q1": "2", "answer-q5": "Too late, but kept."})
    assert late.status_code == 400  # the number could not be kept, and says so
    assert "This is closed. It was not saved." in text(late)
    assert "Too late, but kept." in text(late)
    again = text(client.get(page))
    assert "Too late, but kept." in again
    assert SAID in again


def test_the_home_asks_until_it_is_answered_and_others_see_no_page(today: Place) -> None:
    practiced, row, now = today.practiced, today.measured.survey, timezone.now()
    titles = [wait.title for wait in waits_for(practiced.youth.person, now)]
    assert "3 questions for you: Asked of here" in titles
    page = reverse("answer_assessment", args=["here", row.code])
    assert signed_in(practiced.leader.person).get(page).status_code == 200
    assert signed_in(today.people["facilitator"]).get(page).status_code == 404
    young = make_assessment(practiced.cohort, today.now, asks=Asks.YOUTH)
    assert signed_in(practiced.leader.person).get(page.replace(row.code, young.code)).status_code == 404
    soon = make_assessment(practiced.cohort, today.now, asks=Asks.EVERYBODY, opens_at=now + timedelta(days=1))
    assert signed_in(practiced.youth.person).get(page.replace(row.code, soon.code)).status_code == 404
