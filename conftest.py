"""Fixtures for every test: a world of two communities, a person of each role, and a real browser."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.test.testcases import LiveServerThread
from pytest_django.fixtures import Settings

from tests.browser import installed
from tests.kept import empty
from tests.postgres import is_own
from tests.world import World
from tests.world_copy import lay_down_world

# Playwright's loop runs in the test's thread; Django would take its own database calls for async ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest test, so that no process is left alone with it when the others are done."""
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Leave the database to its server, which ends with the run; one that was named is dropped as usual."""
    return django_db_keepdb or is_own()


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Gather the pages' files once, under the names with their content's hash, as on a real site."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def emptied() -> Iterator[None]:
    """Empty the database quickly after a test whose rows others could see."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: empty())
        yield


@pytest.fixture(autouse=True)
def outbox(settings: Settings) -> None:
    """Send mail through the outbox, as a site does; Django's test runner would keep it in a list."""
    settings.EMAIL_BACKEND = "copractice.notices.backend.OutboxBackend"


@pytest.fixture(autouse=True)
def uploads(settings: Settings, tmp_path: Path) -> None:
    """Keep the files that a test sends in a folder of its own."""
    settings.UPLOADS = tmp_path / "uploads"


@pytest.fixture(autouse=True)
def files_when_asked(settings: Settings) -> None:
    """Look for a page's file when it is asked for; each test client would read the whole folder first."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def no_old_jobs(request: pytest.FixtureRequest) -> None:
    """Drop the jobs that an earlier test left: the queue's tables are not among those that tests empty."""
    wants = {"db", "transactional_db"} & set(request.fixturenames)
    if wants or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def now() -> datetime:
    """Return the hour that tests take for the present where nothing else is said."""
    return datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def whole_site(application: Callable[..., object]) -> Callable[..., object]:
    """Leave the files to WhiteNoise as on a real site; Django's own helper knows no hashed names."""
    return application


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """Return the address of a running site that a browser can open."""
    thread = LiveServerThread("localhost", whole_site)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the browser that `make test` found, without its calls home."""
    args = [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-gpu",
        "--disable-dev-shm-usage",
    ]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return {"executable_path": installed(), "args": args}


@pytest.fixture
def world(db: None, now: datetime) -> World:
    """Return two communities with a person of each role."""
    return lay_down_world(now)
