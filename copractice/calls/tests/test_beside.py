"""What stands beside a call: answers for all, and information sessions that go into calendars."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from copractice.calls.actions import answering, sessions
from copractice.calls.actions.drafting import Conflict
from copractice.calls.actions.sessions import Meeting
from copractice.calls.files.calendar import calendar_of
from copractice.calls.models import Call, Faq, InformationSession
from copractice.calls.queries.page import faqs_of, sessions_of
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def meeting(now: datetime) -> Meeting:
    """Return a meeting of tomorrow whose text a calendar has to escape."""
    start = now + 24 * HOUR
    title = {"en": "Ask, listen; see\nmore", "es": "Pregunte"}
    return Meeting(title, {"en": "Room 1"}, "https://example.org/meet", start, start + HOUR)


@pytest.fixture
def session(call: Call, meeting: Meeting, coordinator: Person, now: datetime) -> InformationSession:
    """Return that meeting as an announced session."""
    return sessions.schedule_session(
        call=call, meeting=meeting, form_key="s" * 32, actor=coordinator, now=now
    )


def read(call: Call, rows: list[InformationSession], language: str = "en") -> Calendar:
    content = calendar_of(call, rows, language=language, host="example.org", page="https://example.org/c/")
    return Calendar.from_ical(content)


def answer(call: Call, actor: Person, now: datetime, **more: Any) -> Faq:
    given = {"question": {"en": "Twice?"}, "answer": {"en": "Once."}, "form_key": "a" * 32} | more
    return answering.post_faq(call=call, actor=actor, now=now, **given)


def test_a_question_is_answered_for_all_once(
    call: Call, coordinator: Person, member: Person, now: datetime
) -> None:
    before = faqs_of(call).count()
    faq = answer(call, coordinator, now)
    assert answer(call, coordinator, now) == faq
    assert faqs_of(call).count() == before + 1
    assert LogEntry.objects.filter(act="faq.post", record_id=str(faq.pk)).count() == 1
    with pytest.raises(Refused):
        answer(call, member, now, form_key="b" * 32)


def test_an_answer_that_was_taken_back_is_kept_and_not_listed(
    call: Call, coordinator: Person, member: Person, now: datetime
) -> None:
    faq = answer(call, coordinator, now)
    with pytest.raises(Refused):
        answering.withdraw_faq(faq=faq, actor=member, now=now)
    answering.withdraw_faq(faq=faq, actor=coordinator, now=now)
    assert faq not in faqs_of(call)
    assert Faq.objects.filter(pk=faq.pk).exists()
    with pytest.raises(Refused, match="already"):
        answering.withdraw_faq(faq=faq, actor=coordinator, now=now)


def test_a_session_is_announced_once(
    call: Call, session: InformationSession, meeting: Meeting, coordinator: Person, now: datetime
) -> None:
    again = sessions.schedule_session(
        call=call, meeting=meeting, form_key="s" * 32, actor=coordinator, now=now
    )
    assert again == session


@pytest.mark.parametrize(("start", "end", "words"), [(-1, 1, "has passed"), (2, 2, "before it begins")])
def test_a_session_lies_ahead_and_ends_after_it_begins(
    call: Call, meeting: Meeting, coordinator: Person, now: datetime, start: int, end: int, words: str
) -> None:
    wrong = replace(meeting, starts_at=now + start * HOUR, ends_at=now + end * HOUR)
    with pytest.raises(Refused, match=words):
        sessions.schedule_session(call=call, meeting=wrong, form_key="w" * 32, actor=coordinator, now=now)


def test_a_calendar_is_the_same_at_each_download(call: Call, session: InformationSession) -> None:
    once, again = (
        calendar_of(call, [session], language="en", host="example.org", page="https://example.org/c/")
        for _ in range(2)
    )
    assert once == again


def test_a_calendar_entry_has_its_zone_and_says_which_state_is_newer(
    call: Call, session: InformationSession, meeting: Meeting, coordinator: Person, now: datetime
) -> None:
    calendar = read(call, [session])
    [event] = calendar.events
    assert calendar.timezones[0]["TZID"] == "America/Chicago"
    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert (event.start, event.end) == (meeting.starts_at, meeting.ends_at)
    assert (event["SUMMARY"], event["LOCATION"]) == ("Ask, listen; see\nmore", "Room 1")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        f"{session.code}@example.org",
        0,
        "CONFIRMED",
    )
    later = replace(meeting, starts_at=now + 48 * HOUR, ends_at=now + 49 * HOUR)
    session = sessions.change_session(session=session, meeting=later, revision=1, actor=coordinator, now=now)
    [event] = read(call, [session]).events
    assert (event["SEQUENCE"], event.start) == (1, later.starts_at)


def test_a_session_over_a_turn_of_the_clock_keeps_its_instant(
    call: Call, session: InformationSession, now: datetime
) -> None:
    session.starts_at = datetime.fromisoformat("2027-03-14T07:30+00:00")  # 1:30 a.m., then 3:30 a.m.
    session.ends_at = session.starts_at + HOUR
    content = calendar_of(call, [session], language="en", host="h", page="p").decode()
    assert "DTSTART;TZID=America/Chicago:20270314T013000" in content
    assert "DTEND;TZID=America/Chicago:20270314T033000" in content
    assert "BEGIN:DAYLIGHT" in content
    assert "BEGIN:STANDARD" in content


def test_a_calendar_speaks_the_language_that_is_there(call: Call, session: InformationSession) -> None:
    [event] = read(call, [session], "es").events
    assert (event["SUMMARY"], event["LOCATION"]) == ("Pregunte", "Room 1")


def test_a_canceled_session_stays_and_says_so(
    call: Call, session: InformationSession, meeting: Meeting, coordinator: Person, now: datetime
) -> None:
    session = sessions.cancel_session(session=session, actor=coordinator, now=now)
    assert session in sessions_of(call)
    [event] = read(call, [session]).events
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    with pytest.raises(Refused, match="is canceled"):
        sessions.cancel_session(session=session, actor=coordinator, now=now)
    with pytest.raises(Refused, match="is canceled"):
        sessions.change_session(
            session=session, meeting=meeting, revision=session.revision, actor=coordinator, now=now
        )


def test_two_people_who_move_a_session_do_not_overwrite_each_other(
    session: InformationSession, meeting: Meeting, coordinator: Person, owner: Person, now: datetime
) -> None:
    sessions.change_session(session=session, meeting=meeting, revision=1, actor=coordinator, now=now)
    with pytest.raises(Conflict):
        sessions.change_session(session=session, meeting=meeting, revision=1, actor=owner, now=now)


def test_members_announce_and_cancel_nothing(
    world: World, call: Call, session: InformationSession, meeting: Meeting, member: Person, now: datetime
) -> None:
    for actor in (member, world.there.people["coordinator"]):
        with pytest.raises(Refused):
            sessions.schedule_session(call=call, meeting=meeting, form_key="m" * 32, actor=actor, now=now)
        with pytest.raises(Refused):
            sessions.cancel_session(session=session, actor=actor, now=now)
