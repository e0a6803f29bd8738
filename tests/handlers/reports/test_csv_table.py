"""A table for spreadsheets holds no formula, whatever people wrote."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from handlers.reports.csv_table import table


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
