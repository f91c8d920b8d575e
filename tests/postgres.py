"""Gives the tests their own PostgreSQL; loaded with `-p tests.postgres`, before Django reads its settings.

The server lies in a temporary folder, starts before the first test that needs a database, and ends with
the run, also when the run is killed. With `DATABASE_URL` set, the tests use that server instead.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from copractice.cli import postgres
from copractice.cli.folders import Home
from copractice.cli.processes import Process

PREFIX = "copractice-tests-"
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "copractice.settings",
    "SECRET_KEY": "for tests only; long enough for the check that settings make",
    "SITE_URL": "http://localhost:8000",
}


class Database:
    """The run's server: a folder from the beginning, a process once a test needs it."""

    def __init__(self) -> None:
        """Make the folder, so that the address of the database is known before the settings are read."""
        self.home = Home(Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")))
        self.home.folder.chmod(0o755)  # the server's user has to pass, when root runs the tests
        self.process: Process | None = None

    def start(self) -> None:
        """Start the server unless it runs already."""
        if self.process is None:
            self.process = postgres.start(self.home, options=postgres.FAST)

    def remove(self) -> None:
        """Stop the server and remove its folders."""
        if self.process:
            postgres.stop(self.process)
        shutil.rmtree(self.home.folder, ignore_errors=True)
        shutil.rmtree(self.home.sockets, ignore_errors=True)


def remove_leftovers() -> None:
    """Remove the folders of runs that were killed; their servers ended with them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        run = folder.name.removeprefix(PREFIX).split("-")[0]
        with suppress(ProcessLookupError, PermissionError, ValueError):
            os.kill(int(run), 0)
            continue
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(Home(folder).sockets, ignore_errors=True)


remove_leftovers()
database = Database()
os.environ.update(ENVIRONMENT)
# A worker of a run in parallel inherits the first process's address; it brings a server of its own.
if "DATABASE_URL" not in os.environ or "TESTS_OWN_DATABASE" in os.environ:
    os.environ |= {"DATABASE_URL": database.home.database_url, "TESTS_OWN_DATABASE": "yes"}
os.environ.setdefault("TESTS_SHARED", str(database.home.folder))  # one folder for all processes of a run
os.environ["ANCHOR_FILE"] = str(database.home.folder / "anchors.jsonl")
os.environ["STATIC_ROOT"] = str(database.home.folder / "static")


def is_own() -> bool:
    """Return whether the tests use the server that they brought."""
    return os.environ["DATABASE_URL"] == database.home.database_url


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> None:
    """Start the server before the database of the tests is made, however a test came to ask for it."""
    if is_own() and fixturedef.argname == "django_db_setup":
        database.start()


def pytest_unconfigure() -> None:
    """End the server with the run."""
    database.remove()
