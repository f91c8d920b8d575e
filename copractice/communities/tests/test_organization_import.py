from datetime import date, datetime, timedelta

import pytest

from copractice.communities import actions
from copractice.communities.actions import organization_import as kind
from copractice.communities.models import Organization, OrganizationKind, OrganizationLink
from copractice.communities.tests.files import counts, doubles, faults, start, undo, write
from copractice.ledger.models import LogEntry
from tests.world import World

HEADER = "name,kind,city,county,website,umbrella,umbrella_since\n"
GOOD = HEADER + (
    "River Works,employer,St. Louis,City of St. Louis,www.example.org,Museum League,2021-09-01\n"
    "Museum League,umbrella; employer,Clayton,St. Louis County,https://example.org/league,,\n"
)


def names(world: World) -> set[str]:
    rows = Organization.objects.filter(community=world.here.community)
    return set(rows.values_list("name", flat=True)) - {"Here Lab", "Here Alliance"}


def test_a_checked_file_says_what_it_would_add_and_writes_nothing(world: World, now: datetime) -> None:
    row = start(world.here, kind, GOOD, now)
    assert (row.state, counts(row)) == (
        "checked",
        {"New organizations": 2, "New ties to umbrellas": 1, "Rows left out": 0},
    )
    assert names(world) == set()


def test_a_confirmed_file_adds_organizations_and_their_ties(world: World, now: datetime) -> None:
    row = write(start(world.here, kind, GOOD, now), world.here, kind, now)
    works = Organization.objects.get(community=world.here.community, sort_name="river works")
    assert (row.state, row.result_path) == ("done", "/c/here/organizations/")
    assert (works.kinds, works.city, works.website, works.is_public) == (
        ["employer"],
        "St. Louis",
        "https://www.example.org",
        True,
    )
    link = OrganizationLink.objects.get(organization=works)
    assert (link.umbrella.name, link.umbrella.kinds, link.since, link.until) == (
        "Museum League",
        ["umbrella", "employer"],
        date(2021, 9, 1),
        None,
    )
    assert row.written == {
        "organizations": [works.pk, link.umbrella.pk],
        "links": [link.pk],
    }
    acts = LogEntry.objects.filter(record="communities.import", record_id=str(row.pk)).order_by("seq")
    assert list(acts.values_list("act", flat=True)) == ["import.start", "import.run"]


def test_known_repeated_and_similar_names_are_shown_with_their_fate(world: World, now: datetime) -> None:
    content = HEADER + (
        "HERE LÁB,employer,,,,,\n"
        "Prairie Botanic Lab,employer,,,,,\n"
        "prairie  botanic lab,employer,,,,,\n"
        "Prairie Botanical Lab,employer,,,,,\n"
    )
    row = start(world.here, kind, content, now)
    assert doubles(row) == [
        (2, "Here Lab", kind.LEFT),
        (4, "Prairie Botanic Lab", kind.TWICE),
        (5, "Prairie Botanic Lab", kind.ALIKE),
    ]
    assert row.report["doubles"][0]["path"] == world.here.organization.get_absolute_url()
    assert counts(row)["New organizations"] == 2
    write(row, world.here, kind, now)
    assert names(world) == {"Prairie Botanic Lab", "Prairie Botanical Lab"}


def test_a_name_of_another_community_is_neither_known_nor_an_umbrella(world: World, now: datetime) -> None:
    actions.add_organization(
        community=world.there.community,
        facts=actions.Facts("River Works", [OrganizationKind.EMPLOYER]),
        actor=world.there.people["owner"],
        now=now,
    )
    content = HEADER + "River Works,employer,,,,There Alliance,2021-09-01\n"
    row = start(world.here, kind, content, now)
    assert doubles(row) == []
    assert faults(row) == ["2 umbrella: no umbrella of this name is on the list or in the file"]


def test_every_fault_of_every_row_is_told_and_nothing_is_imported(world: World, now: datetime) -> None:
    content = HEADER + (
        "River Works,employer,,,,,\n"
        ",employer,,,,,\n"
        "B,museum,,,,,\n"
        "C,,,,,,\n"
        f"D,employer,{'x' * 81},,,,\n"
        "E,employer,,,javascript:alert(1),,\n"
        "F,employer,,,,Here Alliance,\n"
        "G,employer,,,,Here Alliance,1 March\n"
        "H,employer,,,,Here Lab,2021-09-01\n"
    )
    row = start(world.here, kind, content, now)
    assert row.state == "failed"
    assert faults(row) == [
        "3 name: this cell is empty",
        "4 kind: “museum” is no kind; write employer, umbrella, youth_serving, facilitator or funder, "
        "several with ;",
        "5 kind: this cell is empty",
        "6 city: 81 characters; at most 80 are kept",
        "7 website: “javascript:alert(1)” is no web address; write it like https://www.example.org",
        "8 umbrella_since: an umbrella needs the day since when; write it like 2023-03-19",
        "9 umbrella_since: “1 March” is no day; write it like 2023-03-19",
    ]
    assert names(world) == set()


