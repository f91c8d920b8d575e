"""Changing the draft of an open call's next version, and publishing it."""

from typing import Any

from copractice.calls.actions import questions, versions
from copractice.calls.actions.questions import Ask
from copractice.calls.analysis.changes import Change, changes_between
from copractice.calls.models import Call, CallVersion, Question
from copractice.calls.queries.versions import draft_of, published_of, questions_to
from copractice.calls.states import Audience, Party, QuestionKind

WHY = {"en": "People asked for it."}


def ask_of(question: Question, **changes: Any) -> Ask:
    names = ("text", "help", "is_required", "limit", "smallest", "largest", "choices")
    values = {name: getattr(question, name) for name in names}
    kinds = {"kind": QuestionKind(question.kind), "audience": Audience(question.audience)}
    return Ask(**(values | kinds | changes))


def rewrite(by: dict[str, Any], party: Party, place: int, **changes: Any) -> Question:
    """Change a question of the draft."""
    question = questions_to(draft_of(by["call"]), party)[place]
    asked = ask_of(question, **changes)
    return questions.change_question(
        question=question, ask=asked, revision=question.revision, actor=by["actor"], now=by["now"]
    )


def found(call: Call) -> dict[str, tuple[Change, ...]]:
    """Return what the draft changed, by the text of its question."""
    holds, draft = published_of(call), draft_of(call)
    assert holds
    assert draft
    return {row.question.text["en"]: row.changes for row in changes_between(holds, draft).questions}


def publish(by: dict[str, Any], why: dict[str, str] = WHY) -> CallVersion:
    draft = draft_of(by["call"])
    assert draft
    return versions.publish_version(why=why, revision=draft.revision, **by)
