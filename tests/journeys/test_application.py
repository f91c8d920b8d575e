"""Three parties, each on a phone of their own, from the call's page and two mails to three receipts."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from copractice.applications.models import Application, Receipt
from copractice.calls.models import Call
from copractice.notices.models import Notice
from tests.world import make_world
from tests.world_consents import month_for_age

Phone = Callable[[], Page]
SECRET = "My supervisor shouts at us."


@pytest.fixture
def call(transactional_db: None) -> Call:
    return make_world(timezone.now()).here.call


@pytest.fixture
def phone(site: str, browser: Browser, call: Call) -> Iterator[Phone]:
    """Open phones that know nobody, whose consoles stay silent."""
    contexts = []
    complaints: list[str] = []

    def opened() -> Page:
        contexts.append(browser.new_context(viewport={"width": 390, "height": 844}, base_url=site))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def mailed(address: str, path: str) -> str:
    """Return the address of the site that the newest message to somebody holds."""
    text = Notice.objects.filter(address=address, text__contains=path).latest("pk").text
    return re.search(rf"{path}\S+", text)[0]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert Axe().run(page).violations_count == 0, page.url


def start(page: Page, call: Call) -> None:
    """Start as somebody without an account, by the link from the mail."""
    page.goto(call.get_absolute_url())
    press(page, "Start an application")
    page.get_by_label("Your name").fill("Lena")
    page.get_by_label("E-mail address").fill("lena@example.org")
    press(page, "Send me the message")
    title(page, "Look into your mail")
    page.goto(mailed("lena@example.org", "/start/"))
    page.get_by_label("Name of your organization").fill("Example Lab")
    press(page, "Start the application")
    title(page, "Your part waits for you")


def fill_list(page: Page, first: str, number: str, short: str) -> None:
    """Answer a list of questions and say that the part is done."""
    page.locator("textarea").first.fill(first)
    page.get_by_label(short).fill("Summer Bench")
    page.get_by_label("Summer", exact=True).check()
    if number:
        page.get_by_label(number).fill("12")
    press(page, "Check my part")
    press(page, "My part is done")


def fill_steps(page: Page) -> None:
    """Answer one question at a time and say that the part is done."""
    page.locator("textarea").fill(SECRET)
    press(page, "Next question")
    page.get_by_label("Your job in three words").fill("Bench and bolts")
    press(page, "Next question")
    page.get_by_label("Summer", exact=True).check()
    for words in ("Next question", "Next question", "Check my answers"):
        press(page, words)
    press(page, "My part is done")


def invite(page: Page, party: str, name: str, organization: str = "") -> None:
    press(page, f"Invite: {party}")
    page.get_by_label("Name of the person").fill(name)
    if organization:
        page.get_by_label("Organization").fill(organization)
    page.get_by_label("E-mail address").fill(f"{name.lower()}@example.org")
    page.locator("main").get_by_role("button", name="Invite", exact=True).click()


def join_as_umbrella(page: Page) -> None:
    page.goto(mailed("uma@example.org", "/i/"))
    title(page, "Lena asks you to fill a part")
    press(page, "Yes, I fill this part")
    fill_list(page, "We lend them our people.", "", "Who will lead?")
    title(page, "Your part is done")


def join_as_youth(page: Page) -> None:
    page.goto(mailed("yuri@example.org", "/i/"))
    born = month_for_age(16, timezone.now())
    page.get_by_label("Birth month").select_option(str(born.month))
    page.get_by_label("Birth year").select_option(str(born.year))
    press(page, "Yes, I fill this part")
    fill_steps(page)
    title(page, "Your part is done")


@pytest.mark.slow
def test_three_phones_from_the_call_to_three_receipts(phone: Phone, call: Call) -> None:
    lead, umbrella, youth = phone(), phone(), phone()
    start(lead, call)
    press(lead, "Go on with my part")
    fill_list(lead, "They build what visitors touch.", "How many young people?", "Name of the program")
    title(lead, "Your part is done. Now invite the others")
    invite(lead, "Umbrella organization", "Uma", "Example Alliance")
    invite(lead, "Employed youth", "Yuri")
    title(lead, "You can send the application")

    join_as_umbrella(umbrella)
    join_as_youth(youth)

    lead.reload()
    title(lead, "All parts are done. Send the application")
    press(lead, "Send application")
    title(lead, "The application is sent")
    whole = Application.objects.get().sha256
    for page, address in ((lead, "lena"), (umbrella, "uma"), (youth, "yuri")):
        page.goto(Application.objects.get().get_absolute_url())
        press(page, "See my receipt")
        title(page, "Your part is in")
        receipt = Receipt.objects.get(part__owner__email=f"{address}@example.org")
        assert receipt.application_sha256 == whole
        expect(page.get_by_text(receipt.part_sha256)).to_be_visible()
        assert (
            receipt.part_sha256 in Notice.objects.get(kind="receipt", address=f"{address}@example.org").text
        )
    for page in (lead, umbrella):
        page.goto(Application.objects.get().get_absolute_url())
        assert SECRET not in page.content()
