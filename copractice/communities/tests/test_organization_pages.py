from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from copractice.communities import actions
from copractice.communities.actions import Facts
from copractice.communities.models import Affiliation, AffiliationRole, Organization, OrganizationKind
from copractice.ledger.models import Access
from copractice.people.models import Person
from tests.world import World

LIST = "/c/here/organizations/"


def as_(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def add(world: World, now: datetime, count: int) -> None:
    for number in range(count):
        row = actions.add_organization(
            community=world.here.community,
            facts=Facts(f"Lab {number:02}", [OrganizationKind.EMPLOYER]),
            actor=world.here.people["owner"],
            now=now,
        )
        actions.link_umbrella(
            organization=row,
            umbrella=world.here.umbrella,
            since=date(2022, 1, 10),
            actor=world.here.people["owner"],
            now=now,
        )


def put(world: World, now: datetime, who: str, role: AffiliationRole) -> Affiliation:
    return actions.affiliate(
        organization=world.here.organization,
        membership=world.here.memberships[who],
        role=role,
        since=date(2022, 1, 10),
        actor=world.here.people["owner"],
        now=now,
    )


def page(person: Person | None, path: str) -> str:
    response = as_(person).get(path)
    assert response.status_code == 200
    return response.content.decode()


def sent(path: str, person: Person, **data: Any) -> Any:
    return as_(person).post(path, data)


def test_the_public_reads_organizations_and_never_people(world: World, now: datetime) -> None:
    assert "Here Lab" in page(None, LIST)
    detail = page(None, world.here.organization.get_absolute_url())
    assert ("Here Alliance" in detail, "St. Louis" in detail) == (True, True)
    assert "Funder of here" not in detail
    assert "Executive" not in detail


def test_members_read_no_more_than_the_public_but_their_own_row(world: World, now: datetime) -> None:
    put(world, now, "member", AffiliationRole.EMPLOYED_YOUTH)
    path = world.here.organization.get_absolute_url()
    assert "Funder of here" not in page(world.here.people["facilitator"], path)
    own = page(world.here.people["member"], path)
    assert "Member of here" in own.split('id="people-title"')[1]
    assert "Funder of here" not in own


def test_staff_open_the_name_of_an_employed_youth_and_the_look_is_kept(world: World, now: datetime) -> None:
    youth = put(world, now, "member", AffiliationRole.EMPLOYED_YOUTH)
    owner = world.here.people["owner"]
    people = page(owner, world.here.organization.get_absolute_url()).split('id="people-title"')[1]
    assert ("Funder of here" in people, "Member of here" in people) == (True, False)
    assert "Member of here" in page(owner, youth.get_absolute_url())
    seen = Access.objects.get(record="communities.affiliation", record_id=str(youth.pk))
    assert seen.viewer_key == owner.log_key
    assert "Member of here" in page(world.here.people["member"], youth.get_absolute_url())
    assert Access.objects.filter(record="communities.affiliation").count() == 1


def test_the_list_is_found_by_words_and_comes_in_pages_of_fifty(world: World, now: datetime) -> None:
    add(world, now, 51)
    first, second = page(None, f"{LIST}?q=lab"), page(None, f"{LIST}?q=lab&page=2")
    assert first.count("<tr>") - 1 == 50
    assert "q=lab&amp;page=2" in first
    assert second.count("<tr>") - 1 == 2
    assert "No organization is found" in page(None, f"{LIST}?q=%00nothing&kind=funder")


@pytest.mark.parametrize("query", ["page=-1", "page=1e9", "page=abc", "kind=%00", "q=" + "x" * 500])
def test_odd_addresses_are_answered(world: World, query: str) -> None:
    page(None, f"{LIST}?{query}")


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


@pytest.mark.parametrize("who", [None, "owner"])
def test_the_list_asks_as_much_for_one_organization_as_for_twenty(
    world: World, now: datetime, who: str | None
) -> None:
    client = as_(world.here.people[who] if who else None)
    few = asked(client, LIST)
    add(world, now, 20)
    assert asked(client, LIST) == few


def test_an_umbrellas_page_asks_as_much_for_one_member_as_for_twenty(world: World, now: datetime) -> None:
    client = as_(world.here.people["owner"])
    path = world.here.umbrella.get_absolute_url()
    few = asked(client, path)
    add(world, now, 20)
    assert asked(client, path) == few


def test_a_refused_form_keeps_what_was_typed_and_says_why(world: World) -> None:
    owner = world.here.people["owner"]
    typed = {"name": "Here  LAB", "kinds": "employer", "city": "Clayton", "is_public": "yes"}
    response = sent(f"{LIST}new/", owner, **typed)
    text = response.content.decode()
    assert (response.status_code, "is on the list" in text, 'value="Clayton"' in text) == (400, True, True)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "\u200b ", "This field is required"),
        ("name", "x" * 161, "at most 160"),
        ("kinds", "museum", "not one of the available choices"),
        ("website", "javascript:alert(1)", "Enter a valid URL"),
        ("website", "ftp://example.org/", "begins with https://"),
    ],
)
def test_facts_that_cannot_be_are_refused(world: World, field: str, value: str, said: str) -> None:
    typed = {"name": "River Works", "kinds": "employer", "is_public": "yes", field: value}
    response = sent(f"{LIST}new/", world.here.people["owner"], **typed)
    assert (response.status_code, said in response.content.decode()) == (400, True)


