"""A young person, the guardian and the staff, each in a browser of their own, from a name to a yes taken back."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from copractice.communities.models import Community
from copractice.consents.actions.births import tell_birth_month
from copractice.consents.queries import standing
from copractice.consents.states import Purpose
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.journeys.conftest import Visit
from tests.world_consents import month_for_age

COMMUNITY = "/c/demo-stem/"
DESK = {"viewport": {"width": 1280, "height": 844}}


def make_youth() -> Person:
    """Make a young person who told the month they were born in."""
    now = timezone.now()
    youth = Person.objects.create_user("youth-90@example.org")
    community = Community.objects.get(slug="demo-stem")
    tell_birth_month(person=youth, community=community, month=month_for_age(16, now), now=now)
    return youth


def may_be_read(youth: Person) -> bool:
    return standing(youth, Community.objects.get(slug="demo-stem"), Purpose.APPLY, timezone.now())


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def answer(page: Page, words: str) -> None:
    """Go from the home to what is asked and answer it."""
    page.goto("/me/")
    press(page, "Read what is asked and answer")
    press(page, words)


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def name_guardian(phone: Page) -> None:
    """Say yes oneself, and name a guardian."""
    answer(phone, "Yes, I agree")
    title(phone, "You need a parent or guardian on record")
    press(phone, "Name a parent or guardian")
    phone.get_by_label("Your own name").fill("Youth 90")
    phone.get_by_label("Guardian's name").fill("Guardian 90")
    phone.get_by_label("Guardian's e-mail address").fill("guardian-90@example.org")
    press(phone, "Ask this guardian")
    title(phone, "Guardian 90 has not answered yet")


def come_in_and_agree(parent: Page) -> None:
    """Open the link from the guardian's mail, and say yes."""
    text = Notice.objects.get(kind="guardian_asked", address="guardian-90@example.org").text
    link = next(word for word in text.split() if "/invitation/" in word)
    parent.goto(link[link.index("/invitation/") :])
    press(parent, "Accept and sign in")
    title(parent, "Youth 90 needs your yes or no")
    press(parent, "Read what is asked and answer")
    press(parent, "Yes, I agree")
    title(parent, "You said yes. The staff still check that you are the guardian.")


def check_guardian(desk: Page) -> None:
    """Find the guardian on the list of the staff, and keep that they were called."""
    desk.goto(f"{COMMUNITY}guardianships/")
    press(desk, "Youth 90")
    desk.get_by_label("by a call back").check()
    press(desk, "Keep that I checked")
    title(desk, "All said yes for Youth 90")


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_yes_needs_the_youth_the_guardian_and_the_staff(visit: Visit, scripts: bool) -> None:
    youth = make_youth()
    phone = visit("Youth 90", java_script_enabled=scripts)
    name_guardian(phone)
    parent = visit(java_script_enabled=scripts)
    come_in_and_agree(parent)
    assert not may_be_read(youth)
    check_guardian(visit("Coordinator 01", java_script_enabled=scripts, **DESK))
    assert may_be_read(youth)
    parent.reload()
    title(parent, "You and Youth 90 both said yes")
    expect(parent.get_by_text("Coordinator 01").first).to_be_visible()
    parent.get_by_role("link", name="Read or change").first.click()
    press(parent, "Take my yes back")
    title(parent, "You said no. Nobody reads what Youth 90 writes.")
    assert not may_be_read(youth)
    phone.reload()
    title(phone, "Guardian 90 said no. Nobody reads your part.")
