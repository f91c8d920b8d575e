"""What a browser sends of an assessment, read without losing a letter, and the questions as a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from copractice.applications.forms.part import revision
from copractice.cohorts.actions.answering import DECLINED, SCALE, Save, spelled
from copractice.cohorts.forms.reflections import Sent
from copractice.cohorts.models import AssessmentAnswer, AssessmentAnswerVersion
from copractice.cohorts.queries.assessments import Item
from copractice.cohorts.states import ItemKind
from copractice.communities.queries import read_text


@dataclass(frozen=True)
class Mark:
    """One answer that can be chosen."""

    value: str
    label: str
    language: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """One question of the page: what stands in its field, and what became of the last save."""

    item: Item
    text: str
    revision: int
    kind: str = ""
    other: str = ""
    refusal: str = ""
    late: str = ""

    @property
    def is_scale(self) -> bool:
        """Say whether a number is chosen."""
        return self.item.kind == ItemKind.SCALE

    @property
    def is_words(self) -> bool:
        """Say whether words are written."""
        return self.item.kind == ItemKind.TEXT

    @property
    def declined(self) -> Mark:
        """Return the answer of who would rather not say."""
        return Mark(DECLINED, _("Rather not say"), "", self.text == DECLINED)

    @property
    def marks(self) -> list[Mark]:
        """Return the answers that can be chosen, in order."""
        if self.is_scale:
            return [Mark(one, one, "", self.text == one) for one in SCALE]
        read = [(one.key, read_text(one.text, get_language() or "en")) for one in self.item.options]
        return [Mark(key, word.text, word.language, self.text == key) for key, word in read]


def sent(data: QueryDict, key: str) -> Sent:
    """Return what the whole page sent for one question."""
    return Sent(data.get(f"answer-{key}", ""), revision(data, f"revision-{key}"), data.get(f"previous-{key}"))


def questions(
    items: list[Item],
    answers: Mapping[str, AssessmentAnswer],
    late: Mapping[str, AssessmentAnswerVersion],
) -> list[Question]:
    """Return the questions before anything was sent."""
    found = []
    for item in items:
        row, beside = answers.get(item.key), late.get(item.key)
        text = spelled(row)
        found.append(Question(item, text, row.revision if row else 0, late=beside.text if beside else ""))
    return found


def after(item: Item, save: Save) -> Question:
    """Return a question after a save: beside newer words, what was sent stays in the field."""
    answer, kind, stands = save.answer, str(save.kind), spelled(save.answer)
    if kind == "late" and item.kind != ItemKind.TEXT:
        return Question(
            item, stands, answer.revision, "refused", refusal=_("This is closed. It was not saved.")
        )
    is_beside = kind != "saved"
    text, other = (save.said, stands) if is_beside else (stands, "")
    return Question(item, text, answer.revision, kind, other)


def refused(item: Item, sent_text: Sent, why: str) -> Question:
    """Return a question with what could not be stored, and why."""
    return Question(item, sent_text.text, sent_text.base, "refused", refusal=why)
