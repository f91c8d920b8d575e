"""A coordinator brings in organizations and people from files, on a phone; the public reads what it may."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from copractice.communities.models import Membership, Organization
from tests.journeys.conftest import Visit
from tests.journeys.test_import_to_priority import work

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/c/demo-stem/organizations/"
GOOD = (
    b"name,kind,city,umbrella,umbrella_since\n"
    b"Example Hill Observatory,employer,Ferguson,Example Museums Alliance,2024-02-01\n"
    b"Example Riverbend Science Centre,employer,St. Louis,,\n"
    b"Example Gateway Makerspace,employer,St. Louis,,\n"
)
BAD = b"name,kind,city\nExample Hill Observatory,employer,Ferguson\nExample Quay,museum,Alton\n"
PEOPLE = b"name,email,organization,organization_role\nLeader 77,leader-77@example.org,Example Hill Observatory,leader\n"


def hand_in(page: Page, path: str, label: str, content: bytes) -> None:
    page.goto(path)
    page.get_by_label(label).set_input_files({"name": "file.csv", "mimeType": "text/csv", "buffer": content})
    if "people" in path:
        page.get_by_label("No, I tell them myself").check()
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The file is being checked")


def check_by_axe(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in found] == []


def test_a_file_is_refused_by_line_corrected_confirmed_and_undone(visit: Visit) -> None:
    page = visit("Coordinator 01")
    known = Organization.objects.filter(community__slug="demo-stem").count()
    hand_in(page, f"{LIST}import/", "File of organizations", BAD)
    check_by_axe(page)
    work()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was imported")
    expect(page.get_by_role("row").filter(has_text="museum")).to_contain_text("3")
    check_by_axe(page)

    page.get_by_role("link", name="Choose the file again").click()
    hand_in(page, page.url, "File of organizations", GOOD)
    work()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checked. Nothing is written yet.")
    expect(page.get_by_role("heading", name="2 rows may be known already")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Science Centre")).to_contain_text("A similar name")
    check_by_axe(page)

    page.get_by_role("button", name="Import these rows").click()
    work()
    expect(page.get_by_role("heading", level=1)).to_have_text("The import is done")
    report = page.url
    page.get_by_role("link", name="See what was imported").click()
    expect(page.get_by_text(f"{known + 2} organizations")).to_be_visible()

    page.goto(report)
    page.get_by_text("Undo this import").click()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The import is being undone")
    work()
    expect(page.get_by_role("heading", level=1)).to_have_text("The import was undone")
    assert not Organization.objects.filter(name="Example Hill Observatory").exists()


def test_it_works_without_javascript(visit: Visit) -> None:
    page = visit("Coordinator 01", java_script_enabled=False)
    hand_in(page, f"{LIST}import/", "File of organizations", GOOD)
    work()
    page.get_by_role("link", name="See how far it is").click()
    page.get_by_role("button", name="Import these rows").click()
    work()
    page.get_by_role("link", name="See how far it is").click()
    hand_in(page, "/c/demo-stem/people/import/", "File of people", PEOPLE)
    work()
    page.get_by_role("link", name="See how far it is").click()
    page.get_by_role("button", name="Import these rows").click()
    work()
    page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The import is done")
    assert Membership.objects.get(name="Leader 77").person.email == "leader-77@example.org"


def test_staff_keep_ties_and_people_and_the_public_reads_the_ties_only(visit: Visit) -> None:
    page = visit("Coordinator 01")
    page.goto(f"{LIST}?q=cahokia")
    page.get_by_role("link", name="Example Cahokia Energy Co-op").click()
    page.get_by_role("link", name="Add an umbrella").click()
    page.get_by_label("Umbrella organization").select_option(label="Example Library Federation")
    page.get_by_role("button", name="Add the umbrella").click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Person").select_option(label="Member 02")
    page.get_by_label("Role in the organization").select_option(label="Supervisor")
    page.get_by_role("button", name="Add the person").click()
    expect(page.get_by_role("row").filter(has_text="Member 02")).to_contain_text("Supervisor")
    check_by_axe(page)

    public = visit()
    public.goto(page.url)
    expect(public.get_by_role("row").filter(has_text="Example Library Federation")).to_be_visible()
    expect(public.get_by_role("main")).not_to_contain_text("Member 02")
    expect(public.get_by_role("main")).not_to_contain_text("Leader 10")
    expect(public.get_by_role("heading", name="People")).to_have_count(0)


def test_a_framework_is_read_to_its_source(visit: Visit) -> None:
    page = visit()
    page.goto("/c/demo-stem/frameworks/")
    page.get_by_role("link", name="STL 2030 Jobs Plan").click()
    page.get_by_role("link", name="STL Pledge").click()
    expect(page.get_by_text("Not confirmed")).to_be_visible()
    page.get_by_role("link", name="Steward an Inclusive Economy").click()
    expect(page.get_by_text("Seen at the source")).to_be_visible()
    check_by_axe(page)
