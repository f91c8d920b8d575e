"""What a version of a call changed against the one before, question by question, matched by key.

An optional question more, other words, or a question less ask nothing new of who has begun to write. All
else does, the order of questions included: such a version has to be confirmed before a draft can be completed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from copractice.calls.models import CallVersion, Question
from copractice.calls.queries.versions import questions_of


class Change(TextChoices):
    """One way in which a question can differ."""

    ADDED = "added", _("is new, and optional")
    REWORDED = "reworded", _("is worded differently")
    RETIRED = "retired", _("is not asked any more")
    ADDED_REQUIRED = "added_required", _("is new, and needs an answer")
    REQUIRED = "required", _("needs an answer now")
    OPTIONAL = "optional", _("is optional now")
    KIND = "kind", _("takes another kind of answer")
    LIMIT = "limit", _("has another limit")
    AUDIENCE = "audience", _("is read by others than before")
    CHOICES = "choices", _("has other choices")
    MOVED = "moved", _("stands at another place")


MINOR = frozenset({Change.ADDED, Change.REWORDED, Change.RETIRED})


@dataclass(frozen=True)
class QuestionChange:
    """How one question differs; `question` is the new row, or the old one if it is not asked any more."""

    question: Question
    changes: tuple[Change, ...]

    @property
    def must_confirm(self) -> bool:
        """Say whether drafts have to confirm this."""
        return not MINOR.issuperset(self.changes)


@dataclass(frozen=True)
class ChangeSet:
    """All that a version changed, in the order of its questions; what was retired comes last."""

    questions: Sequence[QuestionChange] = field(default_factory=tuple)
    is_reworded: bool = False  # the call's own summary or text

    @property
    def must_confirm(self) -> bool:
        """Say whether drafts have to confirm the version before they can be completed."""
        return any(row.must_confirm for row in self.questions)

    def __bool__(self) -> bool:
        """Say whether anything changed at all."""
        return bool(self.questions) or self.is_reworded


def changes_between(old: CallVersion, new: CallVersion) -> ChangeSet:
    """Return what `new` changed against `old`, two versions of one call."""
    is_reworded = (old.summary, old.text) != (new.summary, new.text)
    return ChangeSet(compare(questions_of(old), questions_of(new)), is_reworded)


def compare(old: Sequence[Question], new: Sequence[Question]) -> tuple[QuestionChange, ...]:
    """Return how questions differ, matched by key; equal ones are left out."""
    before = {row.key: row for row in old}
    kept = {row.key for row in new} & before.keys()
    moved = _moved(old, new, kept)
    found = []
    for row in new:
        changes = _changes(before[row.key], row, moved) if row.key in kept else (_added(row),)
        if changes:
            found.append(QuestionChange(row, changes))
    gone = (QuestionChange(row, (Change.RETIRED,)) for row in old if row.key not in kept)
    return (*found, *gone)


def _added(row: Question) -> Change:
    return Change.ADDED_REQUIRED if row.is_required else Change.ADDED


def _changes(old: Question, new: Question, moved: set[str]) -> tuple[Change, ...]:
    same_words = (old.text, old.help, old.choices) == (new.text, new.help, new.choices)
    differs = {
        Change.REWORDED: not same_words and _same_choices(old.choices, new.choices),
        Change.REQUIRED: new.is_required and not old.is_required,
        Change.OPTIONAL: old.is_required and not new.is_required,
        Change.KIND: old.kind != new.kind,
        Change.LIMIT: (old.limit, old.smallest, old.largest) != (new.limit, new.smallest, new.largest),
        Change.AUDIENCE: old.audience != new.audience,
        Change.CHOICES: not _same_choices(old.choices, new.choices),
        Change.MOVED: new.key in moved,
    }
    return tuple(change for change, is_so in differs.items() if is_so)


def _same_choices(old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]]) -> bool:
    """Choices are answered by their place: only a translation more leaves every answer as it was meant."""
    if len(old) != len(new):
        return False
    return all(
        one.get(name) == text for one, other in zip(new, old, strict=True) for name, text in other.items()
    )


def _moved(old: Sequence[Question], new: Sequence[Question], kept: set[str]) -> set[str]:
    """Return the kept questions that do not stand in the order of before, party by party."""
    before = [row.key for row in old if row.key in kept]
    after = [row.key for row in new if row.key in kept]
    return {one for one, other in zip(after, before, strict=True) if one != other}
