"""The database's part of a backup: PostgreSQL's own dump, and a fingerprint of what every table holds."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from copractice.cli.folders import binaries
from copractice.cli.refusals import CannotRun

Server = psycopg.Connection[Any]
Tables = dict[str, list[Any]]

# Rows that no backup holds: who is which actor in the log, what signs a person in, and what only counts tries.
LEFT_OUT = ("people_logkey", "people_signinlink", "people_signincode", "django_session", "web_cache")
ALL_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
# Sixty bits of each row's MD5, added up: the order of rows does not matter, any change in one does.
FINGERPRINT = (
    "SELECT count(*), coalesce(sum(('x' || left(md5(whole_row::text), 15))::bit(60)::bigint), 0)::text"
    " FROM {} AS whole_row"
)
TOO_NEW = b"SET transaction_timeout = 0;\n"
SAME_WORDS = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres'"


@contextmanager
def one_instant() -> Iterator[Server]:
    """Give a connection that reads the database as of one instant, however long it takes."""
    with psycopg.connect(**connection.get_connection_params()) as server:
        server.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        server.read_only = True
        server.execute(SAME_WORDS)
        yield server


def names_of_tables(server: Server) -> list[str]:
    """Return the name of every table."""
    return sorted(name for (name,) in server.execute(ALL_TABLES).fetchall())


def fingerprints(server: Server) -> Tables:
    """Return for every table that a backup holds how many rows it has, and a sum over their content."""
    found = {}
    for name in names_of_tables(server):
        if name not in LEFT_OUT:
            rows = server.execute(sql.SQL(FINGERPRINT).format(sql.Identifier(name))).fetchone()
            found[name] = list(rows or ())
    return found


def save(server: Server, path: Path) -> None:
    """Dump what the connection's instant shows into a new file."""
    ((instant,),) = server.execute("SELECT pg_export_snapshot()").fetchall()
    without = [f"--exclude-table-data={name}" for name in LEFT_OUT]
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={instant}", *without]
    with path.open("xb") as stream, _start(["pg_dump", *options], server, stdout=stream) as dumping:
        _require_success(dumping)


def load(server: Server, path: Path) -> None:
    """Load a dump: all of it or, with a refusal, nothing.

    It goes through psql, because a server older than 17 refuses one line that pg_restore would send it.
    """
    options = [
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
    ]
    reading = ["pg_restore", "--no-owner", "--file=-", str(path)]
    with (
        _start(["psql", *options], server, stdin=subprocess.PIPE) as loading,
        _start(reading, stdout=subprocess.PIPE) as script,
    ):
        try:
            for line in script.stdout or ():
                if line != TOO_NEW and loading.stdin:
                    loading.stdin.write(line)
            _require_success(script)
        except BrokenPipeError:
            pass  # psql says why
        except BaseException:
            loading.kill()  # the end of its input would be the end of its work
            raise
        _require_success(loading)


def _start(command: list[str], server: Server | None = None, **streams: Any) -> subprocess.Popen[bytes]:
    """Start one of PostgreSQL's programs, on the database that the connection is on if there is one."""
    words = [str(binaries(None) / command[0]), *command[1:]]
    environment = {"LC_ALL": "C"}
    if server:
        words += [f"--dbname={server.info.dsn}", "--no-password"]
        environment["PGPASSWORD"] = server.info.password
    return subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, **streams)


def _require_success(program: subprocess.Popen[bytes]) -> None:
    _output, said = program.communicate()
    if program.returncode:
        raise CannotRun((said.decode(errors="replace").strip().splitlines() or ["it ended early"])[0])
