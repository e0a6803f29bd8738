"""A table of a report as a workbook (XLSX): numbers are numbers, days are days, and no words are ever a formula.

What people wrote is kept as text, letter by letter, with the mark by which a spreadsheet does not read it anew when it is touched
(OWASP, CSV injection); what XML cannot hold is left out.
"""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from handlers.reports.table import Cell, Column, Table

#: What a workbook's sheet may not be called, how long a name may be, and how long a cell.
_FORBIDDEN, _NAME, _LONGEST = str.maketrans(dict.fromkeys("[]:*?/\\'", " ")), 31, 32767

#: How a spreadsheet shows a share and a day.
_FORMATS = {"share": "0.0%", "date": "yyyy-mm-dd"}

#: The end of 1900's wrong leap day; days before it have no place in a workbook and are written as words.
_FIRST = date(1900, 3, 1)


def workbook(table: Table) -> bytes:
    """The file: one sheet with the titles, which stay in sight, and the rows; what the figures count stands below them."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_sheet_name(table.title or table.name))
    sheet.freeze_panes = "A2"
    for at, column in enumerate(table.columns):
        sheet.column_dimensions[get_column_letter(at + 1)].width = _width(table, at, column)
    sheet.append([_words(sheet, column.title, bold=True) for column in table.columns])
    for row in table.rows:
        sheet.append(
            [_cell(sheet, column, one) for column, one in zip(table.columns, row.cells, strict=True)]
        )
    for below in (table.empty if not table.rows else "", table.note):
        if below:
            sheet.append([_words(sheet, below)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, column: Column, one: Cell) -> Any:
    value = one.value
    if value is None:
        return _words(sheet, one.note)
    if isinstance(value, str):
        return _words(sheet, value)
    if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < _FIRST:
        return _words(sheet, value.isoformat())
    if isinstance(value, datetime):
        return _number(sheet, value.replace(tzinfo=None), "yyyy-mm-dd hh:mm")
    if column.kind == "money" and not isinstance(value, date):
        return _number(sheet, value / 100, f'"{one.currency}" #,##0.00')
    counted = "#,##0" if isinstance(value, int) else f"#,##0.{'0' * column.places}".rstrip(".")
    return _number(sheet, value, _FORMATS.get(column.kind, counted))


def _number(sheet: Any, value: Any, form: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = form
    return cell


def _words(sheet: Any, said: str, *, bold: bool = False) -> Any:
    """Text that stays text: neither a formula nor an error's name is read in it."""
    cell: Any = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", said)[:_LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top")
    return cell


def _width(table: Table, at: int, column: Column) -> float:
    """A column as wide as its title and its words, a Chinese letter counting two, between 8 and 48."""
    said = [
        column.title,
        *(str(row.cells[at].value) for row in table.rows[:200] if isinstance(row.cells[at].value, str)),
    ]
    return float(min(max(max(sum(1 + (ord(one) > 0x2E7F) for one in words) for words in said) + 2, 12), 48))


def _sheet_name(title: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", title).translate(_FORBIDDEN).strip()[:_NAME] or "1"
