"""A deadline moves while drafts are open: staff see first what it does, then everybody whom it concerns is told."""

import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from copractice.applications.models import Part
from copractice.calls.models import Call, DeadlineChange
from copractice.communities.analysis.instants import in_words
from copractice.notices.models import Notice
from tests.journeys.conftest import Visit

REASON = "The bridge is closed, and two schools moved their exams."


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def newest(kind: str, label: str) -> Notice:
    return Notice.objects.filter(kind=kind, address=f"{label}@example.org").latest("pk")


def letters() -> Counter[str]:
    rows = Notice.objects.filter(kind__startswith="deadline_", state="queued")
    return Counter(rows.values_list("kind", flat=True))


def change(desk: Page, call: Call, later: datetime) -> DeadlineChange:
    """Look at what a new deadline does, then do it; nothing is sent by looking."""
    desk.goto(reverse("applications", args=["demo-stem", call.code]))
    press(desk, "Change the deadline")
    desk.locator("[name=closes_at_day]").fill(f"{later:%Y-%m-%d}")
    desk.locator("[name=reason_en]").fill(REASON)
    press(desk, "See what it changes")
    expect(desk.get_by_text("Preview, nothing is sent yet")).to_be_visible()
    shown = desk.get_by_role("definition").filter(has_text=in_words(later, call.time_zone))
    expect(shown.first).to_be_visible()
    assert letters() == {}
    press(desk, re.compile(r"Change the deadline and send \d+ messages"))
    expect(desk.get_by_text("The deadline moved.").first).to_be_visible()
    return DeadlineChange.objects.filter(call=call).latest("pk")


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_deadline_moves_while_drafts_are_open(visit: Visit, scripts: bool) -> None:
    call = Call.objects.get(state="open", community__slug="demo-stem")
    old, later = call.closes_at, call.closes_at.astimezone(ZoneInfo(call.time_zone)) + timedelta(days=7)
    was, becomes = in_words(old, call.time_zone), in_words(later, call.time_zone)
    draft = Part.objects.get(name="Leader 10", application__call=call)
    lead = visit("Leader 10", java_script_enabled=scripts)
    lead.goto(draft.application.get_absolute_url())
    expect(lead.get_by_text(was).first).to_be_visible()

    moved = change(visit("Coordinator 01", java_script_enabled=scripts), call, later)
    assert (moved.old_closes_at, moved.new_closes_at) == (old, later)
    assert letters().keys() == {"deadline_draft", "deadline_invited", "deadline_sent"}
    assert letters().total() == moved.told
    for kind, label in (("draft", "leader-10"), ("invited", "youth-07"), ("sent", "leader-03")):
        text = newest(f"deadline_{kind}", label).text
        assert REASON in text
        assert becomes in " ".join(text.split())

    lead.reload()
    expect(lead.get_by_text(becomes).first).to_be_visible()
    public = visit(java_script_enabled=scripts)
    public.goto(call.get_absolute_url())
    expect(public.get_by_text("Extended by 7 days.")).to_be_visible()
    expect(public.get_by_text(f"The deadline was {was}.")).to_be_visible()
    expect(public.get_by_text(REASON).first).to_be_visible()
