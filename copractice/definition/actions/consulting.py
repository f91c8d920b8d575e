"""A version's way: put to the members, taken back, replaced, adopted."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.queries.memberships import author_membership
from copractice.definition.actions.drafting import check_revision, locked_definition, only_staff
from copractice.definition.models import Comment, DefinitionVersion, Objection
from copractice.definition.queries.members import people_in
from copractice.definition.rules import may_write
from copractice.definition.states import VERSION_MOVES, ObjectionState, VersionState
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.notices.actions.writing import send_notice
from copractice.people.models import Person

LONGEST = timedelta(days=180)


@transaction.atomic
def consult(
    *, version: DefinitionVersion, until: datetime, revision: int, actor: Person, now: datetime
) -> DefinitionVersion:
    """Put a draft, as its writer last saw it, to all members until an instant; each of them gets a notice."""
    version = _moved(version, "consult", actor, now)
    check_revision(version, revision)
    require(until > now, _("A consultation ends in the future. Choose a later day."))
    require(
        until <= now + LONGEST,
        _("A consultation lasts %(days)d days at most. Choose an earlier day.") % {"days": LONGEST.days},
    )
    version.opened_at = now
    version.consults_until = until
    version.save()
    send_notice(
        "consultation_opened",
        to=people_in(version.community, now),
        about=version,
        community_id=version.community_id,
        now=now,
    )
    record(actor, "definition.consult", version, community_id=version.community_id, at=now)
    return version


@transaction.atomic
def redraft(*, version: DefinitionVersion, actor: Person, now: datetime) -> DefinitionVersion:
    """Take a version back to its draft, as long as nobody has said anything to it."""
    version = _moved(version, "redraft", actor, now)
    spoken = any(model.objects.filter(version=version).exists() for model in (Comment, Objection))
    require(
        not spoken,
        _("Members have answered this text, so it stays as they read it. Replace it with a next version."),
    )
    version.opened_at = version.consults_until = None
    version.save()
    record(actor, "definition.redraft", version, community_id=version.community_id, at=now)
    return version


@transaction.atomic
def replace(*, version: DefinitionVersion, actor: Person, now: datetime) -> DefinitionVersion:
    """End a consultation without adopting its text, so that the next version can take up what was said."""
    version = _moved(version, "replace", actor, now)
    _require_settled(version)
    version.save()
    record(actor, "definition.replace", version, community_id=version.community_id, at=now)
    return version


@transaction.atomic
def adopt(
    *, version: DefinitionVersion, note: Mapping[str, str], actor: Person, now: datetime
) -> DefinitionVersion:
    """Adopt a version whose consultation is over and whose objections are settled; it supersedes the one before."""
    version = _moved(version, "adopt", actor, now)
    require(
        version.consults_until is not None and version.consults_until <= now,
        _("Members were given time to answer. Adopt this version when its consultation is over."),
    )
    _require_settled(version)
    earlier = DefinitionVersion.objects.select_for_update().filter(
        definition=version.definition_id, state=VersionState.ADOPTED
    )
    for row in earlier:
        row.state = move(VERSION_MOVES, VersionState(row.state), "supersede")
        row.save(update_fields=["state"])
    version.adopted_at = now
    version.adopted_by = author_membership(actor, version.community, now)
    version.adoption_note = dict(note)
    version.save()
    record(actor, "definition.adopt", version, community_id=version.community_id, at=now)
    return version


def _require_settled(version: DefinitionVersion) -> None:
    is_open = Objection.objects.filter(version=version, state=ObjectionState.OPEN).exists()
    require(not is_open, _("An objection is still open. Settle it first, or let its author stand aside."))


def _moved(version: DefinitionVersion, name: str, actor: Person, now: datetime) -> DefinitionVersion:
    locked_definition(version.definition)
    rows = DefinitionVersion.objects.select_for_update(of=("self",)).select_related("community", "definition")
    version = rows.get(pk=version.pk)
    require(may_write(actor, version.community, now), only_staff())
    version.state = move(VERSION_MOVES, VersionState(version.state), name)
    return version
