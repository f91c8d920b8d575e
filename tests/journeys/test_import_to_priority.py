"""A coordinator brings in a real conversation, reads what people said, and adopts a priority for everybody."""

from datetime import timedelta
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from procrastinate.contrib.django import app

from copractice.convening.models import Convening, Priority
from copractice.convening.tests.test_conversation import SEATTLE
from tests.world import Place, make_place

pytestmark = pytest.mark.django_db(transaction=True)

ATTRIBUTION = (
    "Data was gathered using the Polis software (compdemocracy.org/polis) and is sub-licensed under "
    "CC BY 4.0 with Attribution to The Computational Democracy Project."
)


@pytest.fixture
def here(transactional_db: None) -> Place:
    return make_place("here", timezone.now() - timedelta(days=1))


def work() -> None:
    """Let a real worker do what is queued, and stop; in a thread, since the browser's loop holds this one."""

    def once() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
        connections.close_all()

    thread = Thread(target=once)
    thread.start()
    thread.join()


def sign_in(page: Page, site: str, place: Place, role: str) -> None:
    client = Client()
    client.force_login(place.people[role])
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])


def hand_in(page: Page, site: str, votes: str) -> None:
    page.goto(f"{site}/c/here/convenings/import/")
    page.get_by_label("Title").fill("Fifteen dollars an hour")
    page.get_by_label("The question people answered").fill("What do you think about 15 dollars an hour?")
    page.get_by_label("comments.csv").set_input_files(SEATTLE / "comments.csv")
    page.get_by_label("votes.csv").set_input_files(SEATTLE / votes)
    page.get_by_label("Attribution").fill(ATTRIBUTION)
    page.get_by_role("button", name="Check the files").click()


def test_from_import_to_a_public_priority(site: str, here: Place, page: Page, browser: Browser) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, site, here, "coordinator")

    hand_in(page, site, "comments.csv")
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    work()
    page.reload()
    expect(page.get_by_role("heading", name="Nothing was imported")).to_be_visible()
    expect(page.get_by_text("no column voter-id, vote")).to_be_visible()

    hand_in(page, site, "votes.csv")
    work()
    page.reload()
    expect(page.get_by_role("heading", name="Checked. Nothing is written yet.")).to_be_visible()
    expect(page.get_by_text("2872")).to_be_visible()
    assert not Convening.objects.filter(attribution=ATTRIBUTION).exists()
    page.get_by_role("button", name="Import these rows").click()
    work()
    page.reload()
    page.get_by_role("link", name="See what was imported").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Two groups, and nothing that all agree on")
    expect(page.get_by_role("heading", name="337 people, 30 statements, 2,848 votes")).to_be_visible()
    expect(page.locator(".map__drawing svg")).to_be_visible()
    assert Axe().run(page).violations_count == 0

    adopt(page)
    read_as_visitor(site, browser)
    assert Priority.objects.get(title__en="Pay people enough to live on").turnout["voters"] == 337


def adopt(page: Page) -> None:
    """Number a statement, word the priority, say why."""
    page.get_by_role("link", name="Adopt priorities").click()
    page.get_by_label("Priority number for statement 45").fill("1")
    page.get_by_role("button", name="Word the priorities").click()
    page.get_by_label("Priority (English)").fill("Pay people enough to live on")
    page.get_by_label("Why it was adopted (English)").fill("The surest agreement of all.")
    page.get_by_role("button", name="Adopt 1 priority").click()
    expect(page.get_by_text("The priorities are adopted and public.")).to_be_visible()


def read_as_visitor(site: str, browser: Browser) -> None:
    """Follow the priority from the public page to the people behind it, on a phone without JavaScript."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/c/here/")
    page.get_by_role("link", name="Pay people enough to live on").click()
    expect(page.get_by_text("54 of 75 agreed")).to_be_visible()
    expect(page.get_by_text("The surest agreement of all.")).to_be_visible()
    page.get_by_role("link", name="June 18, 2014").click()
    expect(page.get_by_text("Attribution to The Computational Democracy Project")).to_be_visible()
    context.close()
