"""Writing a definition: its name, and the draft of its next version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.models import Community
from copractice.convening.models import Priority
from copractice.definition.models import Definition, DefinitionVersion
from copractice.definition.queries.definitions import in_work
from copractice.definition.rules import may_write
from copractice.definition.states import VersionState
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.models import Person


@dataclass(frozen=True)
class Words:
    """What a version says, and what changed and why; by language."""

    text: Mapping[str, str]
    why: Mapping[str, str]


class Revised(Protocol):
    """A row that counts how often it was saved."""

    revision: int


class Conflict(Refused):
    """Someone else saved since the form was opened; nothing was overwritten."""


def only_staff() -> str:
    """Return the sentence for who does not run the community."""
    return _("Only the community's staff can do this.")


def check_revision(row: Revised | None, revision: int) -> None:
    """Refuse when a row is no longer the revision that the writer saw; 0 stands for a row not made yet."""
    if (row.revision if row else 0) != revision:
        raise Conflict(
            _("Someone else saved this text while you were writing. Your text is below; nothing was saved.")
        )


@transaction.atomic
def draft_definition(
    *,
    community: Community,
    title: Mapping[str, str],
    priority: Priority | None,
    words: Words,
    actor: Person,
    now: datetime,
) -> Definition:
    """Begin a definition with the draft of its first version; only staff see it until its consultation."""
    require(may_write(actor, community, now), only_staff())
    definition = Definition.objects.create(
        community=community, title=dict(title), priority=priority, created_at=now
    )
    version = _next(definition, now)
    _write(version, words)
    version.save(force_insert=True)
    record(actor, "definition.draft", definition, community_id=community.pk, at=now)
    return definition


@transaction.atomic
def change_definition(
    *,
    definition: Definition,
    title: Mapping[str, str],
    priority: Priority | None,
    revision: int,
    actor: Person,
    now: datetime,
) -> Definition:
    """Change a definition's name or the priority it grew from."""
    definition = locked_definition(definition)
    require(may_write(actor, definition.community, now), only_staff())
    check_revision(definition, revision)
    definition.title = dict(title)
    definition.priority = priority
    definition.revision += 1
    definition.save(update_fields=["title", "priority", "revision"])
    record(actor, "definition.change", definition, community_id=definition.community_id, at=now)
    return definition


@transaction.atomic
def write_draft(
    *, definition: Definition, words: Words, revision: int, actor: Person, now: datetime
) -> DefinitionVersion:
    """Save the draft of the next version, or begin it; `revision` is the one that the writer saw, 0 for none."""
    definition = locked_definition(definition)
    require(may_write(actor, definition.community, now), only_staff())
    version = in_work(definition)
    if version and version.state == VersionState.IN_CONSULTATION:
        raise Refused(
            _("Version %(number)d is in consultation, so its text stays as it is. Close that one first.")
            % {"number": version.number}
        )
    check_revision(version, revision)
    version = version or _next(definition, now)
    version.revision = revision + 1
    _write(version, words)
    version.save()
    record(actor, "definition.write", version, community_id=definition.community_id, at=now)
    return version


def locked_definition(definition: Definition) -> Definition:
    """Return a definition whose row is locked: versions of one definition change one after the other."""
    rows = Definition.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=definition.pk)


def _next(definition: Definition, now: datetime) -> DefinitionVersion:
    number = DefinitionVersion.objects.filter(definition=definition).count() + 1
    return DefinitionVersion(
        community_id=definition.community_id, definition=definition, number=number, created_at=now
    )


def _write(version: DefinitionVersion, words: Words) -> None:
    version.text = dict(words.text)
    version.why = dict(words.why)
