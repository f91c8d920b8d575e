"""The life of a call: drafted, announced, opened, closed by the clock, opened again; every state × move."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from copractice.calls.actions import deadlines, drafting, versions
from copractice.calls.actions.drafting import Conflict, Dates
from copractice.calls.models import Call, CallVersion
from copractice.calls.queries import calls
from copractice.calls.rules import ends_at, takes_applications
from copractice.calls.states import MOVES, CallState
from copractice.communities.models import new_code
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused, move
from copractice.people.models import Person
from tests.world import World
from tests.world_calls import OPEN_FOR, begin_call, make_call, make_draft

DAY = timedelta(days=1)
GRACE = timedelta(minutes=30)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", CallState)
def test_a_move_starts_where_the_table_says_and_nowhere_else(state: CallState, name: str) -> None:
    sources, target = MOVES[name]
    if state in sources:
        assert move(MOVES, state, name) == target
    else:
        with pytest.raises(Refused, match=str(state.label)):
            move(MOVES, state, name)


Act = Callable[[Call, Person, datetime], object]
ACTS: dict[str, tuple[Act, set[CallState]]] = {
    "open": (lambda call, actor, now: versions.open_call(call=call, actor=actor, now=now), {CallState.DRAFT}),
    "close": (
        lambda call, actor, now: deadlines.close_call(call=call, actor=actor, now=call.closes_at + DAY),
        {CallState.OPEN},
    ),
    "start a version": (
        lambda call, actor, now: versions.start_version(call=call, actor=actor, now=now),
        {CallState.OPEN},
    ),
    "move the deadline": (
        lambda call, actor, now: deadlines.change_deadline(
            call=call,
            new=deadlines.NewDeadline(call.closes_at + DAY, {"en": "Why."}),
            form_key="k" * 32,
            has_drafts=False,
            told=0,
            actor=actor,
            now=now,
        ),
        {CallState.OPEN, CallState.CLOSED},
    ),
}


def in_state(state: CallState, place_call: Call, now: datetime) -> Call:
    """Put a whole call, whose first version is published once it is past draft, into a state."""
    if state != CallState.DRAFT:
        versions.open_call(call=place_call, actor=staff_of(place_call), now=now)
    times = {"closed_at": now} if state in {CallState.CLOSED, CallState.DECIDED} else {}
    Call.objects.filter(pk=place_call.pk).update(state=state, **times)
    place_call.refresh_from_db()
    return place_call


def staff_of(call: Call) -> Person:
    return Person.objects.get(email=f"coordinator@{call.community.slug}.example.org")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", CallState)
def test_every_act_is_possible_in_its_states_only(
    draft: Call, coordinator: Person, now: datetime, state: CallState, act: str
) -> None:
    call = in_state(state, draft, now)
    do, allowed = ACTS[act]
    if state in allowed:
        do(call, coordinator, now)
    else:
        with pytest.raises(Refused):
            do(call, coordinator, now)


def test_only_staff_prepare_open_and_close(world: World, draft: Call, member: Person, now: datetime) -> None:
    with pytest.raises(Refused):
        begin_call(world.here.community, member, now)
    with pytest.raises(Refused):
        versions.open_call(call=draft, actor=member, now=now)
    with pytest.raises(Refused):
        deadlines.close_call(call=world.here.call, actor=member, now=now + 365 * DAY)
    with pytest.raises(Refused):
        versions.open_call(call=draft, actor=world.there.people["coordinator"], now=now)


def test_a_call_with_gaps_does_not_open_and_says_what_is_missing(
    world: World, coordinator: Person, now: datetime
) -> None:
    call = begin_call(world.here.community, coordinator, now)
    with pytest.raises(Refused) as refusal:
        versions.open_call(call=call, actor=coordinator, now=now)
    for words in ("summary", "text of the call", "address for questions", "who applies", "criterion"):
        assert words in str(refusal.value).lower()
    call.refresh_from_db()
    assert (call.state, call.opened_at) == (CallState.DRAFT, None)


def test_opening_publishes_the_first_version_in_the_name_of_who_opens(
    draft: Call, coordinator: Person, now: datetime
) -> None:
    call = versions.open_call(call=draft, actor=coordinator, now=now)
    version = CallVersion.objects.get(call=call)
    assert (call.state, call.opened_at, call.opens_at) == (CallState.OPEN, now, now)
    assert (version.number, version.published_at) == (1, now)
    assert version.published_by.person == coordinator
    assert LogEntry.objects.filter(act="call.open", record_id=str(call.pk)).count() == 1


def test_an_announced_call_is_public_and_opens_by_itself_at_its_time(
    world: World, coordinator: Person, now: datetime
) -> None:
    call = make_draft(world.here.community, coordinator, now)
    dates = Dates("America/Chicago", call.closes_at, opens_at=now + DAY)
    drafting.write_dates(call=call, dates=dates, revision=call.revision, actor=coordinator, now=now)
    call = versions.announce(call=call, actor=coordinator, now=now)
    assert call.state == CallState.DRAFT
    assert call in calls.visible_to(world.stranger, now)
    assert not takes_applications(call, now + DAY)
    assert versions.open_due(now=now + DAY - timedelta(seconds=1)) == 0
    assert versions.open_due(now=now + DAY) == 1
    call.refresh_from_db()
    assert (call.state, call.opened_at) == (CallState.OPEN, now + DAY)
    assert versions.open_due(now=now + DAY) == 0
    entry = LogEntry.objects.get(act="call.open", record_id=str(call.pk))
    assert entry.actor_key is None


def test_a_call_without_an_opening_ahead_is_not_announced(
    draft: Call, coordinator: Person, now: datetime
) -> None:
    with pytest.raises(Refused, match="lies ahead"):
        versions.announce(call=draft, actor=coordinator, now=now)


def test_the_clock_opens_nothing_that_was_not_announced(
    draft: Call, coordinator: Person, now: datetime
) -> None:
    dates = Dates("America/Chicago", draft.closes_at, opens_at=now - DAY)
    drafting.write_dates(call=draft, dates=dates, revision=draft.revision, actor=coordinator, now=now)
    assert versions.open_due(now=now) == 0
    with pytest.raises(Refused):
        versions.open_call(call=draft, actor=None, now=now)


def test_what_arrives_within_the_silent_grace_is_in_time(call: Call) -> None:
    assert takes_applications(call, call.closes_at)
    assert takes_applications(call, call.closes_at + GRACE)
    assert not takes_applications(call, call.closes_at + GRACE + timedelta(microseconds=1))
    assert ends_at(call) == call.closes_at + GRACE


def test_the_clock_closes_after_deadline_and_grace_once(call: Call) -> None:
    end = call.closes_at + GRACE
    assert deadlines.close_due(now=end) == 0
    assert deadlines.close_due(now=end + timedelta(seconds=1)) == 1
    assert deadlines.close_due(now=end + timedelta(seconds=1)) == 0
    call.refresh_from_db()
    assert (call.state, call.closed_at) == (CallState.CLOSED, end)


def test_each_call_has_its_own_grace(world: World, coordinator: Person, now: datetime) -> None:
    call = make_call(world.here.community, coordinator, now)
    Call.objects.filter(pk=call.pk).update(grace_minutes=0)
    found = calls.to_close(call.closes_at + timedelta(seconds=1))
    assert list(found.values_list("pk", flat=True)) == [call.pk]


def test_nobody_closes_by_hand_before_the_deadline(call: Call, owner: Person) -> None:
    with pytest.raises(Refused, match="change the deadline"):
        deadlines.close_call(call=call, actor=owner, now=call.closes_at)
    call.refresh_from_db()
    assert call.state == CallState.OPEN


def test_the_same_form_drafts_one_call(world: World, coordinator: Person, now: datetime) -> None:
    dates = Dates("America/Chicago", now + OPEN_FOR)
    given = {"community": world.here.community, "title": {"en": "Twice"}, "dates": dates}
    code = new_code()
    first = drafting.prepare(code=code, actor=coordinator, now=now, **given)
    second = drafting.prepare(code=code, actor=coordinator, now=now, **given)
    assert first == second
    assert LogEntry.objects.filter(act="call.prepare", record_id=str(first.pk)).count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closes_at": -1}, "deadline has passed"),
        ({"opens_at": 30}, "closes before it opens"),
        ({"parties_by": 9}, "after the deadline"),
        ({"decides_by": 9}, "after the deadline"),
    ],
)
def test_dates_out_of_order_are_refused_with_words(
    world: World, coordinator: Person, now: datetime, change: dict[str, int], words: str
) -> None:
    times = {"closes_at": now + 10 * DAY} | {name: now + days * DAY for name, days in change.items()}
    with pytest.raises(Refused, match=words):
        drafting.prepare(
            community=world.here.community,
            code=new_code(),
            title={"en": "Out of order"},
            dates=Dates("America/Chicago", **times),
            actor=coordinator,
            now=now,
        )


@pytest.mark.parametrize("zone", ["EST5EDT", "+05:30", "Mars/Olympus", ""])
def test_a_zone_without_a_place_is_refused(
    world: World, coordinator: Person, now: datetime, zone: str
) -> None:
    with pytest.raises(Refused, match="time zone"):
        drafting.prepare(
            community=world.here.community,
            code=new_code(),
            title={"en": "Nowhere"},
            dates=Dates(zone, now + DAY),
            actor=coordinator,
            now=now,
        )


def test_the_database_holds_the_order_of_dates_and_the_lawful_age(call: Call, now: datetime) -> None:
    broken: list[dict[str, object]] = [
        {"closes_at": call.opens_at - DAY, "parties_by": None, "decides_by": None},
        {"parties_by": call.closes_at - DAY},
        {"decides_by": call.closes_at - DAY},
        {"minimum_age": 13},
        {"state": CallState.CLOSED},
    ]
    for values in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.filter(pk=call.pk).update(**values)


def test_two_people_who_write_the_timetable_do_not_overwrite_each_other(
    draft: Call, coordinator: Person, owner: Person, now: datetime
) -> None:
    dates = Dates("America/Chicago", now + DAY)
    seen = draft.revision
    drafting.write_dates(call=draft, dates=dates, revision=seen, actor=coordinator, now=now)
    with pytest.raises(Conflict, match="nothing was saved"):
        drafting.write_dates(call=draft, dates=dates, revision=seen, actor=owner, now=now)


def test_of_a_published_call_only_hotline_and_address_change(
    call: Call, coordinator: Person, now: datetime
) -> None:
    terms = drafting.Terms(10, 14, {"en": "Text 988."}, "new@example.org", None)
    changed = drafting.write_terms(call=call, terms=terms, revision=call.revision, actor=coordinator, now=now)
    assert (changed.hotline, changed.contact_email) == ({"en": "Text 988."}, "new@example.org")
    fewer = drafting.Terms(9, 14, {}, "new@example.org", None)
    with pytest.raises(Refused, match="have read this call"):
        drafting.write_terms(call=call, terms=fewer, revision=changed.revision, actor=coordinator, now=now)
    dates = Dates("America/Chicago", now + DAY)
    with pytest.raises(Refused, match="have read this call"):
        drafting.write_dates(call=call, dates=dates, revision=changed.revision, actor=coordinator, now=now)
