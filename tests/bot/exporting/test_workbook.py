"""A workbook holds numbers as numbers, days as days, and what people wrote as text that no spreadsheet runs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from bot.exporting.workbook import workbook
from handlers.reports.table import Cell, Column, Kind, Row, Table, Value


def read(table: Table) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook(table))).worksheets[0]


def one(kind: Kind, value: Value, **more: Any) -> Any:
    """The cell below the title, as another program reads it."""
    made = Table(
        name="t",
        title="T",
        columns=(Column(title="Title", kind=kind),),
        rows=(Row(cells=(Cell(value=value, **more),)),),
    )
    return read(made)["A2"]


@pytest.mark.parametrize(
    "written",
    [
        "=1+1", '=HYPERLINK("http://evil","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", "=cmd|' /C calc'!A0", "#REF!", "#N/A", "水管",
        "2026-01-01", "00123", "TRUE",
    ],
)  # fmt: skip
def test_what_people_wrote_stays_text_and_readable(written: str) -> None:
    cell = one("text", written)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (written, "s", True)


def test_a_title_is_never_a_formula_either() -> None:
    sheet = read(Table(name="t", title="=T [x]: y/z?*", columns=(Column(title="=1+1"),), rows=()))
    assert (sheet["A1"].value, sheet["A1"].data_type, sheet.title) == ("=1+1", "s", "=T  x   y z")


@pytest.mark.parametrize(
    ("kind", "value", "more", "read", "shown"),
    [
        ("number", 12345, {}, 12345, "#,##0"), ("number", 2.25, {}, 2.25, "#,##0.0"), ("share", 0.955, {}, 0.955, "0.0%"), ("share", 1, {}, 1, "0.0%"),
        ("money", 120050, {"currency": "HKD"}, 1200.5, '"HKD" #,##0.00'), ("number", -4, {}, -4, "#,##0"),
        ("date", date(2026, 3, 1), {}, datetime(2026, 3, 1), "yyyy-mm-dd"),  # noqa: DTZ001
        ("date", datetime(2026, 3, 1, 9, 5, tzinfo=UTC), {}, datetime(2026, 3, 1, 9, 5), "yyyy-mm-dd hh:mm"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_value_is_what_its_column_says(
    kind: Kind, value: Value, more: dict[str, Any], read: Any, shown: str
) -> None:
    cell = one(kind, value, **more)
    assert (cell.value, cell.number_format) == (read, shown)
    assert cell.data_type == ("d" if kind == "date" else "n")


def test_where_there_is_no_case_the_note_stands() -> None:
    assert one("share", None, note="no cases").value == "no cases"


def test_a_day_that_workbooks_do_not_know_is_written_out() -> None:
    assert one("date", date(1899, 12, 31)).value == "1899-12-31"


def test_what_no_workbook_can_hold_is_left_out() -> None:
    assert one("text", "a\x00b\x0b" + "c" * 40000).value == "ab" + "c" * 32765


def test_what_the_figures_count_stands_below_them() -> None:
    made = Table(
        name="t",
        title="T",
        columns=(Column(title="A"), Column(title="B")),
        rows=(),
        note="=note",
        empty="Nothing.",
    )
    sheet = read(made)
    assert [row[0].value for row in sheet.iter_rows()] == ["A", "Nothing.", "=note"]
    assert sheet.freeze_panes == "A2"


def test_many_columns_have_a_place() -> None:
    titles = [f"c{at}" for at in range(60)]
    sheet = read(Table(name="t", title="", columns=tuple(Column(title=one) for one in titles), rows=()))
    assert [cell.value for cell in sheet[1]] == titles
