"""A visitor reads a report without an account, from a figure back to its priority and forth to a figure."""

import pytest
from playwright.sync_api import Page, expect

from copractice.impact.models import Report
from tests.journeys.conftest import Visit


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


@pytest.mark.slow
def test_a_visitor_walks_from_the_report_to_a_priority_and_back_to_a_figure(visit: Visit) -> None:
    visitor = visit("")
    visitor.goto("/c/demo-stem/reports/")
    follow(visitor, "What ten organizations did with the advice of their people")
    expect(visitor.get_by_text("Of 31 recommendations, 17 were adopted and 9 can show it")).to_be_visible()
    expect(visitor.locator(".story")).to_have_count(10)
    chain = visitor.locator(".chain__level")
    expect(chain.first).to_contain_text("Priority")
    expect(chain.last).to_contain_text("9 of 17 adopted recommendations can show evidence")
    chain.first.get_by_role("link").first.click()
    expect(visitor.get_by_role("heading", name="Why it was adopted")).to_be_visible()
    follow(visitor, "Where it leads")
    expect(visitor.locator(".chain__level").nth(1)).to_contain_text("Commitment")
    visitor.locator(".chain__level").last.get_by_role("link").first.click()
    expect(visitor.get_by_text("What it cannot say")).to_be_visible()


@pytest.mark.slow
def test_everything_a_report_links_to_is_read_without_an_account(visit: Visit) -> None:
    visitor = visit("")
    report = Report.objects.order_by("-created_at")[0]
    visitor.goto(report.get_absolute_url())
    links = visitor.eval_on_selector_all(
        "main a[href^='/']", "rows => [...new Set(rows.map(row => row.getAttribute('href')))]"
    )
    files = [link for link in links if "/files/" in link]
    assert {link.rpartition("/")[2] for link in files} == {"report.en.pdf", "data.csv", "release.json"}
    for link in links:
        answer = visitor.request.get(f"{visitor.url.partition('/c/')[0]}{link}", max_redirects=0)
        assert answer.status == 200, link
    table = visitor.request.get(f"{visitor.url.partition('/c/')[0]}{files[1]}").text()
    assert "youth_engaged,9,under_18,no,R7,,,,," in table
