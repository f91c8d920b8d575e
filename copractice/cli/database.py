"""Commands that work with the database: it runs, it is fit, and every refusal becomes one line.

A command uses the database that runs already, or starts the embedded one for as long as it works.
"""

import argparse
import importlib
import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import django
import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, OperationalError, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from copractice.cli import postgres
from copractice.cli.claims import Lock, claim_lock, use_lock, wait_for
from copractice.cli.environment import is_embedded, prepare
from copractice.cli.folders import Home
from copractice.cli.processes import Process
from copractice.cli.refusals import CannotRun
from copractice.ledger.states import Refused

OLDEST = 15
SECONDS_FOR_OTHERS = 60


def run(name: str, argv: list[str]) -> int:
    """Run the command `name`: a module beside this one with `add_arguments(parser)` and `run(args)`.

    One that has to refuse before a database is started for it has `before(home, args)` too.
    """
    home = prepare()
    with refusals():
        django.setup()
        command = importlib.import_module(f"copractice.cli.{name}")
        parser = argparse.ArgumentParser(prog=f"copractice {name}", description=command.__doc__)
        command.add_arguments(parser)
        args = parser.parse_args(argv)
        if hasattr(command, "before"):
            command.before(home, args)
        with running(home, f"copractice {name}"):
            require_fit()
            if name != "restore":
                require_whole()
            if command.NEEDS_TABLES:
                require_migrated()
            return int(command.run(args))


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what people and servers may say no with into one line."""
    try:
        yield
    except Refused as refusal:
        raise CannotRun(str(refusal.sentence)) from None
    except ImproperlyConfigured as error:
        raise CannotRun(str(error)) from None
    except (OperationalError, NotSupportedError, psycopg.OperationalError) as error:
        raise CannotRun(f"DATABASE_URL: {str(error).strip().splitlines()[0]}") from None


@contextmanager
def running(home: Home, command: str) -> Iterator[None]:
    """Hold the database up while a command works with it."""
    if not is_embedded(home):
        yield
        return
    with closing(claim_lock(home)) as claim, closing(use_lock(home)) as use:
        process = _join_or_start(home, claim, use, command)
        try:
            yield
        finally:
            _disconnect()
            if process:
                wait_for(use.take, seconds=SECONDS_FOR_OTHERS, otherwise="another command uses the database")
                postgres.stop(process)


def _disconnect() -> None:
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.close()
    if isinstance(wrapper, DatabaseWrapper):
        wrapper.close_pool()


def require_fit() -> None:
    """Refuse a server that is too old, or that may lose what it acknowledged."""
    parameters = {**connection.get_connection_params(), "connect_timeout": 5}
    with psycopg.connect(**parameters) as server:
        require_version(server.info.server_version)
        for setting in ("fsync", "synchronous_commit"):
            value = server.execute("SELECT current_setting(%s)", [setting]).fetchone()
            if value == ("off",):
                raise CannotRun(
                    f"DATABASE_URL: the server has {setting} off and may lose answers; turn it on"
                )


def require_whole() -> None:
    """Refuse a database whose restore was cut off: its persons have no keys, its mail would go out again."""
    if "people_logkey" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM people_person) AND NOT EXISTS (SELECT FROM people_logkey)")
        if cursor.fetchone() == (True,):
            raise CannotRun(
                "a restore into this database was cut off; begin again in an empty one, "
                "with a new folder (DATA_DIR) or a new DATABASE_URL"
            )


def require_version(number: int) -> None:
    """Refuse a server older than the oldest that every feature was tried on."""
    if number < OLDEST * 10000:
        raise CannotRun(
            f"DATABASE_URL: the server is PostgreSQL {number // 10000}; {OLDEST} or newer is needed"
        )


def require_migrated() -> None:
    """Refuse a database whose tables are not those of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotRun("the database is not up to date; run `copractice migrate` first")


def _join_or_start(home: Home, claim: Lock, use: Lock, command: str) -> Process | None:
    """Join the database that runs, or claim it and start it; returns the process in the second case."""
    deadline = time.monotonic() + SECONDS_FOR_OTHERS
    while not claim.take():
        if use.take(shared=True) and postgres.accepts(home):
            return None
        if time.monotonic() > deadline:
            raise CannotRun(f"{claim.holder()} has the database, which does not answer; end it and try again")
        time.sleep(0.05)
    claim.sign(f"{command}, process {os.getpid()}")
    wait_for(use.take, seconds=SECONDS_FOR_OTHERS, otherwise="a process of an earlier run has the database")
    process = postgres.start(home)
    use.take(shared=True)
    return process
