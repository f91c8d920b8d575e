"""One party in another's place: at once in a draft, with the staff's yes after sending; nothing is handed over."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.actions.accepting import Yes, accept
from copractice.applications.actions.inviting import Guest
from copractice.applications.actions.substituting import decide, substitute
from copractice.applications.models import Answer, Application, Part, Receipt, Substitution
from copractice.applications.queries.answers import readable
from copractice.applications.queries.applications import lead_of, of_party
from copractice.applications.queries.parts import owned_by
from copractice.applications.states import PartState
from copractice.calls.states import Party
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import World
from tests.world_applications import begin, fill, finish, join, make_sent

YOUTH = Guest(Party.YOUTH, "New youth", address="new-youth@example.org")
WHY = "The young person left the job."


def test_in_a_draft_a_party_is_replaced_at_once(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    old = fill(join(lead, Party.YOUTH, now, name="young"), now)
    asked = substitute(part=old, guest=YOUTH, reason=WHY, actor=lead.owner, now=now)
    new = asked.substitution.new_part
    old.refresh_from_db()
    assert (old.state, new.state, new.party) == (PartState.REPLACED, PartState.INVITED, Party.YOUTH)
    assert (asked.substitution.decided_at, asked.substitution.decided_by) == (now, None)
    assert not Answer.objects.filter(part=new).exists()
    assert Notice.objects.get(kind="party_replaced").address == old.owner.email


def test_a_replaced_partys_answers_are_read_by_that_party_alone(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    old = fill(join(lead, Party.UMBRELLA, now, name="umbrella-lead"), now)
    guest = Guest(Party.UMBRELLA, "New lead", "Other Alliance", "new@example.org")
    asked = substitute(part=old, guest=guest, reason=WHY, actor=lead.owner, now=now)
    new = accept(token=asked.sent.token, yes=Yes("New lead"), actor=None, now=now)
    old = owned_by(old.owner).get()
    assert len(readable(old.owner, old, now)) == 5
    for person in (lead.owner, new.owner, world.here.people["coordinator"]):
        assert readable(person, old, now) == []
    assert not of_party(old.owner).exists()
    assert of_party(new.owner).get() == lead.application


def test_the_lead_replaces_others_and_nobody_else_does(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    youth = join(lead, Party.YOUTH, now, name="young")
    for person in (youth.owner, world.stranger, world.here.people["reviewer"]):
        with pytest.raises(Refused, match="Only the lead"):
            substitute(part=youth, guest=YOUTH, reason=WHY, actor=person, now=now)
    with pytest.raises(Refused, match="only the staff can replace the lead"):
        substitute(part=lead, guest=YOUTH, reason=WHY, actor=lead.owner, now=now)
    with pytest.raises(Refused, match="Say why"):
        substitute(part=youth, guest=YOUTH, reason="  ", actor=lead.owner, now=now)


def test_after_sending_it_waits_for_the_staff(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    lead, old = made.parts[Party.EMPLOYER], made.parts[Party.YOUTH]
    row = substitute(part=old, guest=YOUTH, reason=WHY, actor=lead.owner, now=now).substitution
    assert (row.decided_at, row.new_part) == (None, None)
    assert Part.objects.get(pk=old.pk).state == PartState.COMPLETE
    with pytest.raises(Refused, match="waits for the staff already"):
        substitute(part=old, guest=YOUTH, reason=WHY, actor=lead.owner, now=now)
    for person in (lead.owner, world.there.people["coordinator"], world.here.people["reviewer"]):
        with pytest.raises(Refused, match="Only staff"):
            decide(substitution=row, agrees=True, actor=person, now=now)


def test_the_staffs_yes_replaces_renews_the_hash_and_tells_the_lead(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    lead, old = made.parts[Party.EMPLOYER], made.parts[Party.YOUTH]
    row = substitute(part=old, guest=YOUTH, reason=WHY, actor=lead.owner, now=now).substitution
    coordinator = world.here.people["coordinator"]
    row = decide(substitution=row, agrees=True, actor=coordinator, now=now)
    assert row.decided_by == world.here.memberships["coordinator"]
    assert Part.objects.get(pk=old.pk).state == PartState.REPLACED
    whole = Application.objects.get(pk=made.application.pk).sha256
    assert whole != made.application.sha256
    assert Receipt.objects.order_by("pk").last().part == lead
    assert Receipt.objects.order_by("pk").last().application_sha256 == whole
    assert Notice.objects.get(kind="substitution_decided").subject == "The replacement was agreed: New youth"
    with pytest.raises(Refused, match="decided already"):
        decide(substitution=row, agrees=False, actor=coordinator, now=now)
    assert LogEntry.objects.filter(act="substitution.agree").count() == 1


def test_the_new_party_of_a_sent_application_has_until_parties_complete_by(
    world: World, now: datetime
) -> None:
    made = make_sent(world.here.call, now)
    lead, old = made.parts[Party.EMPLOYER], made.parts[Party.UMBRELLA]
    guest = Guest(Party.UMBRELLA, "New lead", "Other Alliance", "new@example.org")
    row = substitute(part=old, guest=guest, reason=WHY, actor=lead.owner, now=now).substitution
    after = world.here.call.closes_at + timedelta(days=1)
    row = decide(substitution=row, agrees=True, actor=world.here.people["owner"], now=after)
    Part.objects.filter(pk=row.new_part.pk).update(owner=world.stranger, state=PartState.IN_PROGRESS)
    part = finish(owned_by(world.stranger).get(), after)
    assert Receipt.objects.filter(part=part).count() == 1


def test_the_staffs_no_leaves_everything_as_it_was(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    lead, old = made.parts[Party.EMPLOYER], made.parts[Party.YOUTH]
    row = substitute(part=old, guest=YOUTH, reason=WHY, actor=lead.owner, now=now).substitution
    row = decide(substitution=row, agrees=False, actor=world.here.people["owner"], now=now)
    assert (row.new_part, row.decided_at) == (None, now)
    assert Part.objects.get(pk=old.pk).state == PartState.COMPLETE
    assert Application.objects.get(pk=made.application.pk).sha256 == made.application.sha256


def test_staff_replace_the_lead(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    guest = Guest(Party.EMPLOYER, "New lead", "Example Lab", "new-lead@example.org")
    asked = substitute(part=lead, guest=guest, reason=WHY, actor=world.here.people["owner"], now=now)
    assert lead_of(lead.application) is None
    accept(token=asked.sent.token, yes=Yes("New lead"), actor=None, now=now)
    assert lead_of(lead.application) == Person.objects.get(email="new-lead@example.org")
    assert Substitution.objects.get().decided_by == world.here.memberships["owner"]


def test_staff_who_lead_do_not_decide_for_themselves(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    coordinator = world.here.people["coordinator"]
    Part.objects.filter(pk=made.parts[Party.EMPLOYER].pk).update(owner=coordinator)
    old = made.parts[Party.YOUTH]
    row = substitute(part=old, guest=YOUTH, reason=WHY, actor=coordinator, now=now).substitution
    assert row.decided_at is None
    with pytest.raises(Refused, match="do not lead"):
        decide(substitution=row, agrees=True, actor=coordinator, now=now)
    owner = world.here.people["owner"]
    assert decide(substitution=row, agrees=True, actor=owner, now=now).new_part
