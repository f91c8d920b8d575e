"""Long CSV files column by column: chunks of text become arrays, so that ten million rows fit."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol, TextIO

import numpy as np
from numpy.typing import NDArray

from copractice.cli.engine.tables import BadFile

CHUNK = 1 << 16


class Reader(Protocol):
    """What `csv.reader` returns."""

    @property
    def line_num(self) -> int:
        """Count the lines read so far."""

    def __iter__(self) -> Iterator[list[str]]:
        """Give the records."""

    def __next__(self) -> list[str]:
        """Give the next record."""


@dataclass(frozen=True)
class Chunk:
    """Some consecutive rows of a CSV file, as columns of text, and the line on which each row began."""

    file: str
    lines: Sequence[int]
    cells: Mapping[str, Sequence[str]]

    def integers(self, column: str, expected: str, allowed: Iterable[int] | None = None) -> NDArray[np.int64]:
        """Read a column of whole numbers; `expected` says in words what a cell should have held.

        Raises:
            BadFile: naming file, line and column of the first cell that is not one of them.
        """
        wanted = None if allowed is None else frozenset(allowed)

        def fits(text: str) -> bool:
            number = int(text)
            return wanted is None or number in wanted

        try:
            numbers = np.array(self.cells[column], dtype=np.int64)
        except (ValueError, OverflowError):
            self.refuse(column, fits, expected)
        if wanted is not None and not np.isin(numbers, list(wanted)).all():
            self.refuse(column, fits, expected)
        return numbers

    def refuse(self, column: str, fits: Callable[[str], bool], expected: str) -> None:
        """Raise `BadFile` for the first cell that does not fit."""
        for line, text in zip(self.lines, self.cells[column], strict=True):
            if not _try(fits, text):
                raise BadFile(f"{self.file}, line {line}, column {column}: {text!r} is not {expected}")
        raise BadFile(f"{self.file}, column {column}: a number is too large")


def _try(fits: Callable[[str], bool], text: str) -> bool:
    try:
        return fits(text)
    except ValueError:
        return False


@dataclass(frozen=True)
class Codes:
    """Names as consecutive numbers, in order of first appearance."""

    numbers: dict[str, int] = field(default_factory=dict)

    def encode(self, chunk: Chunk, column: str) -> NDArray[np.int64]:
        """Number a chunk's names; an empty cell is no name.

        Raises:
            BadFile: naming file, line and column of the first empty cell.
        """
        numbers, names = self.numbers, chunk.cells[column]
        for name in dict.fromkeys(names):
            numbers.setdefault(name, len(numbers))
        if "" in numbers:
            chunk.refuse(column, bool, "a name (the cell is empty)")
        return np.fromiter(map(numbers.__getitem__, names), np.int64, len(names))

    def ordered(self) -> tuple[list[str], NDArray[np.int64]]:
        """Return the names in numeric or else alphabetical order, and the place of each code in it."""
        names = list(self.numbers)
        numeric = all(name.isdecimal() for name in names)
        order = sorted(range(len(names)), key=lambda i: (int(names[i]) if numeric else 0, names[i]))
        place = np.empty(len(names), np.int64)
        place[order] = np.arange(len(names))
        return [names[i] for i in order], place


def read_chunks(path: str | Path, required: Iterable[str], optional: Iterable[str] = ()) -> Iterator[Chunk]:
    """Yield the wanted columns of a UTF-8 CSV file with a header, chunk by chunk.

    Raises:
        BadFile: the file cannot be read, lacks a required column, or has a row of another length.
    """
    name = str(path)
    with _opened(path) as stream:
        reader = csv.reader(stream, strict=True)
        header = _header(name, reader)
        missing = [column for column in required if column not in header]
        if missing:
            raise BadFile(f"{name}, line 1: no column {missing[0]}; found {', '.join(header)}")
        wanted = {column: header.index(column) for column in [*required, *optional] if column in header}
        line = reader.line_num
        while rows := _rows(name, reader):
            lines, rows = _numbered(name, rows, line, reader.line_num, len(header))
            line = reader.line_num
            if rows:
                columns = list(zip(*rows, strict=True))
                yield Chunk(name, lines, {column: columns[place] for column, place in wanted.items()})


def read_header(path: str | Path) -> list[str]:
    """Return the column names of a CSV file.

    Raises:
        BadFile: the file cannot be read or is empty.
    """
    with _opened(path) as stream:
        return _header(str(path), csv.reader(stream, strict=True))


@contextmanager
def _opened(path: str | Path) -> Iterator[TextIO]:
    """Open a text file; what goes wrong while it is read is named as one line."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            yield stream
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadFile(f"{path}: not UTF-8 text (byte {error.start})") from None


def _header(name: str, reader: Reader) -> list[str]:
    header = next(iter(_rows(name, reader, 1)), None)
    if not header:
        raise BadFile(f"{name}, line 1: the file is empty; it needs a header")
    return header


def _rows(name: str, reader: Reader, count: int | None = None) -> list[list[str]]:
    try:
        return list(islice(reader, count or CHUNK))
    except csv.Error as error:
        raise BadFile(f"{name}, line {reader.line_num}: {error}") from None


def _numbered(
    name: str, rows: list[list[str]], before: int, after: int, width: int
) -> tuple[Sequence[int], list[list[str]]]:
    """Return the line on which each row began, and the rows without empty lines.

    Mostly each row is one line, and nothing need be looked at; else line breaks inside cells are counted.
    """
    if after - before == len(rows) and set(map(len, rows)) == {width}:
        return range(before + 1, after + 1), rows
    lines, kept, line = [], [], before + 1
    for row in rows:
        if row and len(row) != width:
            raise BadFile(f"{name}, line {line}: {len(row)} cells, the header has {width}")
        if row:
            lines.append(line)
            kept.append(row)
        line += 1 + sum(cell.count("\n") for cell in row)
    return lines, kept
