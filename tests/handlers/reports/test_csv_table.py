"""A table for spreadsheets holds no formula, whatever people wrote."""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO

import pytest

from handlers.reports.csv_table import of, table
from handlers.reports.table import Cell, Column, Kind, Row, Table


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://evil","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "＋1", "－1", "＠x",
        "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_text(cell: str) -> None:
    read = list(csv.reader(StringIO(table([cell], [[cell]]).removeprefix("\ufeff"), newline="")))
    assert read == [[f"'{cell}"], [f"'{cell}"]]


@pytest.mark.parametrize("cell", ["", "Pipes & Co.", 'a "b", c', "水管", "96.2 %", "a\nb", "a=b"])
def test_everything_else_stays_as_it_is(cell: str) -> None:
    read = list(csv.reader(StringIO(table(["x"], [[cell, "y"]]).removeprefix("\ufeff"), newline="")))
    assert read[1] == [cell, "y"]


def test_a_table_of_a_report_keeps_what_spreadsheets_can_count_with() -> None:
    kinds: tuple[Kind, ...] = ("text", "number", "share", "money", "date", "share")
    cells = (
        Cell(value="=1+1"), Cell(value=12345), Cell(value=0.95555), Cell(value=120050, currency="HKD"),
        Cell(value=datetime(2026, 3, 1, 9, 5)), Cell(note="no cases"),  # noqa: DTZ001
    )  # fmt: skip
    made = Table(
        name="t",
        title="T",
        columns=tuple(Column(title=one, kind=one) for one in kinds),
        rows=(Row(cells=cells),),
    )
    read = list(csv.reader(StringIO(of(made).removeprefix("\ufeff"), newline="")))
    assert read == [list(kinds), ["'=1+1", "12345", "0.9556", "HKD 1200.50", "2026-03-01 09:05", "no cases"]]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (Cell(value=-20), "-20"), (Cell(value=-20.5), "-20.5"), (Cell(note="-20"), "'-20"),
    ],
)  # fmt: skip
def test_a_number_below_nothing_is_a_number_still(cell: Cell, written: str) -> None:
    made = Table(
        name="t", title="T", columns=(Column(title="nps", kind="number"),), rows=(Row(cells=(cell,)),)
    )
    read = list(csv.reader(StringIO(of(made).removeprefix("\ufeff"), newline="")))
    assert read == [["nps"], [written]]
