"""Load a backup into an empty database, and compare what came back with what was saved."""

import argparse
import os
import tempfile
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.migrations.loader import MigrationLoader

from copractice.cli import archive, dump, keys, log
from copractice.cli.anchors import set_later_aside
from copractice.cli.backup import DATABASE, UPLOADS, uploads_in
from copractice.cli.claims import claim_lock
from copractice.cli.folders import Home, home_from
from copractice.cli.refusals import CannotRun
from copractice.ledger.actions import record
from copractice.ledger.models import SITE, LogHead
from copractice.notices.actions import park_queue
from copractice.people.actions.persons import restore_keys
from copractice.people.models import Person

NEEDS_TABLES = False
Manifest = Mapping[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the backup, and where the keys are."""
    parser.add_argument("file", type=Path, help="the backup")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--keys", type=Path, help="the newest keys file of the site; FILE.keys if not named")
    which.add_argument(
        "--without-keys",
        action="store_true",
        help="every keys file is lost: each person gets a new key, and older acts show no name",
    )


def before(home: Home, args: argparse.Namespace) -> None:
    """Refuse what cannot be restored, before a database is started for it."""
    with closing(claim_lock(home)) as claim:
        if not claim.take():
            raise CannotRun(f"{claim.holder()} has this folder; end it, or name another folder with DATA_DIR")
    args.manifest = archive.check(args.file)
    known = MigrationLoader(None).disk_migrations
    unknown = [".".join(done) for done in args.manifest["migrations"] if tuple(done) not in known]
    if unknown:
        raise CannotRun(
            f"{args.file} was made by version {args.manifest['version']}, which is newer: it knows {unknown[0]}; "
            "install that version first"
        )
    path = args.keys or keys.keys_beside(args.file)
    args.known = None if args.without_keys else keys.read(path, args.manifest)


def run(args: argparse.Namespace) -> int:
    """Restore and report; exit code 1 says that something did not come back as it was."""
    home, manifest = home_from(os.environ), args.manifest
    _refuse_used()
    print(f"Backup of {manifest['made_at']}, version {manifest['version']}: no byte has changed")
    _bring_back(home, args.file, manifest)
    faults = _differences(manifest)
    for fault in faults:
        print(f"NOT AS SAVED: {fault}")
    call_command("migrate", interactive=False, verbosity=0)  # for a backup of an older version
    _settle(args.known)
    heads = {community: seq for community, seq, _hash in manifest["heads"]}
    aside = set_later_aside(settings.ANCHOR_FILE, heads, now=datetime.now(UTC))
    if aside:
        print(f"Acts that came after this backup were anchored; their anchors are put aside in {aside}")
    _keep_secret_key(home, args.known)
    faults += ["the log"] if log.verify() else []
    print("This restore does not hold: " + ", ".join(faults) if faults else "The restore holds.")
    return 1 if faults else 0


def _refuse_used() -> None:
    with dump.one_instant() as server:
        if dump.names_of_tables(server):
            raise CannotRun(
                "this database is not empty; name a new folder with DATA_DIR or an empty database with DATABASE_URL"
            )
    if settings.UPLOADS.exists() and any(settings.UPLOADS.iterdir()):
        raise CannotRun(f"{settings.UPLOADS} is not empty; move it away, or name a new folder with DATA_DIR")


def _bring_back(home: Home, file: Path, manifest: Manifest) -> None:
    """Load the database and put the uploads in their place."""
    with tempfile.TemporaryDirectory(prefix="restoring-", dir=home.folder) as folder:
        archive.extract(file, {name: _inside(Path(folder), name) for name in manifest["members"]})
        with dump.one_instant() as server:
            dump.load(server, Path(folder, DATABASE))
        if Path(folder, UPLOADS).exists():
            Path(folder, UPLOADS).replace(settings.UPLOADS)


def _inside(folder: Path, name: str) -> Path:
    path = folder / name
    if ".." in path.parts or not path.is_relative_to(folder):
        raise CannotRun(f"the backup holds {name}, a name that leads outside; it was not made by Copractice")
    return path


def _differences(manifest: Manifest) -> list[str]:
    """Count and hash again what is there now, and return what is not as it was saved."""
    with dump.one_instant() as server:
        found = dump.fingerprints(server)
    saved = manifest["tables"]
    faults = [f"table {name}" for name in sorted(saved | found) if saved.get(name) != found.get(name)]
    uploads = {name: facts["sha256"] for name, facts in manifest["members"].items() if name != DATABASE}
    there = {name: archive.hash_of(path) for name, path in uploads_in(settings.UPLOADS).items()}
    faults += [name for name in sorted(uploads | there) if uploads.get(name) != there.get(name)]
    rows = sum(rows for rows, _sum in found.values())
    print(f"{len(found)} tables with {rows} rows, {len(there)} uploads: counted and compared")
    return faults


@transaction.atomic
def _settle(known: keys.Keys | None) -> None:
    """Give persons their keys, hold the mail, and log the restore itself; the site cannot start before this."""
    made_at = dict(Person.objects.values_list("pk", "created_at"))
    persons = [(person, made.astimezone(UTC).isoformat()) for person, made in made_at.items()]
    own = known.of(persons) if known else {person: uuid4() for person in made_at}
    erased = restore_keys(keys=own)
    print(f"{len(own)} persons have their key" + (f"; erased since: {len(erased)}" if erased else ""))
    parked = park_queue(why="The site was restored from a backup; this may have gone out before.")
    print(f"{parked} waiting notices are parked; staff can send them again")
    record(None, "site.restore", LogHead(pk=SITE), community_id=SITE, at=datetime.now(UTC))


def _keep_secret_key(home: Home, known: keys.Keys | None) -> None:
    """Take the site's secret key over where it lies in the home; say so where the environment holds another."""
    if known is None or known.secret_key == settings.SECRET_KEY:
        return
    own = home.folder / "secret_key"
    if own.exists() and own.read_text() == settings.SECRET_KEY:
        with archive.whole_file(own) as stream:
            stream.write(known.secret_key.encode())
    else:
        print("SECRET_KEY is not the one that the keys file holds; set that one before you start the site")
