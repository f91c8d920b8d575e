"""The folder of uploaded files: each under its random name, whole on the disk before any row names it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

PARTIAL = ".part"


def store(folder: Path, name: str, content: bytes) -> None:
    """Write a file for its owner alone: under another name first, then on the disk, then in its place."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = folder / f"{name}{PARTIAL}"
    opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(opened, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.rename(folder / name)
    except OSError:
        with suppress(FileNotFoundError):
            partial.unlink()
        raise
    _sync(folder)


def read(folder: Path, name: str) -> bytes:
    """Return what a file holds."""
    return (folder / name).read_bytes()


def remove(folder: Path, name: str) -> None:
    """Drop a file; one that is gone is gone."""
    with suppress(FileNotFoundError):
        (folder / name).unlink()


def names_before(folder: Path, then: datetime) -> Iterator[str]:
    """Yield the names of the files that were written before an instant, the half-written ones too."""
    if not folder.is_dir():
        return
    for entry in os.scandir(folder):
        if entry.is_file() and datetime.fromtimestamp(entry.stat().st_mtime, UTC) < then:
            yield entry.name


def _sync(folder: Path) -> None:
    """Have the folder's own list of names on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
