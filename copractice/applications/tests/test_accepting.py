"""Saying yes, in whose name; saying no; and too young, of which nothing stays."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.actions.accepting import Yes, accept, decline, leave
from copractice.applications.actions.inviting import Guest, invite
from copractice.applications.actions.withdrawing import withdraw
from copractice.applications.models import Application
from copractice.applications.queries.stations import stations_of
from copractice.applications.states import InvitationState, PartState
from copractice.calls.states import Party
from copractice.consents.actions.births import TooYoung
from copractice.consents.models import BirthMonth
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import World
from tests.world_applications import ask, begin, finish, join
from tests.world_consents import month_for_age


def test_the_person_of_the_address_is_made_and_owns_the_part(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    sent = ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    part = accept(token=sent.token, yes=Yes("Uma"), actor=None, now=now)
    assert (part.owner.email, part.name, part.state) == (
        "umbrella-lead@here.example.org",
        "Uma",
        PartState.IN_PROGRESS,
    )
    assert part.invitations.get().state == InvitationState.ACCEPTED
    notice = Notice.objects.get(kind="party_accepted")
    assert (notice.address, notice.subject) == ("lead@here.example.org", "Uma takes part in your application")


def test_a_known_address_is_the_same_person(world: World, now: datetime) -> None:
    known = Person.objects.create_user("umbrella-lead@here.example.org")
    part = join(begin(world.here.call, now), Party.UMBRELLA, now, name="umbrella-lead")
    assert part.owner == known


def test_a_used_link_opens_nothing(world: World, now: datetime) -> None:
    sent = ask(begin(world.here.call, now), Party.UMBRELLA, now, name="umbrella-lead")
    accept(token=sent.token, yes=Yes("Uma"), actor=None, now=now)
    for actor in (None, world.stranger):
        with pytest.raises(Refused, match="was used"):
            accept(token=sent.token, yes=Yes("Thief"), actor=actor, now=now)


def test_a_forwarded_link_belongs_to_who_uses_it_and_the_lead_sees_that(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    sent = ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    part = accept(token=sent.token, yes=Yes("Somebody else"), actor=world.stranger, now=now)
    assert part.owner == world.stranger
    seen = {row.part.pk: row for row in stations_of(lead.application, lead.owner)}
    assert (seen[part.pk].is_by_another, seen[part.pk].name) == (True, "Somebody else")
    theirs = {row.part.pk: row for row in stations_of(lead.application, world.stranger)}
    assert not theirs[part.pk].is_by_another


def test_a_link_that_the_invited_uses_is_not_marked(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    assert not any(row.is_by_another for row in stations_of(lead.application, lead.owner))


def test_nobody_owns_two_parts_of_an_application(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    sent = ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    with pytest.raises(Refused, match="another part"):
        accept(token=sent.token, yes=Yes("Lead again"), actor=lead.owner, now=now)
    assert accept(token=sent.token, yes=Yes("Uma"), actor=None, now=now).owner


@pytest.mark.parametrize("role", ["coordinator", "facilitator"])
def test_no_link_signs_in_who_has_a_role(world: World, now: datetime, role: str) -> None:
    lead = begin(world.here.call, now)
    person = world.there.people[role]
    guest = Guest(Party.UMBRELLA, "Staff", "Example Alliance", person.email)
    sent = invite(application=lead.application, guest=guest, actor=lead.owner, now=now)
    with pytest.raises(Refused, match="Sign in first"):
        accept(token=sent.token, yes=Yes("Staff"), actor=None, now=now)
    assert accept(token=sent.token, yes=Yes("Staff"), actor=person, now=now).owner == person


def test_a_printed_code_makes_a_person_without_address(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    guest = Guest(Party.YOUTH, "Young")
    sent = invite(application=lead.application, guest=guest, actor=lead.owner, now=now)
    yes = Yes("Young", month_for_age(17, now))
    part = accept(token=sent.token, yes=yes, actor=None, now=now)
    assert part.owner.email is None
    assert BirthMonth.objects.get(person=part.owner).month == yes.birth_month


def test_of_a_youth_the_birth_month_is_asked(world: World, now: datetime) -> None:
    sent = ask(begin(world.here.call, now), Party.YOUTH, now, name="young")
    with pytest.raises(Refused, match="month and the year"):
        accept(token=sent.token, yes=Yes("Young"), actor=None, now=now)


def test_below_the_minimum_age_nothing_is_stored(world: World, now: datetime) -> None:
    sent = ask(begin(world.here.call, now), Party.YOUTH, now, name="young")
    before = (Person.objects.count(), LogEntry.objects.count(), Notice.objects.count())
    with pytest.raises(TooYoung, match="from age 14"):
        accept(token=sent.token, yes=Yes("Child", month_for_age(13, now)), actor=None, now=now)
    assert (Person.objects.count(), LogEntry.objects.count(), Notice.objects.count()) == before
    assert not BirthMonth.objects.exists()
    sent.invitation.refresh_from_db()
    assert (sent.invitation.state, sent.invitation.part.state) == (InvitationState.SENT, PartState.INVITED)


def test_a_no_ends_the_invitation_and_the_lead_is_told(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    sent = ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    part = decline(token=sent.token, actor=None, now=now)
    assert (part.state, part.owner) == (PartState.DECLINED, None)
    assert Notice.objects.get(kind="party_declined").address == "lead@here.example.org"
    assert LogEntry.objects.get(act="part.decline").actor_key is None
    assert ask(lead, Party.UMBRELLA, now, name="another").token


def test_a_party_steps_back_before_it_is_done_and_not_after(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    umbrella = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    with pytest.raises(Refused, match="step back"):
        leave(part=umbrella, actor=lead.owner, now=now)
    with pytest.raises(Refused, match="step back"):
        leave(part=lead, actor=lead.owner, now=now)
    assert leave(part=umbrella, actor=umbrella.owner, now=now).state == PartState.DECLINED
    youth = finish(join(lead, Party.YOUTH, now, name="young"), now)
    with pytest.raises(Refused, match="step back"):
        leave(part=youth, actor=youth.owner, now=now)


def test_a_yes_is_too_late_after_the_deadline_and_after_a_withdrawal(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    sent = ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    late = world.here.call.closes_at + timedelta(minutes=31)
    with pytest.raises(Refused, match="deadline passed"):
        accept(token=sent.token, yes=Yes("Uma"), actor=None, now=late)
    withdraw(application=lead.application, actor=lead.owner, now=now)
    with pytest.raises(Refused, match="was withdrawn"):
        accept(token=sent.token, yes=Yes("Uma"), actor=None, now=now)
    assert Application.objects.get().parts.filter(owner__isnull=False).count() == 1
