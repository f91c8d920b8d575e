"""Who may take a second factor away: owners from their own people, the console from anybody."""

from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from copractice.communities.actions import Plan, add_membership, make_owner, reset_second_factor
from copractice.communities.models import Membership, Role
from copractice.communities.rules import may_reset_factors
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.notices.models import Notice
from copractice.people.models import Person
from copractice.people.queries import has_second_factor
from tests.world import World
from tests.world_copy import lay_down_world
from tests.world_people import make_app, make_passkey


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_an_owner_of_the_community_may(world: World, now: datetime, role: str) -> None:
    lost = world.here.memberships["member" if role != "member" else "funder"]
    assert may_reset_factors(world.here.people[role], lost, now) == (role == "owner")
    assert not may_reset_factors(world.there.people[role], lost, now)


def test_nobody_resets_their_own(world: World, now: datetime) -> None:
    assert not may_reset_factors(world.here.people["owner"], world.here.memberships["owner"], now)


def test_of_who_runs_another_community_its_owner_too_has_to_be_the_one(world: World, now: datetime) -> None:
    owner, member = world.here.people["owner"], world.here.people["member"]
    there = world.there.community

    def give(person: Person, role: Role) -> Membership:
        return add_membership(person=person, community=there, role=role, name="X", actor=None, now=now)

    give(member, Role.MEMBER)
    assert may_reset_factors(owner, world.here.memberships["member"], now)
    give(member, Role.COORDINATOR)
    assert not may_reset_factors(owner, world.here.memberships["member"], now)
    give(owner, Role.OWNER)
    assert may_reset_factors(owner, world.here.memberships["member"], now)


def test_a_role_that_has_ended_gives_no_say_over_its_person(world: World, now: datetime) -> None:
    row = world.here.memberships["member"]
    row.until = now
    row.save()
    assert not may_reset_factors(world.here.people["owner"], row, now)


def test_an_owner_takes_it_away_and_it_is_logged_and_told(world: World, now: datetime) -> None:
    here = world.here
    owner, lost = here.people["owner"], here.people["coordinator"]
    with pytest.raises(Refused, match="This person has no second factor"):
        reset_second_factor(membership=here.memberships["coordinator"], actor=owner, now=now)
    make_passkey(lost)
    make_app(lost)
    with pytest.raises(Refused, match="Only an owner"):
        reset_second_factor(membership=here.memberships["coordinator"], actor=here.people["member"], now=now)
    reset_second_factor(membership=here.memberships["coordinator"], actor=owner, now=now)
    assert not Authenticator.objects.exists()
    entry = LogEntry.objects.get(act="second_factor.reset")
    assert (entry.community_id, entry.actor_key) == (here.community.pk, owner.log_key)
    [notice] = Notice.objects.filter(kind="sign_in_changed")
    assert notice.address == lost.email


def test_the_page_offers_it_to_owners_and_only_where_there_is_something_to_take(db: None) -> None:
    here = lay_down_world().here
    row = here.memberships["coordinator"]
    button = "Take the second factor away"

    def seen(role: str) -> bool:
        client = Client()
        client.force_login(here.people[role])
        return button in client.get(row.get_absolute_url()).content.decode()

    assert not seen("owner")
    make_passkey(here.people["coordinator"])
    assert (seen("owner"), seen("coordinator")) == (True, False)
    client = Client()
    client.force_login(here.people["owner"])
    path = reverse("reset_second_factor", args=[here.community.slug, row.code])
    assert client.post(path)["Location"] == row.get_absolute_url()
    assert not has_second_factor(here.people["coordinator"])


def test_the_console_takes_it_from_an_owner_with_the_new_link(db: None, now: datetime) -> None:
    make_owner(email="first@example.org", plan=Plan("Here"), now=now)
    owner = Person.objects.get(email="first@example.org")
    make_app(owner)
    assert make_owner(email="first@example.org", plan=Plan("Here"), now=now).startswith("/invitation/")
    assert not has_second_factor(owner)
    [entry] = LogEntry.objects.filter(act="second_factor.reset")
    assert entry.actor_key is None
