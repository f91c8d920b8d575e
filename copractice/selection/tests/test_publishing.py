"""Publishing: one act, every letter in the same minute, nobody named; then answers, more time and promotion."""

from datetime import timedelta

import pytest

from copractice.calls.states import CallState, Party
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from copractice.selection.actions import answering, lettering, publishing
from copractice.selection.actions.deciding import Drafted
from copractice.selection.actions.lettering import Text
from copractice.selection.models import Decision, Letter
from copractice.selection.states import DecisionState, Outcome
from copractice.selection.tests.conftest import N, Panel, S, W


def test_nothing_is_published_before_every_application_is_approved(panel: Panel) -> None:
    panel.draft(Drafted(panel.code(0), S))
    panel.approve()
    with pytest.raises(Refused, match="no approved decision yet"):
        panel.publish()
    assert panel.state(0) == "submitted"
    assert not Letter.objects.exists()


def test_publishing_settles_all_and_writes_to_every_party_at_once(panel: Panel) -> None:
    youth = panel.owner(1, Party.YOUTH)
    Person.objects.filter(pk=youth.pk).update(language="es")
    Notice.objects.all().delete()
    panel.decided(S, N)
    assert (panel.state(0), panel.state(1), panel.call.state) == (
        "selected",
        "not_selected",
        CallState.DECIDED,
    )
    letters = Letter.objects.select_related("part__owner", "part__application")
    assert {(row.part.application.code, row.part.party) for row in letters} == {
        (panel.code(n), party) for n in (0, 1) for party in Party
    }
    assert {row.sent_at for row in letters} == {panel.now}
    assert {row.language for row in letters if row.part.owner_id == youth.pk} == {"es"}
    mails = Notice.objects.filter(kind="decision_letter")
    assert {row.person_id for row in mails} == {row.part.owner_id for row in letters}
    names = {row.part.name for row in letters} | {row.part.organization_name for row in letters} - {""}
    assert not [name for name in names for row in letters if name and name in row.body + row.subject]
    chosen, other = (Decision.objects.get(application=one) for one in panel.applications)
    assert (chosen.accept_by, other.accept_by) == (panel.now + timedelta(days=14), None)


def test_more_seats_than_there_are_and_a_waiting_list_without_order_are_refused(panel: Panel) -> None:
    panel.draft(Drafted(panel.code(0), S), Drafted(panel.code(1), S))
    panel.approve()
    with pytest.raises(Refused, match="2 seats are decided, but only 1"):
        panel.publish()
    panel.draft(Drafted(panel.code(1), W, revision=2))
    panel.approve()
    with pytest.raises(Refused, match="a place of its own"):
        panel.publish()


def test_own_words_replace_ours_and_words_that_would_not_be_filled_are_refused(panel: Panel) -> None:
    def write(body: str, revision: int = 0) -> None:
        texts = {Outcome.NOT_SELECTED: Text({"en": "Not now"}, {"en": body})}
        by = {"actor": panel.one, "now": panel.now}
        lettering.write_texts(call=panel.call, texts=texts, revision=revision, **by)

    with pytest.raises(Refused, match=r"\{name\}"):
        write("Dear {name}")
    write("Thank you for this one.")
    with pytest.raises(Refused, match="Somebody changed"):
        write("Late.")
    panel.decided(S, N)
    rows = Letter.objects.filter(decision__application=panel.applications[1])
    assert {(row.subject, row.body) for row in rows} == {("Not now", "Thank you for this one.")}


def test_the_lead_takes_the_seat_in_time_and_nobody_else_does(panel: Panel) -> None:
    row = panel.decided(S, N)[0]
    with pytest.raises(Refused, match="Only the lead"):
        answering.confirm(decision=row, actor=panel.owner(0, Party.UMBRELLA), now=panel.now)
    done = answering.confirm(decision=row, actor=panel.lead(0), now=row.accept_by)
    assert (panel.state(0), done.answered_by) == ("confirmed", panel.lead(0))
    with pytest.raises(Refused, match="answered already"):
        answering.decline(decision=row, actor=panel.lead(0), now=panel.now)


def test_after_the_date_the_seat_is_refused_until_staff_give_more_time(panel: Panel) -> None:
    row = panel.decided(S, N)[0]
    late = row.accept_by + timedelta(minutes=1)
    with pytest.raises(Refused, match="Ask the call team"):
        answering.confirm(decision=row, actor=panel.lead(0), now=late)
    by = {"actor": panel.two, "now": late}
    with pytest.raises(Refused, match="later"):
        answering.extend_answer(decision=row, accept_by=row.accept_by, **by)
    answering.extend_answer(decision=row, accept_by=late + timedelta(days=2), **by)
    assert Notice.objects.filter(kind="seat_extended").get().person == panel.lead(0)
    answering.confirm(decision=row, actor=panel.lead(0), now=late + timedelta(days=1))
    assert panel.state(0) == "confirmed"


def test_nobody_is_reminded_twice_within_48_hours(panel: Panel) -> None:
    row = panel.decided(S, N)[0]

    def remind(hours: int) -> int:
        by = {"actor": panel.one, "now": panel.now + timedelta(hours=hours)}
        return answering.remind(call=panel.call, codes=[row.code], **by)

    assert [remind(47), remind(48), remind(95), remind(96)] == [0, 1, 0, 1]
    assert Notice.objects.filter(kind="seat_reminder").count() == 2


def test_a_seat_that_is_given_back_goes_to_the_next_on_the_list_in_the_same_three_steps(panel: Panel) -> None:
    first, second = panel.decided(S, W)
    with pytest.raises(Refused, match="No seat is free"):
        publishing.promote(call=panel.call, reason="", actor=panel.one, now=panel.now)
    answering.decline(decision=first, actor=panel.lead(0), now=panel.now)
    drafted = publishing.promote(call=panel.call, reason="", actor=panel.one, now=panel.now)
    assert (drafted.promotes, drafted.state) == (second, DecisionState.DRAFT)
    with pytest.raises(Refused, match="No seat is free"):
        publishing.promote(call=panel.call, reason="", actor=panel.one, now=panel.now)
    with pytest.raises(Refused, match="did not draft"):
        panel.approve(panel.one)
    panel.approve()
    panel.publish()
    assert panel.state(1) == "selected"
    letters = Letter.objects.filter(decision=drafted)
    assert letters.count() == 3
    assert Letter.objects.filter(part__application=panel.applications[1]).count() == 6


def test_staff_free_a_seat_only_after_the_date(panel: Panel) -> None:
    row = panel.decided(S, W)[0]
    with pytest.raises(Refused, match="may still answer"):
        answering.release(decision=row, actor=panel.one, now=panel.now)
    answering.release(decision=row, actor=panel.one, now=row.accept_by + timedelta(days=1))
    assert panel.state(0) == "declined"


def test_an_application_that_is_withdrawn_before_the_publication_is_left_out(panel: Panel) -> None:
    panel.draft(Drafted(panel.code(0), S), Drafted(panel.code(1), N))
    panel.approve()
    gone = panel.applications[1]
    gone.state, gone.withdrawn_at = "withdrawn", panel.now
    gone.save()
    assert [row.application for row in panel.publish()] == [panel.applications[0]]
    assert not Letter.objects.filter(part__application=gone).exists()
