"""A coordinator of a real site sets a passkey up, and comes in by it, by a code with it, and by paper."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from copractice.ledger.models import LogEntry
from copractice.notices.models import Notice
from tests.journeys.conftest import Visit
from tests.journeys.test_accessibility import DESK, PHONE, faults_of

ADDRESS = "coordinator-01@example.org"
PLACE = "/c/demo-stem/"
FAULT = "No passkey came."


def at(path: str) -> re.Pattern[str]:
    """Return what only the whole address fits: a sign-in page that leads on to it ends in it, too."""
    return re.compile(rf"^http://[^/]+{re.escape(path)}$")


def give_device(page: Page) -> None:
    """Put a device into the browser that keeps passkeys and knows its owner's face."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    what = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    who = {"hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": what | who})


def come_by_code(page: Page) -> None:
    """Ask for a code and type it."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url(at("/sign-in/code/"))
    text = Notice.objects.filter(kind="login_code").latest("pk").text
    page.get_by_label("Code").fill(re.search(r"[B-Z]{4}-[B-Z]{4}", text)[0])
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def is_closed(page: Page) -> bool:
    return "/sign-in/" in page.request.get(f"{PLACE}log/").url


def set_up(page: Page) -> list[str]:
    """Be led from a page to setting a passkey up, come back to that page, and return the recovery codes."""
    page.goto(PLACE)
    page.wait_for_url(at(f"/me/sign-in/?next={PLACE}"))
    expect(page.get_by_text("People who run a community")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("button", name="Show me ten codes").click()
    codes = page.locator(".sign-in__codes li").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url(at(PLACE))
    return codes


def look_at_all(page: Page) -> list[str]:
    """Return what is wrong with the pages behind a passkey, and give it another name on the way."""
    paths = ("/me/sign-in/", "/me/sign-in/recovery-codes/", "/me/sign-in/again/")
    faults = [fault for path in paths for layout in (PHONE, DESK) for fault in faults_of(page, path, layout)]
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/me/sign-in/")
    page.get_by_role("link", name="Rename or remove").click()
    page.wait_for_url("**/me/sign-in/passkeys/*/")
    faults += faults_of(page, page.url, PHONE)
    page.get_by_label("Name of this passkey").fill("Old phone")
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_role("heading", name="Old phone")).to_be_visible()
    return faults


@pytest.mark.slow
def test_a_passkey_is_set_up_first_and_opens_every_door(visit: Visit, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    page, other = visit("Coordinator 01"), visit()
    give_device(page)
    give_device(other)
    codes = set_up(page)
    assert len(codes) == 10
    assert set(LogEntry.objects.values_list("act", flat=True)) >= {"passkey.add", "recovery_codes.make"}
    assert look_at_all(page) == []

    sign_out(page)
    assert is_closed(page)
    page.goto(f"/sign-in/?next={PLACE}log/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(at(f"{PLACE}log/"))

    sign_out(page)
    come_by_code(page)
    page.wait_for_url(at("/sign-in/second-step/"))
    assert is_closed(page)
    assert faults_of(page, "/sign-in/second-step/", PHONE) == []
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(at("/me/"))
    assert not is_closed(page)
    come_by_paper(other, codes[4])


def come_by_paper(other: Page, code: str) -> None:
    """Come in with a device that holds no passkey of ours: by a code and a recovery code."""
    other.goto("/sign-in/")
    other.get_by_role("button", name="Sign in with a passkey").click()
    expect(other.get_by_text(FAULT)).to_be_visible()
    assert is_closed(other)
    come_by_code(other)
    other.wait_for_url(at("/sign-in/second-step/"))
    other.get_by_label("Code").fill(code)
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.wait_for_url(at("/me/"))
    assert not is_closed(other)


def test_without_scripts_a_passkey_is_not_offered_and_the_other_ways_are_whole(visit: Visit) -> None:
    page = visit("Member 01", java_script_enabled=False)
    page.goto("/me/sign-in/passkeys/new/")
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
    page.get_by_role("link", name="Add an authenticator app instead").click()
    expect(page.get_by_role("button", name="Add the app")).to_be_visible()
    page.goto("/me/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
