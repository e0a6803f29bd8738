"""A table says the same in every form it takes; what does not fit it cannot be made."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from handlers.reports.table import Cell, Column, Kind, Row, Table, Value, plain, words


@pytest.mark.parametrize(
    ("kind", "value", "currency", "said"),
    [
        ("text", "水管", "", "水管"), ("number", 12345, "", "12,345"), ("number", 2.25, "", "2.2"), ("share", 0.9999, "", "99.9 %"),
        ("share", 1, "", "100.0 %"), ("share", 0.0, "", "0.0 %"), ("money", 120050, "HKD", "HK$1,200.50"),
        ("date", date(2026, 3, 1), "", "2026-03-01"), ("date", datetime(2026, 3, 1, 9, 5), "", "2026-03-01 09:05"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_value_is_said_by_what_its_column_holds(kind: Kind, value: Value, currency: str, said: str) -> None:
    assert words("en", Column(title="x", kind=kind), Cell(value=value, currency=currency)) == said


@pytest.mark.parametrize("kind", ["text", "number", "share", "money", "date"])
def test_where_there_is_no_case_the_note_stands_and_no_figure(kind: Kind) -> None:
    assert words("en", Column(title="x", kind=kind), Cell(note="no cases")) == "no cases"


@pytest.mark.parametrize(
    ("kind", "value", "currency", "wrong"),
    [
        ("text", 1, "", "1 is no text"), ("number", "1", "", "'1' is no number"), ("number", True, "", "True is no number"),
        ("money", 1.5, "HKD", "1.5 is no money"), ("money", 1, "", "has no currency"), ("date", "2026-01-01", "", "is no date"),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused(kind: Kind, value: Value, currency: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        made(Column(title="x", kind=kind), Cell(value=value, currency=currency))


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="a row of stages has 2 cells, not 1"):
        made(Column(title="x"), Cell(value="a"), Cell(value="b"))


def test_a_column_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not 'colour'"):
        Column(title="x", kind="colour")  # type: ignore[arg-type]


def test_a_table_in_words_begins_with_its_titles() -> None:
    assert plain(made(Column(title="Open", kind="number"), Cell(value=3)), "en") == [["Open"], ["3"]]


def made(column: Column, *cells: Cell) -> Table:
    return Table(name="stages", title="Stages", columns=(column,), rows=(Row(cells=cells),))
