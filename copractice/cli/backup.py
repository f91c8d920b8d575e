"""Save database and uploads in one file, and the keys in another, while the site goes on."""

import argparse
import tempfile
from datetime import UTC
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

from copractice.applications.files.stored import PARTIAL
from copractice.cli import archive, dump, keys
from copractice.cli.refusals import CannotRun

NEEDS_TABLES = False  # a backup is wanted just before the tables are brought up to date
DATABASE = "database.dump"
UPLOADS = "uploads/"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the two files."""
    parser.add_argument("file", type=Path, help="the backup to write; an older one is replaced in the end")
    parser.add_argument(
        "--keys", type=Path, help="the keys file to write, FILE.keys if not named; keep only the newest"
    )


def run(args: argparse.Namespace) -> int:
    """Write both files and say what they hold."""
    beside = args.keys or keys.keys_beside(args.file)
    with dump.one_instant() as server:
        facts = _facts(server)
        # First, so that no backup ever stands beside keys that are older than it is.
        persons = keys.write(beside, server, facts, secret_key=settings.SECRET_KEY)
        uploads = uploads_in(settings.UPLOADS)
        with _room_beside(args.file) as folder:
            saved = Path(folder, DATABASE)
            dump.save(server, saved)
            archive.write(args.file, {DATABASE: saved, **uploads}, facts)
    rows = sum(rows for rows, _sum in facts["tables"].values())
    size = args.file.stat().st_size / 1e6
    print(f"{args.file}: {len(facts['tables'])} tables, {rows} rows, {len(uploads)} uploads, {size:.1f} MB")
    print(f"{beside}: keys of {persons} persons; keep only the newest, apart from the backups")
    return 0


def uploads_in(folder: Path) -> dict[str, Path]:
    """Return every uploaded file under its name in the backup; a half-written one is none yet."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != PARTIAL)
    return {f"{UPLOADS}{path.relative_to(folder).as_posix()}": path for path in files}


def _facts(server: dump.Server) -> dict[str, Any]:
    """Return what a restore is compared with."""
    if "people_logkey" not in dump.names_of_tables(server):
        raise CannotRun("the database is empty; there is nothing to save")
    ((made_at,),) = server.execute("SELECT now()").fetchall()
    migrations = server.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    heads = server.execute("SELECT community_id, seq, hash FROM ledger_loghead ORDER BY 1").fetchall()
    first = server.execute("SELECT hash FROM ledger_logentry ORDER BY id LIMIT 1").fetchone()
    return {
        "site": first[0] if first else "",  # its first act: no other site ever had it
        "version": version("copractice"),
        "made_at": made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "migrations": [list(row) for row in migrations],
        "heads": [list(row) for row in heads],
        "tables": dump.fingerprints(server),
    }


def _room_beside(file: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix=f"{file.name}.making-", dir=file.parent)
    except OSError as error:
        raise CannotRun(f"{file} cannot be written: {error.strerror}") from None
