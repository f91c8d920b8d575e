from datetime import date, datetime

import pytest

from copractice.communities import actions
from copractice.communities.actions import people_import as kind
from copractice.communities.models import Affiliation, Membership, Role
from copractice.communities.tests.files import counts, doubles, faults, start, undo, write
from copractice.ledger.models import LogEntry
from copractice.notices.actions import queue
from copractice.notices.models import Notice
from copractice.notices.states import NoticeState
from copractice.people.models import Person
from tests.world import World

HEADER = "name,email,role,organization,organization_role,since\n"
GOOD = HEADER + (
    "Leader 07,leader-07@example.org,member,Here Lab,leader,2022-01-10\n"
    "Leader 07,Leader-07@Example.ORG,reviewer,,,\n"
    "Lead 01,lead-01@example.org,,here alliance,umbrella lead,\n"
)


def roles(world: World, address: str) -> set[str]:
    rows = Membership.objects.filter(community=world.here.community, person__email=address)
    return set(rows.values_list("role", flat=True))


def test_a_checked_file_says_what_it_would_give_and_writes_nothing(world: World, now: datetime) -> None:
    row = start(world.here, kind, GOOD, now, tell=True)
    assert (row.state, counts(row)) == (
        "checked",
        {
            "New roles": 3,
            "New places in organizations": 2,
            "E-mails": 3,
            "Rows left out": 0,
        },
    )
    assert not Person.objects.filter(email="leader-07@example.org").exists()


def test_a_confirmed_file_gives_roles_and_places_and_logs_each(world: World, now: datetime) -> None:
    row = write(start(world.here, kind, GOOD, now, tell=False), world.here, kind, now)
    assert row.state == "done"
    assert roles(world, "leader-07@example.org") == {"member", "reviewer"}
    assert roles(world, "lead-01@example.org") == {"member"}
    places = Affiliation.objects.filter(pk__in=row.written["affiliations"]).order_by("pk")
    assert [(p.person.email, p.organization.name, p.role, p.since) for p in places] == [
        ("leader-07@example.org", "Here Lab", "leader", date(2022, 1, 10)),
        ("lead-01@example.org", "Here Alliance", "umbrella_lead", now.date()),
    ]
    given = LogEntry.objects.filter(
        community_id=world.here.community.pk,
        act="membership.give",
        record_id__in=[str(pk) for pk in row.written["memberships"]],
    )
    assert given.count() == 3
    assert not Notice.objects.filter(address="lead-01@example.org").exists()


def test_people_are_told_by_mail_only_if_so_chosen(world: World, now: datetime) -> None:
    write(start(world.here, kind, GOOD, now, tell=True), world.here, kind, now)
    assert Notice.objects.filter(kind="role_given", address="leader-07@example.org").count() == 2


def test_known_repeated_and_like_named_people_are_shown_with_their_fate(world: World, now: datetime) -> None:
    content = HEADER + (
        "Somebody,MEMBER@here.example.org,member,,,\n"
        "New One,new@example.org,,,,\n"
        "New One again,new@example.org,member,,,\n"
        "Funder of here,other@example.org,funder,,,\n"
    )
    row = start(world.here, kind, content, now, tell=False)
    assert doubles(row) == [
        (2, "Member of here", kind.LEFT),
        (4, "New One, new@example.org", kind.TWICE),
        (5, "Funder of here", kind.NAMESAKE),
    ]
    assert counts(row)["New roles"] == 2


def test_the_report_does_not_tell_who_is_known_elsewhere_on_the_site(world: World, now: datetime) -> None:
    def report(address: str) -> dict[str, object]:
        return start(world.here, kind, f"name,email\nSomebody,{address}\n", now, tell=False).report

    assert report("member@there.example.org") == report("nobody@example.org")


def test_a_person_of_another_community_keeps_it_and_gets_a_role_here(world: World, now: datetime) -> None:
    content = "name,email\nSomebody,member@there.example.org\n"
    row = write(start(world.here, kind, content, now, tell=False), world.here, kind, now)
    assert (row.written["persons"], roles(world, "member@there.example.org")) == ([], {"member"})
    undo(row, world.here, kind, now)
    assert world.there.memberships["member"].person == Person.objects.get(email="member@there.example.org")
    assert roles(world, "member@there.example.org") == set()


