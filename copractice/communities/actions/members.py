"""Giving a role and ending it; both act on the next request."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.models import Community, Membership, Role, sort_key
from copractice.communities.rules import may_give_role, may_reset_factors
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.notices.actions import send_notice
from copractice.people.actions.factors import reset_factors
from copractice.people.actions.persons import make_person
from copractice.people.models import Person, tidy_address


@transaction.atomic
def give_role(
    *, community: Community, email: str, name: str, role: Role, actor: Person, now: datetime
) -> Membership:
    """Give a role to the person with this address, known to the site or not, and tell them."""
    require(
        may_give_role(actor, community, role, now), _("Only an owner of the community can give this role.")
    )
    Community.objects.select_for_update().get(pk=community.pk)
    known = Person.objects.filter(email=tidy_address(email)).first()
    person = known or make_person(email=email, actor=actor, now=now)
    held = Membership.objects.filter(community=community, person=person, role=role, until__isnull=True)
    require(not held.exists(), _("This person has this role already."))
    membership = add_membership(
        person=person, community=community, role=role, name=name, actor=actor, now=now
    )
    send_notice("role_given", to=person, about=membership, community_id=community.pk, now=now)
    return membership


@transaction.atomic
def add_membership(
    *, person: Person, community: Community, role: Role, name: str, actor: Person | None, now: datetime
) -> Membership:
    """Store a role from now on, and log it; `give_role` is the act that people take."""
    membership = Membership.objects.create(
        person=person, community=community, role=role, name=name, sort_name=sort_key(name), since=now
    )
    record(actor, "membership.give", membership, community_id=community.pk, at=now)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, actor: Person, now: datetime) -> Membership:
    """End a role now; the community keeps at least one owner."""
    community = Community.objects.select_for_update().get(pk=membership.community_id)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    role = Role(membership.role)
    require(
        may_give_role(actor, community, role, now), _("Only an owner of the community can end this role.")
    )
    require(membership.until is None, _("This role has ended already."))
    if role is Role.OWNER:
        others = Membership.objects.filter(community=community, role=Role.OWNER, until__isnull=True)
        require(
            others.exclude(pk=membership.pk).exists(),
            _("A community needs an owner. Give the role to someone else first."),
        )
    membership.until = max(now, membership.since)
    membership.save(update_fields=["until"])
    record(actor, "membership.end", membership, community_id=community.pk, at=now)
    return membership


@transaction.atomic
def reset_second_factor(*, membership: Membership, actor: Person, now: datetime) -> None:
    """Take passkeys, app and recovery codes off the account of a member who lost them; they are told."""
    allowed = may_reset_factors(actor, membership, now)
    require(
        allowed,
        _(
            "Only an owner of every community that this person runs can take their second factor away, "
            "and nobody their own. The operator of the site can do it too."
        ),
    )
    had = reset_factors(person=membership.person, actor=actor, now=now, community_id=membership.community_id)
    require(had, _("This person has no second factor. They sign in with a code from e-mail."))
