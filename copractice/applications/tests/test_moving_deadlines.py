"""A moved deadline: the preview shows what happens, one act does it, and everybody whom it concerns is told once."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.actions.deadlines import move_deadline, preview
from copractice.applications.analysis.telling import Target, Told
from copractice.applications.models import Part
from copractice.applications.queries import deadlines
from copractice.applications.queries.parts import lead_part
from copractice.calls.actions.deadlines import NewDeadline
from copractice.calls.models import Call, DeadlineChange
from copractice.calls.states import Party, Scope
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import World
from tests.world_applications import ask, begin, finish, join, make_sent

DAY = timedelta(days=1)
WHY = {"en": "The school was closed.", "es": "La escuela estuvo cerrada."}
KEY = "d" * 32


def new(call: Call, days: int, scope: Scope = Scope.ALL) -> NewDeadline:
    return NewDeadline(call.closes_at + days * DAY, WHY, scope)


def told() -> dict[str, str]:
    rows = Notice.objects.filter(kind__startswith="deadline_")
    return {row.address: row.kind.removeprefix("deadline_") for row in rows}


def move(
    world: World, days: int, now: datetime, *, target: Target | None = None, key: str = KEY
) -> DeadlineChange:
    target = target or Target()
    call = Call.objects.select_related("community").get(pk=world.here.call.pk)
    return move_deadline(
        call=call,
        target=target,
        new=new(call, days, target.scope),
        form_key=key,
        actor=world.here.people["coordinator"],
        now=now,
    )


def test_drafts_invitees_and_applicants_are_told_each_in_their_words(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    ask(lead, Party.UMBRELLA, now, name="silent")
    make_sent(world.here.call, now)
    change = move(world, 7, now)
    assert told() == {
        "lead@here.example.org": "draft",
        "silent@here.example.org": "invited",
        "sender@here.example.org": "sent",
        "sender-umbrella@here.example.org": "sent",
        "sender-youth@here.example.org": "sent",
    }
    assert change.told == 5
    assert (
        "Its lead may reopen and change it"
        in Notice.objects.get(address="sender@here.example.org", kind="deadline_sent").text
    )
    assert "The school was closed." in Notice.objects.get(kind="deadline_draft").text
    assert LogEntry.objects.filter(act="call.change_deadline").count() == 1


def test_the_preview_counts_what_is_sent_and_sends_nothing(world: World, now: datetime) -> None:
    call = world.here.call
    lead = begin(call, now)
    Person.objects.filter(pk=lead.owner_id).update(language="es")
    make_sent(call, now)
    before = Notice.objects.count()
    staff = world.here.people["coordinator"]
    seen = preview(call=call, target=Target(), new=new(call, 7), actor=staff, now=now)
    assert [seen.audience.count(told) for told in Told] == [1, 0, 3]
    assert dict(seen.languages) == {"es": 1, "en": 3}
    assert (seen.dates.closes_at, seen.dates.parties_by) == (
        call.closes_at + 7 * DAY,
        call.parties_by + 7 * DAY,
    )
    sample = seen.sample(Told.DRAFT)
    assert sample is not None
    assert "La escuela estuvo cerrada." in sample.text
    assert (Notice.objects.count(), DeadlineChange.objects.count()) == (before, 0)
    assert move(world, 7, now).told == len(seen.letters)
    assert Notice.objects.get(kind="deadline_draft").text == sample.text


def test_the_same_form_sent_twice_moves_and_tells_once(world: World, now: datetime) -> None:
    begin(world.here.call, now)
    assert move(world, 7, now) == move(world, 7, now)
    assert (len(told()), DeadlineChange.objects.count()) == (1, 1)


def test_only_an_owner_moves_it_earlier_once_people_write(world: World, now: datetime) -> None:
    assert move(world, -2, now, key="a" * 32).scope == Scope.ALL
    begin(Call.objects.select_related("community").get(pk=world.here.call.pk), now)
    with pytest.raises(Refused, match="only an owner moves the deadline earlier"):
        move(world, -2, now)
    assert told() == {}
    call = Call.objects.select_related("community").get(pk=world.here.call.pk)
    move_deadline(
        call=call,
        target=Target(),
        new=new(call, -2),
        form_key=KEY,
        actor=world.here.people["owner"],
        now=now,
    )
    assert told() == {"lead@here.example.org": "draft"}
    assert "earlier now" in Notice.objects.get(kind="deadline_draft").subject


def test_one_application_gets_more_time_and_nobody_else_hears_of_it(world: World, now: datetime) -> None:
    call, lead = world.here.call, begin(world.here.call, now)
    other = begin(call, now, name="other")
    change = move(world, 3, now, target=Target(lead.application))
    assert (change.scope, told()) == (Scope.APPLICATION, {"lead@here.example.org": "draft"})
    for part, days in ((lead, 3), (other, 0)):
        part = Part.objects.get(pk=part.pk)
        at = deadlines.to_send(part.application, lead_part(part.application)).at
        assert at == call.closes_at + days * DAY
    call.refresh_from_db()
    assert call.closes_at == change.old_closes_at


def test_one_party_gets_more_time(world: World, now: datetime) -> None:
    call, lead = world.here.call, begin(world.here.call, now)
    youth = join(lead, Party.YOUTH, now, name="young")
    change = move(world, 3, now, target=Target(lead.application, youth))
    assert (change.scope, told()) == (Scope.PARTY, {"young@here.example.org": "draft"})
    assert deadlines.to_complete(Part.objects.get(pk=youth.pk)).at == call.closes_at + 3 * DAY
    assert deadlines.to_complete(Part.objects.get(pk=lead.pk)).at == call.closes_at


def test_more_time_that_is_none_is_refused(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    with pytest.raises(Refused, match="anyway"):
        move(world, 0, now, target=Target(lead.application))
    move(world, 5, now, target=Target(lead.application))
    lead = Part.objects.select_related("application__deadline_change", "application__call").get(pk=lead.pk)
    with pytest.raises(Refused, match="only an owner takes it away"):
        move(world, 3, now, target=Target(lead.application), key="e" * 32)
    youth = join(Part.objects.get(pk=lead.pk), Party.YOUTH, now, name="young")
    with pytest.raises(Refused, match="anyway"):
        move(world, 4, now, target=Target(lead.application, youth), key="f" * 32)


def test_who_has_more_time_already_is_not_told_of_less(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    begin(world.here.call, now, name="other")
    move(world, 9, now, target=Target(lead.application))
    Notice.objects.all().delete()
    move(world, 7, now, key="e" * 32)
    assert told() == {"other@here.example.org": "draft"}


def test_staff_do_not_extend_their_own_application(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now, person=world.here.people["coordinator"])
    with pytest.raises(Refused, match="Another member of the staff"):
        move(world, 3, now, target=Target(lead.application))


@pytest.mark.parametrize("role", ["member", "reviewer", "facilitator"])
def test_only_staff_move_it_or_see_the_preview(world: World, now: datetime, role: str) -> None:
    call = world.here.call
    with pytest.raises(Refused, match="Only the community's staff"):
        preview(call=call, target=Target(), new=new(call, 7), actor=world.here.people[role], now=now)


def test_a_person_with_two_drafts_is_told_once(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    begin(world.here.call, now, person=lead.owner, organization="Second")
    finish(lead, now)
    assert move(world, 7, now).told == 1
