"""Takes the pictures in the README, from a demo of its own: `make pictures`."""

import os
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import installed
from tests.faults.site import Site

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "images"
DESK, PHONE = (1280, 860), (390, 844)


def community(page: Page) -> None:
    """Open the public page of the community."""
    page.goto("/c/demo-stem/")


def results(page: Page) -> None:
    """Open what the convening said."""
    page.goto("/c/demo-stem/")
    page.get_by_role("link", name="Convene").first.click()


def report(page: Page) -> None:
    """Open the report of the cohort that has the whole story."""
    page.goto("/c/demo-stem/reports/")
    page.get_by_role("link", name="What ten organizations did with the advice of their people").click()


def advice(page: Page) -> None:
    """Open a young person's recommendation that led to evidence, as that person."""
    page.goto("/demo/")
    page.get_by_role("button", name="Sign in as Youth 31", exact=True).click()
    page.goto("/c/demo-stem/recommendations/")
    page.get_by_role("link", name="Post our shifts two weeks ahead").click()


SHOTS = {
    "community.png": (community, DESK),
    "results.png": (results, DESK),
    "report.png": (report, DESK),
    "advice.png": (advice, PHONE),
}


def take(browser: Browser, site: Site) -> None:
    """Take every picture in the window it is made for."""
    for name, (opened, (width, height)) in SHOTS.items():
        context = browser.new_context(
            base_url=f"http://localhost:{site.port}",
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
        )
        page = context.new_page()
        opened(page)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURES / name)
        context.close()


def main() -> None:
    """Start a demo, take its pictures, and remove it."""
    PICTURES.mkdir(exist_ok=True)
    site = Site()
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    try:
        site.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=installed(), args=args)
            take(browser, site)
            browser.close()
    finally:
        site.remove()


if __name__ == "__main__":
    main()
