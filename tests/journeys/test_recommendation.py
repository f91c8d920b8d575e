"""A young person's recommendation on a phone: handed over, offered in the cohort's name, answered, shown to work."""

import pytest
from playwright.sync_api import Page, expect

from copractice.recommendations.models import Recommendation
from tests.journeys.conftest import Visit

LEARNED = "Nobody has time for us when we begin. Mentors should."
TITLE, TEXT = "Give mentors an hour for each of us", "One hour a week that stands in the plan."


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def write(page: Page) -> Recommendation:
    """Write from a session to the page that says who will read it, and hand it over."""
    page.goto("/c/demo-stem/recommendations/")
    press(page, "Write what I learned")
    press(page, "Feedback that helps")
    page.get_by_label("In your words").fill(LEARNED)
    press(page, "Make it a recommendation")
    page.get_by_label("In one line").fill(TITLE)
    page.get_by_label("Why, and how it could work").fill(TEXT)
    press(page, "See who will read it")
    expect(page.get_by_text("Leader 03")).to_be_visible()
    expect(page.get_by_text("Your organization has 2 young people here")).to_be_visible()
    press(page, "Hand it to the facilitator")
    expect(page.get_by_text("It is in the facilitator’s hands.")).to_be_visible()
    return Recommendation.objects.get(title=TITLE)


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_young_persons_recommendation_from_offer_to_evidence(visit: Visit, scripts: bool) -> None:
    youth = visit("Youth 33", java_script_enabled=scripts)
    row = write(youth)
    facilitator = visit("Facilitator 01", java_script_enabled=scripts)
    facilitator.goto("/me/")
    press(facilitator, "Read it and offer it")
    press(facilitator, "Offer it in the cohort’s name")
    leader = visit("Leader 03", java_script_enabled=scripts)
    leader.goto("/me/")
    leader.get_by_role("article").filter(has_text=TITLE).get_by_role("link", name="Read and answer").click()
    leader.get_by_label("Adapted: we do it, with a change").check()
    leader.get_by_label("In your words").fill("Half an hour, from May on.")
    press(leader, "Give this answer")
    expect(leader.get_by_text("By a young person of the cohort.")).to_be_visible()
    expect(leader.get_by_text("Youth 33")).to_have_count(0)
    press(leader, "Write down the first step")
    leader.get_by_label("What you do").fill("Half an hour in each plan")
    leader.get_by_label("Who does it").fill("Shift lead")
    leader.get_by_label("What it changes").select_option("supervision")
    press(leader, "Write down the step")
    press(leader, "Show evidence")
    leader.get_by_label("What shows it").fill("Four plans of May.")
    press(leader, "Show this evidence")
    youth.goto(row.get_absolute_url())
    expect(youth.get_by_text("said yes, and there is evidence that it happens")).to_be_visible()
    press(youth, "Yes, it fits")
    expect(youth.get_by_text("Yes, says its author")).to_be_visible()
    row.refresh_from_db()
    assert (row.in_cohort_name, row.verdict, row.state) == (True, "yes", "in_practice")
