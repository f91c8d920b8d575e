"""Three phones in a live convening: in by code, a statement accepted, votes by thumb, keyboard and offline."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from copractice.convening.models import Convening, Statement, Vote, Voter
from copractice.convening.tests.rooms import close, make_statements, open_convening
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
NEW = "Let youth choose half of the projects"
WAITS = "Not sent yet."
Opener = Callable[..., Page]


@pytest.fixture
def now(transactional_db: None) -> datetime:
    return timezone.now()


@pytest.fixture
def world(now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def convening(world: World, now: datetime) -> Convening:
    convening = open_convening(world.here, now, is_moderated=True)
    make_statements(convening, now, 3)
    return convening


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[Opener]:
    """Open one more phone, whose console stays silent."""
    contexts = []

    def opened(**more: object) -> Page:
        context = browser.new_context(viewport=PHONE, has_touch=True, base_url=site, **more)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page, site: str, world: World, role: str) -> None:
    client = Client()
    client.force_login(world.here.people[role])
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])


def join(page: Page, convening: Convening) -> None:
    page.goto("/join/")
    page.get_by_label("Code of the room").fill(convening.room_code.lower())
    page.get_by_role("button", name="Join the room").click()
    expect(page.locator(".room__ways")).to_be_visible()


def shown(page: Page) -> str:
    return page.locator(".room__statement").inner_text()


def press(page: Page, answer: str) -> str:
    """Press an answer, and wait until the room goes on; return the statement that was on the screen."""
    text = shown(page)
    page.get_by_role("button", name=answer, exact=True).tap()
    expect(page.get_by_role("heading", name=text, exact=True)).to_have_count(0)
    return text


def is_clean(page: Page) -> bool:
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    return bool(page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"])


def answers(convening: Convening) -> list[tuple[str, int]]:
    rows = Vote.objects.filter(statement__convening=convening)
    return sorted(rows.values_list("statement__text", "value"))


def test_three_phones_through_a_live_convening(
    site: str, phone: Opener, browser: Browser, world: World, convening: Convening
) -> None:
    ana, ben, cleo = phone(), phone(color_scheme="dark"), phone()
    desk = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site).new_page()
    sign_in(desk, site, world, "coordinator")

    ana.goto("/join/")
    assert is_clean(ana)
    for page in (ana, ben, cleo):
        join(page, convening)
        assert is_clean(page)

    ana.get_by_role("link", name="Write a statement").click()
    assert is_clean(ana)
    ana.get_by_role("textbox", name="Your statement").fill(f"  {NEW}  ")
    ana.get_by_role("button", name="Send my statement").click()
    expect(ana.get_by_text("goes into the vote once the moderators have read it")).to_be_visible()
    expect(ben.get_by_text("Statement 1 of 3")).to_be_visible()

    desk.goto(f"/c/here/convenings/{convening.code}/moderation/")
    assert is_clean(desk)
    desk.get_by_role("button", name="Accept").click()
    expect(desk.get_by_text("Statement 4 is accepted.")).to_be_visible()

    by_thumb(ben)
    by_keyboard(cleo)
    offline_in_between(ana)
    desk.goto(f"/c/here/convenings/{convening.code}/wall/")
    expect(desk.locator(".wall__turnout")).to_contain_text("3 joined, 12 votes, 4 statements")
    assert is_clean(desk)
    texts = sorted(Statement.objects.filter(convening=convening).values_list("text", flat=True))
    assert NEW in texts
    assert answers(convening) == [(text, value) for text in texts for value in (-1, 0, 1)]
    assert Voter.objects.filter(convening=convening).count() == 3
    assert ana.complaints == ben.complaints == cleo.complaints == []
    desk.context.close()


def by_thumb(page: Page) -> None:
    """Agree to all; the answers stay under the thumb from one statement to the next."""
    page.reload()
    boxes = []
    for _ in range(4):
        boxes.append(page.get_by_role("button", name="Agree", exact=True).bounding_box())
        press(page, "Agree")
    assert all(box == boxes[0] for box in boxes)
    assert boxes[0]["height"] >= 72
    expect(page.get_by_role("heading", name="Thank you. That was all of them.")).to_be_focused()
    assert is_clean(page)
    page.get_by_role("link", name="Look through my votes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You voted on 4 statements")
    assert is_clean(page)


def by_keyboard(page: Page) -> None:
    """Pass on all with the keyboard alone; the focus is on each next statement and the saving is told."""
    page.reload()
    page.locator(".room__statement").focus()
    for number in range(1, 5):
        text = shown(page)
        for _ in range(3):
            page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Pass")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=text, exact=True)).to_have_count(0)
        if number < 4:
            expect(page.locator(".room__statement")).to_be_focused()
            expect(page.locator("#told[role=status]")).to_contain_text(f"Saved. Statement {number + 1} of 4")


def offline_in_between(page: Page) -> None:
    """Disagree with all; the network goes away before the second vote, and comes back."""
    page.reload()
    press(page, "Disagree")
    page.context.set_offline(True)
    text = shown(page)
    page.get_by_role("button", name="Agree", exact=True).tap()
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.get_by_role("button", name="Disagree", exact=True).tap()
    assert shown(page) == text
    assert is_clean(page)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name=text, exact=True)).to_have_count(0, timeout=15_000)
    expect(page.get_by_text(WAITS)).to_have_count(0)
    press(page, "Disagree")
    press(page, "Disagree")


def test_a_vote_kept_on_a_phone_goes_out_when_the_room_is_opened_again(
    phone: Opener, convening: Convening
) -> None:
    page = phone()
    join(page, convening)
    page.context.set_offline(True)
    text = shown(page)
    page.get_by_role("button", name="Pass").tap()
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.close()
    assert answers(convening) == []
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(f"/v/{convening.room_code}/")
    expect(again.get_by_text("Statement 2 of 3", exact=True)).to_be_visible()
    assert answers(convening) == [(text, 0)]


def test_a_vote_that_comes_back_after_the_close_is_refused_in_words(
    phone: Opener, convening: Convening, world: World, now: datetime
) -> None:
    page = phone()
    join(page, convening)
    page.context.set_offline(True)
    text = shown(page)
    page.get_by_role("button", name="Agree", exact=True).tap()
    expect(page.get_by_text(WAITS)).to_be_visible()
    close(convening, world.here, now)
    page.context.set_offline(False)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Voting is closed, so this was not counted.", timeout=15_000)
    expect(alert).to_contain_text(f"You pressed “agree” for: “{text}”")
    assert is_clean(page)
    page.get_by_role("link", name="See what comes next").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Voting closed on")
    assert is_clean(page)
    assert answers(convening) == []


def test_eight_tabs_of_one_phone_that_vote_at_once_are_one_voice(phone: Opener, convening: Convening) -> None:
    first = phone()
    join(first, convening)
    tabs = [first, *(first.context.new_page() for _ in range(7))]
    for tab in tabs[1:]:
        tab.goto(f"/v/{convening.room_code}/")
    assert len({shown(tab) for tab in tabs}) == 1
    for tab in tabs:
        tab.evaluate("document.querySelector('.vote__button--agree').click()")
    for tab in tabs:
        expect(tab.get_by_text("Statement 2 of 3", exact=True)).to_be_visible()
    assert [value for _text, value in answers(convening)] == [1]
    assert Voter.objects.filter(convening=convening).count() == 1


def test_everything_works_without_javascript(
    site: str, phone: Opener, convening: Convening, world: World
) -> None:
    page = phone(java_script_enabled=False)
    join(page, convening)
    text = shown(page)
    page.get_by_role("link", name="Skip it for now").click()
    for answer in ("Agree", "Disagree"):
        page.get_by_role("button", name=answer, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You skipped 1 statement.")
    page.get_by_role("link", name="Show me the one I skipped").click()
    assert shown(page) == text
    page.get_by_role("button", name="Pass").click()
    expect(page.get_by_text("Saved: pass.")).to_be_visible()
    page.get_by_role("link", name="Change").click()
    page.get_by_role("button", name="Agree", exact=True).click()
    page.get_by_role("link", name="Write a statement").first.click()
    page.get_by_role("textbox", name="Your statement").fill("Statements number one")
    page.get_by_role("button", name="Send my statement").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it one of these?")
    page.get_by_role("button", name="Send mine anyway").click()
    page.get_by_role("link", name="My votes", exact=True).click()
    expect(page.get_by_text("Waits for the moderators")).to_be_visible()
    assert sorted(value for _text, value in answers(convening)) == [-1, 1, 1]
    sign_in(page, site, world, "member")
    page.get_by_role("link", name="Keep my votes in my account").click()
    page.get_by_role("button", name="Keep my votes in my account").click()
    expect(page.get_by_text("Your votes are in your account.")).to_be_visible()
    assert Voter.objects.get(convening=convening).person == world.here.people["member"]


def test_turnout_asks_again_and_again_for_a_header_only(phone: Opener, convening: Convening) -> None:
    page = phone()
    join(page, convening)
    press(page, "Agree")
    expect(page.locator(".room__turnout")).to_contain_text("1 joined, 1 vote, 3 statements")
    # The browser asks whether anything changed, gets headers alone, and shows what it has.
    with page.expect_response(lambda answer: "if-none-match" in answer.request.all_headers()) as polled:
        pass
    assert polled.value.all_headers()["content-length"] == "0"
    expect(page.locator(".room__turnout")).to_contain_text("1 joined, 1 vote, 3 statements")
