"""Takes the picture in the README, from a demo of its own: `make pictures`."""

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import installed
from tests.faults.site import Site

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "images"
PAGES = {"community.png": "/c/demo-stem/"}


def take(site: Site) -> None:
    """Take every picture at the width of a desk."""
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=args)
        page = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
        for name, path in PAGES.items():
            page.goto(f"http://localhost:{site.port}{path}")
            page.evaluate("document.fonts.ready")
            page.screenshot(path=PICTURES / name)
        browser.close()


def main() -> None:
    """Start a demo, take its pictures, and remove it."""
    PICTURES.mkdir(exist_ok=True)
    site = Site()
    try:
        site.start()
        take(site)
    finally:
        site.remove()


if __name__ == "__main__":
    main()
