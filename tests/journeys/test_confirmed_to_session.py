"""From a confirmed application to the first session: a seat without retyping, and a mark by one tap."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from copractice.applications.actions.settling import settle
from copractice.applications.models import Application, Part
from copractice.applications.states import ApplicationState
from copractice.calls.states import Party
from copractice.cohorts.models import Cohort, Goal, Reflection, SessionAttendance
from copractice.communities.queries.organizations import local_day
from copractice.people.models import Person
from tests.journeys.conftest import Visit

TITLE = "Cohort of the journey"
WORDS = "Our first day was a pile of forms. We change that."


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def confirmed() -> Part:
    """Let one of those who waited for a seat get it and take it; return the lead's part."""
    now, coordinator = timezone.now(), Person.objects.get(email="coordinator-01@example.org")
    row = Application.objects.filter(state=ApplicationState.WAITLISTED).order_by("pk")[0]
    settle(application=row, name="promote", actor=coordinator, now=now)
    part = Part.objects.select_related("owner", "community").get(application=row, party=Party.EMPLOYER)
    settle(application=row, name="confirm", actor=part.owner, now=now)
    return part


def plan_cohort(desk: Page, part: Part) -> Cohort:
    """Plan a cohort from the call, make the seat, and begin."""
    today = local_day(part.community, timezone.now())
    desk.goto("/c/demo-stem/cohorts/")
    press(desk, "Plan a cohort")
    desk.locator("[name=title_en]").fill(TITLE)
    desk.locator("[name=call]").select_option(label="Call for Demo Cohort B")
    desk.locator("[name=starts_on]").fill(f"{today:%Y-%m-%d}")
    desk.locator("[name=ends_on]").fill(f"{today + timedelta(days=200):%Y-%m-%d}")
    press(desk, "Plan the cohort")
    press(desk, TITLE)
    press(desk, "Seats and people")
    press(desk, "Make the seats")
    desk.locator(f"[name=match-{part.code}]").select_option("new")
    press(desk, "Make one seat")
    press(desk, "Begin the cohort")
    expect(desk.get_by_text("At work")).to_be_visible()
    return Cohort.objects.get(title__en=TITLE)


def plan_session(page: Page, cohort: Cohort) -> None:
    """Plan a session that is on the whole day today."""
    today = local_day(cohort.community, timezone.now())
    page.goto(cohort.get_absolute_url())
    press(page, "Who is there")
    press(page, "Plan a session")
    page.locator("[name=title_en]").fill("Who is in the room")
    for name, clock in (("starts_at", "00:00"), ("ends_at", "23:59")):
        page.locator(f"[name={name}_day]").fill(f"{today:%Y-%m-%d}")
        page.locator(f"[name={name}_clock]").fill(clock)
    press(page, "Plan the session")
    expect(page.get_by_text("The session is planned")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_a_confirmed_application_to_the_first_session(visit: Visit, scripts: bool) -> None:
    part = confirmed()
    cohort = plan_cohort(visit("Coordinator 01", java_script_enabled=scripts), part)
    assert cohort.seats.get().organization.name == part.organization_name
    assert Goal.objects.filter(seat__cohort=cohort, answer__part=part).exists()
    facilitator = visit("Facilitator 01", java_script_enabled=scripts)
    plan_session(facilitator, cohort)

    lead = visit(part.name, java_script_enabled=scripts)
    lead.goto("/me/")
    press(lead, "Write about it")
    lead.wait_for_load_state()  # the script that saves hears what is typed from then on
    lead.get_by_label("Your words").fill(WORDS)
    if scripts:
        expect(lead.get_by_text("Saved", exact=True)).to_be_visible()
    press(lead, "Save what I wrote")
    expect(lead.get_by_text("It is saved.")).to_be_visible()
    assert Reflection.objects.get(session__cohort=cohort).text == WORDS

    facilitator.goto(cohort.get_absolute_url())
    press(facilitator, "Who is there")
    press(facilitator, re.compile("^Attendance: "))
    row = facilitator.get_by_role("group", name=part.name)
    row.get_by_role("button", name="present").click()
    expect(row.get_by_role("button", name="present")).to_have_attribute("aria-pressed", "true")
    assert SessionAttendance.objects.get(session__cohort=cohort).participant.part == part
    press(facilitator, "Who is in the room")
    press(facilitator, "Read what people wrote")
    expect(facilitator.get_by_text(WORDS)).to_be_visible()
