"""The one file of a backup: whole or absent, private, and refused when a single byte has changed."""

import json
import tarfile
from pathlib import Path

import pytest

from copractice.cli import archive
from copractice.cli.refusals import CannotRun


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    (tmp_path / "first").write_bytes(b"first content " * 10)
    (tmp_path / "second").write_bytes(b"second content")
    members = {name: tmp_path / name for name in ("first", "second", "gone")}
    archive.write(tmp_path / "backup", members, {"version": "1"})
    return tmp_path / "backup"


def refusal(path: Path) -> str:
    with pytest.raises(CannotRun) as refused:
        archive.check(path)
    return str(refused.value)


def test_what_is_saved_is_read_again(backup: Path, tmp_path: Path) -> None:
    manifest = archive.check(backup)
    assert manifest["version"] == "1"
    assert {name: facts["bytes"] for name, facts in manifest["members"].items()} == {
        "first": 140,
        "second": 14,
    }
    archive.extract(backup, {"second": tmp_path / "new" / "second"})
    assert (tmp_path / "new" / "second").read_bytes() == b"second content"
    assert archive.hash_of(tmp_path / "new" / "second") == manifest["members"]["second"]["sha256"]


def test_nobody_else_can_read_it(backup: Path, tmp_path: Path) -> None:
    archive.extract(backup, {"first": tmp_path / "new" / "first"})
    modes = [path.stat().st_mode & 0o777 for path in (backup, tmp_path / "new", tmp_path / "new" / "first")]
    assert modes == [0o600, 0o700, 0o600]


def test_any_changed_byte_is_refused(backup: Path) -> None:
    saved = backup.read_bytes()
    for place in [*range(0, len(saved), 13), *range(len(saved) - 140, len(saved))]:
        changed = bytearray(saved)
        changed[place] ^= 1
        backup.write_bytes(changed)
        assert "damaged" in refusal(backup)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"first", "first has changed"),
        (b"second c", "second has changed"),
        (b'"version"', "manifest.json has changed"),
    ],
)
def test_the_refusal_names_the_member(backup: Path, content: bytes, said: str) -> None:
    saved = bytearray(backup.read_bytes())
    place = saved.index(content, 512)
    saved[place + 1] ^= 1
    backup.write_bytes(saved)
    assert refusal(backup) == f"{backup} is damaged: {said}; use another backup"


@pytest.mark.parametrize("length", [0, 1, 600, 1400, -1])
def test_a_backup_that_was_cut_off_is_refused(backup: Path, length: int) -> None:
    backup.write_bytes(backup.read_bytes()[:length])
    assert "damaged" in refusal(backup)


def test_something_else_is_refused(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refusal(tmp_path / "nothing")
    (tmp_path / "letter").write_text("Dear reader, " * 100)
    assert "damaged" in refusal(tmp_path / "letter")


def test_any_tar_opens_it(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        assert tar.getnames() == ["first", "second", "manifest.json"]
        assert json.loads(tar.extractfile("manifest.json").read())["version"] == "1"


def test_a_backup_that_fails_leaves_the_older_one(backup: Path, tmp_path: Path) -> None:
    saved = backup.read_bytes()
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotRun, match=r"backup cannot be written: Is a directory"):
        archive.write(backup, {"folder": tmp_path / "folder"}, {})
    assert backup.read_bytes() == saved
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "first", "folder", "second"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"no/backup cannot be written: No such file or directory"):
        archive.write(tmp_path / "no" / "backup", {}, {})
