"""Find a browser for the tests, or get one; in one clear line when there is none.

An installed Chromium or Chrome comes first; else, as root on Debian, the system's package; else
Playwright's own download. `python -m tests.browser` does this before the suite starts.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core")
SAY = "The tests need a browser: install Chromium or Google Chrome, then run `make test` again."


def installed() -> str | None:
    """Return the path of a Chromium or Chrome, of the system or of Playwright."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def _run(*command: str) -> bool:
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0


def _fetch() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        if _run("apt-get", "update", "-qq"):
            _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES)
    if installed() is None:
        _run(sys.executable, "-m", "playwright", "install", "chromium")


def main() -> int:
    """Make sure that there is a browser."""
    if installed() is None:
        _fetch()
    if installed() is None:
        print(SAY, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
