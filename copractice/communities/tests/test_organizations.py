from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from copractice.communities import actions
from copractice.communities.actions import Conflict, Facts
from copractice.communities.models import (
    Affiliation,
    AffiliationRole,
    Organization,
    OrganizationKind,
    OrganizationLink,
    Role,
)
from copractice.communities.queries import affiliations, organizations
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World

EMPLOYER, UMBRELLA = OrganizationKind.EMPLOYER, OrganizationKind.UMBRELLA
DAY = date(2022, 1, 10)


def add(world: World, now: datetime, name: str = "River Works", **facts: Any) -> Organization:
    kinds = facts.pop("kinds", [EMPLOYER])
    return actions.add_organization(
        community=world.here.community,
        facts=Facts(name, kinds, **facts),
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
