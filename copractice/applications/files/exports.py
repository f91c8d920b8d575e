"""A table as a file for a spreadsheet: CSV and XLSX, in which no cell can be taken for a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

# A spreadsheet runs what begins with one of these, and looks past marks, spaces and quotes before it.
TRIGGERS = frozenset("=+-@\t\r\0")
SKIPPED = frozenset("\ufeff\u200b\"'`’‘“”")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_767  # what a cell of a workbook holds
CUT = " […]"


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes before what could be one."""
    return f"'{text}" if _could_run(text) else text


def csv_of(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark, every cell in quotes and safe to open."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    for row in [head, *rows]:
        writer.writerow([safe_cell(cell).replace("\0", "") for cell in row])
    return stream.getvalue().encode("utf-8-sig")


def xlsx_of(head: Sequence[str], rows: Sequence[Sequence[str]], *, title: str) -> bytes:
    """Return a table as a workbook of one sheet; every cell is text, also what looks like a number or formula.

    A text that is longer than a cell can be is cut, and the cut is marked; the CSV holds it whole.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, row in enumerate([head, *rows]):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value="")
            cell.value = _storable(text)
            cell.data_type = "s"  # a text that begins with "=" would become a formula
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _could_run(text: str) -> bool:
    """Tell whether a text may run: by its first letter as it stands, or by the first that counts."""
    if text[:1] in TRIGGERS and text:
        return True
    for letter in text:
        plain = unicodedata.normalize("NFKC", letter)[:1]
        if plain in TRIGGERS:
            return True
        if letter not in SKIPPED and not letter.isspace():
            return False
    return False


def _storable(text: str) -> str:
    text = NOT_IN_XML.sub("\ufffd", text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT
