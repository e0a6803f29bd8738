"""What an import keeps of homes and stays beside the register's plain facts: attributes, tier, stage, last days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.importing import home_values, run_import, values
from bot.importing.mistakes import ImportMistakes
from storage import estates, register
from storage.people import occupancies

UNITS = (
    "楼栋,房号,楼层,标记,等级,阶段\n"
    "3栋,3-2-1502,15,报警系统；宠物; 充电桩=7 kW,金卡,\n"
    "3栋,3-2-1503,15,alarm,,在售\n"
    "3栋,3-2-1504,15,,,\n"
)  # fmt: skip
PEOPLE = "姓名,房号,角色,到期日\nAnn,3-2-1502,业主,\nTom,3-2-1503,租户,2026-12-31\nWu,3-2-1504,装修人员,2026-05-01\n"


@pytest.fixture
def files(write):
    return write("units.csv", UNITS), write("people.csv", PEOPLE)


def said(database, estate) -> dict[str, dict[str, str]]:
    with database.reading() as connection:
        labels = {unit.id: label for label, unit in register.units_of(connection, estate).items()}
        return {labels[unit]: names for unit, names in register.attributes_of(connection, estate).items()}


def stays(database, estate) -> dict[str, tuple[str, date | None]]:
    with database.reading() as connection:
        return {
            one.name: (role, one.until[unit])
            for one in register.residents_of(connection, estate)
            for unit, role in one.roles.items()
        }


def test_homes_come_with_what_is_so_about_them(database, estate, take, files) -> None:
    assert take(*files).of("new") == 6
    assert said(database, estate) == {
        "3-2-1502": {"alarm": "", "pets": "", "ev_charger": "7 kW"},
        "3-2-1503": {"alarm": ""},
    }
    with database.reading() as connection:
        known = register.units_of(connection, estate)
        assert {label: (unit.tier, unit.stage, unit.line, unit.stair) for label, unit in known.items()} == {
            "3-2-1502": ("gold", None, "02", "2"), "3-2-1503": (None, "sale", "03", "2"), "3-2-1504": (None, None, "04", "2"),
        }  # fmt: skip
    assert stays(database, estate) == {
        "Ann": ("owner", None), "Tom": ("tenant", date(2026, 12, 31)), "Wu": ("renovation", date(2026, 5, 1)),
    }  # fmt: skip


def test_the_same_again_changes_nothing(database, estate, take, files) -> None:
    take(*files)
    assert take(*files).of("unchanged") == 6


def test_a_hyphen_takes_an_attribute_away_and_an_empty_cell_takes_none(
    database, estate, take, files, write
) -> None:
    take(*files)
    again = take(
        write("units.csv", "building,unit,attributes\n3栋,3-2-1502,-宠物; ev_charger=11 kW\n3栋,3-2-1503,\n")
    )
    assert (again.of("changed"), again.of("unchanged")) == (1, 1)
    assert said(database, estate) == {
        "3-2-1502": {"alarm": "", "ev_charger": "11 kW"},
        "3-2-1503": {"alarm": ""},
    }


def test_a_last_day_is_moved_and_taken_away(database, estate, take, files, write) -> None:
    take(*files)
    again = take(
        write(
            "people.csv",
            "name,unit,role,until\nTom,3-2-1503,tenant,-\nWu,3-2-1504,renovation,2026-06-01\nAnn,3-2-1502,owner,\n",
        )
    )
    assert (again.of("changed"), again.of("unchanged")) == (2, 1)
    assert stays(database, estate) == {
        "Ann": ("owner", None), "Tom": ("tenant", None), "Wu": ("renovation", date(2026, 6, 1)),
    }  # fmt: skip


def test_a_period_that_had_ended_begins_anew_on_the_day_of_the_import(
    database, estate, take, files, write, now: datetime
) -> None:
    """What the household reported in between is not theirs to read: storage goes by the beginning of a stay."""
    take(*files)
    later = now + timedelta(days=365)
    longer = write("people.csv", "name,unit,role,until\nTom,3-2-1503,tenant,2028-01-01\n")
    run_import(database, [longer], now=later, estate="LH")
    with database.reading() as connection:
        home = estates.unit_labelled(connection, estate, "3-2-1503")
        row = connection.execute(occupancies.select().where(occupancies.c.unit_id == home.id)).one()
    assert (row.since, row.until) == (later, date(2028, 1, 1))


def test_every_mistake_is_named_by_row_and_column(database, estate, take, write) -> None:
    with pytest.raises(ImportMistakes) as caught:
        take(
            write("units.csv", "building,unit,attributes,tier,stage\n3,A,alarm; Alarm,,\n3,B,7up,,\n3,C,,gold,dream\n3,D,,,\n"
                  f"3,E,,{'x' * 21},\n"),
            write("people.csv", "name,unit,role,until\nWu,D,renovation,\nTom,D,tenant,May\nXu,D,renovation,-\n"),
        )  # fmt: skip
    assert str(caught.value).splitlines() == [
        "units.csv, row 2, attributes: “Alarm” stands twice",
        "units.csv, row 3, attributes: “7up” is no name of an attribute; write one such as alarm or pets, at most 40 characters",
        "units.csv, row 4, stage: “dream” is none of sale, before_handover, handover, moved_in, living",
        "units.csv, row 6, tier: is longer than 20 characters",
        "people.csv, row 3, until: “May” is not a date; write it like 2021-06-30",
        "people.csv, row 2, until: Wu renovates in D; until which day?",
        "people.csv, row 4, until: Xu renovates in D; until which day?",
        "Nothing was imported.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()), ("alarm", (("alarm", ""),)), ("警報系統、Pets", (("alarm", ""), ("pets", ""))), ("独居长者", (("elderly_alone", ""),)),
        ("Window grille；−", None), ("-alarm", (("alarm", None),)), ("Sea view", (("sea_view", ""),)), ("车位 = B2-31", (("车位", "B2-31"),)),
        ("=7", None), (f"x={'y' * 121}", None),
    ],
)  # fmt: skip
def test_a_cell_of_attributes_is_read_as_people_write_it(text: str, expected: tuple | None) -> None:
    if expected is None:
        with pytest.raises(ValueError, match=r"attribute|longer"):
            home_values.attributes(text)
    else:
        assert home_values.attributes(text) == expected


def test_tiers_and_roles_are_known_by_their_words() -> None:
    assert [home_values.tier(one) for one in ("鑽石卡", "Gold", "Platinum", "")] == [
        "diamond",
        "gold",
        "platinum",
        None,
    ]
    assert [values.unit_role(one) for one in ("装修", "裝修師傅", "Renovation")] == ["renovation"] * 3
    assert values.last_day("无", "CN") == values.NO_END
