"""Which homes stand one above another, by how estates write their homes; and a line as somebody types it."""

from __future__ import annotations

import pytest

from storage.lines import line_of, stair_of, typed_line


@pytest.mark.parametrize(
    ("label", "floor", "line", "stair"),
    [
        ("3-2-1502", "15", "02", "2"), ("3-2-1502", "", "02", "2"), ("3-1-101", "1", "01", "1"), ("1-1-101", "1", "01", "1"),
        ("A-12-B", "12", "B", ""), ("T1-8C", "8", "C", ""), ("T1-8C", "", "C", ""), ("5-12B", "12", "B", ""),
        ("B座18A", "18", "A", ""), ("5座12樓B室", "12", "B", ""), ("Blk 5 12/F Flat B", "12", "B", ""), ("#12-08", "12", "08", ""),
        ("5-151", "15", "01", ""), ("1-112", "11", "02", ""), ("1-112", "1", "12", ""), ("A-1-12", "1", "12", ""),
        ("A-12-3", "12", "03", ""), ("3-2-1502A", "15", "02A", "2"), ("3-2-０１０１", "1", "01", "2"), ("G01", "G", "01", ""),
        ("1-G-A", "G", "A", ""), ("3-2-10103", "101", "03", "2"), ("8號", "", "08", ""), ("别墅", "", "", ""), ("", "", "", ""),
        ("1-B-3-1502", "15", "02", "B-3"), ("15-02A", "15", "02A", ""),
    ],
)  # fmt: skip
def test_a_label_tells_its_line_and_its_stair(label: str, floor: str, line: str, stair: str) -> None:
    assert (line_of(label, floor), stair_of(label)) == (line, stair)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("02", "02"),
        ("2", "02"),
        ("０２", "02"),
        ("b", "B"),
        ("Ｂ", "B"),
        ("2-2", "2-02"),
        ("2 - 02", "2-02"),
        ("02a", "02A"),
    ],
)
def test_a_line_is_understood_as_it_is_typed(typed: str, line: str) -> None:
    assert typed_line(typed) == line


@pytest.mark.parametrize("typed", ["", "-", "東", "2-", "?", "02/03"])
def test_what_is_no_line_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is no line"):
        typed_line(typed)
