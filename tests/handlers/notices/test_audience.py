"""Whom a notice means as people write it, and as they read it again: the town of tests/storage/town.py, written by Max."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.base import Mistake
from handlers.notices import attributes
from handlers.notices.audience_checks import Said, checked
from handlers.notices.audience_words import describe
from handlers.staff.request import StaffRequest
from handlers.wording import LANGUAGES, say
from storage import estates, staff
from storage.audience import MOST_LISTED, Audience
from storage.db import Connection, Database
from storage.estates import Estate
from storage.staff_store import StaffStore
from tests.handlers.staff.house import SETTINGS
from tests.storage.town import NOW, Town, home, manager, settle


@dataclass
class Desk:
    """Max, who serves the town alone, in one transaction."""

    connection: Connection
    town: Town
    store: StaffStore
    estate: Estate
    request: StaffRequest

    def reads(self, **said: str) -> dict[str, Any]:
        """What was said, with names in the place of ids."""
        found = checked(self.request, self.store, self.estate, Said(**said)).as_json()
        labels = {number: label for label, number in self.town.units.items()}
        places = {number: name for name, number in self.town.buildings.items()}
        names = {"buildings": places, "include": labels, "exclude": labels}
        return {
            key: [names[key][one] for one in value] if key in names else value for key, value in found.items()
        }

    def refused(self, **said: str) -> str:
        with pytest.raises(Mistake) as caught:
            checked(self.request, self.store, self.estate, Said(**said))
        return say(self.request.language, caught.value.key, **caught.value.values)


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    with database.transaction() as connection:
        town = settle(connection)
        max_ = staff.by_id(connection, manager(connection, town))
        assert max_
        store = StaffStore(connection, max_)
        [estate] = store.estates()
        request = StaffRequest(who=max_, now=NOW, tz=ZoneInfo("Asia/Shanghai"), settings=SETTINGS)
        yield Desk(connection, town, store, estate, request)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {}),
        ({"buildings": "3"}, {"buildings": ["3"]}),
        ({"buildings": "３栋，5座、3"}, {"buildings": ["3", "5"]}),
        ({"buildings": "Block 5; Tower 3"}, {"buildings": ["5", "3"]}),
        ({"floors": "1, 2"}, {"floors": ["1", "2"]}),
        ({"floors": "1-12"}, {"floors": ["1", "2", "12"]}),
        ({"floors": "１至２层\ng/f"}, {"floors": ["1", "2", "G"]}),
        ({"floors": "15/F, 015, 15樓"}, {"floors": ["15"]}),
        ({"lines": "2, b; 2-2"}, {"lines": ["02", "B", "2-02"]}),
        ({"with_attributes": "alarm, Pets"}, {"with_attributes": ["alarm", "pets"]}),
        ({"without_attributes": "报警系统；窗花"}, {"without_attributes": ["alarm", "window_grille"]}),
        ({"with_attributes": "older person living alone"}, {"with_attributes": ["elderly_alone"]}),
        ({"roles": "owner, 租户"}, {"roles": ["owner", "tenant"]}),
        ({"languages": "English, zh-hant"}, {"languages": ["en", "zh-Hant"]}),
        ({"tiers": "Gold"}, {"tiers": ["gold"]}),
        ({"stages": "sale, 交付期房屋"}, {"stages": ["sale", "handover"]}),
        ({"club": "業主會會員"}, {"club": ["member"]}),
        ({"include": "3-2-1502, 3-1-101"}, {"include": ["3-2-1502", "3-1-101"]}),
        ({"include": "３-２-１５０２，3-1-101、3-2-1502\n5-12b 5-g01"}, {"include": ["3-2-1502", "3-1-101", "5-12B", "5-G01"]}),
        ({"exclude": " 3-1-101 ;; "}, {"exclude": ["3-1-101"]}),
    ],
)  # fmt: skip
def test_what_people_write_becomes_an_audience(
    desk: Desk, said: dict[str, str], expected: dict[str, Any]
) -> None:
    assert desk.reads(**said) == expected


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"buildings": "3, 9"}, "LH has no building 9. It has: 3, 5."),
        ({"floors": "40"}, "LH has no floor 40. It has: 1, 2, 12, 15, G."),
        ({"floors": "30-40"}, "LH has no floor 30-40. It has: 1, 2, 12, 15, G."),
        ({"lines": "7"}, "LH has no line 7. It has: 01, 02, B, C; with its stair it is written like 2-02."),
        ({"lines": "9-02"}, "LH has no line 9-02."),
        ({"lines": "?!"}, "LH has no line ?!."),
        ({"with_attributes": "helipad"}, "No home in LH is known by “helipad”. Known are: alarm, window grille, ground floor,"),
        ({"roles": "king"}, "“king” is no role in a home of LH. Choose from: owners, family, tenants, renovation workers."),
        ({"languages": "Klingon"}, "“Klingon”. Choose from: Simplified Chinese, Traditional Chinese, English."),
        ({"tiers": "platinum"}, "LH has no tier platinum. It has: diamond, gold."),
        ({"club": "gold"}, "“gold” is no part of the club of LH. Choose from: members of the club."),
        ({"stages": "dream"}, "“dream” is no stage of a home in LH. Choose from: homes for sale,"),
        ({"open_incident": "77"}, "LH has no open incident 77."),
        ({"include": "3-1-101, 9-9-999, 9-9-998"}, "LH has no home 9-9-999, 9-9-998. Homes are written like 3-1-101."),
        ({"exclude": "3-1-101 9-9-999"}, "LH has no home 9-9-999."),
    ],
)  # fmt: skip
def test_what_the_estate_does_not_have_is_named_with_what_it_has(
    desk: Desk, said: dict[str, str], told: str
) -> None:
    assert told in desk.refused(**said)


def test_a_home_of_another_estate_is_as_unknown_as_one_that_does_not_exist(desk: Desk) -> None:
    other = Town(
        desk.town.elsewhere, {"3": estates.building_named(desk.connection, desk.town.elsewhere, "3").id}
    )
    home(desk.connection, other, "3", "8-8-808", (), floor="8")
    assert desk.refused(include="8-8-808").replace("8-8-808", "X") == desk.refused(include="8-8-809").replace(
        "8-8-809", "X"
    )
    assert desk.refused(floors="8") == "LH has no floor 8. It has: 1, 2, 12, 15, G."


def test_an_incident_that_is_open_can_be_meant(desk: Desk) -> None:
    assert desk.reads(open_incident=f"#{desk.town.incident_id}") == {"open_incident": desk.town.incident_id}


def test_a_list_longer_than_storage_keeps_is_refused(desk: Desk) -> None:
    told = desk.refused(include=", ".join(f"h{number}" for number in range(MOST_LISTED + 1)))
    assert (
        told == "That list names 10001 homes; one list holds 10000. Name whole buildings or floors instead."
    )


def test_ticked_boxes_are_read_as_a_list() -> None:
    assert Said.of({"floors": ["1", "2"], "roles": ["owner"]}) == Said(floors="1, 2", roles="owner")


@pytest.mark.parametrize(
    ("said", "en", "hans", "hant"),
    [
        ({}, "Everybody in LH", "LH全体住户", "LH全部住戶"),
        ({"buildings": "3", "floors": "1-2", "without_attributes": "alarm", "exclude": "3-1-101"},
         "Building 3, floors 1-2, homes without alarm; not 3-1-101", "3栋，1-2 层，没有报警系统的住户；3-1-101 除外",
         "3座，1-2 樓，冇警報系統嘅住戶；3-1-101 唔計"),
        ({"floors": "1, 2, 12, G"}, "Floors 1-2, 12, G", "1-2, 12, G 层", "1-2, 12, G 樓"),
        ({"floors": "15", "lines": "02"}, "Floor 15, line 02", "15 层，上下同线的 02 室", "15 樓，上下同線嘅 02 室"),
        ({"with_attributes": "ground_floor, pets", "without_attributes": "elderly_alone"},
         "Homes on the ground floor and with pets and where no older person lives alone", "在首层、有宠物、没有长者独居的住户",
         "喺地下、有寵物、冇長者獨居嘅住戶"),
        ({"roles": "tenant, renovation", "languages": "en, zh-Hans"},
         "Only tenants and renovation workers, readers of English or Simplified Chinese",
         "仅限租户、装修人员，使用英文或简体中文的住户", "只限租客、裝修師傅，用英文或者簡體中文嘅住戶"),
        ({"club": "member"}, "Those in the owners' club", "其中的业主会成员", "當中嘅業主會會員"),
        ({"stages": "handover", "tiers": "gold"}, "Homes being handed over, tier gold", "交付期房屋，gold 等级", "交樓期單位，gold 級別"),
        ({"include": "3-1-101"}, "Only 3-1-101", "仅 3-1-101", "淨係 3-1-101"),
        ({"buildings": "5", "include": "3-1-101, 3-1-102"}, "Building 5, also 3-1-101, 3-1-102", "5栋，另加 3-1-101，3-1-102",
         "5座，再加 3-1-101，3-1-102"),
        ({"exclude": "3-1-101, 3-1-102, 3-2-201, 3-2-1502, 5-12B, 5-12C"},
         "Everybody in LH; not 3-1-101, 3-1-102, 3-2-1502, 3-2-201 and 2 more",
         "LH全体住户；3-1-101，3-1-102，3-2-1502，3-2-201 等另 2 户 除外", "LH全部住戶；3-1-101，3-1-102，3-2-1502，3-2-201 同另外 2 戶 唔計"),
    ],
)  # fmt: skip
def test_an_audience_is_told_in_one_short_line(
    desk: Desk, said: dict[str, str], en: str, hans: str, hant: str
) -> None:
    audience = checked(desk.request, desk.store, desk.estate, Said(**said))
    lines = [
        describe(desk.store, desk.estate, audience, language) for language in ("en", "zh-Hans", "zh-Hant")
    ]
    assert lines == [en, hans, hant]


def test_what_is_gone_since_then_is_left_out_of_the_line(desk: Desk) -> None:
    assert describe(desk.store, desk.estate, Audience(buildings=(999,)), "en") == "Everybody in LH"


@pytest.mark.parametrize("name", attributes.KNOWN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_attributes_have_words_that_are_read_back(name: str, language: str) -> None:
    assert attributes.name_in(attributes.word_of(name, language)) == name
    assert attributes.phrase(name, language, there=True) != attributes.phrase(name, language, there=False)


@pytest.mark.parametrize(
    ("written", "name"), [("Sea View", "sea_view"), ("海景", "海景"), ("EV-Charger", "ev_charger")]
)
def test_a_free_name_is_kept_in_one_form(written: str, name: str) -> None:
    assert attributes.name_in(written) == name


@pytest.mark.parametrize("written", ["", "7up", "a,b", "x" * 41, "-alarm", "a=b"])
def test_what_cannot_be_a_name_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no name of an attribute"):
        attributes.name_in(written)
