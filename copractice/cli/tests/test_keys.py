"""The keys file: only the newest of the same site, and only for persons that it still knows."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from copractice.cli import keys
from copractice.cli.refusals import CannotRun

NOON, LATER = "2026-11-24T12:00:00.000000+00:00", "2026-11-25T12:00:00.000000+00:00"
KEY = "8c1d3c52-9c3a-4b0b-9a49-1f9b3b0c6f11"
MANIFEST = {"site": "aa", "made_at": NOON}


def keys_file(folder: Path, **more: object) -> Path:
    content = {"site": "aa", "made_at": NOON, "secret_key": "s", "keys": [[7, NOON, KEY]]} | more
    (folder / "keys").write_text(json.dumps(content))
    return folder / "keys"


def test_a_key_goes_back_to_the_person_it_was_made_for(tmp_path: Path) -> None:
    known = keys.read(keys_file(tmp_path), MANIFEST)
    assert known.secret_key == "s"
    assert known.of([(7, NOON), (8, NOON)]) == {7: UUID(KEY)}


def test_another_person_with_the_same_number_gets_nobodys_key(tmp_path: Path) -> None:
    assert keys.read(keys_file(tmp_path), MANIFEST).of([(7, LATER)]) == {}


def test_newer_keys_fit_an_older_backup(tmp_path: Path) -> None:
    assert keys.read(keys_file(tmp_path, made_at=LATER), MANIFEST).of([(7, NOON)]) == {7: UUID(KEY)}


@pytest.mark.parametrize(
    ("more", "manifest", "said"),
    [
        ({}, {"made_at": LATER}, "is older than the backup; name the newest keys file with --keys"),
        ({"site": "bb"}, {}, "belongs to another site; name the newest"),
        ({"keys": [[7, NOON]]}, {}, "is no keys file made by `copractice backup`, or is damaged"),
        ({"keys": [[7, NOON, "k"]]}, {}, "is no keys file"),
        ({"keys": None}, {}, "is no keys file"),
    ],
)
def test_other_keys_are_refused(
    tmp_path: Path, more: dict[str, object], manifest: dict[str, str], said: str
) -> None:
    with pytest.raises(CannotRun, match=said):
        keys.read(keys_file(tmp_path, **more), MANIFEST | manifest)


def test_missing_keys_are_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"cannot be read: No such file or directory; name the newest keys"):
        keys.read(tmp_path / "keys", MANIFEST)
