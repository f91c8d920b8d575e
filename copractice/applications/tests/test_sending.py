"""Done, sent, and taken back: what it needs, what it gives; in time, in grace and late."""

import hashlib
import json
from datetime import datetime, timedelta

import pytest

from copractice.applications.actions.answering import save
from copractice.applications.actions.completing import complete, reopen_part
from copractice.applications.actions.sending import reopen, send
from copractice.applications.actions.withdrawing import restore, withdraw
from copractice.applications.models import Application, Part, Receipt
from copractice.applications.queries.answers import questions_of
from copractice.applications.states import ApplicationState, PartState
from copractice.calls.models import Call
from copractice.calls.states import CallState, Party
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from tests.world import World
from tests.world_applications import ask, begin, fill, finish, join, make_sent

SECOND = timedelta(seconds=1)


def late_by(call: Call, over: timedelta) -> datetime:
    return call.closes_at + timedelta(minutes=call.grace_minutes) + over


def test_a_part_with_gaps_is_not_done(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    with pytest.raises(Refused, match="4 questions still need you"):
        complete(part=lead, actor=lead.owner, now=now)
    part = finish(lead, now)
    assert (part.state, part.completed_at, len(part.sha256)) == (PartState.COMPLETE, now, 64)


def test_only_the_owner_says_that_a_part_is_done(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    umbrella = fill(join(lead, Party.UMBRELLA, now, name="umbrella-lead"), now)
    for person in (lead.owner, world.here.people["coordinator"], world.stranger):
        with pytest.raises(Refused, match="Only whose part"):
            complete(part=umbrella, actor=person, now=now)
    assert complete(part=umbrella, actor=umbrella.owner, now=now).state == PartState.COMPLETE
    assert Notice.objects.get(kind="part_completed").address == "lead@here.example.org"


def test_said_twice_a_part_is_done_once(world: World, now: datetime) -> None:
    part = finish(begin(world.here.call, now), now)
    assert complete(part=part, actor=part.owner, now=now).sha256 == part.sha256
    assert LogEntry.objects.filter(act="part.complete").count() == 1


def test_an_owner_goes_back_to_a_part_while_the_application_is_a_draft(world: World, now: datetime) -> None:
    part = finish(begin(world.here.call, now), now)
    with pytest.raises(Refused, match="Only whose part"):
        reopen_part(part=part, actor=world.stranger, now=now)
    part = reopen_part(part=part, actor=part.owner, now=now)
    assert (part.state, part.sha256, part.completed_at) == (PartState.IN_PROGRESS, "", None)
    sent = make_sent(world.here.call, now).parts[Party.YOUTH]
    with pytest.raises(Refused, match="was sent"):
        reopen_part(part=sent, actor=sent.owner, now=now)


def test_a_sent_application_gives_each_party_one_receipt(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    assert (made.application.state, made.application.submitted_at) == (ApplicationState.SUBMITTED, now)
    assert set(made.receipts) == {Party.EMPLOYER, Party.UMBRELLA, Party.YOUTH}
    assert {row.application_sha256 for row in made.receipts.values()} == {made.application.sha256}
    assert {row.part_sha256 for row in made.receipts.values()} == {
        part.sha256 for part in made.parts.values()
    }
    texts = {row.address: row.text for row in Notice.objects.filter(kind="receipt")}
    assert set(texts) == {f"sender{tail}@here.example.org" for tail in ("", "-umbrella", "-youth")}
    for party, receipt in made.receipts.items():
        mine = texts[made.parts[party].owner.email]
        assert receipt.part_sha256 in mine
        assert not any(other.part_sha256 in mine for key, other in made.receipts.items() if key != party)


def test_the_hash_of_a_part_is_that_of_salt_and_content(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    for party, receipt in made.receipts.items():
        part = Part.objects.get(pk=made.parts[party].pk)
        file = (part.salt + receipt.content).encode()
        assert hashlib.sha256(file).hexdigest() == receipt.part_sha256 == part.sha256
        said = json.loads(receipt.content)
        assert (said["call"], said["version"], said["party"]) == (world.here.call.code, 1, party)
        keys = [question.key for question in questions_of(part)]
        assert [answer["key"] for answer in said["answers"]] == keys
        assert said["answers"][0]["text"] == "We learn by doing."


def test_the_hash_of_the_application_is_made_of_the_hashes_of_its_parts(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    content = json.dumps(
        {
            "application": made.application.code,
            "call": world.here.call.code,
            "parts": sorted(part.sha256 for part in made.parts.values()),
        },
        separators=(",", ":"),
    )
    assert hashlib.sha256(content.encode()).hexdigest() == made.application.sha256


def test_equal_answers_of_two_parts_have_different_hashes(world: World, now: datetime) -> None:
    first, second = (finish(begin(world.here.call, now, name=name), now) for name in ("one", "two"))
    assert first.sha256 != second.sha256


def test_pressed_twice_it_is_sent_once(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    lead = made.parts[Party.EMPLOYER].owner
    again = send(application=made.application, actor=lead, now=now + SECOND)
    assert again.submitted_at == now
    assert Receipt.objects.count() == 3
    assert LogEntry.objects.filter(act="application.submit").count() == 1


def test_only_the_lead_sends(world: World, now: datetime) -> None:
    lead = finish(begin(world.here.call, now), now)
    umbrella = join(lead, Party.UMBRELLA, now, name="umbrella-lead")
    ask(lead, Party.YOUTH, now, name="young")
    for person in (umbrella.owner, world.here.people["owner"], world.stranger):
        with pytest.raises(Refused, match="Only the lead"):
            send(application=lead.application, actor=person, now=now)
    assert send(application=lead.application, actor=lead.owner, now=now).state == ApplicationState.SUBMITTED


def test_the_leads_own_part_and_enough_parties_are_needed(world: World, now: datetime) -> None:
    lead = begin(world.here.call, now)
    with pytest.raises(Refused, match="own part is not done"):
        send(application=lead.application, actor=lead.owner, now=now)
    finish(lead, now)
    with pytest.raises(Refused, match="1 more of the kind “Umbrella organization”"):
        send(application=lead.application, actor=lead.owner, now=now)
    ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    with pytest.raises(Refused, match="1 more of the kind “Employed youth”"):
        send(application=lead.application, actor=lead.owner, now=now)
    ask(lead, Party.YOUTH, now, name="young")
    assert send(application=lead.application, actor=lead.owner, now=now).state == ApplicationState.SUBMITTED
    assert Receipt.objects.get().part == lead


def test_who_is_done_later_gets_a_receipt_and_so_does_the_lead(world: World, now: datetime) -> None:
    lead = finish(begin(world.here.call, now), now)
    ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    youth = join(lead, Party.YOUTH, now, name="young")
    first = send(application=lead.application, actor=lead.owner, now=now)
    after = world.here.call.closes_at + timedelta(days=2)
    part = finish(youth, after)
    whole = Application.objects.get(pk=first.pk).sha256
    assert whole != first.sha256
    assert [(row.part, row.application_sha256) for row in Receipt.objects.order_by("pk")] == [
        (lead, first.sha256),
        (part, whole),
        (lead, whole),
    ]


def test_after_parties_complete_by_it_is_late(world: World, now: datetime) -> None:
    call = world.here.call
    lead = finish(begin(call, now), now)
    umbrella = fill(join(lead, Party.UMBRELLA, now, name="umbrella-lead"), now)
    ask(lead, Party.YOUTH, now, name="young")
    send(application=lead.application, actor=lead.owner, now=now)
    until = call.parties_by + timedelta(minutes=call.grace_minutes)
    with pytest.raises(Refused, match="deadline passed"):
        complete(part=umbrella, actor=umbrella.owner, now=until + SECOND)
    assert complete(part=umbrella, actor=umbrella.owner, now=until).state == PartState.COMPLETE
    assert Receipt.objects.get(part=umbrella).in_grace


def test_what_arrives_within_the_grace_is_in_time_and_marked(world: World, now: datetime) -> None:
    call = world.here.call
    lead = finish(begin(call, now), now)
    ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    ask(lead, Party.YOUTH, now, name="young")
    at = late_by(call, timedelta(0))
    sent = send(application=lead.application, actor=lead.owner, now=at)
    assert (sent.in_grace, Receipt.objects.get().in_grace) == (True, True)


def test_one_second_after_the_grace_is_late_and_nothing_is_lost(world: World, now: datetime) -> None:
    call = world.here.call
    lead = finish(begin(call, now), now)
    ask(lead, Party.UMBRELLA, now, name="umbrella-lead")
    ask(lead, Party.YOUTH, now, name="young")
    with pytest.raises(Refused, match=r"Nothing that was written is lost.*calls@example\.org"):
        send(application=lead.application, actor=lead.owner, now=late_by(call, SECOND))
    assert Application.objects.get().state == ApplicationState.DRAFT
    assert Part.objects.get(pk=lead.pk).state == PartState.COMPLETE


def test_a_reopened_application_is_a_draft_and_has_to_be_sent_again(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    lead, youth = made.parts[Party.EMPLOYER], made.parts[Party.YOUTH]
    with pytest.raises(Refused, match="Only the lead"):
        reopen(application=made.application, actor=youth.owner, now=now)
    row = reopen(application=made.application, actor=lead.owner, now=now)
    assert (row.state, row.submitted_at, row.sha256) == (ApplicationState.DRAFT, None, "")
    assert Notice.objects.filter(kind="application_reopened").count() == 2
    youth = reopen_part(part=youth, actor=youth.owner, now=now)
    question = questions_of(youth)[0]
    text = "I changed my mind."
    by = {"language": "en", "actor": youth.owner, "now": now}
    save(part=youth, key=question.key, text=text, base=1, **by)
    assert complete(part=youth, actor=youth.owner, now=now).sha256 != made.parts[Party.YOUTH].sha256
    again = send(application=row, actor=lead.owner, now=now + SECOND)
    assert again.sha256 != made.application.sha256
    assert Receipt.objects.filter(part=youth).count() == 2
    old = Receipt.objects.get(pk=made.receipts[Party.YOUTH].pk)
    assert hashlib.sha256((youth.salt + old.content).encode()).hexdigest() == old.part_sha256


def test_nothing_is_reopened_or_restored_after_the_deadline(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    lead = made.parts[Party.EMPLOYER].owner
    late = late_by(world.here.call, SECOND)
    with pytest.raises(Refused, match="deadline passed"):
        reopen(application=made.application, actor=lead, now=late)
    assert withdraw(application=made.application, actor=lead, now=late).state == ApplicationState.WITHDRAWN
    with pytest.raises(Refused, match="deadline passed"):
        restore(application=made.application, actor=lead, now=late)


def test_a_withdrawal_is_taken_back_to_where_it_was(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    draft = begin(world.here.call, now)
    for application, lead, state in (
        (made.application, made.parts[Party.EMPLOYER].owner, ApplicationState.SUBMITTED),
        (draft.application, draft.owner, ApplicationState.DRAFT),
    ):
        with pytest.raises(Refused, match="Only the lead"):
            withdraw(application=application, actor=world.stranger, now=now)
        gone = withdraw(application=application, actor=lead, now=now)
        assert (gone.state, gone.withdrawn_at) == (ApplicationState.WITHDRAWN, now)
        with pytest.raises(Refused, match="was withdrawn"):
            complete(part=begin_part(application), actor=lead, now=now)
        back = restore(application=application, actor=lead, now=now)
        assert (back.state, back.withdrawn_at, back.sha256) == (state, None, application.sha256)
    assert Notice.objects.filter(kind="application_withdrawn").count() == 2
    assert Notice.objects.filter(kind="application_restored").count() == 2


def begin_part(application: Application) -> Part:
    """Return the lead's part, put back in progress."""
    part = application.parts.get(party=Party.EMPLOYER)
    part.state = PartState.IN_PROGRESS
    part.save(update_fields=["state"])
    return part


def test_a_decided_call_holds_its_applications(world: World, now: datetime) -> None:
    made = make_sent(world.here.call, now)
    lead = made.parts[Party.EMPLOYER].owner
    Call.objects.filter(pk=world.here.call.pk).update(state=CallState.DECIDED, closed_at=now)
    for act in (withdraw, reopen):
        with pytest.raises(Refused):
            act(application=made.application, actor=lead, now=now)
