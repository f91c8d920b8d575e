"""CSV files for the engine's commands, by the reader that the pages use too."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from copractice.communities.files.tables import BadTable, Fault, Row
from copractice.communities.files.tables import read_rows as read_lines

BadFile = BadTable

__all__ = ["BadFile", "Row", "input_sha256", "read_rows"]


def read_rows(path: str | Path, required: Collection[str]) -> Iterator[Row]:
    """Yield the data rows of a UTF-8 CSV file with a header; more columns than required are allowed."""
    try:
        with open(path, "rb") as stream:
            yield from read_lines(str(path), stream, required)
    except OSError as error:
        raise BadFile(Fault(str(error.strerror), {}, str(path))) from None


def input_sha256(paths: Iterable[str | Path]) -> str:
    """Return the SHA-256 of the files' bytes, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
