"""CSV tables read strictly: UTF-8, a header, as many cells as columns; faults name file, line and column.

One reader serves the pages and the command line. A fault carries its sentence untranslated beside its
values: a page translates the sentence for whoever reads it, the command line prints it as it is.
"""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
Values = Mapping[str, str | int]

LONGEST_CELL = 100_000
UTF16 = (b"\xff\xfe", b"\xfe\xff")
ZIPPED = b"PK\x03\x04"  # how a workbook of Excel or LibreOffice begins
BOM = b"\xef\xbb\xbf"


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogs and return it as it is."""
    return sentence


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file, and where; `sentence` takes its `values` after translation."""

    sentence: str
    values: Values = field(default_factory=dict)
    file: str = ""
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = [self.file, f"line {self.line}" if self.line else "", self.column and f"column {self.column}"]
        return f"{', '.join(part for part in place if part)}: {self.sentence % self.values}"


class BadTable(Exception):
    """A file that cannot be read as the table it should be."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells by column name, and where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]

    def fault(self, column: str, sentence: str, values: Values | None = None) -> Fault:
        """Return what is wrong with one cell of this row."""
        return Fault(sentence, values or {}, self.file, self.line, column)

    def read(self, column: str, parse: Callable[[str], T], expected: str) -> T:
        """Parse one cell or raise `BadTable`; `expected` says in words what the cell should have held."""
        try:
            return parse(self.cells[column])
        except ValueError:
            found = {"found": repr(self.cells[column]), "expected": expected}
            raise BadTable(self.fault(column, gettext_noop("%(found)s is not %(expected)s"), found)) from None


def read_rows(
    file: str,
    lines: Iterable[bytes],
    required: Collection[str],
    *,
    others: Mapping[str, Collection[str]] | None = None,
    most: int | None = None,
) -> Iterator[Row]:
    """Yield the rows of a CSV file given as lines of bytes; more columns than required are allowed.

    `others` names tables that this one could be mistaken for, with their columns; `most` is how many rows
    are taken. Raises `BadTable` at the first fault, when the iteration gets there.
    """
    reader = csv.reader(_decoded(file, lines), strict=True)
    csv.field_size_limit(LONGEST_CELL)
    count = before = 0
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(file, header, required, others or {})
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cells):
                continue
            count += 1
            _check_row(file, line, cells, header, count, most)
            yield Row(file, line, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise BadTable(_csv_fault(file, before + 1, reader.line_num, error)) from None


def _decoded(file: str, lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if number == 1:
            _check_kind(file, line)
            line = line.removeprefix(BOM)
        if b"\0" in line:
            raise BadTable(
                Fault(gettext_noop("a NUL byte, which no text holds; save the file again"), {}, file, number)
            )
        try:
            yield line.decode()
        except UnicodeDecodeError as error:
            sentence = gettext_noop(
                "character %(place)s is not UTF-8 text; save the file as “CSV UTF-8” and send it again"
            )
            place = len(line[: error.start].decode()) + 1
            raise BadTable(Fault(sentence, {"place": place}, file, number)) from None


def _check_kind(file: str, start: bytes) -> None:
    if start.startswith(ZIPPED):
        sentence = gettext_noop("this is a workbook, not a CSV file; save its sheet as “CSV UTF-8”")
        raise BadTable(Fault(sentence, {}, file))
    if start.startswith(UTF16):
        sentence = gettext_noop("this file is in UTF-16; save it as “CSV UTF-8” and send it again")
        raise BadTable(Fault(sentence, {}, file))


def _check_header(
    file: str, header: list[str], required: Collection[str], others: Mapping[str, Collection[str]]
) -> None:
    missing = [column for column in required if column not in header]
    values: dict[str, Any] = {"missing": ", ".join(missing), "found": ", ".join(header)[:300]}
    if not any(header):
        values["missing"] = ", ".join(required)
        sentence = gettext_noop("the file is empty; it needs a first line with the columns %(missing)s")
    elif len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        sentence = gettext_noop("the columns are not separated by commas; save the file as “CSV UTF-8”")
    elif missing:
        values["kind"] = next((kind for kind, columns in others.items() if set(columns) <= set(header)), "")
        sentence = gettext_noop("no column %(missing)s; found %(found)s")
        if values["kind"]:
            sentence = gettext_noop("this looks like the file “%(kind)s”; no column %(missing)s")
    elif len(set(header)) < len(header):
        values["twice"] = next(column for column in header if header.count(column) > 1)
        sentence = gettext_noop("the column “%(twice)s” stands there twice")
    else:
        return
    raise BadTable(Fault(sentence, values, file, 1))


def _check_row(
    file: str, line: int, cells: list[str], header: list[str], count: int, most: int | None
) -> None:
    if len(cells) != len(header):
        values = {"cells": len(cells), "columns": len(header)}
        sentence = gettext_noop("%(cells)s cells, the header has %(columns)s")
        raise BadTable(Fault(sentence, values, file, line))
    if most is not None and count > most:
        sentence = gettext_noop("more than %(most)s rows; split the file and import its parts one by one")
        raise BadTable(Fault(sentence, {"most": most}, file, line))


def _csv_fault(file: str, first: int, line: int, error: csv.Error) -> Fault:
    words = str(error)
    if "limit" in words or "end of data" in words:
        sentence = gettext_noop("a quotation mark is opened here and not closed")
        line = first
    elif "new-line" in words:
        sentence = gettext_noop("a line end that is no line end of CSV; save the file as “CSV UTF-8”")
    else:
        sentence = gettext_noop("a quotation mark stands within a cell; write it twice")
    return Fault(sentence, {}, file, line)
