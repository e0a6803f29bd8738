"""An import is all or nothing, names every mistake by row and column, and changes nothing the second time."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from bot.importing.mistakes import ImportMistakes
from bot.importing.rows import EstateRow
from storage import estates, parties, people, register, staff

STAFF = "姓名,职务,语言\n李敏,管家,简体中文\n"
UNITS = "楼栋,房号,楼层,交房日期,收房日期,管家\n3栋,3-2-1502,15,2026年6月18日,2026/6/19,李敏\n3栋,3-2-1503,15,2026年6月18日,,李敏\n"
PEOPLE = (
    "姓名,语言,手机号,房号,角色\n"
    "Ann,en,138 0013 8000,3-2-1502,业主\n"
    "Bob,en,,3-2-1502,家属\n"
    "Cat,简体中文,138 0013 8001,3-2-1503,业主\n"
    "Ann,en,138 0013 8000,3-2-1503,租户\n"
)  # fmt: skip


@pytest.fixture
def files(write):
    return write("people.csv", PEOPLE), write("units.csv", UNITS), write("staff.csv", STAFF)


def everybody(database, estate):
    with database.reading() as connection:
        labels = {unit.id: label for label, unit in register.units_of(connection, estate).items()}
        return {
            (
                one.name,
                one.phone,
                one.language,
                tuple(sorted((labels[unit], role) for unit, role in one.roles.items())),
            )
            for one in register.residents_of(connection, estate)
        }


KINDS = "estates: code, name, timezone, jurisdiction; people: name, unit, role; staff: name, role; units: building, unit; parties: name, kind, trades"


def told(caught) -> list[str]:
    return str(caught.value).splitlines()


def test_files_of_all_kinds_in_any_order_become_an_estate(database, estate, take, files) -> None:
    summary = take(*files)
    assert str(summary).splitlines() == [
        "staff   1 new, 0 changed, 0 unchanged", "units   2 new, 0 changed, 0 unchanged", "people  4 new, 0 changed, 0 unchanged",
    ]  # fmt: skip
    with database.reading() as connection:
        unit = estates.unit_labelled(connection, estate, "3-2-1502")
        assert (unit.floor, unit.delivered_on, unit.accepted_on) == (
            "15",
            date(2026, 6, 18),
            date(2026, 6, 19),
        )
        assert staff.by_id(connection, unit.housekeeper_id).name == "李敏"
        assert [one.verified for one in people.occupants_of(connection, unit.id)] == [True, True]
    assert everybody(database, estate) == {
        ("Ann", "+8613800138000", "en", (("3-2-1502", "owner"), ("3-2-1503", "tenant"))),
        ("Bob", None, "en", (("3-2-1502", "family"),)),
        ("Cat", "+8613800138001", "zh-Hans", (("3-2-1503", "owner"),)),
    }


def test_the_same_files_twice_change_nothing(database, estate, take, files) -> None:
    take(*files)
    before = everybody(database, estate)
    again = take(*files)
    assert (again.of("new"), again.of("changed"), again.of("unchanged")) == (0, 0, 7)
    assert everybody(database, estate) == before


def test_what_changed_is_changed_and_an_empty_cell_leaves_what_is_known(
    database, estate, take, files, write
) -> None:
    take(*files)
    summary = take(
        write("units.csv", "building,unit,floor,accepted_on\n3栋,3-2-1503,16,2026-07-01\n"),
        write(
            "people.csv",
            "name,phone,language,unit,role\nBob,138 0013 8009,,3-2-1502,owner\nCat,,,3-2-1503,owner\n",
        ),
        write("staff.csv", "name,role,telegram_id\n李敏,manager,4242\n"),
    )
    assert (summary.of("new"), summary.of("changed"), summary.of("unchanged")) == (0, 3, 1)
    found = everybody(database, estate)
    assert ("Bob", "+8613800138009", "en", (("3-2-1502", "owner"),)) in found
    assert ("Cat", "+8613800138001", "zh-Hans", (("3-2-1503", "owner"),)) in found
    with database.reading() as connection:
        unit = estates.unit_labelled(connection, estate, "3-2-1503")
        assert (unit.floor, unit.delivered_on, unit.accepted_on) == (
            "16",
            date(2026, 6, 18),
            date(2026, 7, 1),
        )
        who = staff.by_telegram(connection, "4242")
        assert (who.name, who.role) == ("李敏", "manager")


def test_a_new_number_follows_a_person_through_all_their_units(database, estate, take, files, write) -> None:
    take(*files)
    take(write("people.csv", PEOPLE.replace("138 0013 8000", "138 0013 8005")))
    assert len(everybody(database, estate)) == 3
    assert ("Ann", "+8613800138005", "en", (("3-2-1502", "owner"), ("3-2-1503", "tenant"))) in everybody(
        database, estate
    )


def test_namesakes_in_different_units_stay_two_people(database, estate, take, files, write) -> None:
    take(*files)
    take(
        write("people.csv", "name,phone,unit,role\nAnn,138 0013 8007,3-2-1503,family\n".replace("Ann", "Bob"))
    )
    assert sum(name == "Bob" for name, *_ in everybody(database, estate)) == 2


def test_every_mistake_is_named_by_row_and_column_and_nothing_is_kept(database, estate, take, write) -> None:
    with pytest.raises(ImportMistakes) as caught:
        take(
            write("units.csv", "楼栋,房号,交房日期,管家\n3栋,A,2021-02-30,\n3栋,B,,Nobody\n3栋,C,,\n3栋,C,,\n,D,,\n"),
            write("people.csv", "姓名,手机号,房号,角色\nAnn,123,C,业主\nBob,,Z,业主\nCat,,A,国王\n,,C,业主\nDan,,C,租户\nDan,,C,家属\n"),
            write("odd.csv", "colour,size\nred,1\n"),
        )  # fmt: skip
    assert told(caught) == [
        f"odd.csv: the headings (colour, size) are of no kind known; each kind needs at least {KINDS}",
        "units.csv, row 2, 交房日期: “2021-02-30” is no day of the calendar",
        "units.csv, row 6, 楼栋: is empty",
        "people.csv, row 2, 手机号: “123” is not a phone number of CN; other countries' begin with +",
        "people.csv, row 4, 角色: “国王” is none of owner, family, tenant, renovation",
        "people.csv, row 5, 姓名: is empty",
        "units.csv, row 3, housekeeper: nobody on the staff is called Nobody",
        "units.csv, row 5: C stands twice, first in units.csv, row 4",
        "people.csv, row 3, unit: 丽湖花园 has no unit Z",
        "people.csv, row 7: Dan C stands twice, first in people.csv, row 6",
        "Nothing was imported.",
    ]
    with database.reading() as connection:
        assert register.units_of(connection, estate) == {}
        assert register.residents_of(connection, estate) == []


def test_one_person_with_two_numbers_is_a_mistake(estate, take, files, write) -> None:
    take(*files)
    changed = PEOPLE.replace("Ann,en,138 0013 8000,3-2-1503", "Ann,en,138 0013 8004,3-2-1503")
    with pytest.raises(ImportMistakes, match=r"row 5, phone: Ann has another phone in people\.csv, row 2"):
        take(write("people.csv", changed))


def test_fifty_mistakes_are_told_and_the_rest_counted(estate, take, write) -> None:
    with pytest.raises(ImportMistakes) as caught:
        take(write("people.csv", "name,unit,role\n" + "Ann,A,king\n" * 70))
    assert len(told(caught)) == 52
    assert told(caught)[-2:] == ["… and 20 more.", "Nothing was imported."]


def test_a_trial_keeps_nothing(database, estate, take, files) -> None:
    assert take(*files, dry_run=True).of("new") == 7
    assert everybody(database, estate) == set()


def test_a_missing_and_an_empty_file_are_named(estate, take, write, tmp_path) -> None:
    with pytest.raises(ImportMistakes) as caught:
        take(tmp_path / "none.csv", write("empty.csv", " \n"), tmp_path)
    assert told(caught) == [
        f"{tmp_path / 'none.csv'}: cannot be read (No such file or directory)",
        "empty.csv: is empty",
        f"{tmp_path}: cannot be read (Is a directory)",
        "Nothing was imported.",
    ]


def test_a_workbook_with_a_sheet_a_kind_is_one_import(database, estate, take, tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "房号", "角色", "手机号"])
    book.active.append(["Ann", "3-2-1502", "业主", 13800138000])
    units = book.create_sheet("房屋")
    units.append(["楼栋", "房号", "楼层", "交房日期"])
    units.append(["3栋", "3-2-1502", 15, date(2026, 6, 18)])
    book.save(tmp_path / "all.xlsx")
    book.close()
    assert take(tmp_path / "all.xlsx").of("new") == 2
    assert everybody(database, estate) == {("Ann", "+8613800138000", None, (("3-2-1502", "owner"),))}


def test_an_estate_is_made_from_options_or_a_file(database, take, write) -> None:
    described = EstateRow.from_options(
        code="gv",
        name="Garden View",
        timezone="Asia/Hong_Kong",
        jurisdiction="hk",
        phone="+852 3000 0000",
        language="中文",
    )
    take(described=described)
    header = "code,name,timezone,jurisdiction,language,phone\n"
    take(
        write(
            "estates.csv",
            header + "LH,丽湖花园,Asia/Shanghai,CN,zh-Hans,400-000-0000\nGV,,,,,+852 3000 0001\n",
        )
    )
    with database.reading() as connection:
        found = {one.code: (one.name, one.language, one.phone) for one in estates.all_of_them(connection)}
    assert found == {
        "GV": ("Garden View", "zh-Hant", "+852 3000 0001"),
        "LH": ("丽湖花园", "zh-Hans", "400-000-0000"),
    }


def test_a_new_estate_must_be_whole(database, take, write) -> None:
    with pytest.raises(ImportMistakes, match="the estate LH is new; it needs its timezone, language, phone"):
        take(write("estates.csv", "code,name,timezone,jurisdiction\nLH,丽湖花园,,CN\n"))
    with pytest.raises(ImportMistakes, match="options, --timezone: “Mars” is not a time zone"):
        EstateRow.from_options(
            code="LH", name="x", timezone="Mars", jurisdiction="CN", phone="1", language="en"
        )


def test_with_two_estates_a_row_must_name_its_own(database, estate, take, write) -> None:
    other = (
        "code,name,timezone,jurisdiction,language,phone\nGV,Garden View,Asia/Hong_Kong,HK,en,+852 3000 0000\n"
    )
    take(write("estates.csv", other))
    units = "building,unit,delivered_on\nA,A1,03/04/2021\n"
    with pytest.raises(ImportMistakes, match="which estate"):
        take(write("units.csv", units))
    take(write("units.csv", units), estate="GV")
    take(write("units.csv", "estate,building,unit\nGarden View,A,A2\nLH,A,A1\n"))
    with pytest.raises(ImportMistakes, match="there is no estate XX"):
        take(write("units.csv", "estate,building,unit\nXX,A,A1\n"))
    with database.reading() as connection:
        ids = {one.code: one.id for one in estates.all_of_them(connection)}
        assert set(register.units_of(connection, ids["GV"])) == {"A1", "A2"}
        assert register.units_of(connection, ids["GV"])["A1"].delivered_on == date(2021, 4, 3)
        assert set(register.units_of(connection, ids["LH"])) == {"A1"}


def test_namesakes_on_two_estates_staff_stay_two_unless_their_telegram_number_is_one(
    database, estate, take, write
) -> None:
    take(
        write(
            "estates.csv",
            "code,name,timezone,jurisdiction,language,phone\nGV,Garden View,Asia/Hong_Kong,HK,en,1\n",
        )
    )
    take(
        write(
            "staff.csv",
            "name,role,telegram_id,estate\nAnn,manager,,LH\nAnn,manager,,GV\nBob,security,7777,LH\nBob,security,7777,GV\n",
        )
    )
    with database.reading() as connection:
        ids = {one.code: one.id for one in estates.all_of_them(connection)}
        ann, bob = (
            next(one for one in staff.serving(connection, ids["GV"]) if one.name == name)
            for name in ("Ann", "Bob")
        )
    assert ann.estate_ids == (ids["GV"],)
    assert set(bob.estate_ids) == set(ids.values())


def test_headings_nobody_asked_for_are_mentioned(estate, take, write) -> None:
    assert take(write("units.csv", "楼栋,房号,面积\n3栋,A,90\n")).notes == [
        "units.csv: left out, since nothing is kept of it: 面积"
    ]


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_a_chinese_file_of_any_encoding_is_kept_right(database, estate, take, write, encoding) -> None:
    take(
        write("units.csv", UNITS.replace("李敏", ""), encoding),
        write("people.csv", PEOPLE.replace("Ann", "欧阳晓梅"), encoding),
    )
    assert "欧阳晓梅" in {name for name, *_ in everybody(database, estate)}


def test_the_roster_is_optional_and_an_empty_cell_changes_nothing(database, estate, take, write) -> None:
    take(
        write(
            "staff.csv",
            "name,role,skills,speaks,capacity,hours\nEva,engineer,home.electrical,yue,12,8:00-20:00\n",
        )
    )
    again = write("staff.csv", "name,role,skills,capacity\nEva,officer,,20\n")
    assert [take(again).of("changed"), take(again).of("unchanged")] == [1, 1]
    with database.reading() as connection:
        who = staff.by_name(connection, "Eva")
    assert who
    assert (who.role, who.skills, who.speaks) == ("officer", ("home.electrical",), ("yue",))
    assert (who.capacity, who.hours) == (20, "08:00-20:00")


PARTIES = "公司名称,类型,工种,联系电话,状态,小区\n恒安防水,施工单位,home.leak、public.roof,0571 0000 0002,,LH\n丽湖开发,开发商,,,合格,\n城市水务,公用事业,home.water_supply,,,全部\n"


def test_firms_become_parties_of_an_estate_or_of_all(database, estate, take, write) -> None:
    file = write("parties.csv", PARTIES)
    assert str(take(file)) == "parties 3 new, 0 changed, 0 unchanged"
    with database.reading() as connection:
        own, everywhere = parties.known(connection, estate), parties.known(connection, None)
    assert {name: (one.kind, one.trades, one.status) for name, one in own.items()} == {
        "恒安防水": ("contractor", ("home.leak", "public.roof"), "qualified"), "丽湖开发": ("developer", (), "qualified"),
    }  # fmt: skip
    assert list(everywhere) == ["城市水务"]
    assert str(take(file)) == "parties 0 new, 0 changed, 3 unchanged"


def test_a_firms_new_standing_is_taken_over(database, estate, take, write) -> None:
    take(write("parties.csv", "name,kind,trades,status\nWong & Sons,contractor,home.leak,qualified\n"))
    take(
        write(
            "later.csv", "name,kind,trades,status,note\nWong & Sons,contractor,home.,suspended,late twice\n"
        )
    )
    with database.reading() as connection:
        wong = parties.known(connection, estate)["Wong & Sons"]
    assert (wong.trades, wong.status, wong.note) == (("home.",), "suspended", "late twice")


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("Wong,plumber,home.leak,qualified", "kind", "“plumber” is none of developer"),
        ("Wong,contractor,roofs,qualified", "trades", "begins no code of tickets"),
        ("Wong,contractor,home.leak,good", "status", "“good” is none of qualified"),
        (",contractor,home.leak,qualified", "name", "is empty"),
    ],
)
def test_what_is_wrong_with_a_firm_is_said(estate, take, write, row: str, column: str, what: str) -> None:
    with pytest.raises(ImportMistakes) as caught:
        take(write("parties.csv", f"name,kind,trades,status\n{row}\n"))
    assert f"parties.csv, row 2, {column}: " in told(caught)[0]
    assert what in told(caught)[0]
