"""Who may do what in a community; asked by actions to guard and by pages to show a button."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from copractice.communities.models import Community, Membership, Role, Update
from copractice.communities.queries.memberships import STAFF, current, roles_of
from copractice.people.models import Person

Visitor = Person | AnonymousUser


def may_run(person: Visitor, community: Community, now: datetime) -> bool:
    """Coordinators and owners run a community; every right below grows from this one."""
    return bool(roles_of(person, community, now) & STAFF)


def may_edit_page(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff write the public page."""
    return may_run(person, community, now)


def may_post_update(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff post updates."""
    return may_run(person, community, now)


def may_withdraw_update(person: Visitor, update: Update, now: datetime) -> bool:
    """Staff take back an update that still stands."""
    return update.withdrawn_at is None and may_run(person, update.community, now)


def may_see_people(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff read the list of people and their addresses."""
    return may_run(person, community, now)


def may_give_role(person: Visitor, community: Community, role: Role, now: datetime) -> bool:
    """Coordinators give and end every role but the owner's; owners that too."""
    roles = roles_of(person, community, now)
    return Role.OWNER in roles or (Role.COORDINATOR in roles and role is not Role.OWNER)


def may_reset_factors(person: Visitor, membership: Membership, now: datetime) -> bool:
    """Owners take the second factor off another member's account, unless it runs a community they do not own."""
    theirs = Membership.objects.filter(current(now), person=membership.person_id)
    if not person.is_authenticated:
        return False
    mine = Membership.objects.filter(current(now), person=person, role=Role.OWNER).values("community")
    runs_elsewhere = theirs.filter(role__in=STAFF).exclude(community__in=mine)
    return (
        Role.OWNER in roles_of(person, membership.community, now)
        and membership.person_id != person.pk
        and theirs.filter(community=membership.community_id).exists()
        and not runs_elsewhere.exists()
    )


def may_see_log(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff read the log of acts."""
    return may_run(person, community, now)


def may_see_notices(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff read the outbox of their community."""
    return may_run(person, community, now)


def may_import(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff import from files and undo it."""
    return may_run(person, community, now)


def may_keep_organizations(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff keep the list of organizations and their ties."""
    return may_run(person, community, now)


def may_affiliate(person: Visitor, community: Community, now: datetime) -> bool:
    """Staff say who is in which organization."""
    return may_run(person, community, now)
