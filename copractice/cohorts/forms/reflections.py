"""What a browser sends of a reflection, read without losing a letter."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language

from copractice.applications.forms.part import revision
from copractice.cohorts.actions.reflecting import Save
from copractice.cohorts.models import Reflection
from copractice.communities.models import Community

KEY = "reflection"


@dataclass(frozen=True)
class Sent:
    """A text as it was sent, the revision it grew from, and an earlier one that was on its way."""

    text: str
    base: int
    previous: str | None


@dataclass(frozen=True)
class Shown:
    """The field as the page shows it: what stands in it, and what became of the last save."""

    text: str
    revision: int
    kind: str = ""
    other: str = ""
    refusal: str = ""


def sent(data: QueryDict) -> Sent:
    """Return what the whole page sent."""
    return Sent(data.get(f"answer-{KEY}", ""), revision(data, f"revision-{KEY}"), data.get(f"previous-{KEY}"))


def sent_alone(data: QueryDict) -> Sent:
    """Return what was sent while somebody writes."""
    return Sent(data.get("text", ""), revision(data, "revision"), data.get("previous"))


def shown(reflection: Reflection | None) -> Shown:
    """Return the field before anything was sent."""
    return Shown(reflection.text, reflection.revision) if reflection else Shown("", 0)


def after(save: Save) -> Shown:
    """Return the field after a save: beside a newer text, what was sent stays in it."""
    now = save.reflection
    is_beside = save.kind != "saved"
    return Shown(save.said if is_beside else now.text, now.revision, save.kind, now.text if is_beside else "")


def refused(sent_text: Sent, why: str) -> Shown:
    """Return the field with what could not be stored, and why."""
    return Shown(sent_text.text, sent_text.base, "refused", refusal=why)


def language_of(community: Community) -> str:
    """Return the language in which somebody writes: the page's, where the community has it."""
    spoken = (get_language() or "en").split("-")[0]
    return spoken if spoken in community.languages else community.languages[0]
