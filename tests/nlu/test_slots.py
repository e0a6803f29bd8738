"""What is said in a message, parsed: one table a slot. It is Monday 6 July 2026, ten in the morning, in Hong Kong."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from nlu import slots, times, units
from nlu.normalise import fold
from nlu.parse import parse

ZONE = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2026, 7, 6, 10, 0, tzinfo=ZONE)


def read(text, awaiting=None, zone=ZONE):
    return parse(text, now=NOW, tz=zone, awaiting=awaiting).slots


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("3-2-1502", "3-2-1502"),
        ("3栋2单元1502", "3-2-1502"),
        ("3#2-1502", "3-2-1502"),
        ("三栋二单元幺五零二", "3-2-1502"),
        ("B座18A", "B-18A"),
        ("5座12樓B室", "5-12B"),
        ("五座十二B", "5-12B"),
        ("T5 12B", "5-12B"),
        ("Blk 5 12/F Flat B", "5-12B"),
        ("12B tower 5", "5-12B"),
        ("flat 12B in tower 5", "5-12B"),
        ("apt 4C", "4C"),
        ("Blk 123 #12-08", "123-12-08"),
        ("#12-08", "12-08"),
        ("中山路12號5樓之2", "12-5-2"),
        ("my unit is 21A, not 12A", "21A"),
        ("不是1502室是1205室", "1205"),
        ("the lift is broken", None),
        ("my 5G router", None),
        ("watching in 3D", None),
    ],
)
def test_a_unit_is_found_in_every_notation(text, unit):
    assert units.find(text) == unit


def test_the_estates_own_notation_is_returned():
    assert units.find("tower 5 flat 12B", ["T5-12B", "5/12B", "6/12B"]) == "5/12B"


def test_a_door_number_alone_counts_where_only_one_unit_ends_so():
    assert units.find("1502 leaking", ["3-2-1502", "3-2-1503"]) == "3-2-1502"
    assert units.find("1502 leaking", ["3-2-1502", "4-2-1502"]) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("聽日三點後得閒", "07-07 15:00", None),
        ("after 2", "07-06 14:00", None),
        ("3点前最好", None, "07-06 15:00"),
        ("今天下午两点以后有人 三点前最好", "07-06 14:00", "07-06 15:00"),
        ("礼拜三下昼", "07-08 12:00", "07-08 18:00"),
        ("后天上午", "07-08 08:00", "07-08 12:00"),
        ("tomorrow arvo", "07-07 12:00", "07-07 18:00"),
        ("between 2 and 4 tomorrow", "07-07 14:00", "07-07 16:00"),
        ("friday 10am", "07-10 10:00", "07-10 11:00"),
        ("下周三", "07-15 00:00", "07-16 00:00"),
        ("下周三到周日全家出门", "07-15 00:00", "07-20 00:00"),
        ("away 3–17 aug", "08-03 00:00", "08-18 00:00"),
        ("8月3号到17号", "08-03 00:00", "08-18 00:00"),
        ("晚上七点半", "07-06 19:30", "07-06 20:30"),
        ("9:15 tomorrow", "07-07 09:15", "07-07 10:15"),
    ],
)
def test_a_time_becomes_a_zoned_interval(text, start, end):
    when = times.find(fold(text), NOW, ZONE)
    assert when is not None
    assert [side and side.strftime("%m-%d %H:%M") for side in (when.start, when.end)] == [start, end]


@pytest.mark.parametrize(
    "text", ["lift 2 is broken", "three people inside", "第三次了", "5座12樓", "2月31号", "I waited 3 hours"]
)
def test_a_number_that_is_no_time_is_none(text):
    assert times.find(fold(text), NOW, ZONE) is None


@pytest.mark.parametrize(
    ("text", "value", "of"),
    [("8/10", 8, 10), ("5", 5, 5), ("0分", 0, 5), ("俾3分啦 師傅OK但遲咗成個鐘", 3, 5), ("five stars", 5, 5), ("满分10分我给8分", 8, 10), ("9", 9, 10), ("4.5 stars", 4.5, 5), ("⭐⭐⭐", 3, 5)],
)  # fmt: skip
def test_a_score_keeps_its_scale(text, value, of):
    score = read(text, "rating").score
    assert score is not None
    assert (score.value, score.of) == (value, of)


def test_a_number_is_no_score_where_none_is_meant():
    assert read("5座漏水").score is None


@pytest.mark.parametrize(
    ("text", "people"),
    [("收到 我们家去3个人", 3), ("4位 會嚟", 4), ("coming, 2 adults 1 kid", 3), ("me plus 2", 3), ("me and my wife", 2), ("just me", 1), ("不去了", 0), ("聽日個活動唔去喇 sorry", 0), ("we'll come", None), ("3", 3)],
)  # fmt: skip
def test_heads_count_the_speaker(text, people):
    assert read(text, "rsvp").people == people


@pytest.mark.parametrize(
    ("text", "zone", "phone"),
    [("call 6123 4567", "Asia/Hong_Kong", "+85261234567"), ("我手机13812345678", "Asia/Shanghai", "+8613812345678"), ("ring 07700 900123", "Europe/London", None), ("ring 020 7946 0018", "Europe/London", "+442079460018"), ("ticket 12345678901", "Asia/Hong_Kong", None)],
)  # fmt: skip
def test_a_phone_number_is_one_of_the_estates_country(text, zone, phone):
    assert read(text, zone=ZoneInfo(zone)).phone == phone


@pytest.mark.parametrize(
    ("text", "ticket"),
    [("pls cancel RPR-1042 fixed it myself", "RPR-1042"), ("单号20260701", "20260701"), ("any news on ticket #5531?", "5531"), ("flat 12B tower 5", None), ("车牌VK1234", None)],
)  # fmt: skip
def test_a_ticket_number_is_found(text, ticket):
    found = read(text).ticket
    assert found == ticket or (ticket is None and found == "VK1234")


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [("赔我3000块", 3000, "HKD"), ("HK$1,200.50", 1200.5, "HKD"), ("£40 charge", 40, "GBP"), ("三万块", 30000, "HKD"), ("ten pounds", 10, "GBP")],
)  # fmt: skip
def test_an_amount_has_its_currency(text, value, currency):
    amount = slots._amount(slots.in_digits(slots.english_in_digits(fold(text))), ZONE)
    assert amount is not None
    assert (amount.value, amount.currency) == (value, currency)
