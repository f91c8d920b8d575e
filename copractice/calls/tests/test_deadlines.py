"""A deadline moves: who may, what moves along, what stays, what everybody reads."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from copractice.calls.actions.deadlines import NewDeadline, change_deadline, close_due
from copractice.calls.analysis.standing import Stand, standing_of, standings_of
from copractice.calls.analysis.timetable import Timetable, days_between, shifted
from copractice.calls.models import Call, DeadlineChange
from copractice.calls.queries.page import public_changes
from copractice.calls.states import CallState, Scope
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World

DAY = timedelta(days=1)
WHY = {"en": "Testing week."}
CHICAGO = "America/Chicago"


def at(text: str, zone: str = CHICAGO, fold: int = 0) -> datetime:
    """Return the instant of a wall time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def dated(closes: str, parties: str = "", decides: str = "", zone: str = CHICAGO) -> Call:
    return Call(
        time_zone=zone,
        closes_at=at(closes, zone),
        parties_by=at(parties, zone) if parties else None,
        decides_by=at(decides, zone) if decides else None,
    )


def extend(call: Call, actor: Person, now: datetime, **more: Any) -> DeadlineChange:
    """Move the deadline by 14 days, or as told."""
    new = more.pop("new", None) or NewDeadline(call.closes_at + 14 * DAY, WHY)
    given = {"form_key": "k" * 32, "has_drafts": True, "told": 12} | more
    return change_deadline(call=call, new=new, actor=actor, now=now, **given)


def test_later_dates_move_by_the_same_days_and_keep_their_time_of_day_over_a_turn_of_the_clock() -> None:
    call = dated("2023-03-05T23:59", "2023-03-10T17:00", "2023-03-11T09:00")
    moved = shifted(call, at("2023-03-19T23:59"))
    assert moved == Timetable(at("2023-03-19T23:59"), at("2023-03-24T17:00"), at("2023-03-25T09:00"))
    assert moved.parties_by is not None
    assert moved.parties_by - at("2023-03-10T17:00") == 14 * DAY - timedelta(hours=1)


def test_a_time_that_the_clock_skips_becomes_the_next_that_it_shows() -> None:
    call = dated("2027-03-12T12:00", "2027-03-13T02:30")
    assert shifted(call, at("2027-03-13T12:00")).parties_by == at("2027-03-14T03:00")


def test_of_a_time_that_comes_twice_nobody_loses_an_hour() -> None:
    call = dated("2026-10-30T12:00", "2026-10-31T01:30")
    moved = shifted(call, at("2026-10-31T12:00"))
    assert moved.parties_by == at("2026-11-01T01:30", fold=1)


def test_a_date_that_would_fall_before_the_deadline_becomes_the_deadline() -> None:
    call = dated("2026-12-01T12:00", "2026-12-01T13:00")
    assert shifted(call, at("2026-12-01T18:00")).parties_by == at("2026-12-01T18:00")


def test_a_call_without_later_dates_has_none_to_move() -> None:
    assert shifted(dated("2026-12-01T12:00"), at("2026-12-02T12:00")) == Timetable(at("2026-12-02T12:00"))


@pytest.mark.parametrize(
    ("old", "new", "days"),
    [
        ("2026-12-01T23:59", "2026-12-02T00:01", 1),
        ("2026-12-01T00:01", "2026-12-01T23:59", 0),
        ("2026-12-02T12:00", "2026-12-01T12:00", -1),
    ],
)
def test_days_are_those_of_the_calendar_in_the_zone(old: str, new: str, days: int) -> None:
    assert days_between(at(old), at(new), CHICAGO) == days


def test_an_extension_moves_the_call_and_keeps_what_was(
    call: Call, coordinator: Person, now: datetime
) -> None:
    was = (call.closes_at, call.parties_by, call.decides_by)
    change = extend(call, coordinator, now)
    call.refresh_from_db()
    assert call.closes_at == was[0] + 14 * DAY
    assert (change.old_closes_at, change.old_parties_by, change.old_decides_by) == was
    assert (change.new_closes_at, change.new_parties_by, change.new_decides_by) == (
        call.closes_at,
        call.parties_by,
        call.decides_by,
    )
    assert (change.changed_by.person, change.changed_at, change.told) == (coordinator, now, 12)
    assert list(public_changes(call)) == [change]
    assert LogEntry.objects.filter(act="call.change_deadline", record_id=str(change.pk)).count() == 1


def test_the_same_form_moves_a_deadline_once(call: Call, coordinator: Person, now: datetime) -> None:
    first = extend(call, coordinator, now)
    assert extend(call, coordinator, now) == first
    call.refresh_from_db()
    assert call.closes_at == first.new_closes_at
    assert DeadlineChange.objects.count() == 1


def test_later_dates_may_be_named(call: Call, coordinator: Person, now: datetime) -> None:
    closes_at = call.closes_at + DAY
    new = NewDeadline(closes_at, WHY, parties_by=closes_at + DAY, decides_by=closes_at + 2 * DAY)
    change = extend(call, coordinator, now, new=new)
    assert (change.new_parties_by, change.new_decides_by) == (closes_at + DAY, closes_at + 2 * DAY)


