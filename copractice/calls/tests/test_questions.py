"""Questions and parties of a draft: what may be asked of whom, in which order, by two people at once."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from copractice.calls.actions import parties, questions
from copractice.calls.actions.drafting import Conflict
from copractice.calls.actions.questions import Ask
from copractice.calls.models import Call, CallVersion, PartKind, Question
from copractice.calls.queries.versions import draft_of, questions_to
from copractice.calls.states import Audience, Party, QuestionKind
from copractice.communities.models import new_code
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world_calls import CHOICES

LONG = Ask({"en": "Why?"}, QuestionKind.LONG, Audience.REVIEWERS, limit=100)


def add(call: Call, actor: Person, now: datetime, ask: Ask, party: Party = Party.EMPLOYER) -> Question:
    return questions.add_question(call=call, party=party, key=new_code(), ask=ask, actor=actor, now=now)


def texts(call: Call, party: Party) -> list[str]:
    version = draft_of(call)
    assert version
    return [row.text["en"] for row in questions_to(version, party)]


def test_a_question_is_added_as_the_last_to_its_party(
    draft: Call, coordinator: Person, now: datetime
) -> None:
    question = add(draft, coordinator, now, LONG)
    assert (question.number, question.limit, question.is_required) == (6, 100, True)
    assert texts(draft, Party.EMPLOYER)[-1] == "Why?"


def test_the_same_form_asks_once(draft: Call, coordinator: Person, now: datetime) -> None:
    given = {"call": draft, "party": Party.EMPLOYER, "key": new_code(), "ask": LONG}
    first = questions.add_question(**given, actor=coordinator, now=now)
    assert questions.add_question(**given, actor=coordinator, now=now) == first
    assert LogEntry.objects.filter(act="question.add", record_id=str(first.pk)).count() == 1


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("party", Party)
def test_answers_of_youth_are_never_open_to_other_parties_or_the_public(
    draft: Call, coordinator: Person, now: datetime, party: Party, audience: Audience
) -> None:
    ask = replace(LONG, audience=audience)
    if party is Party.YOUTH and audience in {Audience.PARTIES, Audience.PUBLIC}:
        with pytest.raises(Refused, match="Answers of youth"):
            add(draft, coordinator, now, ask, party)
        question = questions_to(draft_of(draft), party).first()
        with pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.filter(pk=question.pk).update(audience=audience)
    else:
        assert add(draft, coordinator, now, ask, party).audience == audience


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (replace(LONG, kind=QuestionKind.CHOICE, limit=None), "at least two choices"),
        (replace(LONG, kind=QuestionKind.CHOICE, limit=None, choices=CHOICES[:1]), "at least two choices"),
        (replace(LONG, choices=CHOICES), "Only a question with choices"),
        (replace(LONG, smallest=1), "Only a number"),
        (replace(LONG, limit=0), "Only text and files"),
        (replace(LONG, kind=QuestionKind.NUMBER), "Only text and files"),
        (replace(LONG, kind=QuestionKind.NUMBER, limit=None, smallest=2, largest=1), "smallest number"),
        (replace(LONG, kind=QuestionKind.NUMBER, limit=None, largest=2**31), "too large"),
    ],
)
def test_what_does_not_fit_the_kind_of_answer_is_refused(
    draft: Call, coordinator: Person, now: datetime, ask: Ask, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        add(draft, coordinator, now, ask)


def test_bounds_and_choices_are_kept(draft: Call, coordinator: Person, now: datetime) -> None:
    number = replace(LONG, kind=QuestionKind.NUMBER, limit=None, smallest=-5, largest=-5)
    choice = replace(LONG, kind=QuestionKind.CHOICE, limit=None, choices=CHOICES)
    assert add(draft, coordinator, now, number).smallest == -5
    assert add(draft, coordinator, now, choice).choices == list(CHOICES)


def test_the_database_holds_bounds_and_choices(draft: Call) -> None:
    rows = Question.objects.filter(version__call=draft)
    for kind, values in (
        ("number", {"smallest": 2, "largest": 1}),
        ("choice", {"choices": []}),
        ("long", {"choices": [{"en": "a"}]}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(kind=kind).update(**values)


def test_markup_is_kept_as_it_was_typed(draft: Call, coordinator: Person, now: datetime) -> None:
    ask = replace(LONG, text={"en": "<b>Why</b> & how?"})
    assert add(draft, coordinator, now, ask).text == {"en": "<b>Why</b> & how?"}


def test_a_party_that_the_call_does_not_ask_gets_no_question(
    draft: Call, coordinator: Person, now: datetime
) -> None:
    Question.objects.filter(version__call=draft, party=Party.YOUTH).delete()
    PartKind.objects.filter(call=draft, party=Party.YOUTH).delete()
    with pytest.raises(Refused, match="does not ask this party"):
        add(draft, coordinator, now, LONG, Party.YOUTH)


def test_a_question_changes_only_as_its_writer_last_saw_it(
    draft: Call, coordinator: Person, owner: Person, now: datetime
) -> None:
    question = add(draft, coordinator, now, LONG)
    first = replace(LONG, text={"en": "First"})
    second = replace(LONG, text={"en": "Second"})
    questions.change_question(question=question, ask=first, revision=1, actor=coordinator, now=now)
    with pytest.raises(Conflict, match="nothing was saved"):
        questions.change_question(question=question, ask=second, revision=1, actor=owner, now=now)
    question.refresh_from_db()
    assert (question.text, question.revision) == ({"en": "First"}, 2)


def test_two_people_change_two_questions_without_a_conflict(
    draft: Call, coordinator: Person, owner: Person, now: datetime
) -> None:
    one, other = add(draft, coordinator, now, LONG), add(draft, coordinator, now, LONG)
    for question, actor in ((one, coordinator), (other, owner)):
        questions.change_question(question=question, ask=LONG, revision=1, actor=actor, now=now)


def test_questions_move_up_and_down_and_stay_at_the_ends(
    draft: Call, coordinator: Person, now: datetime
) -> None:
    version = draft_of(draft)
    assert version
    first, second, *_rest = questions_to(version, Party.YOUTH)
    names = texts(draft, Party.YOUTH)
    by = {"actor": coordinator, "now": now}
    questions.move_question(question=first, up=True, **by)
    assert texts(draft, Party.YOUTH) == names
    questions.move_question(question=second, up=True, **by)
    assert texts(draft, Party.YOUTH)[:2] == [names[1], names[0]]
    questions.move_question(question=second, up=False, **by)
    assert texts(draft, Party.YOUTH) == names


def test_taking_a_question_away_closes_the_gap(draft: Call, coordinator: Person, now: datetime) -> None:
    version = draft_of(draft)
    assert version
    second = questions_to(version, Party.UMBRELLA)[1]
    questions.retire_question(question=second, actor=coordinator, now=now)
    numbers = questions_to(version, Party.UMBRELLA).values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
    with pytest.raises(Refused, match="took this question away"):
        questions.retire_question(question=second, actor=coordinator, now=now)


def test_members_write_no_question(draft: Call, member: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="Only the community's staff"):
        add(draft, member, now, LONG)


def test_questions_of_a_published_version_stay(call: Call, coordinator: Person, now: datetime) -> None:
    question = Question.objects.filter(version__call=call).first()
    assert question
    by = {"question": question, "actor": coordinator, "now": now}
    for act in (
        lambda: questions.change_question(ask=LONG, revision=1, **by),
        lambda: questions.move_question(up=True, **by),
        lambda: questions.retire_question(**by),
        lambda: add(call, coordinator, now, LONG),
    ):
        with pytest.raises(Refused, match="Start a new version"):
            act()
    assert CallVersion.objects.get(call=call).questions.count() == 15


KINDS = {Party.EMPLOYER: parties.Kind(1, 1, {}, 40), Party.YOUTH: parties.Kind(0, 3, {"en": "Hi."}, 10)}


def test_a_party_with_questions_is_not_dropped(draft: Call, coordinator: Person, now: datetime) -> None:
    by = {"call": draft, "actor": coordinator, "now": now}
    with pytest.raises(Refused, match="is asked questions"):
        parties.write_parties(kinds=KINDS, revision=draft.revision, **by)
    Question.objects.filter(version__call=draft, party=Party.UMBRELLA).delete()
    parties.write_parties(kinds=KINDS, revision=draft.revision, **by)
    kept = PartKind.objects.filter(call=draft).order_by("party").values_list("party", "minimum", "maximum")
    assert list(kept) == [("employer", 1, 1), ("youth", 0, 3)]


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ({Party.YOUTH: parties.Kind(1, 1, {}, 5)}, "always asked"),
        ({Party.EMPLOYER: parties.Kind(1, 2, {}, 5)}, "exactly one employer"),
        (KINDS | {Party.YOUTH: parties.Kind(3, 2, {}, 5)}, "larger than the largest"),
        (KINDS | {Party.YOUTH: parties.Kind(0, 0, {}, 5)}, "larger than the largest"),
    ],
)
def test_numbers_of_parts_that_make_no_sense_are_refused(
    draft: Call, coordinator: Person, now: datetime, kinds: dict[Party, parties.Kind], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        parties.write_parties(call=draft, kinds=kinds, revision=draft.revision, actor=coordinator, now=now)


def test_parties_of_a_published_call_stay(call: Call, coordinator: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="have read this call"):
        parties.write_parties(call=call, kinds=KINDS, revision=call.revision, actor=coordinator, now=now)


def test_the_database_holds_the_numbers_of_parts(draft: Call) -> None:
    rows = PartKind.objects.filter(call=draft)
    for party, values in (("employer", {"maximum": 2}), ("youth", {"minimum": 3}), ("youth", {"maximum": 0})):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(party=party).update(**values)
