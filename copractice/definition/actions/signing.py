"""Signatures: given on the page, written down from paper, ended."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.models import Organization
from copractice.communities.queries.memberships import author_membership
from copractice.communities.queries.organizations import local_day
from copractice.definition.actions.pledging import locked_commitment
from copractice.definition.models import CommitmentVersion, Signature
from copractice.definition.rules import may_end, may_sign, may_write
from copractice.definition.states import CommitmentState, How
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person


@dataclass(frozen=True)
class Signer:
    """Who signs: the name and the function as they stand under the text."""

    name: str
    role_title: str = ""


@transaction.atomic
def sign(
    *, version: CommitmentVersion, organization: Organization, signer: Signer, actor: Person, now: datetime
) -> Signature:
    """Sign the version that was read for an organization, from today on; signing twice is one signature."""
    version = _signable(version)
    require(
        may_sign(actor, organization, now),
        _("Only an organization's leader, its executive or an umbrella's lead can sign for it."),
    )
    signature, is_new = Signature.objects.get_or_create(
        community_id=version.community_id,
        version=version,
        organization=organization,
        until=None,
        defaults={
            "person": actor,
            "name": signer.name,
            "role_title": signer.role_title,
            "since": local_day(version.community, now),
            "how": How.PAGE,
        },
    )
    if is_new:
        record(actor, "commitment.sign", signature, community_id=version.community_id, at=now)
    return signature


@transaction.atomic
def record_signature(
    *,
    version: CommitmentVersion,
    organization: Organization,
    signer: Signer,
    since: date,
    actor: Person,
    now: datetime,
) -> Signature:
    """Write down a signature that was given on paper, with the day under it."""
    version = _signable(version)
    require(
        may_write(actor, version.community, now),
        _("Only the community's staff can record a signature on paper."),
    )
    require(since <= local_day(version.community, now), _("A signature on paper is not from the future."))
    live = Signature.objects.filter(version=version, organization=organization, until=None)
    require(not live.exists(), _("This organization has signed this version already."))
    signature = Signature.objects.create(
        community_id=version.community_id,
        version=version,
        organization=organization,
        name=signer.name,
        role_title=signer.role_title,
        since=since,
        how=How.PAPER,
        recorded_by=author_membership(actor, version.community, now),
    )
    record(actor, "commitment.record_paper", signature, community_id=version.community_id, at=now)
    return signature


@transaction.atomic
def end_signature(*, signature: Signature, actor: Person, now: datetime) -> Signature:
    """End a signature today; that it stood, and from when until when, is kept."""
    rows = Signature.objects.select_for_update(of=("self",)).select_related("organization", "community")
    signature = rows.get(pk=signature.pk)
    require(
        may_end(actor, signature, now),
        _("Who may sign for the organization, or the staff, can end its signature, and only once."),
    )
    signature.until = max(local_day(signature.community, now), signature.since)
    signature.save(update_fields=["until"])
    record(actor, "commitment.end_signature", signature, community_id=signature.community_id, at=now)
    return signature


def _signable(version: CommitmentVersion) -> CommitmentVersion:
    locked_commitment(version.commitment)
    version = CommitmentVersion.objects.select_related("community", "commitment").get(pk=version.pk)
    require(
        version.state == CommitmentState.PUBLISHED,
        _("Another version was published since you opened this page. Read it, then sign that one."),
    )
    return version
