"""Commitments: drafted, published in versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.models import Community
from copractice.communities.queries.organizations import local_day
from copractice.convening.models import Priority
from copractice.definition.actions.drafting import check_revision, only_staff
from copractice.definition.models import Commitment, CommitmentVersion, Definition
from copractice.definition.queries.commitments import draft_of, signers_of
from copractice.definition.rules import may_write
from copractice.definition.states import COMMITMENT_MOVES, CommitmentState
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.notices.actions.writing import send_notice
from copractice.people.models import Person


@dataclass(frozen=True)
class Frame:
    """What a commitment is called, and the priority and the definition it grew from."""

    title: Mapping[str, str]
    priority: Priority | None = None
    definition: Definition | None = None


@dataclass(frozen=True)
class Pledge:
    """What a version says, by language, and the day on which it is to be renewed."""

    text: Mapping[str, str]
    renews_on: date | None = None


@transaction.atomic
def draft_commitment(
    *, community: Community, frame: Frame, pledge: Pledge, actor: Person, now: datetime
) -> Commitment:
    """Begin a commitment with the draft of its first version; only staff see it until it is published."""
    require(may_write(actor, community, now), only_staff())
    commitment = Commitment(community=community, created_at=now)
    _frame(commitment, frame)
    commitment.save(force_insert=True)
    version = _next(commitment, now)
    _write(version, pledge)
    version.save(force_insert=True)
    record(actor, "commitment.draft", commitment, community_id=community.pk, at=now)
    return commitment


@transaction.atomic
def change_commitment(
    *, commitment: Commitment, frame: Frame, revision: int, actor: Person, now: datetime
) -> Commitment:
    """Change what a commitment is called or what it grew from."""
    commitment = locked_commitment(commitment)
    require(may_write(actor, commitment.community, now), only_staff())
    check_revision(commitment, revision)
    _frame(commitment, frame)
    commitment.revision += 1
    commitment.save()
    record(actor, "commitment.change", commitment, community_id=commitment.community_id, at=now)
    return commitment


@transaction.atomic
def write_pledge(
    *, commitment: Commitment, pledge: Pledge, revision: int, actor: Person, now: datetime
) -> CommitmentVersion:
    """Save the draft of the next version, or begin it; `revision` is the one that the writer saw, 0 for none."""
    commitment = locked_commitment(commitment)
    require(may_write(actor, commitment.community, now), only_staff())
    version = draft_of(commitment)
    check_revision(version, revision)
    version = version or _next(commitment, now)
    version.revision = revision + 1
    _write(version, pledge)
    version.save()
    record(actor, "commitment.write", version, community_id=commitment.community_id, at=now)
    return version


@transaction.atomic
def publish(*, commitment: Commitment, revision: int, actor: Person, now: datetime) -> CommitmentVersion:
    """Publish the draft, as its writer last saw it, for signing; who signed the version before is asked again."""
    commitment = locked_commitment(commitment)
    require(may_write(actor, commitment.community, now), only_staff())
    version = draft_of(commitment)
    if version is None:
        raise Refused(_("There is no draft to publish. Write the next version first."))
    check_revision(version, revision)
    today = local_day(commitment.community, now)
    require(
        version.renews_on is None or version.renews_on > today,
        _("The day of renewal is not in the future. Choose a later one in the draft."),
    )
    rows = CommitmentVersion.objects.select_for_update().filter(commitment=commitment)
    before = rows.filter(state=CommitmentState.PUBLISHED).first()
    if before:
        before.state = move(COMMITMENT_MOVES, CommitmentState(before.state), "supersede")
        before.save(update_fields=["state"])
    version.state = move(COMMITMENT_MOVES, CommitmentState(version.state), "publish")
    version.published_at = now
    version.save(update_fields=["state", "published_at"])
    if before:
        signers = signers_of(before, now)
        send_notice(
            "commitment_renewed", to=signers, about=commitment, community_id=commitment.community_id, now=now
        )
    record(actor, "commitment.publish", version, community_id=commitment.community_id, at=now)
    return version


def locked_commitment(commitment: Commitment) -> Commitment:
    """Return a commitment whose row is locked: its versions and signatures change one after the other."""
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=commitment.pk)


def _next(commitment: Commitment, now: datetime) -> CommitmentVersion:
    number = CommitmentVersion.objects.filter(commitment=commitment).count() + 1
    return CommitmentVersion(
        community_id=commitment.community_id, commitment=commitment, number=number, created_at=now
    )


def _frame(commitment: Commitment, frame: Frame) -> None:
    commitment.title = dict(frame.title)
    commitment.priority = frame.priority
    commitment.definition = frame.definition


def _write(version: CommitmentVersion, pledge: Pledge) -> None:
    version.text = dict(pledge.text)
    version.renews_on = pledge.renews_on
