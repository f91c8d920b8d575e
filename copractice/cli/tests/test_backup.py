"""What a backup holds of a database, and what of it a restore may not bring back."""

import argparse
import json
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from pytest_django import Settings

from copractice.cli import archive, backup, dump
from copractice.cli.anchors import set_later_aside
from copractice.cli.database import require_whole
from copractice.cli.folders import binaries
from copractice.cli.refusals import CannotRun
from copractice.communities.models import Membership
from copractice.ledger.actions import anchor
from copractice.ledger.models import LogEntry, LogHead
from copractice.people.models import LogKey, Person
from tests.world_copy import lay_down_world

Said = pytest.CaptureFixture[str]


def save(file: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    backup.add_arguments(parser)
    return backup.run(parser.parse_args([str(file), *words]))


def content() -> dump.Tables:
    with dump.one_instant() as server:
        return dump.fingerprints(server)


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.UPLOADS = tmp_path / "home" / "uploads"
    settings.UPLOADS.mkdir(parents=True)
    (settings.UPLOADS / "file.pdf").write_bytes(b"%PDF-1.7")
    (settings.UPLOADS / "half.pdf.part").write_bytes(b"%PDF")
    return tmp_path / "home"


@pytest.mark.django_db(transaction=True)
def test_both_files_say_what_they_hold(home: Path, tmp_path: Path, now: datetime, capsys: Said) -> None:
    lay_down_world(now)
    assert save(tmp_path / "site.backup", "--keys", str(tmp_path / "site.keys")) == 0
    manifest = archive.check(tmp_path / "site.backup")
    assert list(manifest["members"]) == ["database.dump", "uploads/file.pdf"]
    assert manifest["tables"] == content()
    assert manifest["tables"]["people_person"][0] == Person.objects.count()
    assert manifest["heads"] == [[h.pk, h.seq, h.hash] for h in LogHead.objects.order_by("pk")]
    assert manifest["site"] == LogEntry.objects.order_by("pk").first().hash
    assert ["people", "0001_person"] in manifest["migrations"]
    known = json.loads((tmp_path / "site.keys").read_bytes())
    assert [key for _person, _made, key in known["keys"]] == [
        str(key.key) for key in LogKey.objects.order_by("person_id")
    ]
    assert (tmp_path / "site.keys").stat().st_mode & 0o777 == 0o600
    rows = sum(rows for rows, _sum in manifest["tables"].values())
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(
        f"{tmp_path}/site.backup: {len(manifest['tables'])} tables, {rows} rows, 1 uploads,"
    )
    assert said[1].startswith(f"{tmp_path}/site.keys: keys of {Person.objects.count()} persons; keep only")


@pytest.mark.django_db(transaction=True)
def test_the_keys_stand_beside_the_backup_and_not_in_it(home: Path, tmp_path: Path, now: datetime) -> None:
    lay_down_world(now)
    save(tmp_path / "site.backup")
    folder = tmp_path / "out"
    archive.extract(tmp_path / "site.backup", {"database.dump": folder / "database.dump"})
    reading = [binaries(None) / "pg_restore", "--file=-", folder / "database.dump"]
    text = subprocess.run(reading, capture_output=True, check=True).stdout.decode()
    assert Membership.objects.first().name in text
    for name in dump.LEFT_OUT:
        assert f"CREATE TABLE public.{name}" in text
        assert f"COPY public.{name}" not in text
    keys = [str(key) for key in LogKey.objects.values_list("key", flat=True)]
    assert all(key in (tmp_path / "site.backup.keys").read_text() for key in keys)


def test_no_saved_row_points_at_one_that_is_left_out() -> None:
    """A dump with such a pointer could not be loaded."""
    pointers = [
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in dump.LEFT_OUT
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.model._meta.db_table in dump.LEFT_OUT
    ]
    assert pointers == []


@pytest.mark.django_db(transaction=True)
def test_the_fingerprint_shows_any_change_of_a_row(now: datetime) -> None:
    lay_down_world(now)
    before = content()
    entry = LogEntry.objects.order_by("pk").first()
    LogEntry.objects.filter(pk=entry.pk).update(at=entry.at + timedelta(microseconds=1))
    after = content()
    assert [name for name in before if before[name] != after[name]] == ["ledger_logentry"]
    LogEntry.objects.filter(pk=entry.pk).update(at=entry.at)  # another place in the table, the same content
    assert content() == before


@pytest.mark.django_db(transaction=True)
def test_a_dump_that_fails_says_why_and_leaves_nothing(
    home: Path, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_down_world(now)
    monkeypatch.setattr(dump, "LEFT_OUT", ("people_logkey", "a.b.c.d"))
    with pytest.raises(CannotRun, match=r"^pg_dump: error: "):
        save(tmp_path / "site.backup")
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["home"]
    assert not (tmp_path / "site.backup").exists()


@pytest.mark.django_db(transaction=True)
def test_a_place_that_cannot_be_written_to_is_named(home: Path, tmp_path: Path, now: datetime) -> None:
    lay_down_world(now)
    with pytest.raises(CannotRun, match=r"no/site\.backup\.keys cannot be written: No such file"):
        save(tmp_path / "no" / "site.backup")
    with pytest.raises(CannotRun, match=r"no/site\.backup cannot be written: No such file"):
        save(tmp_path / "no" / "site.backup", "--keys", str(tmp_path / "site.keys"))


@pytest.mark.django_db(transaction=True)
def test_a_database_whose_restore_was_cut_off_is_refused(now: datetime) -> None:
    require_whole()
    lay_down_world(now)
    require_whole()
    LogKey.objects.filter(person=Person.objects.first()).delete()
    require_whole()  # one was erased
    LogKey.objects.all().delete()
    with pytest.raises(CannotRun, match=r"^a restore into this database was cut off; begin again"):
        require_whole()


@pytest.mark.django_db(transaction=True)
def test_anchors_of_later_acts_are_put_aside(tmp_path: Path, now: datetime, settings: Settings) -> None:
    path = tmp_path / "anchors.jsonl"
    lay_down_world(now)
    anchor(path, at=now)
    before = path.read_text()
    heads = {head.pk: head.seq for head in LogHead.objects.all()}
    assert set_later_aside(path, heads, now=now) is None
    assert path.read_text() == before
    first = min(heads)
    aside = set_later_aside(path, {**heads, first: heads[first] - 1}, now=now)
    assert aside == tmp_path / "anchors.jsonl.until-20261124T150000Z"
    assert aside.read_text() == before
    assert path.read_text().splitlines() == before.splitlines()[1:]


def test_a_site_without_anchors_has_none_to_put_aside(tmp_path: Path, now: datetime) -> None:
    assert set_later_aside(tmp_path / "anchors.jsonl", {}, now=now) is None
