"""Pages of calls ask the database the same for few rows and for many; calendars leave out what is hidden."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from copractice.calls.actions import answering, questions, sessions, versions
from copractice.calls.actions.questions import Ask
from copractice.calls.models import Call, InformationSession
from copractice.calls.queries.versions import draft_of
from copractice.calls.states import Audience, Party, QuestionKind
from copractice.calls.tests.pages import extend
from copractice.people.models import Person
from tests.world import World
from tests.world_calls import make_call

DAY = timedelta(days=1)
PAGES = ("call", "call_questions", "call_rubric", "call_faq", "call_changes")

pytestmark = pytest.mark.usefixtures("beside")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def path(name: str, call: Call) -> str:
    return reverse(name, args=[call.community.slug, call.code])


def test_a_feed_holds_all_sessions_and_an_entry_one(
    client: Client, call: Call, coordinator: Person, now: datetime
) -> None:
    meeting = sessions.Meeting({"en": "Second"}, {"en": "Here"}, "", now + DAY, now + 2 * DAY)
    by = {"actor": coordinator, "now": now}
    second = sessions.schedule_session(call=call, meeting=meeting, form_key="2" * 32, **by)
    sessions.cancel_session(session=second, **by)
    response = client.get(path("call_calendar", call))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = {event["SUMMARY"]: event["STATUS"] for event in Calendar.from_ical(response.content).events}
    assert found == {"Second": "CANCELLED", "Ask us": "CONFIRMED"}
    one = client.get(reverse("session_calendar", args=["here", second.code]))
    assert [event["SUMMARY"] for event in Calendar.from_ical(one.content).events] == ["Second"]


def test_sessions_of_a_draft_are_in_no_calendar(
    world: World, client: Client, draft: Call, coordinator: Person, now: datetime
) -> None:
    meeting = sessions.Meeting({"en": "Hidden"}, {"en": "Here"}, "", now + DAY, now + 2 * DAY)
    row = sessions.schedule_session(
        call=draft, meeting=meeting, form_key="h" * 32, actor=coordinator, now=now
    )
    for address in (path("call_calendar", draft), reverse("session_calendar", args=["here", row.code])):
        assert client.get(address).status_code == 302
        signed_in = Client()
        signed_in.force_login(world.stranger)
        assert signed_in.get(address).status_code == 404


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ask()
    return len(seen)


def test_the_list_of_calls_asks_the_same_for_one_and_for_three(
    world: World, client: Client, call: Call, coordinator: Person, now: datetime
) -> None:
    client.get("/c/here/calls/")
    one = queries(lambda: client.get("/c/here/calls/"))
    for number in range(2):
        more = make_call(world.here.community, coordinator, now, title=f"More {number}")
        extend(more, coordinator, now)
        Call.objects.filter(pk=more.pk).update(closes_at=more.closes_at)
    assert queries(lambda: client.get("/c/here/calls/")) == one


@pytest.mark.parametrize("name", ["call", "call_questions", "call_faq", "call_rubric"])
def test_a_page_of_a_call_asks_the_same_for_few_rows_and_for_many(
    world: World, client: Client, call: Call, coordinator: Person, now: datetime, name: str
) -> None:
    client.get(path(name, call))
    few = queries(lambda: client.get(path(name, call)))
    for number in range(2):
        form_key = f"{number}" * 32
        said = {"question": {"en": "More?"}, "answer": {"en": "Yes."}}
        answering.post_faq(call=call, form_key=form_key, actor=coordinator, now=now, **said)
        meeting = sessions.Meeting({"en": "More"}, {"en": "Here"}, "", now + DAY, now + 2 * DAY)
        sessions.schedule_session(call=call, meeting=meeting, form_key=form_key, actor=coordinator, now=now)
    assert InformationSession.objects.filter(call=call).count() == 3
    assert queries(lambda: client.get(path(name, call))) == few


def test_the_history_asks_the_same_for_two_versions_and_for_four(
    client: Client, call: Call, coordinator: Person, now: datetime
) -> None:
    by = {"call": call, "actor": coordinator, "now": now}

    def publish(number: int) -> None:
        versions.start_version(**by)
        ask = Ask({"en": f"More {number}"}, QuestionKind.LONG, Audience.STAFF, is_required=False)
        questions.add_question(party=Party.EMPLOYER, key=f"{number}" * 10, ask=ask, **by)
        draft = draft_of(call)
        versions.publish_version(why={"en": "Why."}, revision=draft.revision, **by)

    publish(1)
    client.get(path("call_changes", call))
    few = queries(lambda: client.get(path("call_changes", call)))
    publish(2)
    publish(3)
    assert queries(lambda: client.get(path("call_changes", call))) == few
