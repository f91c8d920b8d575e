"""What a browser sends of a text that saves itself, read without losing a letter."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language

from copractice.applications.forms.part import revision
from copractice.communities.models import Community
from copractice.recommendations.actions.writing import Said, Save
from copractice.recommendations.models import Learning, Recommendation
from copractice.recommendations.states import Field


@dataclass(frozen=True)
class Shown:
    """A field as the page shows it: what stands in it, and what became of the last save.

    `other` is what stands in the record while something else was sent beside it.
    """

    key: str
    text: str
    revision: int
    kind: str = ""
    other: str = ""
    refusal: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether all of it is saved."""
        return self.kind in {"", "saved"}


def sent(data: QueryDict, field: Field) -> Said:
    """Return what the whole page sent for one field."""
    base, previous = revision(data, f"revision-{field}"), data.get(f"previous-{field}")
    return Said(field, data.get(f"answer-{field}", ""), base, previous)


def sent_alone(data: QueryDict, fields: tuple[Field, ...]) -> Said | None:
    """Return what was sent of one field while somebody writes; None for a field that is not asked."""
    key = data.get("question", "")
    if key not in set(fields):
        return None
    return Said(Field(key), data.get("text", ""), revision(data, "revision"), data.get("previous"))


def shown_learning(row: Learning) -> list[Shown]:
    """Return the field of a learning before anything was sent."""
    return [Shown(Field.TEXT, row.text, row.revision)]


def shown_recommendation(row: Recommendation) -> list[Shown]:
    """Return the fields of a draft before anything was sent."""
    title = Shown(Field.TITLE, row.title, row.title_revision)
    return [title, Shown(Field.TEXT, row.text, row.revision)]


def after(save: Save) -> Shown:
    """Return the field after a save: beside another text, what was sent stays in it."""
    is_beside = save.kind != "saved"
    text, other = (save.said, save.text) if is_beside else (save.text, "")
    return Shown(save.field, text, save.revision, save.kind, other)


def refused(said: Said, why: str) -> Shown:
    """Return the field with what could not be stored, and why."""
    return Shown(said.field, said.text, said.base, "refused", refusal=why)


def language_of(community: Community) -> str:
    """Return the language in which somebody writes: the page's, where the community has it."""
    spoken = (get_language() or "en").split("-")[0]
    return spoken if spoken in community.languages else community.languages[0]
