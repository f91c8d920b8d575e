"""Writing a part in a browser: saved while typing, two tabs, no network, the call closing, a file, no script."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from copractice.applications.models import Answer, AnswerVersion, Part
from copractice.applications.tests.parts import Parts, make_parts
from copractice.applications.tests.pdfs import pdf
from copractice.calls.models import Call
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
SAVED = re.compile(r"Saved \d+:\d\d")
Opener = Callable[..., Page]


@pytest.fixture
def parts(transactional_db: None) -> Parts:
    now = timezone.now()
    return make_parts(make_world(now).here, now - timedelta(hours=1))


@pytest.fixture
def opened(site: str, browser: Browser, parts: Parts) -> Iterator[Opener]:
    """Open a part in its owner's browser, whose console stays silent; a second page is another window of it."""
    contexts = []
    complaints: list[str] = []

    def page_of(part: Part, window_of: Page | None = None, **more: object) -> Page:
        if window_of:
            page = window_of.context.new_page()
        else:
            context = browser.new_context(viewport=PHONE, has_touch=True, base_url=site, **more)
            client = Client()
            client.force_login(part.owner)
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
            contexts.append(context)
            page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(part.get_absolute_url())
        return page

    yield page_of
    for context in contexts:
        context.close()
    assert complaints == []


def head(part: Part) -> list[str]:
    return list(Answer.objects.filter(part=part).order_by("question__number").values_list("text", flat=True))


def state(page: Page) -> object:
    return expect(page.locator("[data-state]").first)


def write(page: Page, text: str) -> None:
    """Type as fingers do: key by key, and then pause."""
    box = page.locator("textarea").first
    box.fill("")
    box.press_sequentially(text, delay=2)


def reachable(page: Page, *, yes: bool) -> None:
    """Cut the network, or give it back; the browser's own switch spares localhost."""
    if yes:
        page.unroute("**/answers/")
        page.evaluate("window.dispatchEvent(new Event('online'))")
    else:
        page.route("**/answers/", lambda route: route.abort())


def test_a_text_is_saved_while_it_is_typed_and_there_after_a_reload(opened: Opener, parts: Parts) -> None:
    page = opened(parts.youth)
    write(page, "I learned to ask for help.")
    state(page).to_have_text(SAVED)
    expect(page.locator("[data-count]")).to_have_text("6")
    page.reload()
    expect(page.locator("textarea")).to_have_value("I learned to ask for help.")
    assert head(parts.youth) == ["I learned to ask for help."]
    assert Axe().run(page).violations_count == 0


def test_what_was_typed_before_the_script_came_is_saved_too(opened: Opener, parts: Parts) -> None:
    page = opened(parts.youth)
    slow: list[Route] = []
    page.route("**/answers*.js", lambda route: slow.append(route))
    with page.expect_request("**/answers*.js"):
        page.reload(wait_until="commit")
    page.locator("textarea").first.fill("Faster than the network")
    slow[0].continue_()
    state(page).to_have_text(SAVED)
    assert head(parts.youth) == ["Faster than the network"]


def test_leaving_the_page_saves_what_was_not_sent_yet(opened: Opener, parts: Parts) -> None:
    page = opened(parts.youth)
    write(page, "Typed and gone")
    page.goto("/me/")
    page.goto(parts.youth.get_absolute_url())
    expect(page.locator("textarea")).to_have_value("Typed and gone")
    state(page).to_have_text(SAVED)
    assert head(parts.youth) == ["Typed and gone"]
    assert not AnswerVersion.objects.exclude(kind="saved").exists()


def test_two_windows_show_both_texts_and_the_writer_chooses(opened: Opener, parts: Parts) -> None:
    one = opened(parts.youth)
    two = opened(parts.youth, window_of=opened(parts.youth))
    write(one, "From window one")
    state(one).to_have_text(SAVED)
    write(two, "From window two")
    state(two).to_contain_text("There are two texts.")
    expect(two.locator(".answer__both")).to_contain_text("From window one")
    assert Axe().run(two).violations_count == 0
    two.get_by_role("button", name="Keep what is written here").click()
    state(two).to_have_text(SAVED)
    assert head(parts.youth) == ["From window two"]
    write(one, "One again")
    state(one).to_contain_text("There are two texts.")
    one.get_by_role("link", name="Keep the other text").click()
    expect(one.locator("textarea")).to_have_value("From window two")
    state(one).to_have_text(SAVED)
    assert head(parts.youth) == ["From window two"]


