"""Opening a community, and the first owner of a real site."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.actions.members import add_membership
from copractice.communities.models import Community, History, Membership, Role
from copractice.ledger.actions import record
from copractice.ledger.states import require
from copractice.people.actions.factors import reset_factors
from copractice.people.actions.links import invite_link
from copractice.people.actions.persons import make_person
from copractice.people.models import Person, tidy_address

FIRST_COMMUNITY = "community"


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
def make_owner(*, email: str, community_name: str, now: datetime) -> str:
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
        owner = owner or make_person(email=email, actor=None, now=now)
        community = Community.objects.first() or open_community(
            slug=FIRST_COMMUNITY,
            name=community_name,
            time_zone="America/Chicago",
            languages=["en", "es"],
            actor=owner,
            now=now,
        )
        add_membership(person=owner, community=community, role=Role.OWNER, name=email, actor=None, now=now)
    reset_factors(person=owner, actor=None, now=now)
    return invite_link(person=owner, actor=None, now=now)


@transaction.atomic
def add_history(*, community: Community, facts: Sequence[History], now: datetime) -> None:
    """Lay down a community's public facts, each with its source."""
    for position, fact in enumerate(facts, start=1):
        fact.community, fact.position = community, position
    History.objects.bulk_create(facts)
    record(None, "history.add", community, community_id=community.pk, at=now)
