from datetime import date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from copractice.communities import actions
from copractice.communities.models import (
    Affiliation,
    AffiliationRole,
    OrganizationLink,
)
from copractice.communities.queries import affiliations
from copractice.communities.tests.lists import DAY, UMBRELLA, add, last_act, link, put
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World


def test_a_tie_is_dated_and_ends_once(world: World, now: datetime) -> None:
    who = {"actor": world.here.people["coordinator"], "now": now}
    with pytest.raises(Refused, match="comes before the first"):
        actions.end_link(link=world.here.link, until=DAY, **who)
    row = actions.end_link(link=world.here.link, until=now.date(), **who)
    assert (row.until, last_act(world)) == (now.date(), "organization.unlink")
    with pytest.raises(Refused, match="has ended already"):
        actions.end_link(link=world.here.link, until=now.date(), **who)


@pytest.mark.parametrize(
    ("days", "is_refused"),
    [
        ((date(2020, 1, 1), date(2020, 6, 1)), False),
        ((date(2019, 1, 1), date(2020, 1, 2)), True),
        ((date(2020, 12, 31),), True),
        ((date(2021, 1, 1),), False),
        ((date(2019, 1, 1),), True),
    ],
)
def test_the_same_tie_holds_once_at_a_time(
    world: World, now: datetime, days: tuple[date, ...], is_refused: bool
) -> None:
    lower, upper = add(world, now), add(world, now, "League", kinds=[UMBRELLA])
    start = date(2020, 6, 1) if days[0] == date(2020, 1, 1) else date(2020, 1, 1)
    link(world, now, lower, upper, start, date(2021, 1, 1))
    since, until = (*days, None)[:2]
    if not is_refused:
        assert link(world, now, lower, upper, *days).since == since
        return
    with pytest.raises(Refused, match="on record for these days"):
        link(world, now, lower, upper, *days)
    with pytest.raises(IntegrityError, match="organization_link_once_at_a_time"), transaction.atomic():
        OrganizationLink.objects.create(
            community=lower.community, organization=lower, umbrella=upper, since=since, until=until
        )


def test_an_organization_may_stand_under_two_umbrellas_at_once(world: World, now: datetime) -> None:
    other = add(world, now, "League", kinds=[UMBRELLA])
    assert link(world, now, world.here.organization, other).umbrella == other


def test_ties_never_close_a_ring_on_any_day(world: World, now: datetime) -> None:
    a, b, c = (add(world, now, name, kinds=[UMBRELLA]) for name in "ABC")
    link(world, now, a, b, date(2020, 1, 1), date(2021, 1, 1))
    link(world, now, b, c, date(2020, 6, 1))
    with pytest.raises(Refused, match="stands under this organization itself"):
        link(world, now, c, a, date(2020, 12, 31))
    assert link(world, now, c, a, date(2021, 1, 1)).since == date(2021, 1, 1)
    with pytest.raises(Refused, match="not its own umbrella"):
        link(world, now, a, a)


def test_only_an_umbrella_of_the_same_community_can_be_one(world: World, now: datetime) -> None:
    with pytest.raises(Refused, match="not marked as an umbrella"):
        link(world, now, world.here.umbrella, world.here.organization)
    with pytest.raises(Refused, match="not on the community's list"):
        link(world, now, world.here.organization, world.there.umbrella)
    with (
        pytest.raises(IntegrityError, match="organization_link_umbrella_same_community"),
        transaction.atomic(),
    ):
        OrganizationLink.objects.create(
            community=world.here.community,
            organization=world.here.organization,
            umbrella=world.there.umbrella,
            since=DAY,
        )


def test_a_person_holds_several_dated_roles_but_each_once_at_a_time(world: World, now: datetime) -> None:
    first = put(world, now, "member", AffiliationRole.LEADER, DAY, date(2023, 1, 1))
    put(world, now, "member", AffiliationRole.SUPERVISOR)
    put(world, now, "member", AffiliationRole.LEADER, date(2023, 1, 1))
    with pytest.raises(Refused, match="has this role there in these days"):
        put(world, now, "member", AffiliationRole.LEADER, date(2022, 12, 31))
    with pytest.raises(IntegrityError, match="affiliation_leader_once_at_a_time"), transaction.atomic():
        Affiliation.objects.create(
            community=world.here.community,
            organization=world.here.organization,
            person=first.person,
            role="leader",
            since=date(2022, 12, 31),
        )


def test_a_place_in_an_organization_ends_once(world: World, now: datetime) -> None:
    who = {"actor": world.here.people["coordinator"], "now": now}
    row = actions.end_affiliation(affiliation=world.here.affiliation, until=now.date(), **who)
    assert (row.until, last_act(world)) == (now.date(), "affiliation.end")
    with pytest.raises(Refused, match="has ended already"):
        actions.end_affiliation(affiliation=row, until=now.date(), **who)


def test_only_an_umbrella_has_an_umbrella_lead(world: World, now: datetime) -> None:
    with pytest.raises(Refused, match="Only an umbrella organization"):
        put(world, now, "member", AffiliationRole.UMBRELLA_LEAD)


def test_nobody_from_another_community_gets_a_place(world: World, now: datetime) -> None:
    with pytest.raises(Refused, match="no role in the community"):
        actions.affiliate(
            organization=world.here.organization,
            membership=world.there.memberships["member"],
            role=AffiliationRole.LEADER,
            since=DAY,
            actor=world.here.people["owner"],
            now=now,
        )


def test_people_in_organizations_are_read_by_staff_and_by_themselves(world: World, now: datetime) -> None:
    put(world, now, "member", AffiliationRole.EMPLOYED_YOUTH)

    def names(person: Person | AnonymousUser) -> list[str]:
        rows = affiliations.visible_to(person, now).order_by("name", "community_id")
        return [row.name for row in rows]

    assert names(world.here.people["coordinator"]) == ["Funder of here", "Member of here"]
    assert names(world.here.people["funder"]) == ["Funder of here"]
    assert names(world.here.people["member"]) == ["Member of here"]
    assert names(world.there.people["owner"]) == ["Funder of there"]
    assert names(world.here.people["facilitator"]) == names(AnonymousUser()) == []
