"""A reviewer on a phone, from the ties to a sent review, and the coordinator who then reads what it adds up to."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from copractice.people.models import Person
from copractice.review.models import Reviewer, Score
from tests.world import Place, make_world
from tests.world_review import Reviewed, person_of

Opener = Callable[[Person], Page]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def place(transactional_db: None) -> Place:
    """Return a place with applications that are assigned to reviewers who have not declared ties."""
    place = make_world(timezone.now() - timedelta(hours=1)).here
    Reviewer.objects.filter(call=place.reviewed.call).update(declared_at=None)
    return place


@pytest.fixture
def phone_of(site: str, browser: Browser, place: Place) -> Iterator[Opener]:
    """Open a phone where somebody is signed in, and whose console stays silent."""
    contexts = []
    complaints: list[str] = []

    def opened(person: Person) -> Page:
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        contexts.append(browser.new_context(viewport=PHONE, has_touch=True, base_url=site))
        contexts[-1].add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert Axe().run(page).violations_count == 0, page.url


def declare(page: Page, reviewed: Reviewed) -> None:
    """Say that nothing ties the reviewer, which opens the list."""
    page.goto(reverse("my_reviews", args=["here", reviewed.call.code]))
    title(page, "What ties you to them?")
    page.get_by_role("button", name="Declare my ties").tap()


def write(page: Page, reviewed: Reviewed) -> None:
    """Score by touch: a number with its reason, and what does not apply; each is saved without a button."""
    first, second = reviewed.call.criteria.order_by("number")
    for criterion, label in ((first, "What 4 looks like"), (second, "Does not apply, or I cannot tell")):
        box = page.locator(f"#box-score-{criterion.code}")
        box.get_by_label(label).tap()
        expect(box.locator("[data-state]")).to_contain_text("Saved")
    assert Score.objects.get(criterion=first).value == 4
    assert Score.objects.get(criterion=second).is_na
    page.get_by_role("button", name="Send my review").tap()
    expect(page.get_by_role("alert")).to_contain_text("0 and 4 need a comment")
    reason = page.locator(f"#box-comment-{first.code}")
    reason.get_by_label("Why?").fill("They did it last year, and say what they would change.")
    expect(reason.locator("[data-state]")).to_contain_text("Saved")


def test_a_reviewer_declares_ties_scores_on_a_phone_and_staff_read_the_mean(
    phone_of: Opener, place: Place
) -> None:
    reviewed = place.reviewed
    page = phone_of(person_of(reviewed.review))
    declare(page, reviewed)
    n = reviewed.review.assignment.reviewer.assignments.count()
    title(page, f"0 of {n} reviews sent")
    page.get_by_role("link", name="Begin the first review").tap()
    page.wait_for_url("**/reviews/*/", wait_until="load")  # by then the script listens
    write(page, reviewed)
    page.get_by_role("button", name="Send my review").tap()
    title(page, f"1 of {n} reviews sent")
    staff = phone_of(place.people["coordinator"])
    staff.goto(reverse("review_desk", args=["here", reviewed.call.code]))
    staff.get_by_role("link", name="See what the reviews say").tap()
    title(staff, "1 of 4 reviews are in.")
    scored = staff.get_by_role("row").filter(has_text="1 of 2")
    expect(scored).to_contain_text("4.00")
    expect(staff.get_by_role("row").filter(has_text="0 of 2")).to_contain_text("not yet")
    scored.get_by_role("link").tap()
    expect(staff.get_by_text("They did it last year, and say what they would change.")).to_be_visible()
    expect(staff.get_by_text("n/a", exact=True)).to_be_visible()
