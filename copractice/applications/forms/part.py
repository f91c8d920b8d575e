"""The fields of a part: one for each question, with what became of what was typed.

Whatever is typed is saved, so these forms refuse nothing; what does not fit yet is said beside the field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from copractice.applications.actions.answering import Save
from copractice.applications.actions.uploading import MEGABYTE, most_bytes
from copractice.applications.models import AnswerVersion
from copractice.applications.queries.answers import SHARED, Row, words_in
from copractice.applications.states import SaveKind
from copractice.calls.models import Question
from copractice.calls.states import Audience, QuestionKind
from copractice.communities.queries.texts import Reading, read_text

ACCEPTED = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
HIGHEST = 2**31 - 1  # what the database holds as a revision
READ_BY = {
    Audience.OWN: _("Only you read this."),
    Audience.PARTIES: _("All parties of this application read this, and so do reviewers and staff."),
    Audience.REVIEWERS: _("Reviewers and the program’s staff read this. The other parties do not."),
    Audience.STAFF: _("Only the program’s staff read this."),
    Audience.PUBLIC: _("Everybody may read this."),
}


@dataclass(frozen=True)
class Outcome:
    """What became of everything that a page sent, by the keys of its questions."""

    saves: Mapping[str, Save] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Tell whether all of it is saved."""
        return not self.refusals and all(save.kind == SaveKind.SAVED for save in self.saves.values())


@dataclass(frozen=True)
class Typed:
    """One question on a page: its words, its field, what is saved, and what became of the last save."""

    row: Row
    number: int
    words: Reading
    help: Reading
    field: BoundField
    saved: str = ""
    save: Save | None = None
    refusal: str = ""
    late: AnswerVersion | None = None

    @property
    def question(self) -> Question:
        """Return the question."""
        return self.row.question

    @property
    def read_by(self) -> str:
        """Return in words who reads the answer."""
        return str(READ_BY[Audience(self.question.audience)])

    @property
    def readers_icon(self) -> str:
        """Return the icon beside it: a lock, or a person where other parties read along."""
        return "person" if self.question.audience in SHARED else "lock"

    @property
    def is_file(self) -> bool:
        """Tell whether a file answers this."""
        return self.question.kind == QuestionKind.FILE

    @property
    def megabytes(self) -> int:
        """Return how large a file may be."""
        return most_bytes(self.question) // MEGABYTE

    @property
    def is_counted(self) -> bool:
        """Tell whether words are counted."""
        return self.question.kind in {QuestionKind.SHORT, QuestionKind.LONG} and bool(self.question.limit)

    @property
    def word_count(self) -> int:
        """Return how many words are in the field now."""
        return words_in(str(self.field.value() or ""))

    @property
    def revision(self) -> int:
        """Return the revision that the next save names: beside a newer text, that one's, so it goes on top."""
        return self.row.revision

    @property
    def is_conflict(self) -> bool:
        """Tell whether what was sent stands beside a newer text."""
        return self.save is not None and self.save.kind == SaveKind.CONFLICT

    @property
    def is_late(self) -> bool:
        """Tell whether what was sent came too late."""
        return self.save is not None and self.save.kind == SaveKind.LATE

    @property
    def kind(self) -> str:
        """Return in one word what became of the save, for the page's script."""
        return "refused" if self.refusal else (self.save.kind if self.save else "")

    @property
    def said(self) -> str:
        """Return the answer as it is read: the words of the choice instead of its place."""
        return said_by(self.question, self.row.text)

    @property
    def said_here(self) -> str:
        """Return in the same way what was sent, where it stands beside a newer text."""
        return said_by(self.question, self.save.said.text) if self.save else ""

    @property
    def said_late(self) -> str:
        """Return in the same way what came too late."""
        return said_by(self.question, self.late.text) if self.late else ""


class PartForm(forms.Form):
    """A field `answer-KEY` for each question; the page adds `revision-KEY`, which no one types."""

    def __init__(self, data: Any = None, files: Any = None, *, rows: list[Row]) -> None:
        super().__init__(data, files, initial={name_of(row.question): row.text for row in rows})
        for number, row in enumerate(rows, start=1):
            self.fields[name_of(row.question)] = _field(row.question, number)

    def text_of(self, question: Question) -> str | None:
        """Return what was typed for a question, as it was typed; None where the page did not ask it."""
        return self.data.get(name_of(question)) if question.kind != QuestionKind.FILE else None

    def file_of(self, question: Question) -> UploadedFile | None:
        """Return the file that was chosen for a question."""
        return self.files.get(name_of(question)) if question.kind == QuestionKind.FILE else None


def typed(
    form: PartForm,
    rows: list[Row],
    *,
    told: Callable[[datetime | None], str],
    outcome: Outcome | None = None,
    late: Mapping[int, AnswerVersion] | None = None,
) -> list[Typed]:
    """Return the questions of a page in order; `told` says in words when something was saved."""
    outcome = outcome or Outcome()
    return [
        Typed(
            row=row,
            number=number,
            words=read_text(row.question.text, language()),
            help=read_text(row.question.help, language()),
            field=form[name_of(row.question)],
            saved=told(row.answer.saved_at if row.answer else None),
            save=outcome.saves.get(row.question.key),
            refusal=outcome.refusals.get(row.question.key, ""),
            late=(late or {}).get(row.question.pk),
        )
        for number, row in enumerate(rows, start=1)
    ]


def name_of(question: Question) -> str:
    """Return the name of a question's field."""
    return f"answer-{question.key}"


def revision(data: Any, name: str) -> int:
    """Return the revision that a browser names; whatever is none stands for the beginning."""
    typed = data.get(name, "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 10 else 0
    return min(number, HIGHEST)


def said_by(question: Question, text: str) -> str:
    """Return an answer in words: of a choice what was chosen, of everything else what was typed."""
    if question.kind != QuestionKind.CHOICE:
        return text
    texts = {str(place): choice for place, choice in enumerate(question.choices, start=1)}
    chosen = texts.get(text.strip())
    return read_text(chosen, language()).text if chosen else text


def language() -> str:
    """Return the language that the page speaks."""
    return (get_language() or "en").split("-")[0]


def _field(question: Question, number: int) -> forms.Field:
    label = f"{number}. {read_text(question.text, language()).text}"
    widget = _widget(question)
    if not widget.use_fieldset:
        widget.attrs["aria-describedby"] = f"id_{name_of(question)}_about"
    made = forms.FileField if question.kind == QuestionKind.FILE else forms.CharField
    return made(widget=widget, label=label, required=False)


def _widget(question: Question) -> forms.Widget:
    if question.kind == QuestionKind.FILE:
        return forms.FileInput(attrs={"accept": ACCEPTED})
    if question.kind == QuestionKind.CHOICE:
        texts = [read_text(choice, language()).text for choice in question.choices]
        return forms.RadioSelect(choices=[(str(place), text) for place, text in enumerate(texts, start=1)])
    if question.kind == QuestionKind.LONG:
        return forms.Textarea(attrs={"rows": 7})
    if question.kind == QuestionKind.NUMBER:
        return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.TextInput(attrs={"autocomplete": "off"})
