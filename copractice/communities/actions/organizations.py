"""Adding an organization and changing its facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.actions.page import Conflict
from copractice.communities.models import (
    Community,
    Organization,
    OrganizationKind,
    OrganizationLink,
    sort_key,
)
from copractice.communities.queries.organizations import on_day
from copractice.communities.rules import may_keep_organizations
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person


@dataclass(frozen=True)
class Facts:
    """What staff say of an organization."""

    name: str
    kinds: Sequence[OrganizationKind]
    city: str = ""
    county: str = ""
    website: str = ""
    is_public: bool = True


@transaction.atomic
def add_organization(*, community: Community, facts: Facts, actor: Person, now: datetime) -> Organization:
    """Add an organization to a community; a name stands there once."""
    require_keeper(actor, community, now)
    Community.objects.select_for_update().get(pk=community.pk)
    organization = Organization(community=community, created_at=now)
    _write(organization, facts)
    organization.save(force_insert=True)
    record(actor, "organization.add", organization, community_id=community.pk, at=now)
    return organization


@transaction.atomic
def change_organization(
    *, organization: Organization, facts: Facts, revision: int, actor: Person, now: datetime
) -> Organization:
    """Replace an organization's facts, if they still are what the editor saw."""
    community = Community.objects.select_for_update().get(pk=organization.community_id)
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    organization.community = community
    require_keeper(actor, community, now)
    if organization.revision != revision:
        raise Conflict(
            _(
                "Someone else changed this organization while you were writing. Nothing was saved. Open it again."
            )
        )
    _check_umbrella(organization, facts, now)
    _write(organization, facts)
    organization.revision += 1
    organization.save()
    record(actor, "organization.change", organization, community_id=community.pk, at=now)
    return organization


def require_keeper(actor: Person, community: Community, now: datetime) -> None:
    """Refuse who does not keep the community's list of organizations."""
    allowed = may_keep_organizations(actor, community, now)
    require(allowed, _("Only the community's staff can keep its organizations."))


def _check_umbrella(organization: Organization, facts: Facts, now: datetime) -> None:
    if OrganizationKind.UMBRELLA not in facts.kinds:
        members = OrganizationLink.objects.filter(on_day(now), umbrella=organization)
        require(
            not members.exists(),
            _("Organizations stand under this one today, so it stays an umbrella. End their ties first."),
        )


def _write(organization: Organization, facts: Facts) -> None:
    key = sort_key(facts.name)
    same = Organization.objects.filter(community=organization.community, sort_name=key)
    require(
        not same.exclude(pk=organization.pk).exists(),
        _("An organization of this name is on the list. If this is another one, add its place to the name."),
    )
    organization.name, organization.sort_name = facts.name, key
    organization.kinds = [kind.value for kind in facts.kinds]
    organization.city, organization.county = facts.city, facts.county
    organization.website, organization.is_public = facts.website, facts.is_public
