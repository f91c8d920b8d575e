"""Inviting: who may be asked, how often, by mail and on paper; taking back and asking again."""

from datetime import datetime, timedelta

import pytest

from copractice.applications.actions.inviting import Guest, invite, resend, revoke
from copractice.applications.actions.withdrawing import withdraw
from copractice.applications.models import Invitation, Part
from copractice.applications.queries.invitations import open_by_code, open_invitation
from copractice.applications.states import InvitationState, PartState
from copractice.calls.states import Party
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.queries import code_hash, token_hash
from tests.world import World
from tests.world_applications import ask, begin, join, make_sent


def test_an_invitation_is_a_part_without_owner_and_a_mail_with_a_link(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    sent = ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    part = Part.objects.get(pk=sent.invitation.part_id)
    assert (part.state, part.owner, part.organization_name) == (PartState.INVITED, None, "Example Alliance")
    notice = Notice.objects.get(kind="party_invited")
    assert (notice.address, notice.secret) == ("umbrella-lead@here.example.org", True)
    assert f"/i/{sent.token}/" in notice.text
    assert notice.give_up_at == now + timedelta(hours=72)
    assert sent.invitation.token_hash == token_hash(sent.token)
    assert LogEntry.objects.filter(act="invitation.send", record_id=sent.invitation.pk).count() == 1


def test_the_subject_and_text_name_who_asks_and_nothing_of_the_answers(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    ask(lead, Party.YOUTH, now, name="young")
    notice = Notice.objects.get(kind="party_invited")
    assert notice.subject == "Lead of here asks you to fill a part: Here"
    assert "Lead of here of Example Lab applies to “Call of here” in Here" in notice.text


def test_a_printed_code_has_eight_letters_and_no_mail(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    guest = Guest(Party.YOUTH, "Young")
    sent = invite(application=lead.application, guest=guest, actor=lead.owner, now=now)
    assert (len(sent.token), sent.code) == (8, f"{sent.token[:4]}-{sent.token[4:]}".upper())
    assert not Notice.objects.filter(kind="party_invited").exists()
    assert open_by_code(f" {sent.code.lower()} ") == sent.invitation
    assert open_by_code("0000-0000") is None
    assert sent.invitation.token_hash == code_hash(sent.token)  # keyed: a stolen table does not give it away


def test_a_look_alike_letter_in_a_typed_code_is_read_as_meant(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    sent = ask(lead, Party.YOUTH, now, name="young")
    Invitation.objects.filter(pk=sent.invitation.pk).update(
        token_hash=code_hash("0011abcd"), is_printed=True, address=""
    )
    assert open_by_code("oOiL-abcd") == sent.invitation
    assert open_by_code(sent.token) is None


def test_a_link_from_a_mail_is_no_code_to_type(world: World, now: datetime) -> None:
    sent = ask(begin(world.here.call, now), Party.YOUTH, now, name="young")
    assert open_invitation(sent.token) == sent.invitation
    assert open_by_code(sent.token) is None


def test_only_the_lead_invites(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    umbrella = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    guest = Guest(Party.YOUTH, "Young", address="young@example.org")
    for person in (umbrella.owner, world.here.people["coordinator"], world.stranger):
        with pytest.raises(Refused, match="Only the lead"):
            invite(application=lead.application, guest=guest, actor=person, now=now)
    assert invite(application=lead.application, guest=guest, actor=lead.owner, now=now).token


def test_the_leads_own_address_is_refused_in_any_spelling(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    guest = Guest(Party.YOUTH, "Me", address="LEAD@here.Example.org")
    with pytest.raises(Refused, match="address of the application's lead"):
        invite(application=lead.application, guest=guest, actor=lead.owner, now=now)
    assert Part.objects.filter(application=lead.application).count() == 1


def test_an_address_is_asked_for_one_part_of_an_application(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    ask(lead, Party.UMBRELLA, now, name="both")
    with pytest.raises(Refused, match="another part of this application"):
        ask(lead, Party.YOUTH, now, name="both")
    other = begin(world.here.call, now, name="other-lead")
    assert ask(other, Party.YOUTH, now, name="both").token


def test_no_more_parties_than_the_call_takes(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    for name in ("one", "two"):
        ask(lead, Party.YOUTH, now, name=name)
    with pytest.raises(Refused, match="at most 2"):
        ask(lead, Party.YOUTH, now, name="three")
    with pytest.raises(Refused, match="asks no such party"):
        ask(lead, Party.EMPLOYER, now, name="second-lead")


def test_ten_mails_a_day_and_no_more(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    sent = ask(lead, Party.YOUTH, now, name="young")
    for _ in range(9):
        sent = resend(part=sent.invitation.part, address="young@here.example.org", actor=lead.owner, now=now)
    with pytest.raises(Refused, match="Ten invitations"):
        resend(part=sent.invitation.part, address="young@here.example.org", actor=lead.owner, now=now)
    assert open_invitation(sent.token) == sent.invitation
    later = now + timedelta(days=1, seconds=1)
    assert resend(part=sent.invitation.part, address="", actor=lead.owner, now=now).invitation.is_printed
    assert resend(part=sent.invitation.part, address="young@here.example.org", actor=lead.owner, now=later)


def test_asking_again_voids_the_older_link(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    first = ask(lead, Party.YOUTH, now, name="young")
    second = resend(part=first.invitation.part, address="right@example.org", actor=lead.owner, now=now)
    assert open_invitation(first.token) is None
    assert open_invitation(second.token).address == "right@example.org"
    states = Invitation.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [InvitationState.REVOKED, InvitationState.SENT]


def test_an_invitation_that_is_taken_back_leaves_room_for_another(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    sent = ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    assert revoke(invitation=sent.invitation, actor=lead.owner, now=now).state == InvitationState.REVOKED
    assert open_invitation(sent.token) is None
    assert ask(lead, Party.UMBRELLA, now, name="another").token


def test_what_was_answered_is_not_taken_back_and_not_asked_again(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    part = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    with pytest.raises(Refused, match="answered already"):
        revoke(invitation=part.invitations.get(), actor=lead.owner, now=now)
    with pytest.raises(Refused, match="answered already"):
        resend(part=part, address="other@example.org", actor=lead.owner, now=now)


def test_nobody_is_invited_to_what_was_sent_withdrawn_or_is_late(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    lead = made.parts[Party.EMPLOYER]
    with pytest.raises(Refused, match="was sent"):
        ask(lead, Party.YOUTH, now, name="late")
    withdraw(application=lead.application, actor=lead.owner, now=now)
    with pytest.raises(Refused, match="was withdrawn"):
        ask(lead, Party.YOUTH, now, name="late")
    draft = begin(world.here.call, now)
    until = world.here.call.closes_at + timedelta(minutes=world.here.call.grace_minutes)
    assert ask(draft, Party.YOUTH, until, name="just")
    with pytest.raises(Refused, match=r"deadline passed on .*calls@example\.org"):
        ask(draft, Party.UMBRELLA, until + timedelta(seconds=1), name="late")
