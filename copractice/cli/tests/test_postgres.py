"""The embedded database: what it is made with, and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from django.db import connection

from copractice.cli import postgres
from copractice.cli.database import require_fit, require_version
from copractice.cli.folders import Home
from copractice.cli.refusals import CannotRun


@pytest.fixture
def home() -> Iterator[Home]:
    """Give a home that the server's user can reach, which pytest's own folders are not."""
    with TemporaryDirectory(prefix="copractice-") as folder:
        home = Home(Path(folder))
        home.folder.chmod(0o755)
        yield home
        if home.sockets.exists():
            home.sockets.rmdir()


def test_a_new_database_is_durable_and_owned_by_a_plain_role(home: Home) -> None:
    process = postgres.start(home)
    try:
        with psycopg.connect(home.database_url) as server:
            rows = server.execute(
                "SELECT current_setting('fsync'), current_setting('synchronous_commit'),"
                " current_setting('full_page_writes'), current_setting('server_encoding'),"
                " current_setting('listen_addresses'), rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchall()
            assert rows == [("on", "on", "on", "UTF8", "", False)]
            assert server.execute("SELECT lower('ÑANDÚ')").fetchone() == ("ñandú",)
        assert postgres.accepts(home)
    finally:
        postgres.stop(process)
    assert process.returncode == 0
    assert not postgres.accepts(home)


def test_a_making_that_was_cut_off_is_begun_again(home: Home) -> None:
    half = home.folder / "data.making"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    postgres.stop(postgres.start(home, options=postgres.FAST))
    assert (home.data / "global" / "pg_control").exists()
    assert not half.exists()


def test_a_long_log_is_put_aside(home: Home) -> None:
    home.database_log.write_text("x" * (postgres.LOG_BYTES + 1))
    postgres.stop(postgres.start(home, options=postgres.FAST))
    assert home.database_log.stat().st_size < 10_000
    assert home.database_log.with_suffix(".old.log").stat().st_size > postgres.LOG_BYTES


@pytest.mark.parametrize(
    ("written", "found"), [("17\n", "PostgreSQL 17"), (None, "PostgreSQL something else")]
)
def test_data_of_another_version_is_refused(home: Home, written: str | None, found: str) -> None:
    home.data.mkdir()
    if written:
        (home.data / "PG_VERSION").write_text(written)
    with pytest.raises(CannotRun, match=f"was made by {found}, this version brings 18"):
        postgres.start(home)


def test_a_socket_folder_that_others_can_enter_is_refused(home: Home) -> None:
    home.sockets.mkdir(mode=0o755)
    with pytest.raises(CannotRun, match=r"belongs to somebody else or is open to others; remove it$"):
        postgres.start(home)


def test_a_server_that_cannot_start_says_its_last_words(home: Home) -> None:
    with pytest.raises(CannotRun, match=r"postgres\.log ends: .*FATAL"):
        postgres.start(home, options=[*postgres.FAST, "no_such_setting=on"])
    home.sockets.rmdir()


@pytest.mark.parametrize("number", [90600, 130018, 140012])
def test_an_older_server_is_refused(number: int) -> None:
    with pytest.raises(CannotRun, match=rf"^DATABASE_URL: the server is PostgreSQL {number // 10000}; 15 or"):
        require_version(number)


@pytest.mark.parametrize("number", [150000, 180004, 190001])
def test_a_newer_server_is_accepted(number: int) -> None:
    require_version(number)


@pytest.mark.django_db
def test_a_server_that_may_lose_answers_is_refused() -> None:
    """The tests' own server is such a one, for speed."""
    assert connection.vendor == "postgresql"
    with pytest.raises(CannotRun, match=r"^DATABASE_URL: the server has fsync off"):
        require_fit()
