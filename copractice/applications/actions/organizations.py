"""Saying which organization of the community's list a party is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.applications.actions.holding import held_part
from copractice.applications.models import Part
from copractice.applications.rules import may_handle
from copractice.calls.states import Party
from copractice.communities.actions.organizations import Facts, add_organization
from copractice.communities.models import Organization, OrganizationKind
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.models import Person

KINDS = {Party.EMPLOYER: OrganizationKind.EMPLOYER, Party.UMBRELLA: OrganizationKind.UMBRELLA}


@transaction.atomic
def match(*, part: Part, organization: Organization | None, actor: Person, now: datetime) -> Part:
    """Say which organization of the list a party is, or that it is none of them; the typed name stays."""
    application, part = held_part(part)
    require(
        may_handle(actor, application, now), _("Only staff who are no party of this application can do this.")
    )
    require(part.party in KINDS, _("A young person's organization is the lead's."))
    foreign = organization is not None and organization.community_id != part.community_id
    require(not foreign, _("This organization is not on this community's list."))
    part.organization = organization
    part.save(update_fields=["organization"])
    record(actor, "part.match_organization", part, community_id=part.community_id, at=now)
    return part


@transaction.atomic
def add_and_match(*, part: Part, actor: Person, now: datetime) -> Part:
    """Add the organization that a party named to the community's list, and say that it is the one."""
    require(bool(part.organization_name), _("This party named no organization."))
    require(part.party in KINDS, _("A young person's organization is the lead's."))
    facts = Facts(part.organization_name, [KINDS[Party(part.party)]])
    added = add_organization(community=part.community, facts=facts, actor=actor, now=now)
    return match(part=part, organization=added, actor=actor, now=now)