def test_a_later_deadline_opens_a_closed_call_in_the_same_act(
    call: Call, coordinator: Person, now: datetime
) -> None:
    later = call.closes_at + DAY
    close_due(now=later)
    extend(call, coordinator, later)
    call.refresh_from_db()
    assert (call.state, call.closed_at) == (CallState.OPEN, None)


@pytest.mark.parametrize("scope", [Scope.APPLICATION, Scope.PARTY])
def test_a_change_for_one_is_kept_and_moves_nothing_of_the_call(
    call: Call, coordinator: Person, now: datetime, scope: Scope
) -> None:
    was = (call.closes_at, call.parties_by, call.decides_by)
    new = NewDeadline(call.closes_at + DAY, WHY, scope=scope)
    change = extend(call, coordinator, now, new=new, told=1)
    call.refresh_from_db()
    assert (call.closes_at, call.parties_by, call.decides_by) == was
    assert (change.new_closes_at, change.new_decides_by) == (was[0] + DAY, was[2])
    assert list(public_changes(call)) == []
    assert standing_of(call, now).change is None


def test_a_change_for_one_leaves_a_closed_call_closed(call: Call, coordinator: Person, now: datetime) -> None:
    later = call.closes_at + DAY
    close_due(now=later)
    extend(call, coordinator, later, new=NewDeadline(later + DAY, WHY, scope=Scope.APPLICATION))
    call.refresh_from_db()
    assert call.state == CallState.CLOSED


def test_time_is_taken_from_who_has_begun_by_an_owner_only(
    call: Call, coordinator: Person, owner: Person, now: datetime
) -> None:
    earlier = NewDeadline(call.closes_at - DAY, WHY)
    with pytest.raises(Refused, match="only an owner"):
        extend(call, coordinator, now, new=earlier)
    assert extend(call, owner, now, new=earlier).new_closes_at == call.closes_at - DAY


def test_before_anybody_has_begun_staff_move_a_deadline_earlier(
    call: Call, coordinator: Person, now: datetime
) -> None:
    change = extend(call, coordinator, now, new=NewDeadline(call.closes_at - DAY, WHY), has_drafts=False)
    call.refresh_from_db()
    standing = standing_of(call, now)
    assert (call.closes_at, standing.moved_days, standing.moved_earlier_by) == (change.new_closes_at, -1, 1)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewDeadline(datetime(2027, 1, 5, tzinfo=UTC), {}), "Say why"),
        (NewDeadline(datetime(2027, 1, 5, tzinfo=UTC), {"es": "Por algo."}), "Say why"),
        (NewDeadline(datetime(2026, 11, 24, 14, 59, tzinfo=UTC), WHY), "has passed"),
        (
            NewDeadline(datetime(2027, 1, 5, tzinfo=UTC), WHY, parties_by=datetime(2027, 1, 4, tzinfo=UTC)),
            "after the deadline",
        ),
        (
            NewDeadline(datetime(2027, 1, 5, tzinfo=UTC), WHY, decides_by=datetime(2027, 1, 4, tzinfo=UTC)),
            "after the deadline",
        ),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_with_words(
    call: Call, owner: Person, now: datetime, new: NewDeadline, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        extend(call, owner, now, new=new)
    assert not DeadlineChange.objects.exists()


def test_the_same_deadline_is_no_change(call: Call, owner: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="already"):
        extend(call, owner, now, new=NewDeadline(call.closes_at, WHY))


def test_a_draft_and_a_decided_call_have_no_deadline_to_move(
    call: Call, draft: Call, owner: Person, now: datetime
) -> None:
    with pytest.raises(Refused, match="Nobody has read"):
        extend(draft, owner, now)
    Call.objects.filter(pk=call.pk).update(state=CallState.DECIDED, closed_at=now)
    with pytest.raises(Refused, match="decided"):
        extend(call, owner, now)


def test_members_move_no_deadline(call: Call, member: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="Only the community's staff"):
        extend(call, member, now)


def test_the_database_keeps_no_change_that_changes_nothing(
    call: Call, coordinator: Person, now: datetime
) -> None:
    change = extend(call, coordinator, now)
    change.pk, change.code, change.form_key = None, "0" * 10, "x" * 32
    change.new_closes_at = change.old_closes_at
    with pytest.raises(IntegrityError):
        change.save(force_insert=True)


def test_readers_are_told_where_a_call_stands(call: Call, draft: Call, now: datetime) -> None:
    stands = {
        now: Stand.OPEN,
        call.closes_at: Stand.OPEN,
        call.closes_at + timedelta(minutes=1): Stand.OVER,  # the grace is silent
    }
    assert {moment: standing_of(call, moment).stand for moment in stands} == stands
    assert standing_of(draft, now).stand is Stand.DRAFT
    assert standing_of(call, now).days_left == 19
    assert standing_of(call, call.closes_at + DAY).days_left == 0


def test_the_newest_change_for_everybody_is_told_with_its_days(
    world: World, call: Call, draft: Call, coordinator: Person, now: datetime
) -> None:
    extend(call, coordinator, now)
    call.refresh_from_db()
    second = extend(
        call, coordinator, now + DAY, form_key="l" * 32, new=NewDeadline(call.closes_at + DAY, WHY)
    )
    call.refresh_from_db()
    told, other = standings_of([call, draft], now)
    assert (told.change, told.moved_days, told.moved_earlier_by) == (second, 1, 0)
    assert other.change is None
