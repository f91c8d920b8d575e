"""CSV files for the engine's commands, by the reader that the pages use too."""

import hashlib
import math
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from copractice.communities.files.tables import BadTable, Row
from copractice.communities.files.tables import read_rows as read_lines

__all__ = ["BadFile", "BadTable", "Row", "count", "finite", "input_sha256", "named", "read_rows"]


class BadFile(Exception):
    """A file that cannot be used; the message names file, line and column in one line."""


def read_rows(path: str | Path, required: Collection[str]) -> Iterator[Row]:
    """Yield the data rows of a UTF-8 CSV file with a header; more columns than required are allowed."""
    try:
        with open(path, "rb") as stream:
            yield from read_lines(str(path), stream, required)
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from None


def named(cell: str) -> str:
    """Parse a name: any text that is not blank."""
    if not cell.strip():
        raise ValueError
    return cell.strip()


def finite(cell: str) -> float:
    """Parse a number that is neither infinite nor missing."""
    value = float(cell)
    if not math.isfinite(value):
        raise ValueError
    return value


def count(cell: str) -> int:
    """Parse a whole number of 0 or more."""
    value = int(cell)
    if value < 0:
        raise ValueError
    return value


def input_sha256(paths: Iterable[str | Path]) -> str:
    """Return the SHA-256 of the files' bytes, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
