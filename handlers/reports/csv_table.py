"""A table as CSV for spreadsheets. What a spreadsheet would run as a formula is put behind an apostrophe (OWASP, CSV injection)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

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
