"""CSV files for the engine's commands: read strictly, refused with file, line and column."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class BadFile(Exception):
    """A file that cannot be used; the message names file, line and column in one line."""


@dataclass(frozen=True)
class Row:
    """One data row of a CSV file: its cells by column name, and where it stood."""

    file: str
    line: int
    cells: dict[str, str]

    def read(self, column: str, parse: Callable[[str], T], expected: str) -> T:
        """Parse one cell; `expected` says in words what the cell should have held."""
        try:
            return parse(self.cells[column])
        except ValueError:
            raise BadFile(
                f"{self.file}, line {self.line}, column {column}: {self.cells[column]!r} is not {expected}"
            ) from None


def read_rows(path: str | Path, required: Iterable[str]) -> Iterator[Row]:
    """Yield the data rows of a UTF-8 CSV file with a header; more columns than required are allowed."""
    name = str(path)
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            yield from _rows(name, csv.reader(stream, strict=True), list(required))
    except OSError as error:
        raise BadFile(f"{name}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadFile(f"{name}: not UTF-8 text (byte {error.start})") from None


def _rows(name: str, reader: "csv._reader", required: list[str]) -> Iterator[Row]:
    try:
        header = next(reader, None)
        if not header:
            raise BadFile(f"{name}, line 1: the file is empty; it needs a header with {', '.join(required)}")
        for column in required:
            if column not in header:
                raise BadFile(f"{name}, line 1: no column {column}; found {', '.join(header)}")
        previous = reader.line_num
        for values in reader:
            line, previous = previous + 1, reader.line_num
            if not values:
                continue
            if len(values) != len(header):
                raise BadFile(f"{name}, line {line}: {len(values)} cells, the header has {len(header)}")
            yield Row(name, line, dict(zip(header, values, strict=True)))
    except csv.Error as error:
        raise BadFile(f"{name}, line {reader.line_num}: {error}") from None


def input_sha256(paths: Iterable[str | Path]) -> str:
    """Return the SHA-256 of the files' bytes, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
