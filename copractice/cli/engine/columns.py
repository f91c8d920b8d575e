"""Long CSV files column by column: chunks of text become arrays, so that ten million rows fit."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from copractice.cli.engine.tables import BadFile

CHUNK = 1 << 16


@dataclass(frozen=True)
class Chunk:
    """Some consecutive rows of a CSV file, as columns of text, and the line on which each row began."""

    file: str
    lines: list[int]
    cells: dict[str, list[str]]

    def integers(self, column: str, expected: str, allowed: Iterable[int] | None = None) -> NDArray[np.int64]:
        """Read a column of whole numbers; `expected` says in words what a cell should have held.

        Raises:
            BadFile: naming file, line and column of the first cell that is not one of them.
        """
        wanted = None if allowed is None else frozenset(allowed)

        def fits(text: str) -> bool:
            return wanted is None or int(text) in wanted

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
        codes = np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)
        if "" in numbers:
            chunk.refuse(column, bool, "a name (the cell is empty)")
        return codes

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
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            rows = _records(name, stream)
            _, header = next(rows)
            missing = [column for column in required if column not in header]
            if missing:
                raise BadFile(f"{name}, line 1: no column {missing[0]}; found {', '.join(header)}")
            wanted = {column: header.index(column) for column in [*required, *optional] if column in header}
            while block := list(islice(rows, CHUNK)):
                lines = [line for line, _ in block]
                yield Chunk(name, lines, {c: [row[i] for _, row in block] for c, i in wanted.items()})
    except OSError as error:
        raise BadFile(f"{name}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadFile(f"{name}: not UTF-8 text (byte {error.start})") from None


def read_header(path: str | Path) -> list[str]:
    """Return the column names of a CSV file.

    Raises:
        BadFile: the file cannot be read or is empty.
    """
    name = str(path)
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            return next(_records(name, stream))[1]
    except OSError as error:
        raise BadFile(f"{name}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadFile(f"{name}: not UTF-8 text (byte {error.start})") from None


def _records(name: str, stream: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line on which it began; the header first, empty lines left out."""
    reader = csv.reader(stream, strict=True)
    try:
        header = next(reader, None)
        if not header:
            raise BadFile(f"{name}, line 1: the file is empty; it needs a header")
        yield 1, header
        width, before = len(header), reader.line_num
        for values in reader:
            line, before = before + 1, reader.line_num
            if len(values) == width:
                yield line, values
            elif values:
                raise BadFile(f"{name}, line {line}: {len(values)} cells, the header has {width}")
    except csv.Error as error:
        raise BadFile(f"{name}, line {reader.line_num}: {error}") from None
