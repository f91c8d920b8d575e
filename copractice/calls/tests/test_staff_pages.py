"""Staff's pages of a call, through the door: whole paths, and what people have read stays."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from copractice.calls.models import Call, CallVersion, Criterion, Question
from copractice.calls.queries.versions import draft_of, questions_to
from copractice.calls.states import CallState, Party
from copractice.calls.tests.pages import ASK, MEASURE, dates, path, refused, send, when
from copractice.people.models import Person
from tests.world import World
from tests.world_calls import begin_call


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def staff(coordinator: Person) -> Client:
    """Return the coordinator's browser."""
    client = Client()
    client.force_login(coordinator)
    return client


def test_from_a_name_to_an_open_call(staff: Client, world: World, now: datetime) -> None:
    response = send(staff, "/c/here/calls/new/", dates(now, title_en="Cohort C"))
    call = Call.objects.get()
    assert response["Location"] == path("call_setup", call)
    assert "6 things are missing before it can open" in staff.get(path("call_setup", call)).content.decode()
    assert staff.post(path("open_call", call)).status_code == 409
    words = {"title_en": "Cohort C", "title_es": "Cohorte C", "summary_en": "For you.", "text_en": "Rules."}
    send(staff, path("write_call", call), words)
    send(staff, path("call_terms", call), {"minimum_age": "16", "contact_email": "calls@example.org"})
    parties = {"employer_minutes": "40", "umbrella_asked": "False", "youth_asked": "False"}
    send(staff, path("call_parties", call), parties)
    send(staff, path("add_question", call) + "?party=employer", ASK)
    key = Question.objects.get().key
    send(staff, path("add_criterion", call), MEASURE | {"question_keys": [key]})
    assert "Everything is there" in staff.get(path("call_setup", call)).content.decode()
    assert staff.post(path("open_call", call))["Location"] == path("call", call)
    call.refresh_from_db()
    assert (call.state, call.minimum_age) == (CallState.OPEN, 16)
    assert call.title == {"en": "Cohort C", "es": "Cohorte C"}
    assert "Cohort C" in Client().get(path("call", call)).content.decode()


def test_a_next_version_is_started_shown_and_published(staff: Client, call: Call) -> None:
    assert staff.post(path("start_version", call))["Location"] == path("call_setup", call)
    publish = path("publish_version", call)
    assert "Nothing yet" in staff.get(publish).content.decode()
    question = questions_to(draft_of(call), Party.EMPLOYER)[0]
    send(staff, path("change_question", question), ASK | {"text_en": "In other words?"})
    page = staff.get(publish).content.decode()
    assert "is worded differently" in page
    assert "has another limit" in page
    assert "Drafts have to confirm it." in page
    refused(send(staff, publish, {"why_en": ""}), "What changed, and why")
    response = send(staff, publish, {"why_en": "Clearer."})
    assert response["Location"] == path("call_changes", call)
    assert CallVersion.objects.get(call=call, number=2).must_confirm is True


def test_a_next_version_is_thrown_away(staff: Client, call: Call) -> None:
    staff.post(path("start_version", call))
    staff.post(path("discard_version", call))
    assert draft_of(call) is None
    assert staff.get(path("publish_version", call)).status_code == 409


def test_choices_keep_their_order_in_both_languages(staff: Client, draft: Call) -> None:
    typed = {"kind": "choice", "limit": "", "choices_en": "One\n\n Two ", "choices_es": "Uno\nDos"}
    send(staff, path("add_question", draft), ASK | typed)
    question = Question.objects.get(text={"en": "Why you?"})
    assert question.choices == [{"en": "One", "es": "Uno"}, {"en": "Two", "es": "Dos"}]
    assert "One\nTwo" in staff.get(path("change_question", question)).content.decode()


