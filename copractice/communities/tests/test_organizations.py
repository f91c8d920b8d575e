from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from copractice.communities import actions
from copractice.communities.actions import Conflict, Facts
from copractice.communities.models import (
    AffiliationRole,
    Organization,
    Role,
)
from copractice.communities.queries import organizations
from copractice.communities.tests.lists import DAY, EMPLOYER, UMBRELLA, add, last_act
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World


def seen_by(person: Person | AnonymousUser, world: World, now: datetime) -> set[str]:
    rows = organizations.of_community(person, world.here.community, now)
    return set(rows.values_list("name", flat=True))


def test_an_organization_is_added_with_its_facts_and_the_log_keeps_it(world: World, now: datetime) -> None:
    row = add(
        world, now, "Ñandú Works", kinds=[UMBRELLA, EMPLOYER], city="Ferguson", county="St. Louis County"
    )
    assert (row.sort_name, row.kinds, row.place, row.revision) == (
        "nandu works",
        ["umbrella", "employer"],
        "Ferguson, St. Louis County",
        1,
    )
    assert last_act(world) == "organization.add"


def test_a_name_stands_once_in_a_community_whatever_its_case_and_accents(world: World, now: datetime) -> None:
    with pytest.raises(Refused, match="is on the list"):
        add(world, now, "HÉRE lab")
    with pytest.raises(IntegrityError, match="organization_name_once"), transaction.atomic():
        Organization.objects.create(
            community=world.here.community,
            name="x",
            sort_name="here lab",
            kinds=["employer"],
            created_at=now,
        )
    assert seen_by(world.here.people["owner"], world, now) == {"Here Lab", "Here Alliance"}


def test_facts_are_changed_unless_someone_else_did_meanwhile(world: World, now: datetime) -> None:
    who = {"actor": world.here.people["coordinator"], "now": now}
    facts = Facts("Here Lab", [EMPLOYER], city="Clayton")
    row = actions.change_organization(organization=world.here.organization, facts=facts, revision=1, **who)
    assert (row.city, row.revision, last_act(world)) == ("Clayton", 2, "organization.change")
    with pytest.raises(Conflict, match="Nothing was saved"):
        actions.change_organization(organization=world.here.organization, facts=facts, revision=1, **who)


def test_an_umbrella_over_others_today_stays_one(world: World, now: datetime) -> None:
    who = {"actor": world.here.people["coordinator"], "now": now}
    facts = Facts("Here Alliance", [EMPLOYER])
    with pytest.raises(Refused, match="stays an umbrella"):
        actions.change_organization(organization=world.here.umbrella, facts=facts, revision=1, **who)
    actions.end_link(link=world.here.link, until=now.date(), **who)
    row = actions.change_organization(organization=world.here.umbrella, facts=facts, revision=1, **who)
    assert row.kinds == ["employer"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OWNER, Role.COORDINATOR}))
def test_only_staff_keep_organizations_and_their_people(world: World, now: datetime, role: Role) -> None:
    here, who = world.here, {"actor": world.here.people[role], "now": now}
    facts = Facts("Other", [EMPLOYER])
    acts = [
        lambda: actions.add_organization(community=here.community, facts=facts, **who),
        lambda: actions.change_organization(organization=here.organization, facts=facts, revision=1, **who),
        lambda: actions.link_umbrella(
            organization=here.organization, umbrella=here.umbrella, since=DAY, **who
        ),
        lambda: actions.end_link(link=here.link, until=now.date(), **who),
        lambda: actions.affiliate(
            organization=here.organization,
            membership=here.memberships["member"],
            role=AffiliationRole.LEADER,
            since=DAY,
            **who,
        ),
        lambda: actions.end_affiliation(affiliation=here.affiliation, until=now.date(), **who),
    ]
    for act in acts:
        with pytest.raises(Refused, match="Only the community's staff"):
            act()


def test_a_hidden_organization_is_seen_by_staff_and_its_own_people_only(world: World, now: datetime) -> None:
    facts = Facts("Here Lab", [EMPLOYER], is_public=False)
    actions.change_organization(
        organization=world.here.organization,
        facts=facts,
        revision=1,
        actor=world.here.people["owner"],
        now=now,
    )
    everybody = {role: seen_by(person, world, now) for role, person in world.here.people.items()}
    insiders = {role for role, names in everybody.items() if "Here Lab" in names}
    assert insiders == {"owner", "coordinator", "funder"}
    assert seen_by(AnonymousUser(), world, now) == {"Here Alliance"}
    assert seen_by(world.there.people["owner"], world, now) == {"Here Alliance"}
    assert not organizations.ties_visible_to(AnonymousUser(), now).filter(pk=world.here.link.pk).exists()


def test_ones_own_hidden_organization_is_seen_on_the_days_one_is_in_it(world: World, now: datetime) -> None:
    Organization.objects.filter(pk=world.here.organization.pk).update(is_public=False)
    # Six in the evening in St. Louis is already the next day in UTC; the community's own day counts.
    evening = datetime(2026, 11, 30, 18, 30, tzinfo=now.tzinfo) + timedelta(hours=6)
    actions.end_affiliation(
        affiliation=world.here.affiliation,
        until=date(2026, 12, 1),
        actor=world.here.people["owner"],
        now=now,
    )
    funder = world.here.people["funder"]
    assert "Here Lab" in seen_by(funder, world, evening)
    assert "Here Lab" not in seen_by(funder, world, evening + timedelta(hours=6))


@pytest.mark.parametrize(
    ("words", "kind", "names"),
    [
        ("LÁB", "", {"Here Lab"}),
        ("louis", "", {"Here Lab"}),
        ("", "umbrella", {"Here Alliance"}),
        ("here", "employer", {"Here Lab"}),
        ("%", "", set()),
        ("", "no such kind", {"Here Lab", "Here Alliance"}),
    ],
)
def test_organizations_are_found_by_name_place_and_kind(
    world: World, now: datetime, words: str, kind: str, names: set[str]
) -> None:
    rows = organizations.of_community(AnonymousUser(), world.here.community, now)
    assert {row.name for row in organizations.found(rows, words=words, kind=kind)} == names
