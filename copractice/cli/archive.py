"""The one file of a backup: a tar whose last member says what the others hold, and a line that seals it.

`tar -tf` lists it, and `tar -xf` takes it apart where no Copractice is at hand. Everything here is private:
files are for their owner alone, and stand under their name only once they are whole and on disk.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from copractice.cli.refusals import CannotRun

MANIFEST = "manifest.json"
SEAL = 64 + 1  # the last line: SHA-256 of all before it; the line before it is that of the manifest
CHUNK = 1 << 20


class Hashed:
    """A stream that is hashed on its way; it reads or writes, whichever the stream does."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Begin with nothing."""
        self.stream, self.digest, self.bytes = stream, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Read and hash."""
        return self._hash(self.stream.read(size))

    def write(self, data: bytes) -> int:
        """Hash and write."""
        return self.stream.write(self._hash(data))

    def _hash(self, data: bytes) -> bytes:
        self.digest.update(data)
        self.bytes += len(data)
        return data


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a file under another name, for its owner alone, and give it its name once it is on disk."""
    partial = None
    try:
        opened, partial = tempfile.mkstemp(prefix=f"{path.name}.making-", dir=path.parent)
        with open(opened, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(partial, path)
        _sync(path.parent)
    except OSError as error:
        raise CannotRun(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        if partial and os.path.exists(partial):
            os.unlink(partial)


def write(path: Path, members: Mapping[str, Path], facts: Mapping[str, Any]) -> None:
    """Write the members, then the manifest: the facts, and length and hash of each member.

    A member that is gone by the time it is read was deleted meanwhile and is left out.
    """
    with whole_file(path) as stream:
        out, contents = Hashed(stream), {}
        with tarfile.open(fileobj=cast("IO[bytes]", out), mode="w|") as tar:
            for name, source in members.items():
                with suppress(FileNotFoundError):
                    contents[name] = _add(tar, name, source)
            manifest = json.dumps({**facts, "members": contents}, indent=1).encode()
            tar.addfile(_entry(MANIFEST, len(manifest)), io.BytesIO(manifest))
        out.write(f"\n{hashlib.sha256(manifest).hexdigest()}\n".encode())
        stream.write(f"{out.digest.hexdigest()}\n".encode())


def check(path: Path) -> dict[str, Any]:
    """Return the manifest of a backup of which no byte has changed; refuse any other, naming the member."""
    try:
        length = path.stat().st_size - SEAL
        with path.open("rb") as stream:
            whole = f"{_hash_of(stream, length)}\n".encode() == stream.read()
        if not whole:
            raise CannotRun(f"{path} is damaged: {_first_damage(path)}; use another backup")
        with tarfile.open(path, "r:") as tar:
            return cast("dict[str, Any]", json.loads(_read(tar, MANIFEST)))
    except OSError as error:
        raise CannotRun(f"{path} cannot be read: {error.strerror or error}") from None
    except (tarfile.TarError, KeyError, ValueError):
        raise CannotRun(f"{path} is no backup made by `copractice backup`") from None


def extract(path: Path, members: Mapping[str, Path]) -> None:
    """Write members to the files named, each for its owner alone and on disk."""
    with tarfile.open(path, "r:") as tar:
        for name, target in members.items():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            source = cast("IO[bytes]", tar.extractfile(name))
            with whole_file(target) as stream:
                while data := source.read(CHUNK):
                    stream.write(data)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return _hash_of(stream, path.stat().st_size)


def _add(tar: tarfile.TarFile, name: str, source: Path) -> dict[str, Any]:
    with source.open("rb") as stream:
        content = Hashed(stream)
        tar.addfile(_entry(name, os.fstat(stream.fileno()).st_size), cast("IO[bytes]", content))
    return {"bytes": content.bytes, "sha256": content.digest.hexdigest()}


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    return cast("IO[bytes]", tar.extractfile(name)).read()


def _hash_of(stream: IO[bytes], length: int) -> str:
    digest = hashlib.sha256()
    while length > 0 and (data := stream.read(min(CHUNK, length))):
        digest.update(data)
        length -= len(data)
    return digest.hexdigest()


def _first_damage(path: Path) -> str:
    """Say what is not as it was saved."""
    try:
        with tarfile.open(path, "r:") as tar:
            manifest = _read(tar, MANIFEST)
            if hashlib.sha256(manifest).hexdigest().encode() not in _end_of(path):
                return f"{MANIFEST} has changed"
            for name, saved in json.loads(manifest)["members"].items():
                content = cast("IO[bytes]", tar.extractfile(name))
                if _hash_of(content, saved["bytes"]) != saved["sha256"]:
                    return f"{name} has changed"
    except (tarfile.TarError, KeyError, ValueError):
        return "a part is missing or cannot be found"
    return "what holds its members together has changed"


def _end_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(-2 * SEAL, os.SEEK_END)
        return stream.read()


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    os.fsync(opened)
    os.close(opened)