def test_questions_and_criteria_are_ordered_and_taken_away_by_buttons(staff: Client, draft: Call) -> None:
    first, second = questions_to(draft.versions.get(), Party.EMPLOYER)[:2]
    staff.post(path("move_question", second), {"to": "up"})
    second.refresh_from_db()
    assert second.number == 1
    staff.post(path("retire_question", second))
    assert questions_to(draft.versions.get(), Party.EMPLOYER)[0] == first
    informs = Criterion.objects.get(call=draft, number=2)
    staff.post(path("move_criterion", informs), {"to": "up"})
    informs.refresh_from_db()
    assert informs.number == 1
    staff.post(path("remove_criterion", informs))
    assert list(Criterion.objects.filter(call=draft).values_list("number", flat=True)) == [1]


def test_a_criterion_names_priority_and_commitment_of_its_community(
    world: World, staff: Client, draft: Call
) -> None:
    criterion = Criterion.objects.filter(call=draft).order_by("number")[0]
    address = path("change_criterion", criterion)
    chosen = {"priority": world.here.priority.code, "commitment": world.here.defined.commitment.code}
    given = MEASURE | {"question_keys": criterion.question_keys} | chosen
    assert send(staff, address, given).status_code == 302
    criterion.refresh_from_db()
    assert (criterion.priority, criterion.commitment) == (world.here.priority, world.here.defined.commitment)
    refused(send(staff, address, given | {"priority": world.there.priority.code}), "Priority it grew from")
    page = staff.get(path("call_rubric", draft)).content.decode()
    assert "Priority of here" in page


def test_what_people_have_read_is_not_changed_by_any_page(staff: Client, call: Call) -> None:
    for name in ("call_timetable", "write_call", "edit_questions", "edit_rubric", "add_criterion"):
        assert staff.get(path(name, call)).status_code == 409, name
    given = {"minimum_age": "20", "seats": "1", "contact_email": "new@example.org"}
    assert send(staff, path("call_terms", call), given).status_code == 302
    call.refresh_from_db()
    assert (call.minimum_age, call.seats, call.contact_email) == (14, 10, "new@example.org")


def test_a_call_is_announced_for_later(staff: Client, draft: Call, now: datetime) -> None:
    opens = (now + timedelta(days=2)).strftime("%Y-%m-%d")
    send(staff, path("call_timetable", draft), dates(now) | when("opens_at", opens, "08:00"))
    assert "Announce the call" in staff.get(path("call_setup", draft)).content.decode()
    staff.post(path("announce_call", draft))
    page = " ".join(Client().get(path("call", draft)).content.decode().split())
    assert "Not open yet" in page
    assert "Opens " in page
    assert "Start an application" not in page


def test_a_session_is_moved_and_canceled(staff: Client, world: World, call: Call, now: datetime) -> None:
    session = world.here.called.session
    day = (now + timedelta(days=9)).strftime("%Y-%m-%d")
    given = {"title_en": "Moved", "place_en": "There", "link": "javascript:alert(1)"}
    given |= when("starts_at", day, "12:00") | when("ends_at", day, "13:00")
    refused(send(staff, path("change_session", session), given), "Link to join")
    assert send(staff, path("change_session", session), given | {"link": ""}).status_code == 302
    assert staff.post(path("cancel_session", session)).status_code == 302
    page = Client().get(path("call", call)).content.decode()
    assert "Moved" in page
    assert "Canceled" in page
    assert staff.post(path("cancel_session", session)).status_code == 409


def test_a_coordinator_of_elsewhere_finds_none_of_these_pages(world: World, draft: Call) -> None:
    client = Client()
    client.force_login(world.there.people["coordinator"])
    for name in ("call_setup", "write_call", "call_terms", "add_question", "publish_version"):
        assert client.get(path(name, draft)).status_code == 404


def test_the_checklist_of_an_empty_call_names_every_subject(
    world: World, staff: Client, coordinator: Person, now: datetime
) -> None:
    page = staff.get(path("call_setup", begin_call(world.here.community, coordinator, now)))
    for words in ("Write the summary.", "Name an address", "Say who applies.", "at least one criterion"):
        assert words in page.content.decode()
