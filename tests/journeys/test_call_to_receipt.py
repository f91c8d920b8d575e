"""The demo's own story goes on: a young person finishes, the guardian says yes, the staff check, receipts for three."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from copractice.applications.models import Application, Part, Receipt
from copractice.demo.answer_texts import FIRST_WORDS
from copractice.notices.models import Notice
from tests.journeys.conftest import Visit

COMMUNITY = "/c/demo-stem/"
JOB = "I run the water table"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def part_of(name: str) -> Part:
    return Part.objects.select_related("application__community").get(
        name=name, application__call__state="open"
    )


def write(phone: Page) -> None:
    """Go on from the home with the answer that was begun, and say that the part is done."""
    phone.goto("/me/")
    press(phone, "Go on with my part")
    expect(phone.locator("textarea")).to_have_value(FIRST_WORDS)
    press(phone, "Next question")
    phone.get_by_label("Your job, in your own words").fill(JOB)
    press(phone, "Next question")
    phone.get_by_text("On Saturdays").click()
    press(phone, "Next question")
    press(phone, "Check my answers")
    press(phone, "My part is done")
    title(phone, "Your part is done")


def send(lead: Page) -> Application:
    """Send from the lead's home."""
    lead.goto("/me/")
    press(lead, "Look at it and send it")
    title(lead, "All parts are done. Send the application")
    press(lead, "Send application")
    title(lead, "The application is sent")
    return part_of("Youth 01").application


def agree(parent: Page) -> None:
    """Say yes as the guardian, who reads questions and consents and no answer."""
    parent.goto(f"{COMMUNITY}family/")
    title(parent, "Youth 01 needs your yes or no")
    assert JOB not in parent.content()
    press(parent, "Read what is asked and answer")
    press(parent, "Yes, I agree")
    title(parent, "You said yes. The staff still check that you are the guardian.")


def check(desk: Page) -> None:
    """Keep that the guardian was called back."""
    desk.goto(f"{COMMUNITY}guardianships/")
    press(desk, "Youth 01")
    desk.get_by_label("by a call back").check()
    press(desk, "Keep that I checked")
    title(desk, "All said yes for Youth 01")


@pytest.mark.slow
def test_a_family_and_three_parties_come_to_three_receipts(visit: Visit) -> None:
    phone, lead, desk = visit("Youth 01"), visit("Leader 01"), visit("Coordinator 01")
    write(phone)
    application = send(lead)
    answers = reverse("read_part", args=["demo-stem", part_of("Youth 01").code])
    desk.goto(reverse("application_staff", args=["demo-stem", application.code]))
    expect(desk.locator(f"a[href='{answers}']")).to_have_count(0)

    parent = visit("Guardian 01")
    agree(parent)
    check(desk)
    desk.goto(reverse("application_staff", args=["demo-stem", application.code]))
    desk.locator(f"a[href='{answers}']").click()
    title(desk, "What Youth 01 answered")
    expect(desk.get_by_text(JOB)).to_be_visible()

    parent.goto(f"{COMMUNITY}family/")
    title(parent, "You and Youth 01 both said yes")
    expect(parent.get_by_text("Coordinator 01").first).to_be_visible()
    assert JOB not in parent.content()
    for page, label in (
        (lead, "leader-01"),
        (visit("Umbrella lead 01"), "umbrella-lead-01"),
        (phone, "youth-01"),
    ):
        page.goto(application.get_absolute_url())
        assert label == "youth-01" or JOB not in page.content()
        press(page, "See my receipt")
        title(page, "Your part is in")
        receipt = Receipt.objects.get(
            part__application=application, part__owner__email=f"{label}@example.org"
        )
        expect(page.get_by_text(receipt.part_sha256)).to_be_visible()
        expect(page.get_by_text(receipt.application_sha256)).to_be_visible()
        mail = Notice.objects.filter(kind="receipt", address=f"{label}@example.org").latest("pk")
        assert receipt.part_sha256 in mail.text
