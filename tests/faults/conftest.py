"""One site for all fault tests: its demo is made once, and each test finds it running."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site

# The tests look for processes in /proc, which only Linux has.
collect_ignore_glob = [] if Path("/proc/self/stat").exists() else ["test_*.py"]


@pytest.fixture(scope="session")
def installed_site() -> Iterator[Site]:
    """Give a site of its own to the run, and remove it in the end."""
    site = Site()
    yield site
    site.remove()


@pytest.fixture
def site(installed_site: Site) -> Site:
    """Give the site, running."""
    if installed_site.has_ended():
        installed_site.start()
    return installed_site


@pytest.fixture
def ended(installed_site: Site) -> Site:
    """Give the site, where a demo was made and nothing runs."""
    if not installed_site.home.data.exists():
        installed_site.start()
    if not installed_site.has_ended():
        installed_site.end()
    return installed_site


@pytest.fixture
def fresh() -> Iterator[Site]:
    """Give a home where nothing was started yet."""
    site = Site()
    yield site
    site.remove()
