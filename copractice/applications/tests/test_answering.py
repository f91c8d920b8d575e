"""Saving: what is sent is kept in every case, and the answer is what it should be."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connections

from copractice.applications.actions import answering
from copractice.applications.actions.answering import LONGEST, Save, save
from copractice.applications.models import Answer, AnswerVersion, Application, Part
from copractice.applications.queries.answers import history_of, kept_late, rows_of
from copractice.applications.states import ApplicationState, PartState, SaveKind
from copractice.applications.tests.parts import Parts, make_parts
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World
from tests.world_copy import lay_down_world

S = SaveKind


def say(parts: Parts, text: str, base: int, now: datetime, number: int = 1, **more: object) -> Save:
    """Save a text of the youth, for the first question unless another is named."""
    part = more.pop("part", parts.youth)
    given = {"actor": part.owner, "language": "en"} | more
    return save(part=part, key=parts.key(part, number), text=text, base=base, now=now, **given)


def kept(parts: Parts) -> list[tuple[str, str, int | None]]:
    rows = AnswerVersion.objects.filter(answer__part=parts.youth).order_by("pk")
    return [(row.kind, row.text, row.revision) for row in rows]


def head(parts: Parts) -> tuple[str, int]:
    answer = Answer.objects.get(part=parts.youth)
    return answer.text, answer.revision


def test_a_first_text_becomes_the_answer(parts: Parts, now: datetime) -> None:
    said = say(parts, "I learned to ask.", 0, now)
    assert (said.kind, said.answer.revision, said.answer.saved_at) == (S.SAVED, 1, now)
    assert head(parts) == ("I learned to ask.", 1)
    assert kept(parts) == [("saved", "I learned to ask.", 1)]
    assert parts.fresh(parts.youth).saved_at == now


def test_an_autosave_is_no_act_of_the_log(parts: Parts, now: datetime) -> None:
    before = LogEntry.objects.count()
    say(parts, "I learned to ask.", 0, now)
    assert LogEntry.objects.count() == before


def test_the_same_text_again_is_saved_without_a_new_version(parts: Parts, now: datetime) -> None:
    say(parts, "Same", 0, now)
    for base in (0, 1, 7):
        assert say(parts, "Same", base, now).kind == S.SAVED
    assert kept(parts) == [("saved", "Same", 1)]


def test_an_empty_text_to_a_question_never_answered_makes_nothing(parts: Parts, now: datetime) -> None:
    assert say(parts, "", 0, now).kind == S.SAVED
    assert not Answer.objects.filter(part=parts.youth).exists()


def test_an_answer_can_be_emptied(parts: Parts, now: datetime) -> None:
    say(parts, "Wrong", 0, now)
    assert say(parts, "", 1, now).kind == S.SAVED
    assert head(parts) == ("", 2)


def test_line_ends_of_a_form_are_those_of_a_script(parts: Parts, now: datetime) -> None:
    say(parts, "One\r\nTwo\rThree", 0, now)
    assert head(parts) == ("One\nTwo\nThree", 1)
    say(parts, "One\nTwo\nThree", 1, now)
    assert len(kept(parts)) == 1


def test_two_tabs_are_a_conflict_and_both_texts_are_kept(parts: Parts, now: datetime) -> None:
    say(parts, "Begun", 0, now)
    say(parts, "From tab one", 1, now)
    said = say(parts, "From tab two", 1, now)
    assert (said.kind, said.said.text, said.answer.text) == (S.CONFLICT, "From tab two", "From tab one")
    assert head(parts) == ("From tab one", 2)
    assert kept(parts)[2] == ("conflict", "From tab two", None)


def test_keeping_mine_is_a_save_on_the_newer_revision(parts: Parts, now: datetime) -> None:
    say(parts, "From tab one", 0, now)
    said = say(parts, "From tab two", 0, now)
    assert say(parts, "From tab two", said.answer.revision, now).kind == S.SAVED
    assert head(parts) == ("From tab two", 2)


def test_a_conflict_asked_again_is_kept_once(parts: Parts, now: datetime) -> None:
    say(parts, "From tab one", 0, now)
    for _ in range(3):
        assert say(parts, "From tab two", 0, now).kind == S.CONFLICT
    assert [kind for kind, *_ in kept(parts)] == ["saved", "conflict"]


def test_a_browser_does_not_conflict_with_its_own_text_that_it_never_heard_back_about(
    parts: Parts, now: datetime
) -> None:
    say(parts, "I le", 0, now)
    assert say(parts, "I learned", 0, now, previous="I le").kind == S.SAVED
    assert head(parts) == ("I learned", 2)


def test_a_text_on_its_way_excuses_no_conflict_with_another_text(parts: Parts, now: datetime) -> None:
    say(parts, "From tab one", 0, now)
    assert say(parts, "I learned", 0, now, previous="I le").kind == S.CONFLICT
    say(parts, "I le", 1, now)
    assert say(parts, "I learned", 0, now, previous="I le").kind == S.CONFLICT
    assert head(parts) == ("I le", 2)


@pytest.mark.parametrize(("late", "kind"), [(False, S.SAVED), (True, S.LATE)])
def test_the_last_instant_of_the_grace_is_in_time_and_the_next_is_late(
    parts: Parts, now: datetime, late: bool, kind: SaveKind
) -> None:
    end = parts.call.closes_at + timedelta(minutes=parts.call.grace_minutes)
    say(parts, "In time", 0, now)
    said = say(parts, "As the clock ran out", 1, end + timedelta(microseconds=late))
    assert said.kind == kind
    assert head(parts) == (("In time", 1) if late else ("As the clock ran out", 2))
    assert kept(parts)[1][:2] == (kind, "As the clock ran out")


def test_a_late_text_is_kept_once_and_shown_to_its_owner(parts: Parts, now: datetime) -> None:
    say(parts, "In time", 0, now)
    after = parts.call.closes_at + timedelta(hours=1)
    for _ in range(2):
        say(parts, "Too late", 1, after)
    say(parts, "Also too late", 0, after, number=2)
    late = {row.answer.question_id: row.text for row in kept_late(parts.youth).values()}
    assert late == {
        parts.question(parts.youth, 1).pk: "Too late",
        parts.question(parts.youth, 2).pk: "Also too late",
    }
    assert AnswerVersion.objects.filter(kind=S.LATE).count() == 2


@pytest.mark.parametrize("state", [PartState.COMPLETE, PartState.DECLINED, PartState.REPLACED])
def test_what_is_written_in_a_part_that_is_not_in_progress_is_late(
    parts: Parts, now: datetime, state: PartState
) -> None:
    say(parts, "Before", 0, now)
    parts.complete(parts.youth, now)
    Part.objects.filter(pk=parts.youth.pk).update(state=state)
    assert say(parts, "After", 1, now).kind == S.LATE
    assert head(parts) == ("Before", 1)


@pytest.mark.parametrize(
    "state", [state for state in ApplicationState if state not in {"draft", "submitted"}]
)
def test_what_is_written_for_an_application_that_is_settled_or_withdrawn_is_late(
    parts: Parts, now: datetime, state: ApplicationState
) -> None:
    withdrawn_at = now if state == ApplicationState.WITHDRAWN else None
    parts.send(now)
    Application.objects.update(state=state, withdrawn_at=withdrawn_at)
    assert say(parts, "After", 0, now).kind == S.LATE


def test_a_youth_may_go_on_until_the_later_date_once_the_application_is_sent(
    parts: Parts, now: datetime
) -> None:
    after = parts.call.closes_at + timedelta(days=2)
    assert say(parts, "Before it was sent", 0, after).kind == S.LATE
    parts.send(now)
    assert say(parts, "After it was sent", 0, after).kind == S.SAVED


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800", "\udfff word", "x" * (LONGEST + 1)])
def test_only_what_cannot_be_stored_is_refused(parts: Parts, now: datetime, text: str) -> None:
    with pytest.raises(Refused, match="not saved"):
        say(parts, text, 0, now)
    assert kept(parts) == []


@pytest.mark.parametrize(
    "text", ["x" * LONGEST, "<script>alert(1)</script>", "\u202e mirrored", "𝔘nicode 🛶", "   ", "\t\n"]
)
def test_everything_else_is_kept_as_it_is(parts: Parts, now: datetime, text: str) -> None:
    assert say(parts, text, 0, now).kind == S.SAVED
    assert head(parts) == (text, 1)


def test_nobody_else_writes_in_a_part(parts: Parts, world: World, now: datetime) -> None:
    for person in (parts.lead, parts.staff, world.stranger):
        with pytest.raises(Refused):
            say(parts, "Mine now", 0, now, actor=person)
    assert kept(parts) == []


def test_a_question_to_another_party_takes_nothing(parts: Parts, now: datetime) -> None:
    foreign = parts.key(parts.employer, 1)
    with pytest.raises(Refused):
        save(part=parts.youth, key=foreign, text="?", base=0, language="en", actor=parts.youth.owner, now=now)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12", "12"),
        ("４２", "42"),
        (" 007 ", "7"),
        ("-3", "-3"),
        ("7.50", "7.50"),
        ("+5", "5"),
        ("−2", "-2"),
        ("0", "0"),
    ],
)
def test_a_number_is_kept_in_one_spelling(parts: Parts, now: datetime, typed: str, stored: str) -> None:
    say(parts, typed, 0, now, number=4)
    assert head(parts) == (stored, 1)


@pytest.mark.parametrize("typed", ["about ten", "1,200", "1e5", "NaN", "٤", "12 hours"])
def test_what_is_no_number_is_kept_as_typed_for_its_owner_to_change(
    parts: Parts, now: datetime, typed: str
) -> None:
    assert say(parts, typed, 0, now, number=4).kind == S.SAVED
    assert head(parts) == (typed, 1)


def test_restoring_an_earlier_text_is_a_save(parts: Parts, now: datetime) -> None:
    say(parts, "First", 0, now)
    say(parts, "Second", 1, now)
    answer = Answer.objects.get(part=parts.youth)
    first = history_of(answer).last()
    key = parts.key(parts.youth, 1)
    again = {"part": parts.youth, "key": key, "version": first, "actor": parts.youth.owner, "now": now}
    assert answering.restore(base=2, **again).kind == S.SAVED
    assert [row.text for row in history_of(answer)] == ["First", "Second", "First"]
    assert head(parts) == ("First", 3)


def test_each_language_is_kept_with_its_text(parts: Parts, now: datetime) -> None:
    say(parts, "Aprendí mucho", 0, now, language="es")
    assert rows_of(parts.youth)[0].answer.language == "es"


@pytest.mark.django_db(transaction=True)
def test_saves_at_the_same_time_lose_nothing() -> None:
    now = datetime(2026, 11, 24, 15, 0).astimezone()
    parts = make_parts(lay_down_world(now).here, now)
    start = threading.Barrier(8)
    kinds: list[str] = []

    def write(name: int) -> None:
        start.wait()
        try:
            kinds.append(say(parts, f"Text {name}", 0, now).kind)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kinds) == ["conflict"] * 7 + ["saved"]
    assert {text for _kind, text, _revision in kept(parts)} == {f"Text {name}" for name in range(8)}
    assert head(parts)[1] == 1


def test_the_owner_is_the_one_who_is_named(parts: Parts, now: datetime) -> None:
    say(parts, "Mine", 0, now)
    assert Person.objects.get(pk=AnswerVersion.objects.get().saved_by_id) == parts.youth.owner
