"""Organizations, ties and places as tests need them, made by the coordinator of `here`."""

from datetime import date, datetime
from typing import Any

from copractice.communities import actions
from copractice.communities.models import (
    Affiliation,
    AffiliationRole,
    Organization,
    OrganizationKind,
    OrganizationLink,
)
from copractice.ledger.models import LogEntry
from tests.world import World

EMPLOYER, UMBRELLA = OrganizationKind.EMPLOYER, OrganizationKind.UMBRELLA
DAY = date(2022, 1, 10)


def add(world: World, now: datetime, name: str = "River Works", **facts: Any) -> Organization:
    """Add an organization, an employer if nothing else is said."""
    kinds = facts.pop("kinds", [EMPLOYER])
    return actions.add_organization(
        community=world.here.community,
        facts=actions.Facts(name, kinds, **facts),
        actor=world.here.people["coordinator"],
        now=now,
    )


def link(
    world: World, now: datetime, lower: Organization, upper: Organization, *days: date
) -> OrganizationLink:
    since, until = (*days, None, None)[:2]
    return actions.link_umbrella(
        organization=lower,
        umbrella=upper,
        since=since or DAY,
        until=until,
        actor=world.here.people["coordinator"],
        now=now,
    )


def put(world: World, now: datetime, who: str, role: AffiliationRole, *days: date) -> Affiliation:
    since, until = (*days, None, None)[:2]
    return actions.affiliate(
        organization=world.here.organization,
        membership=world.here.memberships[who],
        role=role,
        since=since or DAY,
        until=until,
        actor=world.here.people["coordinator"],
        now=now,
    )


def last_act(world: World) -> str:
    return LogEntry.objects.filter(community_id=world.here.community.pk).latest("seq").act
