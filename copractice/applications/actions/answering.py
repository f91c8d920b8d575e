"""Saving an answer: whatever is sent is kept first, then it is said what became of it.

An autosave is no act of the log; an answer has its own history, of which nothing is thrown away.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.versions import follow, locked
from copractice.applications.models import Answer, AnswerVersion, Part, Upload
from copractice.applications.queries.answers import row_of, tidy_number
from copractice.applications.rules import is_open_part
from copractice.applications.states import SaveKind
from copractice.calls.states import QuestionKind
from copractice.ledger.states import Refused, require
from copractice.people.models import Person

LONGEST = 50_000


@dataclass(frozen=True)
class Said:
    """What a browser sent for one question; `base` is the revision that it had before."""

    text: str
    base: int
    language: str
    upload: Upload | None = None
    previous: str | None = None


@dataclass(frozen=True)
class Save:
    """What became of it, and the answer as it stands now."""

    kind: SaveKind
    answer: Answer
    said: Said


@transaction.atomic
def save(
    *,
    part: Part,
    key: str,
    text: str,
    base: int,
    language: str,
    actor: Person,
    now: datetime,
    previous: str | None = None,
) -> Save:
    """Keep a text for one question, and make it the answer if it may be.

    `base` is the revision that the browser had; if the answer has moved on since, the text is kept as a
    *conflict*. `previous` is a text that the same browser had on its way without hearing back: if that one is
    the answer now, there is no conflict. After the deadline, or when the part cannot be changed any more, the
    text is kept as *late*. Only what cannot be stored is refused, and a question that the part does not ask.
    """
    said = Said(storable(text), base, language, previous=previous)
    return put(part=part, key=key, said=said, actor=actor, now=now)


@transaction.atomic
def restore(*, part: Part, key: str, version: AnswerVersion, base: int, actor: Person, now: datetime) -> Save:
    """Make an earlier text or file the answer again; that is a save like any other."""
    answer = version.answer
    require(answer.part_id == part.pk, _("This text belongs to another part."))
    said = Said(version.text, base, answer.language, version.upload)
    return put(part=part, key=key, said=said, actor=actor, now=now)


def put(*, part: Part, key: str, said: Said, actor: Person, now: datetime) -> Save:
    """Write what was sent, inside the caller's transaction; holds the part, so saves of one part take turns."""
    part = locked(part)
    require(part.owner_id == actor.pk, _("Only whose part this is can write in it."))
    is_open = is_open_part(part, now)
    if is_open:
        follow(part=part)
    answer = _answer_to(part, key, said.language)
    if answer.question.kind == QuestionKind.NUMBER:
        said = replace(said, text=tidy_number(said.text))
    if (answer.text, answer.upload) == (said.text, said.upload):
        return Save(SaveKind.SAVED, answer, said)
    is_next = said.base + 1 == answer.revision and said.previous == answer.text
    is_on_top = said.base == answer.revision or is_next
    kind = SaveKind.SAVED if is_on_top else SaveKind.CONFLICT
    return _kept(Save(kind if is_open else SaveKind.LATE, answer, said), actor, now)


def _kept(sent: Save, actor: Person, now: datetime) -> Save:
    """Write the version, and the answer too unless the text came too late or beside a newer one."""
    answer, said, is_saved = sent.answer, sent.said, sent.kind == SaveKind.SAVED
    if answer.pk is None:
        answer.save(force_insert=True)
    version = AnswerVersion(
        community_id=answer.community_id,
        answer=answer,
        kind=sent.kind,
        text=said.text,
        upload=said.upload,
        base=said.base,
        revision=answer.revision + 1 if is_saved else None,
        saved_by=actor,
        saved_at=now,
    )
    if is_saved or not _was_kept(version):
        version.save(force_insert=True)
    if is_saved:
        answer.text, answer.upload, answer.language = said.text, said.upload, said.language
        answer.revision, answer.saved_at = answer.revision + 1, now
        answer.save(update_fields=["text", "upload", "language", "revision", "saved_at"])
        Part.objects.filter(pk=answer.part_id).update(saved_at=now)
    return sent


def _was_kept(version: AnswerVersion) -> bool:
    """Tell whether the newest that was kept beside the answer says the same: a browser that asks again."""
    newest = AnswerVersion.objects.filter(answer=version.answer).order_by("-saved_at", "-pk").first()
    return newest is not None and (newest.kind, newest.text, newest.upload_id) == (
        version.kind,
        version.text,
        version.upload_id,
    )


def _answer_to(part: Part, key: str, language: str) -> Answer:
    row = row_of(part, key)
    if row is None:
        raise Refused(_("This question is not in your part. Open the page again."))
    if row.answer:
        row.answer.part = part
        return row.answer
    return Answer(community_id=part.community_id, part=part, question=row.question, language=language)


def storable(text: str) -> str:
    """Return a text with the line ends of the web made one kind; refuse what no database can keep."""
    require(
        "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text),
        _("This text holds a sign that cannot be stored. It was not saved. Paste it again as plain text."),
    )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    require(
        len(text) <= LONGEST,
        _("This text has %(length)d signs, and %(longest)d can be stored. It was not saved. Shorten it.")
        % {"length": len(text), "longest": LONGEST},
    )
    return text
