"""Marking who was there, and what the marks add up to."""

from datetime import datetime, timedelta

import pytest

from copractice.cohorts.actions import attendance
from copractice.cohorts.analysis.attendance import drifts, percent_of, stay_of
from copractice.cohorts.models import Participant, SessionAttendance
from copractice.cohorts.states import Presence
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import Place
from tests.world_cohorts import Practiced, make_session

P, E, A = Presence


def test_the_last_tap_holds_and_can_be_taken_back(
    practiced: Practiced, facilitator: Person, now: datetime
) -> None:
    by = {"session": practiced.session, "participant": practiced.youth, "actor": facilitator, "now": now}
    attendance.mark(presence=P, **by)
    attendance.mark(presence=A, **by)
    row = SessionAttendance.objects.get()
    assert (row.presence, row.marked_by.role, row.marked_at) == (A, "facilitator", now)
    assert attendance.mark(presence=None, **by) is None
    assert not SessionAttendance.objects.exists()
    assert not LogEntry.objects.filter(act__contains="attendance").exists()


def test_the_rest_is_present_and_what_is_marked_stays(
    practiced: Practiced, facilitator: Person, now: datetime
) -> None:
    by = {"session": practiced.session, "actor": facilitator, "now": now}
    attendance.mark(participant=practiced.youth, presence=E, **by)
    assert attendance.mark_rest(**by) == 3
    assert attendance.mark_rest(**by) == 0
    assert SessionAttendance.objects.get(participant=practiced.youth).presence == E


def test_only_facilitators_and_staff_mark_and_not_before_the_day(
    practiced: Practiced, here: Place, facilitator: Person, now: datetime
) -> None:
    of = {"participant": practiced.leader, "presence": P, "now": now}
    for who in (practiced.leader.person, here.people["member"], here.people["funder"]):
        with pytest.raises(Refused, match="Only facilitators"):
            attendance.mark(session=practiced.session, actor=who, **of)
    attendance.mark(session=practiced.session, actor=here.people["coordinator"], **of)
    with pytest.raises(Refused, match="from the day"):
        attendance.mark(session=practiced.next, actor=facilitator, **of)


def test_nobody_is_marked_who_was_not_in_the_cohort_that_day(
    practiced: Practiced, here: Place, facilitator: Person, now: datetime
) -> None:
    Participant.objects.filter(pk=practiced.leader.pk).update(since=now.date() + timedelta(days=2))
    practiced.leader.refresh_from_db()
    with pytest.raises(Refused, match="not in the cohort"):
        attendance.mark(
            session=practiced.session,
            participant=practiced.leader,
            presence=P,
            actor=facilitator,
            now=now,
        )


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([A, A], True),
        ([A, A, P], True),
        ([A, P, A], False),
        ([P, A, A], False),
        ([A], False),
        ([], False),
        ([A, E, A], True),  # excused is no absence, and not expected
        (["", A, A], True),  # not marked yet says nothing
        ([E, E], False),
    ],
)
def test_who_missed_the_last_two_drifts(marks: list[str], expected: bool) -> None:
    assert drifts(marks) is expected


def test_excused_and_unmarked_sessions_are_not_expected(practiced: Practiced, now: datetime) -> None:
    sessions = [
        make_session(practiced.cohort, now - timedelta(days=day), number=10 + day) for day in range(1, 6)
    ]
    marks = dict(zip([one.pk for one in sessions], [P, E, "", A, P], strict=True))
    stay = stay_of(practiced.leader, sessions, marks)
    assert (stay.came, stay.expected, stay.recent, stay.drifts) == (2, 3, [P, A, "", E, P], False)
    assert stay.in_words == "present, absent, not marked, excused, present"
    assert percent_of([stay]) == 67
    assert percent_of([]) is None
