"""Which days somebody says that nobody is at home, as tables in three languages; Wednesday 1 July 2026, noon in Shanghai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.safety.absence_days import Days, read
from handlers.safety.absence_rules import AbsenceRules

TZ = ZoneInfo("Asia/Shanghai")


@dataclass
class Said:
    language: str
    now: datetime = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)
    tz: ZoneInfo = TZ


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


ANNOUNCED = [
    ("zh-Hans", "下周出门，14号到20号家里没人，帮我看着点", day(7, 6), day(7, 20)),
    ("zh-Hant", "我哋聽日去旅行到下星期一，唔該幫手睇住屋企", day(7, 2), day(7, 6)),
    ("en", "we're away 3-10 July, please keep an eye", day(7, 3), day(7, 10)),
    ("en", "away 3–17 aug pls keep an eye on 9D", day(8, 3), day(8, 17)),
    ("en", "we're away from 28 July to 4 August", day(7, 28), day(8, 4)),
    ("zh-Hans", "下周三到周日全家出门 麻烦多看着点", day(7, 8), day(7, 12)),
    ("en", "going away tomorrow for two weeks, please keep an eye", day(7, 2), day(7, 15)),
    ("en", "on holiday from tomorrow for ten days", day(7, 2), day(7, 11)),
    ("en", "gone from tonight till tuesday", day(7, 1), day(7, 7)),
    ("en", "leaving on Friday and return on the 28th", day(7, 3), day(7, 28)),
    ("en", "away 12/7 – 26/7", day(7, 12), day(7, 26)),
    ("en", "on leave 24/12 - 2/1", day(12, 24), day(1, 2, 2027)),
    ("zh-Hans", "7/12到7/26不在家", day(7, 12), day(7, 26)),
    ("zh-Hans", "明天走，7月20日回", day(7, 2), day(7, 20)),
    ("zh-Hans", "从明天起出门半个月", day(7, 2), day(7, 16)),
    ("zh-Hans", "出差三天", None, day(7, 3)),
    ("en", "I'll be abroad until the 20th", None, day(7, 20)),
    ("en", "back in 3 weeks", None, day(7, 21)),
    ("zh-Hans", "出门一周，家里没人", None, day(7, 7)),
    ("zh-Hans", "我们从15号开始出门", day(7, 15), None),
    ("en", "we travel on Friday", day(7, 3), None),
    ("en", "we are away", None, None),
    ("zh-Hans", "我们要出门旅游，麻烦帮忙看着点家里", None, None),
]


@pytest.mark.parametrize(("language", "text", "first", "last"), ANNOUNCED)
def test_the_days_of_an_announcement(language: str, text: str, first: date | None, last: date | None) -> None:
    found = read(Said(language), text)
    assert (found.starts_on or day(7, 1), found.ends_on) == (first or day(7, 1), last)
    assert not found.unknown


@pytest.mark.parametrize(
    ("language", "text", "last"),
    [
        ("zh-Hans", "20号", day(7, 20)),
        ("en", "until 20 July", day(7, 20)),
        ("en", "Sunday", day(7, 5)),
        ("en", "20/7", day(7, 20)),
        ("zh-Hans", "下个月5号", day(8, 5)),
        ("zh-Hans", "大概两周", day(7, 14)),
        ("en", "two weeks", day(7, 14)),
        ("en", "back on the 20th", day(7, 20)),
        ("zh-Hant", "一個月左右", day(7, 30)),
        ("zh-Hans", "下周一", day(7, 6)),
    ],
)
def test_a_day_alone_answers_until_when(language: str, text: str, last: date) -> None:
    assert read(Said(language), text, answers=True) == Days(None, last)


@pytest.mark.parametrize(
    "text", ["不知道", "还不确定", "唔知", "not sure yet", "no idea", "我們下個月出門一段時間，唔知幾時返"]
)
def test_not_known_is_an_answer(text: str) -> None:
    found = read(Said("zh-Hant"), text, answers=True)
    assert found.unknown
    assert found.ends_on is None


@pytest.mark.parametrize("text", ["", "ok", "99号", "the 45th", "45/45", "0 weeks", "9" * 500, "到到到到"])
def test_what_is_no_day_says_nothing(text: str) -> None:
    assert read(Said("en"), text).ends_on is None


RULES = AbsenceRules()


def test_it_is_deleted_a_full_day_after_the_last_one_at_midnight_where_the_estate_is() -> None:
    times = RULES.times(day(7, 3), day(7, 10), Said("en").now, TZ)
    assert times == {"ask_at": None, "erase_at": datetime(2026, 7, 12, 0, 0, tzinfo=TZ)}


def test_midnight_is_that_of_the_day_also_when_the_hour_changes() -> None:
    london = ZoneInfo("Europe/London")
    times = RULES.times(day(10, 20), day(10, 24), Said("en").now, london)
    assert times["erase_at"] == datetime(2026, 10, 26, 0, 0, tzinfo=UTC)


def test_one_without_an_end_is_asked_about_after_a_month_of_absence() -> None:
    times = RULES.times(day(8, 1), None, Said("en").now, TZ)
    assert times == {"ask_at": datetime(2026, 8, 31, 0, 0, tzinfo=TZ), "erase_at": None}


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (day(7, 1), day(7, 1), True),
        (day(6, 20), day(7, 1), True),
        (day(6, 20), day(6, 30), False),
        (day(7, 5), day(7, 4), False),
        (day(7, 1), day(7, 1) + timedelta(days=366), True),
        (day(7, 1), day(7, 1) + timedelta(days=367), False),
        (day(7, 1) + timedelta(days=367), None, False),
        (day(1, 1, 2024), None, True),
    ],
)
def test_which_days_can_be_taken(first: date, last: date | None, fits: bool) -> None:
    assert RULES.fits(first, last, day(7, 1)) is fits


@pytest.mark.parametrize(
    "wrong",
    [
        {"kept_days": 8},
        {"kept_days": -1},
        {"ask_days": 0},
        {"silent_days": 0},
        {"longest_days": 0},
        {"silent_days": 91},
    ],
)
def test_no_setting_keeps_an_entry_for_ever(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must lie between"):
        AbsenceRules(**wrong)
