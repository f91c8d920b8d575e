"""Long CSV files column by column: chunks of text become arrays, so that ten million rows fit."""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from copractice.cli.engine.tables import BadFile, read_rows
from copractice.communities.files.tables import Fault

CHUNK = 1 << 16


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

    def refuse(self, column: str, fits: Callable[[str], bool], expected: str) -> NoReturn:
        """Raise `BadFile` for the first cell that does not fit."""
        for line, text in zip(self.lines, self.cells[column], strict=True):
            if not _try(fits, text):
                values = {"found": repr(text), "expected": expected}
                raise BadFile(Fault("%(found)s is not %(expected)s", values, self.file, line, column))
        raise BadFile(Fault("a number is too large", {}, self.file, None, column))


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


def read_chunks(path: str | Path, required: Collection[str], optional: Iterable[str] = ()) -> Iterator[Chunk]:
    """Yield the wanted columns of a UTF-8 CSV file with a header, chunk by chunk.

    This reader is quick; where it stumbles, the strict reader says what is wrong and where.

    Raises:
        BadFile: the file cannot be read, lacks a required column, or has a row of another length.
    """
    next(read_rows(path, required), None)
    with open(path, encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = [cell.strip() for cell in next(reader)]
            wanted = {column: header.index(column) for column in [*required, *optional] if column in header}
            before = reader.line_num
            while rows := list(islice(reader, CHUNK)):
                lines, rows = _numbered(rows, before, reader.line_num, len(header))
                before = reader.line_num
                columns = list(zip(*rows, strict=True)) or [()] * len(header)
                yield Chunk(str(path), lines, {column: columns[place] for column, place in wanted.items()})
        except (csv.Error, UnicodeDecodeError, Irregular):
            _explain(path, required)


class Irregular(Exception):
    """A row has another length than the header."""


def _explain(path: str | Path, required: Collection[str]) -> NoReturn:
    """Let the strict reader find the fault that the quick one stumbled over."""
    for _ in read_rows(path, required):
        pass
    raise BadFile(Fault("this is no CSV file", {}, str(path)))


def read_header(path: str | Path) -> list[str]:
    """Return the column names of a CSV file; none if it cannot be read, which the next reader explains."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            return [cell.strip() for cell in next(csv.reader(stream), [])]
    except (OSError, csv.Error, UnicodeDecodeError):
        return []


def _numbered(
    rows: list[list[str]], before: int, after: int, width: int
) -> tuple[Sequence[int], list[list[str]]]:
    """Return the line on which each row began, and the rows without empty ones.

    Mostly each row is one line, and nothing need be looked at; else line breaks inside cells are counted.
    """
    regular = after - before == len(rows) and set(map(len, rows)) == {width}
    if regular and all(map(itemgetter(0), rows)):
        return range(before + 1, after + 1), rows
    lines, kept, line = [], [], before + 1
    for row in rows:
        if any(row):
            lines.append(line)
            kept.append(row)
        line += 1 + sum(cell.count("\n") for cell in row)
    if any(len(row) != width for row in kept):
        raise Irregular
    return lines, kept
