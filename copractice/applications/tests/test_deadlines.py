"""Until when: the latest of what was granted, the grace behind it, and the time to follow after sending."""

from datetime import datetime, timedelta

import pytest

from copractice.applications import rules
from copractice.applications.models import Application, Part
from copractice.applications.queries import deadlines
from copractice.applications.queries.parts import live_parts
from copractice.applications.states import ApplicationState
from copractice.calls.models import Call, DeadlineChange
from copractice.calls.states import CallState, Party, Scope
from tests.world import World
from tests.world_applications import Applied

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def change(world: World, applied: Applied, scope: Scope, by: timedelta) -> DeadlineChange:
    call = applied.application.call
    return DeadlineChange.objects.create(
        community=call.community,
        call=call,
        scope=scope,
        old_closes_at=call.closes_at,
        new_closes_at=call.closes_at + by,
        new_parties_by=call.parties_by + by,
        changed_by=world.here.memberships["coordinator"],
        changed_at=world.here.now,
        form_key=scope.value.ljust(32, "0"),
    )


def part_of(applied: Applied, party: Party) -> Part:
    return live_parts(applied.application).filter(party=party)[0]


def test_a_deadline_counts_to_the_last_second_of_the_grace(world: World) -> None:
    call = world.here.call
    deadline = deadlines.of_call(call)
    grace = timedelta(minutes=call.grace_minutes)
    assert (deadline.at, deadline.until, deadline.zone) == (
        call.closes_at,
        call.closes_at + grace,
        call.time_zone,
    )
    assert not deadline.is_grace(call.closes_at)
    assert deadline.is_grace(call.closes_at + timedelta(seconds=1))
    assert not deadline.has_passed(call.closes_at + grace)
    assert deadline.has_passed(call.closes_at + grace + timedelta(seconds=1))
    assert not deadline.is_grace(call.closes_at + grace + timedelta(seconds=1))


def test_a_part_has_the_latest_of_what_was_granted(world: World) -> None:
    applied = world.here.applied
    closes_at = applied.application.call.closes_at
    assert deadlines.to_complete(part_of(applied, Party.YOUTH)).at == closes_at
    for scope, by in ((Scope.APPLICATION, 2 * DAY), (Scope.PARTY, DAY)):
        row = change(world, applied, scope, by)
        model = Application if scope == Scope.APPLICATION else Part
        which = applied.application.pk if scope == Scope.APPLICATION else applied.youth.pk
        model.objects.filter(pk=which).update(deadline_change=row)
    youth, umbrella = part_of(applied, Party.YOUTH), part_of(applied, Party.UMBRELLA)
    assert deadlines.to_complete(youth).at == closes_at + 2 * DAY
    assert deadlines.to_complete(umbrella).at == closes_at + 2 * DAY
    Application.objects.filter(pk=applied.application.pk).update(deadline_change=None)
    assert deadlines.to_complete(part_of(applied, Party.YOUTH)).at == closes_at + DAY
    assert deadlines.to_complete(part_of(applied, Party.UMBRELLA)).at == closes_at


def test_only_the_leads_own_grant_moves_the_sending(world: World) -> None:
    applied = world.here.applied
    row = change(world, applied, Scope.PARTY, DAY)
    closes_at = applied.application.call.closes_at
    Part.objects.filter(pk=applied.youth.pk).update(deadline_change=row)
    lead = part_of(applied, Party.EMPLOYER)
    assert deadlines.to_send(lead.application, lead).at == closes_at
    Part.objects.filter(pk=lead.pk).update(deadline_change=row)
    lead = part_of(applied, Party.EMPLOYER)
    assert deadlines.to_send(lead.application, lead).at == closes_at + DAY


def test_after_sending_others_have_until_parties_complete_by(world: World) -> None:
    applied = world.here.applied
    call = applied.application.call
    Application.objects.filter(pk=applied.application.pk).update(
        state=ApplicationState.SUBMITTED, submitted_at=call.closes_at, sha256="a" * 64
    )
    assert deadlines.to_complete(part_of(applied, Party.YOUTH)).at == call.parties_by
    row = change(world, applied, Scope.APPLICATION, DAY)
    Application.objects.filter(pk=applied.application.pk).update(deadline_change=row)
    assert deadlines.to_complete(part_of(applied, Party.YOUTH)).at == call.parties_by + DAY
    Call.objects.filter(pk=call.pk).update(parties_by=None)
    row.new_parties_by = None
    row.save()
    assert deadlines.to_complete(part_of(applied, Party.YOUTH)).at == row.new_closes_at


@pytest.mark.parametrize("state", [CallState.OPEN, CallState.CLOSED])
def test_a_part_is_open_by_the_instant_and_not_by_who_moved_the_call(world: World, state: CallState) -> None:
    applied = world.here.applied
    Call.objects.filter(pk=applied.application.call_id).update(state=state, closed_at=world.here.now)
    youth = part_of(applied, Party.YOUTH)
    until = deadlines.to_complete(youth).until
    assert rules.is_open_part(youth, until)
    assert not rules.is_open_part(youth, until + timedelta(seconds=1))


def test_no_part_is_open_once_the_call_is_decided(world: World, now: datetime) -> None:
    applied = world.here.applied
    assert rules.is_open_part(part_of(applied, Party.YOUTH), now)
    Call.objects.filter(pk=applied.application.call_id).update(state=CallState.DECIDED, closed_at=now)
    assert not rules.is_open_part(part_of(applied, Party.YOUTH), now)