def test_ties_that_would_close_a_ring_are_a_fault(world: World, now: datetime) -> None:
    content = HEADER + "A,umbrella,,,,B,2021-09-01\nB,umbrella,,,,C,2021-09-01\nC,umbrella,,,,A,2022-09-01\n"
    row = start(world.here, kind, content, now)
    assert faults(row) == ["4 umbrella: this umbrella would stand under itself"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "name,email\nA,a@example.org\n",
            "1 : this looks like the file “people”; no column kind",
        ),
        (
            "timestamp,datetime,comment-id,voter-id,vote\n1,x,0,0,1\n",
            "1 : this looks like the file “votes”; no column name, kind",
        ),
        (
            b"name,kind\nCaf\xe9,employer\n",
            "2 : character 4 is not UTF-8 text; save the file as “CSV UTF-8” and send it again",
        ),
        (
            "name,kind\n" + "".join(f"Name {n},employer\n" for n in range(10_001)),
            "10002 : more than 10000 rows; split the file and import its parts one by one",
        ),
    ],
    ids=["people", "votes", "encoding", "10,001 rows"],
)
def test_a_file_that_cannot_be_read_is_refused_whole(
    world: World, now: datetime, content: str | bytes, said: str
) -> None:
    row = start(world.here, kind, content, now)
    assert (row.state, faults(row)) == ("failed", [said])
    assert names(world) == set()


def test_formulas_stay_text_and_disguises_are_taken_off(world: World, now: datetime) -> None:
    content = HEADER + (
        '"=HYPERLINK(""https://example.org"",""Lab"")",employer,-1+1,,,,\n'
        "safe\u202ecod.exe,employer,,,,,\n"
        "مركز النهر للعلوم,employer,,,,,\n"
    )
    write(start(world.here, kind, content, now), world.here, kind, now)
    assert names(world) == {'=HYPERLINK("https://example.org","Lab")', "safecod.exe", "مركز النهر للعلوم"}


def test_kinds_may_be_written_in_the_sites_languages_and_days_month_first(
    world: World, now: datetime
) -> None:
    content = HEADER + "A,Umbrella organization,,,,,\nB,EMPLOYER,,,,A,9/1/2021\n"
    row = write(start(world.here, kind, content, now), world.here, kind, now)
    assert row.state == "done"
    assert OrganizationLink.objects.get(organization__name="B").since == date(2021, 9, 1)


def test_a_name_added_by_hand_meanwhile_stays_as_it_is(world: World, now: datetime) -> None:
    row = start(world.here, kind, GOOD, now)
    by_hand = actions.add_organization(
        community=world.here.community,
        facts=actions.Facts("Museum League", [OrganizationKind.UMBRELLA], city="Ferguson"),
        actor=world.here.people["owner"],
        now=now,
    )
    row = write(row, world.here, kind, now)
    by_hand.refresh_from_db()
    assert (by_hand.city, by_hand.pk in row.written["organizations"]) == ("Ferguson", False)
    assert OrganizationLink.objects.get(organization__name="River Works").umbrella == by_hand


def test_an_undone_import_leaves_the_list_as_it_was(world: World, now: datetime) -> None:
    row = write(start(world.here, kind, GOOD, now), world.here, kind, now)
    row = undo(row, world.here, kind, now)
    assert (row.state, row.undone_at, names(world)) == ("undone", now, set())
    assert OrganizationLink.objects.filter(community=world.here.community).count() == 1


def build_on(world: World, now: datetime, what: str) -> None:
    works = Organization.objects.get(community=world.here.community, name="River Works")
    who = {"actor": world.here.people["owner"], "now": now}
    if what == "changed":
        facts = actions.Facts("River Works", [OrganizationKind.EMPLOYER], city="Ferguson")
        actions.change_organization(organization=works, facts=facts, revision=1, **who)
    elif what == "person":
        actions.affiliate(
            organization=works,
            membership=world.here.memberships["member"],
            role="leader",
            since=now.date(),
            **who,
        )
    elif what == "tie":
        actions.link_umbrella(organization=works, umbrella=world.here.umbrella, since=now.date(), **who)
    else:
        link = OrganizationLink.objects.get(organization=works)
        actions.end_link(link=link, until=now.date(), **who)


@pytest.mark.parametrize("what", ["changed", "person", "tie", "tie ended"])
def test_what_was_built_on_an_import_keeps_it_from_being_undone(
    world: World, now: datetime, what: str
) -> None:
    row = write(start(world.here, kind, GOOD, now), world.here, kind, now)
    build_on(world, now, what)
    row = undo(row, world.here, kind, now + timedelta(hours=1))
    assert (row.state, row.report["faults"][0]["sentence"]) == ("done", kind.BUILT_ON)
    assert names(world) == {"River Works", "Museum League"}
