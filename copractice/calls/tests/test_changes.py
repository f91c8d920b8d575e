"""What a change between two versions is called, and which of them drafts have to confirm."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from copractice.calls.actions import questions, versions
from copractice.calls.actions.questions import Ask
from copractice.calls.analysis.changes import Change
from copractice.calls.models import Call, CallVersion
from copractice.calls.queries.versions import draft_of, questions_to
from copractice.calls.states import Audience, Party, QuestionKind
from copractice.calls.tests.rewriting import found, publish, rewrite
from copractice.communities.models import new_code
from copractice.people.models import Person

Edit = Callable[[dict[str, Any]], object]
ONE = {"en": "One", "es": "Uno"}
EDITS: dict[str, tuple[Edit, dict[str, tuple[Change, ...]], bool]] = {
    "other words": (
        lambda by: rewrite(by, Party.EMPLOYER, 0, text={"en": "New words"}),
        {"New words": (Change.REWORDED,)},
        False,
    ),
    "other help": (
        lambda by: rewrite(by, Party.EMPLOYER, 0, help={"en": "Help"}),
        {"What do young people do at your place?": (Change.REWORDED,)},
        False,
    ),
    "an optional question": (
        lambda by: questions.add_question(
            party=Party.YOUTH,
            key=new_code(),
            ask=Ask({"en": "More?"}, QuestionKind.LONG, Audience.STAFF, is_required=False),
            **by,
        ),
        {"More?": (Change.ADDED,)},
        False,
    ),
    "a required question": (
        lambda by: questions.add_question(
            party=Party.YOUTH,
            key=new_code(),
            ask=Ask({"en": "More?"}, QuestionKind.LONG, Audience.STAFF),
            **by,
        ),
        {"More?": (Change.ADDED_REQUIRED,)},
        True,
    ),
    "a question less": (
        lambda by: questions.retire_question(
            question=questions_to(draft_of(by["call"]), Party.UMBRELLA)[0],
            actor=by["actor"],
            now=by["now"],
        ),
        {"How do you back this institution?": (Change.RETIRED,)},
        False,
    ),
    "a lower limit": (
        lambda by: rewrite(by, Party.EMPLOYER, 0, limit=10),
        {"What do young people do at your place?": (Change.LIMIT,)},
        True,
    ),
    "another bound": (
        lambda by: rewrite(by, Party.EMPLOYER, 3, largest=9),
        {"How many young people?": (Change.LIMIT,)},
        True,
    ),
    "another reader": (
        lambda by: rewrite(by, Party.EMPLOYER, 0, audience=Audience.PUBLIC),
        {"What do young people do at your place?": (Change.AUDIENCE,)},
        True,
    ),
    "another kind": (
        lambda by: rewrite(by, Party.EMPLOYER, 0, kind=QuestionKind.SHORT),
        {"What do young people do at your place?": (Change.KIND,)},
        True,
    ),
    "an answer that is needed now": (
        lambda by: rewrite(by, Party.EMPLOYER, 4, is_required=True),
        {"A plan, if you have one": (Change.REQUIRED,)},
        True,
    ),
    "an answer that is optional now": (
        lambda by: rewrite(by, Party.EMPLOYER, 0, is_required=False),
        {"What do young people do at your place?": (Change.OPTIONAL,)},
        True,
    ),
    "choices in another order": (
        lambda by: rewrite(by, Party.EMPLOYER, 2, choices=list(reversed(choices_of(by)))),
        {"When does it run?": (Change.CHOICES,)},
        True,
    ),
    "a choice more": (
        lambda by: rewrite(by, Party.EMPLOYER, 2, choices=[*choices_of(by), ONE]),
        {"When does it run?": (Change.CHOICES,)},
        True,
    ),
    "questions in another order": (
        lambda by: questions.move_question(
            question=questions_to(draft_of(by["call"]), Party.EMPLOYER)[0],
            up=False,
            actor=by["actor"],
            now=by["now"],
        ),
        {
            "Name of the program": (Change.MOVED,),
            "What do young people do at your place?": (Change.MOVED,),
        },
        True,
    ),
}


def choices_of(by: dict[str, Any]) -> list[dict[str, str]]:
    return questions_to(draft_of(by["call"]), Party.EMPLOYER)[2].choices


@pytest.mark.parametrize("name", EDITS)
def test_a_version_says_what_it_changed_and_whether_drafts_confirm_it(
    call: Call, by: dict[str, Any], version: CallVersion, name: str
) -> None:
    edit, changed, must_confirm = EDITS[name]
    edit(by)
    assert found(call) == changed
    assert publish(by).must_confirm is must_confirm


def test_a_translation_more_of_a_choice_is_a_wording(
    call: Call, coordinator: Person, now: datetime, by: dict[str, Any], version: CallVersion
) -> None:
    rewrite(by, Party.EMPLOYER, 2, choices=[{"en": "Summer"}, {"en": "School year"}])
    publish(by)
    versions.start_version(**by)
    rewrite(by, Party.EMPLOYER, 2, choices=[{"en": "Summer", "es": "Verano"}, {"en": "School year"}])
    assert found(call) == {"When does it run?": (Change.REWORDED,)}


def test_a_question_less_moves_none_of_the_others(
    call: Call, by: dict[str, Any], version: CallVersion
) -> None:
    EDITS["a question less"][0](by)
    EDITS["an optional question"][0](by)
    assert set(found(call).values()) == {(Change.RETIRED,), (Change.ADDED,)}
