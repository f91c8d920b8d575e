"""Sending a file as an answer: looked through and on the disk before the answer names it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from copractice.applications.actions.answering import Said, Save, put
from copractice.applications.files import stored
from copractice.applications.files.uploads import BadFile, Checked, checked
from copractice.applications.models import Part, Upload
from copractice.applications.queries.answers import row_of
from copractice.applications.states import SaveKind
from copractice.calls.models import Question
from copractice.calls.states import QuestionKind
from copractice.ledger.states import Refused, require
from copractice.people.models import Person

MEGABYTES = 10  # where a question says nothing else
MEGABYTE = 2**20
ORPHANED_AFTER = timedelta(days=1)  # longer than any request that is still at work


class TooLarge(Refused):
    """A file over the limit of its question."""


@dataclass(frozen=True)
class Sent:
    """A file as a browser sent it; `size` is true also where the rest of the content was thrown away."""

    name: str
    size: int
    content: bytes


def most_bytes(question: Question) -> int:
    """Return how large a file may be that answers a question."""
    return (question.limit or MEGABYTES) * MEGABYTE


def require_size(question: Question, size: int) -> None:
    """Refuse a file that is larger than its question takes."""
    most = most_bytes(question)
    if size > most:
        raise TooLarge(
            _("This file has %(found)s, and %(most)s fit. Send a smaller one.")
            % {"found": filesizeformat(size), "most": filesizeformat(most)}
        )


def upload(
    *, part: Part, key: str, sent: Sent, base: int, language: str, actor: Person, now: datetime, folder: Path
) -> Save:
    """Make a file the answer to a question, or keep it as *late* or *conflict*, as a text would be.

    The file is on the disk before a row names it; one that no row comes to name is swept away later.
    Refuses what is no PDF, PNG or JPEG or holds what acts by itself, and a file that the disk cannot take.
    """
    row = row_of(part, key)
    if row is None or row.question.kind != QuestionKind.FILE:
        raise Refused(_("This question takes no file. Open the page again."))
    require(part.owner_id == actor.pk, _("Only whose part this is can write in it."))
    require_size(row.question, sent.size)
    try:
        file = checked(sent.name, sent.content)
        digest = hashlib.sha256(file.content).hexdigest()
        if row.answer and row.upload and row.upload.sha256 == digest:
            return Save(SaveKind.SAVED, row.answer, Said("", base, language, row.upload))
        stored.store(folder, file.stored, file.content)
    except BadFile as bad:
        raise Refused(bad.sentence) from None
    except OSError:
        raise Refused(
            _("The site has no room for this file now. Tell the call team, and try again.")
        ) from None
    with transaction.atomic():
        kept = _row(part, row.question, file, digest, actor, now)
        return put(part=part, key=key, said=Said("", base, language, kept), actor=actor, now=now)


def sweep(*, folder: Path, now: datetime) -> int:
    """Drop the files that no row names: of requests that were cut off; returns how many."""
    old = set(stored.names_before(folder, now - ORPHANED_AFTER))
    orphans = old - set(Upload.objects.filter(stored__in=old).values_list("stored", flat=True))
    for name in orphans:
        stored.remove(folder, name)
    return len(orphans)


def _row(part: Part, question: Question, file: Checked, digest: str, actor: Person, now: datetime) -> Upload:
    row = Upload(
        community_id=part.community_id,
        part=part,
        question=question,
        name=file.name,
        stored=file.stored,
        content_type=file.content_type,
        size=len(file.content),
        sha256=digest,
        uploaded_by=actor,
        uploaded_at=now,
    )
    row.save(force_insert=True)
    return row
