"""A table as CSV for spreadsheets. What a spreadsheet would run as a formula is put behind an apostrophe (OWASP, CSV injection)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO

from handlers.reports.table import Cell, Column, Table

#: What makes a cell a formula, at its very beginning; full-width forms count, for some programs fold them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: str) -> str:
    """The cell as text that no spreadsheet runs."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table with a byte order mark, by which spreadsheets know UTF-8."""
    return "\ufeff" + lines([head]) + lines(rows)


def lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows alone, to be put behind a table: a long one is written in pieces."""
    out = StringIO()
    csv.writer(out).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def of(made: Table) -> str:
    """A table of a report: shares as fractions of one, amounts with their currency, everything without signs for thousands."""
    out = StringIO()
    csv.writer(out).writerows(
        [_safe(*pair) for pair in zip(made.columns, row.cells, strict=True)] for row in made.rows
    )
    return table([column.title for column in made.columns], ()) + out.getvalue()


def _safe(column: Column, cell: Cell) -> str:
    """A number is a number, also below nothing; all else is text that no spreadsheet runs."""
    raw = _raw(column, cell)
    return raw if isinstance(cell.value, int | float) and column.kind != "money" else safe(raw)


def _raw(column: Column, cell: Cell) -> str:
    value = cell.value
    if value is None:
        return cell.note
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if column.kind == "money" and isinstance(value, int):
        return f"{cell.currency} {value / 100:.2f}"
    if column.kind == "share" and isinstance(value, float):
        return f"{value:.4f}"
    return f"{value:.{column.places}f}" if isinstance(value, float) else str(value)
