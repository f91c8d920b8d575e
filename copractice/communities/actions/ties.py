"""Ties with their days: an organization under an umbrella, a person in an organization."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from copractice.communities.actions.organizations import require_keeper
from copractice.communities.analysis.ties import Tie, by_lower, closes_a_ring, ties_of
from copractice.communities.models import (
    Affiliation,
    AffiliationRole,
    Community,
    Membership,
    Organization,
    OrganizationKind,
    OrganizationLink,
)
from copractice.communities.rules import may_affiliate
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person


@transaction.atomic
def link_umbrella(
    *,
    organization: Organization,
    umbrella: Organization,
    since: date,
    until: date | None = None,
    actor: Person,
    now: datetime,
) -> OrganizationLink:
    """Say that an organization stands under an umbrella from a day on; never in a ring, never twice."""
    community = Community.objects.select_for_update().get(pk=organization.community_id)
    require_keeper(actor, community, now)
    _check_days(since, until)
    _check_pair(organization, umbrella)
    same = OrganizationLink.objects.filter(
        _overlaps(since, until), organization=organization, umbrella=umbrella
    )
    require(not same.exists(), _("This tie is on record for these days already."))
    tie = Tie(organization.sort_name, umbrella.sort_name, since, until)
    require(
        not closes_a_ring(tie, by_lower(ties_of(community))),
        _("The umbrella stands under this organization itself in these days. End that tie first."),
    )
    link = OrganizationLink.objects.create(
        community=community, organization=organization, umbrella=umbrella, since=since, until=until
    )
    record(actor, "organization.link", link, community_id=community.pk, at=now)
    return link


@transaction.atomic
def end_link(*, link: OrganizationLink, until: date, actor: Person, now: datetime) -> OrganizationLink:
    """End a tie: `until` is the first day on which it no longer holds."""
    community = Community.objects.select_for_update().get(pk=link.community_id)
    link = OrganizationLink.objects.select_for_update().get(pk=link.pk)
    require_keeper(actor, community, now)
    require(link.until is None, _("This tie has ended already."))
    _check_days(link.since, until)
    link.until = until
    link.save(update_fields=["until"])
    record(actor, "organization.unlink", link, community_id=community.pk, at=now)
    return link


@transaction.atomic
def affiliate(
    *,
    organization: Organization,
    membership: Membership,
    role: AffiliationRole,
    since: date,
    until: date | None = None,
    actor: Person,
    now: datetime,
) -> Affiliation:
    """Put a person of the community into an organization, in a role, from a day on."""
    community = Community.objects.select_for_update().get(pk=organization.community_id)
    _check_affiliating(actor, community, now)
    _check_days(since, until)
    require(
        membership.community_id == community.pk,
        _("This person has no role in the community. Give them one first."),
    )
    require(
        role is not AffiliationRole.UMBRELLA_LEAD or OrganizationKind.UMBRELLA in organization.kinds,
        _("Only an umbrella organization has an umbrella lead."),
    )
    person_id = membership.person_id
    same = Affiliation.objects.filter(_overlaps(since, until), organization=organization, person_id=person_id)
    require(not same.filter(role=role).exists(), _("This person has this role there in these days already."))
    affiliation = Affiliation.objects.create(
        community=community,
        organization=organization,
        person_id=person_id,
        role=role,
        since=since,
        until=until,
    )
    record(actor, "affiliation.begin", affiliation, community_id=community.pk, at=now)
    return affiliation


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, until: date, actor: Person, now: datetime) -> Affiliation:
    """End a person's role in an organization: `until` is the first day on which it no longer holds."""
    community = Community.objects.select_for_update().get(pk=affiliation.community_id)
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    _check_affiliating(actor, community, now)
    require(affiliation.until is None, _("This role has ended already."))
    _check_days(affiliation.since, until)
    affiliation.until = until
    affiliation.save(update_fields=["until"])
    record(actor, "affiliation.end", affiliation, community_id=community.pk, at=now)
    return affiliation


def _check_affiliating(actor: Person, community: Community, now: datetime) -> None:
    allowed = may_affiliate(actor, community, now)
    require(allowed, _("Only the community's staff can say who is in an organization."))


def _check_days(since: date, until: date | None) -> None:
    require(until is None or until >= since, _("The last day comes before the first one. Check both days."))


def _check_pair(organization: Organization, umbrella: Organization) -> None:
    require(
        umbrella.community_id == organization.community_id, _("This umbrella is not on the community's list.")
    )
    require(organization.pk != umbrella.pk, _("An organization is not its own umbrella. Choose another one."))
    require(
        OrganizationKind.UMBRELLA in umbrella.kinds,
        _("This organization is not marked as an umbrella. Change its kinds first."),
    )


def _overlaps(since: date, until: date | None) -> Q:
    ends_later = Q(until__isnull=True) | Q(until__gt=since)
    return ends_later & Q(since__lt=until) if until else ends_later
