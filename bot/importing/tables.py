"""A file becomes tables of plain text: rows of cells with the numbers that a spreadsheet shows beside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.importing.decoding import decoded
from handlers.plain import visible

#: Bounds of one file. A town of a hundred thousand homes fits; a file that is larger is something else.
LARGEST_FILE = 50 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Line:
    """One filled row: its number, from 1, and its cells without blanks around them, and without what cannot be seen."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The filled rows of a file, or of one sheet of it."""

    name: str
    lines: tuple[Line, ...]


def read(file: Path) -> list[Table]:
    """All tables of a file. Raises ValueError for what is no table, OSError when it cannot be read."""
    with file.open("rb") as opened:
        data = opened.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ValueError(f"is larger than {LARGEST_FILE // 1024 // 1024} MB")
    if data.startswith(b"PK"):
        from bot.importing.workbooks import sheets

        return [Table(f"{file.name} [{name}]", filled(rows)) for name, rows in sheets(data)]
    if data.startswith(_OLD_EXCEL):
        raise ValueError("is in the old Excel form; save it as .xlsx or CSV")
    return [Table(file.name, filled(_csv(decoded(data))))]


def filled(rows: Iterable[tuple[int, Iterable[str]]]) -> tuple[Line, ...]:
    """The rows with something in them. Raises ValueError past the bounds."""
    lines = tuple(islice(_filled(rows), MOST_ROWS + 1))
    if len(lines) > MOST_ROWS:
        raise ValueError(f"has more than {MOST_ROWS} rows; split it")
    return lines


def _filled(rows: Iterable[tuple[int, Iterable[str]]]) -> Iterator[Line]:
    for number, raw in rows:
        cells = [visible(cell).strip() for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise ValueError(f"has more than {MOST_COLUMNS} columns in row {number}")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise ValueError(f"has a cell of more than {LONGEST_CELL} characters in row {number}")
        if cells:
            yield Line(number, tuple(cells))


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of separated text, numbered by the line on which each begins."""
    if "\0" in text:
        raise ValueError("is not a table: neither CSV nor XLSX")
    head, _, rest = text.partition("\n")
    stated = head.strip().casefold().startswith("sep=")  # Excel says its separator so
    skipped = 1 if stated else 0
    body = rest if stated else text
    separator = head.strip()[4:5] if stated else _separator(body)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator or ",")
    begins = skipped + 1
    try:
        for row in reader:
            yield begins, row
            begins = skipped + reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"cannot be read as CSV in row {begins} ({error})") from error


def _separator(text: str) -> str:
    """The separator that the first filled lines have most of."""
    head = [line for line in islice(text.splitlines(), 20) if line.strip()][:5]
    return max(",;\t", key=lambda one: sum(line.count(one) for line in head))
