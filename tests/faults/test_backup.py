"""A backup made while people write comes back whole, elsewhere, and without what must stay away."""

import json
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from copractice.cli import archive, postgres
from tests.faults.site import Site, until
from tests.faults.visitor import Visitor, Writer

pytestmark = pytest.mark.slow
LOAD = "writes before the backup"


@contextmanager
def database_of(site: Site) -> Iterator[psycopg.Connection[Any]]:
    """Give the database of a site that does not run."""
    process = postgres.start(site.home)
    try:
        with psycopg.connect(site.home.database_url) as database:
            yield database
    finally:
        postgres.stop(process)


def column(database: psycopg.Connection[Any], query: str) -> list[Any]:
    return [value for (value,) in database.execute(query)]


def change(file: Path, target: Path, **facts: Any) -> Path:
    """Write the backup again with other facts in its manifest."""
    manifest = archive.check(file)
    members = {name: target.parent / "members" / name for name in manifest.pop("members")}
    archive.extract(file, members)
    archive.write(target, members, manifest | facts)
    return target


@pytest.fixture
def loaded(site: Site) -> Iterator[Writer]:
    """Give a writer who posts to the running site, and end with them."""
    visitor = Visitor(site.port)
    visitor.sign_in("Coordinator 01")
    writer = Writer(visitor, "demo-stem")
    writer.start()
    until(lambda: len(writer.acknowledged) > 5, LOAD)
    yield writer
    writer.stop()


def test_a_backup_under_load_comes_back_whole(
    site: Site, loaded: Writer, fresh: Site, tmp_path: Path
) -> None:
    file = tmp_path / "site.backup"
    upload = site.home.folder / "uploads" / "cdef.pdf"
    upload.parent.mkdir(parents=True, exist_ok=True)
    upload.write_bytes(b"%PDF-1.7 " * 300_000)
    before = list(loaded.acknowledged)
    assert site.run("backup", str(file)).returncode == 0
    during = loaded.stop()
    assert len(during) > len(before)
    drilled = site.run("drill", str(file))
    assert (drilled.returncode, drilled.stderr) == (0, "")
    restored = fresh.run("restore", str(file))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert restored.stdout.splitlines()[-1] == drilled.stdout.splitlines()[-1] == "The restore holds."
    assert (fresh.home.folder / "uploads" / "cdef.pdf").read_bytes() == upload.read_bytes()
    assert (fresh.home.folder / "secret_key").read_text() == (site.home.folder / "secret_key").read_text()
    with database_of(fresh) as database:
        keys = column(database, "SELECT form_key FROM communities_update")
        assert set(before) <= set(keys) <= {*during, *keys}
        assert column(database, "SELECT count(*) FROM django_session") == [0]
        assert column(database, "SELECT count(*) FROM notices_notice WHERE state = 'queued'") == [0]
    fresh.start()
    assert fresh.status_of("/c/demo-stem/") == 200
    assert fresh.run("log", "verify").returncode == 0


def test_an_erased_persons_key_does_not_come_back_with_an_old_backup(
    site: Site, fresh: Site, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.backup", tmp_path / "new.backup"
    assert site.run("backup", str(old)).returncode == 0
    with psycopg.connect(site.home.database_url) as database:
        gone = "DELETE FROM people_logkey WHERE id = (SELECT max(id) FROM people_logkey) RETURNING person_id"
        (erased,) = column(database, gone)
        kept = column(database, "SELECT key FROM people_logkey ORDER BY key")
    writer = Visitor(site.port)
    writer.sign_in("Coordinator 01")
    assert writer.post_update("demo-stem")
    site.run("log", "anchor")
    shutil.copy(site.home.folder / "anchors.jsonl", fresh.home.folder)
    assert site.run("backup", str(new)).returncode == 0
    restored = fresh.run("restore", str(old), "--keys", f"{new}.keys")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert f"{len(kept)} persons have their key; erased since: 1\n" in restored.stdout
    assert "anchors are put aside in" in restored.stdout
    with database_of(fresh) as database:
        assert column(database, "SELECT key FROM people_logkey ORDER BY key") == kept
        person = database.execute("SELECT email, is_active FROM people_person WHERE id = %s", [erased])
        assert person.fetchall() == [(None, False)]


def test_without_any_keys_file_everybody_gets_a_new_key(site: Site, fresh: Site, tmp_path: Path) -> None:
    site.run("backup", str(tmp_path / "site.backup"))
    (tmp_path / "site.backup.keys").unlink()
    refused = fresh.run("restore", str(tmp_path / "site.backup"))
    assert (refused.returncode, fresh.home.data.exists()) == (2, False)
    assert "name the newest keys file with --keys" in refused.stderr
    assert fresh.run("restore", str(tmp_path / "site.backup"), "--without-keys").returncode == 0
    with database_of(fresh) as database:
        persons = column(database, "SELECT count(*) FROM people_person")
        assert column(database, "SELECT count(*) FROM people_logkey") == persons


def test_what_cannot_be_restored_is_refused_before_anything_is_made(
    site: Site, fresh: Site, tmp_path: Path
) -> None:
    file = tmp_path / "site.backup"
    assert site.run("backup", str(file)).returncode == 0
    running = site.run("restore", str(file))
    assert running.returncode == 2
    assert "copractice serve, process" in running.stderr
    assert running.stderr.endswith("has this folder; end it, or name another folder with DATA_DIR\n")
    site.end(signal.SIGINT)
    used = site.run("restore", str(file))
    assert (used.returncode, "this database is not empty" in used.stderr) == (2, True)
    newer = change(file, tmp_path / "newer", version="9.1", migrations=[["people", "0999_of_the_future"]])
    shutil.copy(f"{file}.keys", f"{newer}.keys")
    refused = fresh.run("restore", str(newer))
    assert "was made by version 9.1, which is newer: it knows people.0999_of_the_future" in refused.stderr
    damaged = bytearray(file.read_bytes())
    damaged[2000] ^= 1
    file.write_bytes(damaged)
    for command in ("restore", "drill"):
        refused = fresh.run(command, str(file))
        assert refused.returncode == 2
        assert refused.stderr == (
            f"copractice restore: {file} is damaged: database.dump has changed; use another backup\n"
        )
    assert not fresh.home.data.exists()


def test_a_drill_finds_what_did_not_come_back(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "site.backup"
    assert site.run("backup", str(file)).returncode == 0
    tables = json.loads(json.dumps(archive.check(file)["tables"]))
    tables["people_person"][0] += 1
    other = change(file, tmp_path / "other", tables=tables)
    shutil.copy(f"{file}.keys", f"{other}.keys")
    drilled = site.run("drill", str(other))
    assert drilled.returncode == 1
    assert "NOT AS SAVED: table people_person\n" in drilled.stdout
    assert drilled.stdout.endswith("This restore does not hold: table people_person\n")