def test_staff_add_change_tie_and_end_by_the_pages(world: World) -> None:
    owner = world.here.people["owner"]
    sent(f"{LIST}new/", owner, name="River Works", kinds=["employer", "umbrella"], is_public="yes")
    row = Organization.objects.get(name="River Works")
    path = row.get_absolute_url()
    changed = {"name": "River Works", "kinds": ["employer"], "city": "Ferguson", "is_public": "no"}
    sent(f"{path}edit/", owner, **changed, revision="1")
    sent(f"{path}umbrella/", owner, umbrella=world.here.umbrella.code, since="2022-01-10")
    sent(f"{path}person/", owner, membership=code(world, "member"), role="leader", since="2022-01-10")
    row.refresh_from_db()
    link, place = row.umbrella_links.get(), row.affiliations.get()
    assert (row.city, row.kinds, row.is_public) == ("Ferguson", ["employer"], False)
    assert (link.umbrella, place.person) == (world.here.umbrella, world.here.people["member"])
    sent(reverse("end_link", args=["here", link.code]), owner, until="2023-01-10")
    sent(reverse("end_affiliation", args=["here", place.code]), owner, until="2023-01-10")
    link.refresh_from_db()
    place.refresh_from_db()
    assert (link.until, place.until) == (date(2023, 1, 10), date(2023, 1, 10))


def code(world: World, who: str) -> str:
    return world.here.memberships[who].code


def test_codes_of_another_community_in_a_form_are_no_choice(world: World) -> None:
    owner, path = world.here.people["owner"], world.here.organization.get_absolute_url()
    foreign = sent(f"{path}umbrella/", owner, umbrella=world.there.umbrella.code, since="2022-01-10")
    unknown = sent(f"{path}umbrella/", owner, umbrella="0000000000", since="2022-01-10")
    assert (foreign.status_code, unknown.status_code) == (400, 400)
    assert "Select a valid choice" in foreign.content.decode()
    member = world.there.memberships["member"].code
    person = sent(f"{path}person/", owner, membership=member, role="leader", since="2022-01-10")
    assert (person.status_code, world.here.organization.affiliations.count()) == (400, 1)


@pytest.mark.parametrize("day", ["", "yesterday", "1492-10-12", "2020-01-01"])
def test_a_last_day_that_cannot_be_is_refused_on_the_page(world: World, day: str) -> None:
    owner = world.here.people["owner"]
    for name, row in (("end_link", world.here.link), ("end_affiliation", world.here.affiliation)):
        response = sent(reverse(name, args=["here", row.code]), owner, until=day)
        row.refresh_from_db()
        assert (response.status_code, row.until) == (400, None)
