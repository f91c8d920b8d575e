"""A review as it is written: a field for each score, comment and closing text, with what became of each save."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from copractice.applications.forms.part import revision
from copractice.applications.states import SaveKind
from copractice.calls.models import Criterion
from copractice.communities.queries.texts import Reading, read_text
from copractice.review.actions.reviewing import Save
from copractice.review.actions.ties import Said
from copractice.review.queries.ties import Applicant
from copractice.review.queries.writing import NOT_APPLICABLE, Line, Slot
from copractice.review.states import Grade


@dataclass(frozen=True)
class Asked:
    """One slot on the page: what stands in it, and what became of the last save."""

    slot: Slot
    text: str  # what the field shows: what was typed, where it does not stand
    save: Save | None = None
    refusal: str = ""
    lack: str = ""

    @property
    def key(self) -> str:
        """Return the name of the slot."""
        return self.slot.key

    @property
    def kind(self) -> str:
        """Return in one word what became of the save, for the page's script."""
        return "refused" if self.refusal else (self.save.kind if self.save else "")

    @property
    def is_conflict(self) -> bool:
        """Tell whether what was sent stands beside something newer."""
        return self.kind == SaveKind.CONFLICT

    @property
    def is_late(self) -> bool:
        """Tell whether what was sent came too late."""
        return self.kind == SaveKind.LATE

    @property
    def here(self) -> str:
        """Return what was sent, as it is read."""
        return _said(self.save.said) if self.save else ""

    @property
    def there(self) -> str:
        """Return what stands in the slot, as it is read."""
        return _said(self.slot.text)


@dataclass(frozen=True)
class Option:
    """One score that can be chosen, with what it looks like."""

    value: str
    looks: Reading
    is_chosen: bool


@dataclass(frozen=True)
class Written:
    """A criterion on the page: its words, the scores with their anchors, and its comment."""

    criterion: Criterion
    title: Reading
    about: Reading
    options: list[Option]
    score: Asked
    comment: Asked


def written(line: Line, outcome: Mapping[str, Asked]) -> Written:
    """Return a criterion as the page shows it."""
    criterion, language = line.criterion, get_language() or "en"
    score = asked(line.value, outcome)
    anchors = [read_text(anchor, language) for anchor in criterion.anchors] or [
        Reading("", language, False)
    ] * 5
    options = [Option(str(n), looks, score.text == str(n)) for n, looks in enumerate(anchors)]
    none = Reading(_("Does not apply, or I cannot tell"), language, False)
    return Written(
        criterion=criterion,
        title=read_text(criterion.title, language),
        about=read_text(criterion.description, language),
        options=[*reversed(options), Option(NOT_APPLICABLE, none, score.text == NOT_APPLICABLE)],
        score=score,
        comment=asked(line.comment, outcome),
    )


def asked(slot: Slot, outcome: Mapping[str, Asked]) -> Asked:
    """Return a slot with what became of it, or as it stands."""
    return outcome.get(slot.key) or Asked(slot, slot.text)


def sent(data: Any, slots: list[Slot]) -> list[tuple[Slot, str, int, str | None]]:
    """Return what a whole page sent: each slot with its text, the revision the browser had, and a text on its
    way before; slots that the page left out are left alone.
    """
    return [
        (
            slot,
            data.get(f"answer-{slot.key}", ""),
            revision(data, f"revision-{slot.key}"),
            data.get(f"previous-{slot.key}"),
        )
        for slot in slots
        if f"revision-{slot.key}" in data
    ]


def declared(data: Any, applicants: list[Applicant]) -> list[Said]:
    """Return the ties that a reviewer ticked, by the fields `tie-KEY`; no tie is none."""
    grades = {one.key: data.get(f"tie-{one.key}", "") for one in applicants}
    return [Said(key, Grade(grade)) for key, grade in grades.items() if grade in Grade.values]


def _said(text: str) -> str:
    return _("Does not apply") if text == NOT_APPLICABLE else text
