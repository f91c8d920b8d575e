"""Three phones compare statements and place dots, by thumb, by keyboard, offline, without scripts; the results."""

from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from copractice.convening.actions.freezing import freeze
from copractice.convening.models import Convening, Dot, Pair
from copractice.convening.tests.crowds import crowded
from copractice.convening.tests.rooms import close, make_statements
from copractice.convening.tests.test_prioritizing import opened
from tests.journeys.test_room import WAITS, Opener, is_clean, join, phone, sign_in
from tests.world import World, make_world

__all__ = ["phone"]  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def now(transactional_db: None) -> datetime:
    return timezone.now()


@pytest.fixture
def world(now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def convening(world: World, now: datetime) -> Convening:
    convening = opened(world.here, now)
    make_statements(convening, now, 3)
    return convening


def pairs(convening: Convening) -> int:
    return Pair.objects.filter(voter__convening=convening).count()


def lying(convening: Convening) -> list[int]:
    dots = Dot.objects.filter(voter__convening=convening)
    return sorted(dots.values_list("count", flat=True))


def test_three_phones_compare_and_place_dots(
    site: str, phone: Opener, world: World, convening: Convening, now: datetime
) -> None:
    ana, ben, cleo = phone(), phone(color_scheme="dark"), phone(java_script_enabled=False)
    for page in (ana, ben, cleo):
        join(page, convening)
        page.get_by_role("link", name="Compare", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Which of these two matters more?")
    assert is_clean(ana)
    assert is_clean(ben)
    by_thumb(ana)
    offline_in_between(ben, convening)
    without_scripts(cleo)
    assert pairs(convening) == 3 + 1 + 1
    assert lying(convening) == [1, 1, 1, 1, 2]
    close(convening, world.here, now)
    ana.reload()
    expect(ana.get_by_role("heading", level=1)).to_contain_text("Voting closed on")
    assert ana.complaints == ben.complaints == []


def by_thumb(page: Page) -> None:
    """Compare all three pairs, by thumb and by keyboard, and put two dots on one statement."""
    box = page.locator(".pair__button").first.bounding_box()
    assert box["height"] >= 140
    page.locator(".pair__button").first.tap()
    expect(page.get_by_text("1 pair compared", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 pairs compared", exact=True)).to_be_visible()
    page.get_by_role("button", name="Can’t decide").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. You compared them all.")
    assert is_clean(page)
    page.get_by_role("link", name="Place my dots").click()
    more = page.get_by_role("button", name="One dot more")
    for left in ("2 dots left", "1 dot left"):
        more.first.tap()
        expect(page.locator(".dots__left b")).to_have_text(left)
    expect(more.first).to_be_focused()
    more.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dots__left b")).to_have_text("0 dots left")
    more.nth(2).dispatch_event("click")  # nothing is left, so nothing happens
    expect(page.locator(".dots__left b")).to_have_text("0 dots left")
    assert is_clean(page)
    expect(page.locator("#told")).to_have_text("Saved. 0 dots left")


def offline_in_between(page: Page, convening: Convening) -> None:
    """Choose and place a dot without a network; both arrive when it is back, and are counted once."""
    page.context.set_offline(True)
    page.locator(".pair__button").last.click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    expect(page.locator(".pair__button").last).to_have_attribute("aria-pressed", "true")
    before = pairs(convening)
    page.context.set_offline(False)
    expect(page.get_by_text("1 pair compared", exact=True)).to_be_visible()
    assert pairs(convening) == before + 1
    page.get_by_role("link", name="Dots", exact=True).click()
    page.context.set_offline(True)
    page.get_by_role("button", name="One dot more").first.click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".dots__left b")).to_have_text("2 dots left")


def without_scripts(page: Page) -> None:
    """Choose, change the choice, place two dots and take one back, by forms alone."""
    page.locator(".pair__button").first.click()
    page.get_by_role("link", name="Change").click()
    expect(page.get_by_text("Change your choice")).to_be_visible()
    page.get_by_role("button", name="Can’t decide").click()
    expect(page.get_by_text("Saved: can't decide.")).to_be_visible()
    page.get_by_role("link", name="Dots", exact=True).click()
    for left in ("2 dots left", "1 dot left"):
        page.get_by_role("button", name="One dot more").first.click()
        expect(page.locator(".dots__left b")).to_have_text(left)
    page.get_by_role("button", name="One dot less").first.click()
    expect(page.locator(".dots__left b")).to_have_text("2 dots left")
    page.get_by_role("button", name="One dot more").last.click()
    expect(page.locator(".dots__left b")).to_have_text("1 dot left")


def test_the_results_of_a_crowd_are_read_on_a_phone_and_at_a_desk(
    site: str, phone: Opener, world: World, now: datetime
) -> None:
    convening = crowded(world.here, now)
    freeze(convening_id=convening.pk, now=now)
    page = phone()
    sign_in(page, site, world, "member")
    page.goto(convening.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Two groups, and 1 statement that all agree on")
    expect(page.get_by_role("heading", name="Equal shares gave 10 more people a priority")).to_be_visible()
    for summary in page.locator("details.disclosure > summary").all():
        summary.click()
    assert is_clean(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert is_clean(page)
    assert page.complaints == []
