"""What stands in a cell, and the value it is; what is none says what was expected."""

from __future__ import annotations

from datetime import date

import pytest

from bot.importing import values

DAY = date(2021, 6, 30)


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("2021-06-30", "CN", DAY), ("2021/6/30", "CN", DAY), ("2021.6.30", "CN", DAY), ("2021年6月30日", "CN", DAY),
        ("2021 年 6 月 30 日", "CN", DAY), ("２０２１－０６－３０", "CN", DAY), ("20210630", "CN", DAY),
        ("2021-06-30 00:00:00", "CN", DAY), ("2021/6/30 0:00", "CN", DAY), ("30/06/2021", "CN", DAY), ("30-6-2021", "HK", DAY),
        ("06/30/2021", "US", DAY), ("30 Jun 2021", "GB", DAY), ("30-June-2021", "SG", DAY), ("44377", "CN", DAY),
        ("03/04/2021", "HK", date(2021, 4, 3)), ("03/04/2021", "US", date(2021, 3, 4)), ("05/05/2021", "CN", date(2021, 5, 5)),
        ("", "CN", None),
    ],
)  # fmt: skip
def test_dates_are_read_in_many_notations(text: str, place: str, found: date | None) -> None:
    assert values.day(text, place) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2021-02-30", "no day of the calendar"), ("2021-13-01", "no day of the calendar"), ("03/04/2021", "either of two days"),
        ("next week", "not a date"), ("12", "not a date"), ("1021-01-01", "not a date"), ("30 Brumaire 2021", "not a date"),
        ("99999999", "no day of the calendar"),
    ],
)  # fmt: skip
def test_what_is_no_date_says_how_to_write_one(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        values.day(text, "CN")


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("138 0013 8000", "CN", "+8613800138000"), ("１３８００１３８０００", "CN", "+8613800138000"),
        ("+852 9123 4567", "CN", "+85291234567"), ("9123 4567", "HK", "+85291234567"), ("021-55550100", "CN", "+862155550100"),
        ("", "CN", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_the_place_dials_them(text: str, place: str, found: str | None) -> None:
    assert values.phone(text, place) == found


@pytest.mark.parametrize(
    ("text", "place"), [("9123 4567", "CN"), ("call me", "CN"), ("1" * 30, "CN"), ("=1+1", "HK")]
)
def test_what_is_no_number_is_refused(text: str, place: str) -> None:
    with pytest.raises(ValueError, match="not a phone number"):
        values.phone(text, place)


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("zh-Hans", "CN", "zh-Hans"), ("简体中文", "CN", "zh-Hans"), ("中文", "CN", "zh-Hans"), ("中文", "HK", "zh-Hant"),
        ("zh_HK", "CN", "zh-Hant"), ("yue", "CN", "zh-Hant"), ("廣東話", "HK", "zh-Hant"), ("English", "CN", "en"), ("", "CN", None),
    ],
)  # fmt: skip
def test_languages_go_by_many_names(text: str, place: str, found: str | None) -> None:
    assert values.language(text, place) == found


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        (values.name, "A\u200bnn \u202eLee\u2066", "Ann Lee"), (values.unit_role, "业主", "owner"), (values.unit_role, "業主", "owner"), (values.unit_role, "Owner", "owner"),
        (values.unit_role, "家屬", "family"), (values.unit_role, "租客", "tenant"), (values.staff_role, "管家", "housekeeper"),
        (values.staff_role, "經理", "manager"), (values.staff_role, "保安", "security"), (values.staff_role, "维修", "engineer"),
        (values.telegram_id, "123456789", "123456789"), (values.telegram_id, "", None),
        (values.timezone, "Asia/Hong_Kong", "Asia/Hong_Kong"), (values.jurisdiction, "hk", "HK"), (values.estate_code, "lh2", "LH2"),
    ],
)  # fmt: skip
def test_words_become_values(read, text, found) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (values.unit_role, "king", "none of owner, family, tenant"), (values.unit_role, "", "is empty; write one of"),
        (values.staff_role, "chef", "none of housekeeper"), (values.language, "tlh", "none of zh-Hans"),
        (values.telegram_id, "@somebody", "not a Telegram number"), (values.timezone, "../../etc/passwd", "not a time zone"),
        (values.timezone, "Mars", "not a time zone"), (values.jurisdiction, "China", "two letters"),
        (values.estate_code, "LH-1", "not a code"), (values.name, "", "is empty"), (values.name, "\u200b\u202e", "is empty"), (values.name, "x" * 121, "longer than 120"),
        (values.name, "a\nb", "cannot be shown"),
    ],
)  # fmt: skip
def test_what_is_no_value_says_what_was_expected(read, text, told) -> None:
    with pytest.raises(ValueError, match=told):
        read(text)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.skills, "home.electrical, public.lift、complaint", ("home.electrical", "public.lift", "complaint")),
        (values.skills, "home home", ("home",)), (values.speaks, "英语；粤语 wuu", ("en", "yue", "wuu")),
        (values.speaks, "zh-Hant", ("zh-Hant",)), (values.capacity, "25", 25), (values.hours, "8:00 - 20:00", "08:00-20:00"),
        (values.hours, "20:00–08:00", "20:00-08:00"), (values.staff_role, "总经理", "executive"),
        (values.staff_role, "客戶服務主任", "officer"), (values.staff_role, "專家", "expert"), (values.staff_role, "总监", "director"),
        (values.staff_role, "法务", "legal"),
    ],
)  # fmt: skip
def test_a_place_in_the_roster(read, text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (values.skills, "hom", "beginning of no code"), (values.speaks, "Klingon!", "is no language"),
        (values.capacity, "0", "from 1 to 1000"), (values.capacity, "²", "from 1 to 1000"), (values.capacity, "1001", "from 1 to 1000"),
        (values.hours, "08:00", "not hours of duty"), (values.hours, "08:00-08:00", "not hours of duty"),
    ],
)  # fmt: skip
def test_what_is_no_place_in_the_roster(read, text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read(text)
