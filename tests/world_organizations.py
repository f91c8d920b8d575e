"""Organizations for the test world: an employer under an umbrella, with the funder as its executive."""

from datetime import datetime
from typing import Any

from copractice.communities import actions
from copractice.communities.models import AffiliationRole, Community, Membership, OrganizationKind
from copractice.people.models import Person


def make_organizations(
    community: Community, memberships: dict[str, Membership], actor: Person, now: datetime
) -> dict[str, Any]:
    """Make an employer under an umbrella, with the funder as its executive."""
    name = community.slug.title()
    employer = actions.Facts(f"{name} Lab", [OrganizationKind.EMPLOYER], city="St. Louis")
    organization = actions.add_organization(community=community, facts=employer, actor=actor, now=now)
    alliance = actions.Facts(f"{name} Alliance", [OrganizationKind.UMBRELLA])
    umbrella = actions.add_organization(community=community, facts=alliance, actor=actor, now=now)
    dated = {"since": now.date(), "actor": actor, "now": now}
    return {
        "organization": organization,
        "umbrella": umbrella,
        "link": actions.link_umbrella(organization=organization, umbrella=umbrella, **dated),
        "affiliation": actions.affiliate(
            organization=organization,
            membership=memberships["funder"],
            role=AffiliationRole.EXECUTIVE,
            **dated,
        ),
    }