def test_without_a_network_a_text_waits_on_the_device_and_goes_out_later(
    opened: Opener, parts: Parts
) -> None:
    page = opened(parts.youth)
    reachable(page, yes=False)
    write(page, "Written in a tunnel")
    expect(page.locator("[data-told]")).to_contain_text("Not sent yet. Your text is kept on this device")
    assert head(parts.youth) == []
    page.reload()
    expect(page.locator("textarea")).to_have_value("Written in a tunnel")
    reachable(page, yes=True)
    state(page).to_have_text(SAVED)
    assert head(parts.youth) == ["Written in a tunnel"]
    expect(page.locator("[data-told]")).to_be_hidden()


def test_an_answer_whose_acknowledgment_was_lost_is_no_conflict(opened: Opener, parts: Parts) -> None:
    page = opened(parts.youth)

    def swallow(route: object) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers/", swallow, times=1)
    write(page, "First half")
    expect(page.locator("[data-told]")).to_contain_text("Not sent yet.")
    page.locator("textarea").press_sequentially(" and second half")
    state(page).to_have_text(SAVED)
    assert head(parts.youth) == ["First half and second half"]
    assert not AnswerVersion.objects.exclude(kind="saved").exists()


def test_the_call_closes_while_somebody_types(opened: Opener, parts: Parts) -> None:
    page = opened(parts.youth)
    write(page, "In time")
    state(page).to_have_text(SAVED)
    past = timezone.now() - timedelta(hours=1)
    Call.objects.filter(pk=parts.call.pk).update(closes_at=past, parties_by=past)
    page.locator("textarea").press_sequentially(", and a word more")
    state(page).to_contain_text("What you wrote after it is kept as a late draft.")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your part is closed")
    expect(page.locator(".checked__row").first).to_contain_text("In time")
    page.get_by_text("A text that came too late is kept.").click()
    expect(page.get_by_text("In time, and a word more")).to_be_visible()


def test_a_session_that_ended_keeps_the_text_and_says_what_to_do(opened: Opener, parts: Parts) -> None:
    page = opened(parts.youth)
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    write(page, "Signed out meanwhile")
    expect(page.locator("[data-told]")).to_contain_text("Load this page again to send it.")
    page.context.add_cookies(cookies)
    page.reload()
    state(page).to_have_text(SAVED)
    assert head(parts.youth) == ["Signed out meanwhile"]


def test_a_young_person_goes_through_all_questions_by_thumb(opened: Opener, parts: Parts) -> None:
    page = opened(parts.youth)
    write(page, "I learned to ask.")
    page.get_by_role("button", name="Next question").click()
    page.get_by_label("Your job in three words").fill("Kind and quick")
    page.get_by_role("button", name="Next question").click()
    page.get_by_text("School year").click()
    state(page).to_have_text(SAVED)
    page.get_by_role("button", name="Next question").click()
    page.get_by_role("link", name="Skip it for now").click()
    expect(page.get_by_text("Question 5 of 5")).to_be_visible()
    page.get_by_role("button", name="Check my answers").click()
    expect(page.get_by_role("button", name="My part is done")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    assert head(parts.youth) == ["I learned to ask.", "Kind and quick", "2"]
    assert page.evaluate("Object.keys(localStorage).length") <= 1
    page.goto(parts.youth.get_absolute_url())
    expect(page.locator("textarea")).to_have_value("I learned to ask.")
    page.wait_for_function("Object.keys(localStorage).length === 0")
    assert not AnswerVersion.objects.exclude(kind="saved").exists()


def test_a_file_goes_out_as_soon_as_it_is_chosen(opened: Opener, parts: Parts, tmp_path: Path) -> None:
    page = opened(parts.employer)
    plan, page_file, large = tmp_path / "plan.pdf", tmp_path / "page.pdf", tmp_path / "large.pdf"
    plan.write_bytes(pdf())
    page_file.write_text("<!doctype html>")
    large.write_bytes(b"%PDF-" + b"0" * 6 * 2**20)
    box = page.locator("input[type=file]")
    answer = page.locator("[data-answer]").last
    box.set_input_files(large)
    expect(answer).to_contain_text("This file is larger than 5 MB.")
    box.set_input_files(page_file)
    expect(answer).to_contain_text("This is no PDF, PNG or JPEG")
    box.set_input_files(plan)
    expect(answer.get_by_role("link", name="plan.pdf")).to_be_visible()
    answer.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("link", name="plan.pdf")).to_have_count(0)
    assert Axe().run(page).violations_count == 0


def test_without_a_script_everything_works_by_buttons(opened: Opener, parts: Parts) -> None:
    page = opened(parts.employer, java_script_enabled=False)
    page.locator("textarea").fill("They build.")
    page.get_by_label("Name of the program").fill("Summer Bench")
    page.get_by_label("Name of the program").press("Enter")
    expect(page.get_by_text("2 of 5 questions answered")).to_be_visible()
    page.get_by_role("button", name="Check my part").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 questions still need you")
    assert head(parts.employer) == ["They build.", "Summer Bench"]