def test_every_fault_of_every_row_is_told_and_nothing_is_imported(world: World, now: datetime) -> None:
    content = HEADER + (
        "A,not an address,,,,\n"
        ",b@example.org,,,,\n"
        "C,,,,,\n"
        "D,d@example.org,boss,,,\n"
        "E,e@example.org,owner,,,\n"
        "F,f@example.org,,Nowhere,leader,\n"
        "G,g@example.org,,Here Lab,,\n"
        "H,h@example.org,,,leader,\n"
        "I,i@example.org,,Here Lab,umbrella_lead,\n"
        "J,j@example.org,,Here Lab,employed_youth,\n"
        "K,k@example.org,,Here Lab,leader,soon\n"
        "L,l@example.org,,There Lab,leader,\n"
    )
    row = start(world.here, kind, content, now, tell=False)
    assert row.state == "failed"
    assert faults(row) == [
        "2 email: “not an address” is no e-mail address; write it like name@example.org",
        "3 name: this cell is empty",
        "4 email: this cell is empty",
        "5 role: “boss” is no role; write member, facilitator, reviewer, evaluator or funder",
        "6 role: only an owner of the community can give this role",
        "7 organization: no organization of this name is on the list; import the organizations first",
        "8 organization_role: this cell is empty",
        "9 organization: this cell is empty",
        "10 organization_role: only an umbrella organization has an umbrella lead",
        "11 organization_role: employed youth do not come in by a file; add each one on the organization’s page",
        "12 since: “soon” is no day; write it like 2023-03-19",
        "13 organization: no organization of this name is on the list; import the organizations first",
    ]
    assert roles(world, "b@example.org") == set()


def test_more_than_five_hundred_people_are_refused_whole(world: World, now: datetime) -> None:
    content = "name,email\n" + "".join(f"Name {n},n{n}@example.org\n" for n in range(501))
    row = start(world.here, kind, content, now, tell=False)
    assert faults(row) == ["502 : more than 500 rows; split the file and import its parts one by one"]


def test_an_owner_may_give_any_role_by_a_file(world: World, now: datetime) -> None:
    content = "name,email,role\nA,a@example.org,owner\n"
    place = world.here
    place.people["coordinator"] = place.people["owner"]
    row = write(start(place, kind, content, now, tell=False), place, kind, now)
    assert (row.state, roles(world, "a@example.org")) == ("done", {"owner"})


def test_a_role_that_the_starter_lost_before_the_run_gives_nothing(world: World, now: datetime) -> None:
    row = start(world.here, kind, "name,email\nA,a@example.org\n", now, tell=False)
    owner = world.here.people["owner"]
    actions.end_role(membership=world.here.memberships["coordinator"], actor=owner, now=now)
    place = world.here
    place.people["coordinator"] = owner
    row = write(row, place, kind, now)
    assert (row.state, roles(world, "a@example.org")) == ("failed", set())


def test_an_undone_import_takes_back_roles_places_and_persons(world: World, now: datetime) -> None:
    row = write(start(world.here, kind, GOOD, now, tell=False), world.here, kind, now)
    row = undo(row, world.here, kind, now)
    assert row.state == "undone"
    assert not Person.objects.filter(email__in=["leader-07@example.org", "lead-01@example.org"]).exists()
    assert Affiliation.objects.filter(community=world.here.community).count() == 1


def test_an_undone_import_leaves_no_message_in_the_queue_and_touches_no_other(
    world: World, now: datetime
) -> None:
    row = write(start(world.here, kind, GOOD, now, tell=True), world.here, kind, now)
    lead = Notice.objects.get(kind="role_given", address="lead-01@example.org")
    Notice.objects.filter(pk=lead.pk).update(state=NoticeState.SENT, sent_at=now)
    other = queue(
        kind="role_given",
        address="leader-07@example.org",
        subject="S",
        text="T",
        now=now,
        community_id=world.here.community.pk,
    )
    assert undo(row, world.here, kind, now).state == "undone"
    assert list(Notice.objects.filter(kind="role_given").order_by("pk")) == [lead, other]


def test_a_message_stays_in_the_queue_where_the_import_is_not_undone(world: World, now: datetime) -> None:
    row = write(start(world.here, kind, GOOD, now, tell=True), world.here, kind, now)
    Person.objects.filter(email="lead-01@example.org").update(last_login=now)
    assert undo(row, world.here, kind, now).state == "done"
    assert Notice.objects.filter(kind="role_given", state=NoticeState.QUEUED).count() == 3


@pytest.mark.parametrize("what", ["signed in", "role ended"])
def test_an_import_that_someone_used_is_not_undone(world: World, now: datetime, what: str) -> None:
    row = write(start(world.here, kind, GOOD, now, tell=False), world.here, kind, now)
    if what == "signed in":
        Person.objects.filter(email="lead-01@example.org").update(last_login=now)
    else:
        membership = Membership.objects.get(person__email="lead-01@example.org", role=Role.MEMBER)
        actions.end_role(membership=membership, actor=world.here.people["owner"], now=now)
    row = undo(row, world.here, kind, now)
    assert (row.state, row.report["faults"][0]["sentence"]) == ("done", kind.BUILT_ON)
    assert roles(world, "leader-07@example.org") == {"member", "reviewer"}
