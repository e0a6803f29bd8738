"""A table is read whatever program wrote it; what is no table is said to be none."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.importing import tables, workbooks
from bot.importing.decoding import decoded
from bot.importing.headings import headed
from bot.importing.tables import Table, read

SIMPLIFIED = "姓名,电话,房号,角色\r\n林晓梅,19900000001,3-2-1502,业主\r\n陈家豪,19900000002,3-2-1503,租户\r\n"
TRADITIONAL = "姓名,電話,單位,身份\r\n陳美玲,91234567,3座15樓B室,業主\r\n關淑儀,91234568,3座16樓A室,租客\r\n"
HONG_KONG = "姓名,電話,單位,身份\r\n嘅咁啲,91234567,3座15樓B室,業主\r\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"), (SIMPLIFIED, "utf-8-sig"), (SIMPLIFIED, "utf-16"), (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"), (SIMPLIFIED, "gbk"), (SIMPLIFIED, "gb18030"), (SIMPLIFIED, "gb2312"),
        (TRADITIONAL, "utf-8"), (TRADITIONAL, "utf-16"), (TRADITIONAL, "big5"), (TRADITIONAL, "big5hkscs"),
        (TRADITIONAL, "gb18030"), (HONG_KONG, "big5hkscs"),
    ],
)  # fmt: skip
def test_every_encoding_is_told_from_the_others(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("data", [b"\xff\xfea", b"\xff\xff\xfe\xff\x80\x81"])
def test_what_is_no_text_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ValueError, match="text"):
        decoded(data)


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2\n", "a;b\n1;2\n", "a\tb\n1\t2\n", "sep=;\na;b\n1;2\n", '"a";"b"\n"1";"2"\n', "a;b\r1;2\r"],
)
def test_every_separator_is_found(tmp_path: Path, text: str) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(text.encode())
    assert [line.cells for line in read(file)[0].lines] == [("a", "b"), ("1", "2")]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(b'a,b\n\n1,"two\nlines"\n , \n3,4\n')
    assert [(line.number, line.cells) for line in read(file)[0].lines] == [
        (1, ("a", "b")), (3, ("1", "two\nlines")), (6, ("3", "4")),
    ]  # fmt: skip


def workbook(tmp_path: Path, *rows: list[Any], more: dict[str, list[list[Any]]] | None = None) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, others in (more or {}).items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    file = tmp_path / "book.xlsx"
    book.save(file)
    book.close()
    return file


def test_a_workbook_gives_numbers_and_dates_as_text(tmp_path: Path) -> None:
    morning = datetime(2021, 6, 30, 8)  # noqa: DTZ001 - a workbook knows no zone
    file = workbook(tmp_path, ["房号", 1502, 1502.0, 1.5, date(2021, 6, 30), morning, None, True])
    assert read(file)[0].lines[0].cells == (
        "房号",
        "1502",
        "1502",
        "1.5",
        "2021-06-30",
        "2021-06-30",
        "",
        "True",
    )


def test_a_formula_is_its_own_text(tmp_path: Path) -> None:
    file = workbook(tmp_path, ['=HYPERLINK("http://evil.example","x")', "=1+1"])
    assert read(file)[0].lines[0].cells == ('=HYPERLINK("http://evil.example","x")', "=1+1")


def test_every_sheet_is_a_table_and_blank_rows_count(tmp_path: Path) -> None:
    file = workbook(tmp_path, ["a"], [], ["b"], more={"Second": [["c"]]})
    assert [(t.name, [(x.number, x.cells) for x in t.lines]) for t in read(file)] == [
        ("book.xlsx [Sheet]", [(1, ("a",)), (3, ("b",))]), ("book.xlsx [Second]", [(1, ("c",))]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x00\x00\x00\x00", "neither CSV nor XLSX"),
        (b"PK\x03\x04 broken", "not a workbook that can be read"),
        (b"\xd0\xcf\x11\xe0 old", "save it as .xlsx or CSV"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 50, "UTF-8, UTF-16, GB18030 nor Big5"),
        (b"a,b\n" + b"x" * 3000, "a cell of more than 2000 characters in row 2"),
        (b"," * 200 + b"x", "more than 100 columns in row 1"),
        (b'a\n"' + b"y" * 200_000, "cannot be read as CSV in row 2"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(tmp_path: Path, data: bytes, told: str) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(data)
    with pytest.raises(ValueError, match=told):
        read(file)


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b" " * 1_000_000)
    monkeypatch.setattr(workbooks, "LARGEST_UNPACKED", 900_000)
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(packed.getvalue())
    assert file.stat().st_size < 5_000
    with pytest.raises(ValueError, match="unpacks to more than"):
        read(file)


def test_too_many_rows_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    file = tmp_path / "t.csv"
    file.write_bytes(b"a\n" * 4)
    with pytest.raises(ValueError, match="more than 3 rows"):
        read(file)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_FILE", 10)
    file = tmp_path / "t.csv"
    file.write_bytes(b"a,b,c\n1,2,3\n")
    with pytest.raises(ValueError, match="is larger than"):
        read(file)


def table(*rows: str) -> Table:
    return Table("t", tuple(tables.Line(n, tuple(row.split("|"))) for n, row in enumerate(rows, start=1)))


@pytest.mark.parametrize(
    ("headings", "kind", "fields"),
    [
        ("building|unit|floor|delivered_on|accepted_on|housekeeper", "units", "building unit floor delivered_on accepted_on housekeeper"),
        ("Estate|Building|Unit|Delivered on", "units", "estate building unit delivered_on"),
        ("楼栋|房号|楼层|交房日期|收房日期|管家", "units", "building unit floor delivered_on accepted_on housekeeper"),
        ("座|單位|樓層|交樓日期|收樓日期|物業管家", "units", "building unit floor delivered_on accepted_on housekeeper"),
        ("name|language|phone|unit|role", "people", "name language phone unit role"),
        ("姓名*|手机号（必填）|房号|角色", "people", "name phone unit role"),
        ("業主姓名|聯絡電話|單位|身份|語言", "people", "name phone unit role language"),
        ("Name|Role|Telegram ID", "staff", "name role telegram_id"),
        ("员工|岗位|语言", "staff", "name role language"),
        ("員工姓名|職位|屋苑", "staff", "name role estate"),
        ("code|name|timezone|jurisdiction|language|phone", "estates", "code name timezone jurisdiction language phone"),
        ("屋苑代號|屋苑名稱|時區|地區|語言|電話", "estates", "code name timezone jurisdiction language phone"),
    ],
)  # fmt: skip
def test_a_kind_is_recognised_by_its_columns_in_three_languages(
    headings: str, kind: str, fields: str
) -> None:
    found = headed(table(headings))
    assert (found.kind, " ".join(found.columns)) == (kind, fields)


def test_a_title_may_stand_above_the_headings() -> None:
    found = headed(table("丽湖花园业主名册", "姓名|房号|角色|备注", "林晓梅|3-2-1502|业主|好"))
    assert (found.kind, found.ignored, [line.number for line in found.lines]) == ("people", ("备注",), [3])


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        ("name|unit|rôle", "looks like people, but lacks the column role"),
        ("name|unit|roles", "“roles”"),
        ("colour|size", "of no kind known"),
        ("name|unit|role|Name", "two columns are headed as “Name”"),
    ],
)
def test_wrong_columns_are_named(headings: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        headed(table(headings))
