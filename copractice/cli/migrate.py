"""Bring the database's tables and the pages' files up to date with this version."""

import argparse
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

NEEDS_TABLES = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add none: there is one way to do this."""


def run(args: argparse.Namespace) -> int:
    """Migrate, make the cache's table, and gather the files that pages need."""
    known = len(MigrationRecorder(connection).applied_migrations())
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    new = len(MigrationRecorder(connection).applied_migrations()) - known
    gathered = gather_static()
    if new or gathered:
        print(
            f"The database took {new} changes; the pages' files were {'gathered' if gathered else 'ready'}."
        )
    return 0


def gather_static() -> bool:
    """Gather style sheets, scripts and fonts when one has changed; returns whether it was needed."""
    stamp = Path(settings.STATIC_ROOT) / ".sources"
    sources = _sources()
    if stamp.exists() and stamp.read_text() == sources:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(sources)
    return True


def _sources() -> str:
    """Return a hash over name, length and time of every source file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            line = f"{path}|{storage.size(path)}|{storage.get_modified_time(path).isoformat()}\n"
            digest.update(line.encode())
    return digest.hexdigest()
