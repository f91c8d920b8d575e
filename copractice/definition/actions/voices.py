"""What members say of a version, and how objections are settled."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.queries.memberships import author_membership
from copractice.definition.models import Comment, DefinitionVersion, Objection
from copractice.definition.queries.members import voice_of
from copractice.definition.rules import belongs, is_open, may_settle, may_stand_aside, may_take_back
from copractice.definition.states import OBJECTION_MOVES, ObjectionState
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.notices.actions.writing import send_notice
from copractice.people.models import Person

LONGEST = 5_000


@transaction.atomic
def comment(
    *, version: DefinitionVersion, text: str, language: str, form_key: str, actor: Person, now: datetime
) -> Comment:
    """Comment on a version in consultation; the same form sent twice is one comment."""
    version = _open_version(version, actor, now)
    row, is_new = Comment.objects.get_or_create(
        community=version.community,
        form_key=form_key,
        defaults=_said(version, text, language, actor, now),
    )
    if is_new:
        record(actor, "comment.write", row, community_id=row.community_id, at=now)
    return row


@transaction.atomic
def take_back(*, row: Comment, actor: Person, now: datetime) -> Comment:
    """Take a comment off the page; it is kept, and read by nobody."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related("author", "community")
    row = rows.get(pk=row.pk)
    require(
        may_take_back(actor, row, now),
        _("Only its author and the staff can take back a comment, and only once."),
    )
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    record(actor, "comment.withdraw", row, community_id=row.community_id, at=now)
    return row


@transaction.atomic
def object_to(
    *, version: DefinitionVersion, text: str, language: str, form_key: str, actor: Person, now: datetime
) -> Objection:
    """Object to a version in consultation; it is not adopted until the objection is settled."""
    version = _open_version(version, actor, now)
    row, is_new = Objection.objects.get_or_create(
        community=version.community,
        form_key=form_key,
        defaults=_said(version, text, language, actor, now),
    )
    if is_new:
        record(actor, "objection.raise", row, community_id=row.community_id, at=now)
    return row


@transaction.atomic
def stand_aside(*, row: Objection, actor: Person, now: datetime) -> Objection:
    """Let a version pass that one does not agree with: only the objection's author can."""
    row = _locked(row)
    require(
        may_stand_aside(actor, row),
        _("Only its author can stand aside from an objection, and only while it is open."),
    )
    row.state = move(OBJECTION_MOVES, ObjectionState(row.state), "stand_aside")
    row.settled_at, row.settled_by = now, row.author
    row.save()
    record(actor, "objection.stand_aside", row, community_id=row.community_id, at=now)
    return row


@transaction.atomic
def settle(
    *, row: Objection, name: str, resolution: Mapping[str, str], actor: Person, now: datetime
) -> Objection:
    """Resolve an objection with words, or keep it as dissent with words: `name` is "resolve" or "keep"."""
    row = _locked(row)
    require(
        may_settle(actor, row, now),
        _("Only the community's staff can settle an objection, and only while it is open."),
    )
    require(any(resolution.values()), _("Say how the objection was settled."))
    row.state = move(OBJECTION_MOVES, ObjectionState(row.state), name)
    row.resolution = dict(resolution)
    row.settled_at, row.settled_by = now, author_membership(actor, row.community, now)
    row.save()
    send_notice("objection_settled", to=row.author.person, about=row, community_id=row.community_id, now=now)
    record(actor, f"objection.{name}", row, community_id=row.community_id, at=now)
    return row


def _said(
    version: DefinitionVersion, text: str, language: str, actor: Person, now: datetime
) -> dict[str, object]:
    return {
        "version": version,
        "author": voice_of(actor, version.community, now),
        "text": text,
        "language": language,
        "at": now,
    }


def _open_version(version: DefinitionVersion, actor: Person, now: datetime) -> DefinitionVersion:
    """Lock a version, so that it is not adopted while somebody objects; refuse when it takes no words."""
    rows = DefinitionVersion.objects.select_for_update(of=("self",)).select_related("community")
    version = rows.get(pk=version.pk)
    require(belongs(actor, version.community, now), _("Only members of the community can answer here."))
    require(
        is_open(version, now),
        _("This consultation is over, so your words were not sent. Give them to the community's staff."),
    )
    return version


def _locked(row: Objection) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",))
    return rows.select_related("author__person", "community", "version__community").get(pk=row.pk)
