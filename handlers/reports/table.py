"""A table of a report, as a value: pages, CSV, XLSX, messages and pictures are all made of it, so that they never differ.

A cell holds a value and not its words; `words` says it in a language. Where there is no case there is no value: the cell says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from handlers.reports.intervals import percent
from handlers.wording import money

#: What a column holds: words; a count or a mean; a share from 0 to 1; an amount in hundredths; a day or a moment.
Kind = Literal["text", "number", "share", "money", "date"]

Value = str | int | float | date | datetime | None

_FITS: dict[str, tuple[type, ...]] = {
    "text": (str,), "number": (int, float), "share": (int, float), "money": (int,), "date": (date,),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: what stands above it and what it holds. `places`: digits after the point of a number that is no count."""

    title: str
    kind: Kind = "text"
    places: int = 1

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"a column holds one of {', '.join(get_args(Kind))}, not {self.kind!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure or word. `link`: the address of the cases behind it, empty for none.

    `note`: what is said where there is no value ("no cases"). `currency`: of an amount, its ISO 4217 code. A moment is in
    the zone of whoever reads. `tone`: whether what was to be reached was, for whoever looks at many rows at once; empty: neither.
    """

    value: Value = None
    link: str = ""
    note: str = ""
    currency: str = ""
    tone: Literal["", "reached", "missed"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row. `key`: by which an improvement names it, the same whatever the language; empty where nothing can follow from it."""

    cells: tuple[Cell, ...]
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `name` is the same in every language and stands in addresses and file names.

    `note`: what the figures count, from when until when, out of how many. `empty`: what is said where there is no row.
    Raises ValueError for a row that does not fit its columns.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    empty: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"a row of {self.name} has {len(row.cells)} cells, not {len(self.columns)}")
            for column, cell in zip(self.columns, row.cells, strict=True):
                _check(self.name, column, cell)


def words(language: str, column: Column, cell: Cell) -> str:
    """A cell as people read it; its note where it has no value."""
    match cell.value:
        case None:
            return cell.note
        case str(text):
            return text
        case datetime() as at:
            return at.strftime("%Y-%m-%d %H:%M")
        case date() as day:
            return day.isoformat()
        case number:
            return _counted(language, column, cell, number)


def _counted(language: str, column: Column, cell: Cell, number: float) -> str:
    if column.kind == "share":
        return percent(number)
    if column.kind == "money":
        return money(language, int(number), cell.currency)
    return f"{number:,}" if isinstance(number, int) else f"{number:,.{column.places}f}"


def plain(table: Table, language: str) -> list[list[str]]:
    """The table in words, its titles first."""
    head = [column.title for column in table.columns]
    return [head] + [
        [words(language, column, cell) for column, cell in zip(table.columns, row.cells, strict=True)]
        for row in table.rows
    ]


def _check(name: str, column: Column, cell: Cell) -> None:
    if cell.value is None:
        return
    if not isinstance(cell.value, _FITS[column.kind]) or isinstance(cell.value, bool):
        raise ValueError(f"{cell.value!r} is no {column.kind}, as {column.title!r} of {name} wants")
    if column.kind == "money" and not cell.currency:
        raise ValueError(f"an amount in {column.title!r} of {name} has no currency")
