"""Opening a community, the first owner of a real site, and further communities."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.actions.members import add_membership
from copractice.communities.models import Community, History, Membership, Role
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, require
from copractice.people.actions.factors import reset_factors
from copractice.people.actions.links import invite_link
from copractice.people.actions.persons import make_person
from copractice.people.models import Person, tidy_address
from copractice.people.queries import is_time_zone

ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ADDRESS = 60
LONGEST_NAME = 120


@dataclass(frozen=True)
class Plan:
    """What the console says of a community that it opens."""

    name: str
    address: str = "community"
    time_zone: str = "America/Chicago"
    languages: tuple[str, ...] = ("en", "es")


@transaction.atomic
def open_community(
    *, slug: str, name: str, time_zone: str, languages: Sequence[str], actor: Person | None, now: datetime
) -> Community:
    """Open a community; its page starts empty and is public at once."""
    community = Community.objects.create(
        slug=slug, name=name, time_zone=time_zone, languages=list(languages), created_at=now
    )
    record(actor, "community.open", community, community_id=community.pk, at=now)
    return community


@transaction.atomic
def open_planned(*, email: str, plan: Plan, now: datetime) -> str | None:
    """Open a community with an owner, known to the site or not; return the path of a link for a new person."""
    owner = Person.objects.filter(email=tidy_address(email)).first()
    is_new = owner is None
    owner = owner or _person(email, now)
    community = _opened(plan, owner, now)
    add_membership(person=owner, community=community, role=Role.OWNER, name=email, actor=None, now=now)
    return invite_link(person=owner, actor=None, now=now) if is_new else None


@transaction.atomic
def make_owner(*, email: str, plan: Plan, now: datetime) -> str:
    """Make the first owner of a site, with a first community, and return the path of a one-time link.

    Asked again for the same address it gives a new link and takes the second factor away, since both may be
    lost; a site that has another owner refuses, because owners make owners from then on.
    """
    owner = Person.objects.filter(email=tidy_address(email)).first()
    owners = Membership.objects.filter(role=Role.OWNER, until__isnull=True)
    if owner is None or not owners.filter(person=owner).exists():
        require(
            not owners.exists(),
            _("This site has an owner already. Ask them to give you the role on the page People."),
        )
        owner = owner or _person(email, now)
        community = Community.objects.first() or _opened(plan, owner, now)
        add_membership(person=owner, community=community, role=Role.OWNER, name=email, actor=None, now=now)
    reset_factors(person=owner, actor=None, now=now)
    return invite_link(person=owner, actor=None, now=now)


def _person(email: str, now: datetime) -> Person:
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("“%(email)s” is no e-mail address.") % {"email": email}) from None
    return make_person(email=email, actor=None, now=now)


def _opened(plan: Plan, owner: Person, now: datetime) -> Community:
    """Open what was planned; refuse an address, a name, a zone or a language that cannot be."""
    said = {"address": plan.address, "zone": plan.time_zone, "known": ", ".join(dict(settings.LANGUAGES))}
    is_formed = ADDRESS.fullmatch(plan.address) and len(plan.address) <= LONGEST_ADDRESS
    require(
        bool(is_formed),
        _("“%(address)s” is no address: use small letters, digits and single dashes, 60 at most.") % said,
    )
    taken = Community.objects.filter(slug=plan.address).exists()
    require(not taken, _("The address /c/%(address)s/ is taken. Choose another one.") % said)
    require(
        0 < len(plan.name.strip()) <= LONGEST_NAME, _("Give the community a name of 120 letters at most.")
    )
    require(
        is_time_zone(plan.time_zone), _("“%(zone)s” is no time zone. Write one like America/Chicago.") % said
    )
    spoken = bool(plan.languages) and set(plan.languages) <= set(dict(settings.LANGUAGES))
    require(spoken, _("This site has the languages %(known)s. Name one or more of them.") % said)
    return open_community(
        slug=plan.address,
        name=plan.name.strip(),
        time_zone=plan.time_zone,
        languages=list(dict.fromkeys(plan.languages)),
        actor=owner,
        now=now,
    )


@transaction.atomic
def add_history(*, community: Community, facts: Sequence[History], now: datetime) -> None:
    """Lay down a community's public facts, each with its source."""
    for position, fact in enumerate(facts, start=1):
        fact.community, fact.position = community, position
    History.objects.bulk_create(facts)
    record(None, "history.add", community, community_id=community.pk, at=now)
