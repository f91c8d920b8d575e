"""Importing from files: checked in the background, confirmed by a person, written in one piece, undone.

A kind of import brings three tasks, `<kind>.check`, `<kind>.run` and `<kind>.undo`, each with the import's id.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from copractice.communities.actions.import_steps import end
from copractice.communities.files import Fault, clean_line, gettext_noop
from copractice.communities.files.uploads import LARGEST
from copractice.communities.models import Community, Import, ImportFile
from copractice.communities.queries.memberships import author_membership
from copractice.communities.rules import may_import
from copractice.communities.states import IMPORT_MOVES, ImportState
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person

KEPT = timedelta(days=1)
STOPPED = gettext_noop("The import was stopped.")
WAITED = gettext_noop("Nobody confirmed the import within a day, so its files were deleted.")


@dataclass(frozen=True)
class Given:
    """One file as it was handed in."""

    role: str
    name: str
    content: bytes


@transaction.atomic
def start_import(
    *,
    community: Community,
    kind: str,
    title: str,
    files: Sequence[Given],
    context: Mapping[str, Any],
    form_path: str,
    form_key: str,
    actor: Person,
    now: datetime,
) -> Import:
    """Keep the files and have them checked; the same form sent twice starts one import."""
    require(may_import(actor, community, now), _("Only the community's staff can import."))
    require(
        sum(len(file.content) for file in files) <= LARGEST,
        _("The files are larger than %(most)s MB together. Split them.") % {"most": LARGEST // 1_000_000},
    )
    require(all(file.content for file in files), _("This file is empty. Choose another one."))
    Community.objects.select_for_update().get(pk=community.pk)
    row, is_new = Import.objects.get_or_create(
        community=community,
        form_key=form_key,
        defaults={
            "kind": kind,
            "title": title,
            "context": dict(context),
            "form_path": form_path,
            "made_by": author_membership(actor, community, now),
            "created_at": now,
        },
    )
    if is_new:
        ImportFile.objects.bulk_create([_kept(row, file) for file in files])
        app.configure_task(f"{kind}.check").defer(import_id=row.pk)
        record(actor, "import.start", row, community_id=community.pk, at=now)
    return row


@transaction.atomic
def confirm_import(*, row: Import, actor: Person, now: datetime) -> Import:
    """Have what was checked written."""
    row = _moved(row, "confirm", actor, now)
    _defer(row, "run")
    record(actor, "import.run", row, community_id=row.community_id, at=now)
    return row


@transaction.atomic
def stop_import(*, row: Import, actor: Person, now: datetime) -> Import:
    """Give an import up before it is written."""
    row = _moved(row, "fail", actor, now)
    end(row, now, [Fault(STOPPED)])
    record(actor, "import.stop", row, community_id=row.community_id, at=now)
    return row


@transaction.atomic
def undo_import(*, row: Import, actor: Person, now: datetime) -> Import:
    """Have what was written taken back, if nothing builds on it by then."""
    row = _moved(row, "undo", actor, now)
    _defer(row, "undo")
    record(actor, "import.undo", row, community_id=row.community_id, at=now)
    return row


@transaction.atomic
def forget_files(*, now: datetime) -> int:
    """End what nobody confirmed within a day, and drop its files; returns how many imports that were."""
    rows = Import.objects.filter(state=ImportState.CHECKED, created_at__lt=now - KEPT)
    ended = list(rows.select_for_update(skip_locked=True))
    for row in ended:
        row.state = move(IMPORT_MOVES, ImportState(row.state), "fail")
        end(row, now, [Fault(WAITED)])
    return len(ended)


def _kept(row: Import, file: Given) -> ImportFile:
    return ImportFile(
        community_id=row.community_id,
        of=row,
        role=file.role,
        name=clean_line(file.name)[-120:] or file.role,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        content=file.content,
    )


def _moved(row: Import, name: str, actor: Person, now: datetime) -> Import:
    row = Import.objects.select_for_update(of=("self",)).select_related("community").get(pk=row.pk)
    require(may_import(actor, row.community, now), _("Only the community's staff can import."))
    row.state = move(IMPORT_MOVES, ImportState(row.state), name)
    return row


def _defer(row: Import, step: str) -> None:
    row.done, row.total, row.phrase = 0, 0, ""
    row.save()
    app.configure_task(f"{row.kind}.{step}").defer(import_id=row.pk)
