"""Any string at all gets a Meaning, fast and without an exception."""

import json
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.meaning import AWAITABLE, CODES, INTENTS, LANGUAGES, RISKS, STANCES
from nlu.parse import parse

ZONE = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2026, 7, 6, 10, 0, tzinfo=ZONE)
PIECES = (
    "漏水", "煤氣味", "𨋢困咗人", "還有", "also", "fire", "3-2-1502", "聽日三點後", "after 2", "8/10", "0分", "去3个", "，", "。", "\n", " ", "🔥", "👍", "?",
    "\u202e", "\ud800", "\x00", "#12-08", "$", "¥300", "99999999999999999999", "31/2", "2月31号", "32日", "25点", "星期八", "+852 6123 4567", "(((", "\\", "%s", "<b>",
    "三百六十五", "零零零", "١٢", "４", "十十十", "ﷺ", "a" * 300,
)  # fmt: skip


def read(text, awaiting=None):
    return parse(text, now=NOW, tz=ZONE, awaiting=awaiting, units=("1A", "3-2-1502"))


def is_a_meaning(meaning):
    value = json.loads(json.dumps(meaning.as_dict()))
    assert list(value) == [
        "language",
        "matters",
        "hazard",
        "stance",
        "risks",
        "slots",
        "understood",
        "candidates",
    ]
    assert value["language"] in LANGUAGES
    assert value["stance"] in STANCES
    assert set(value["risks"]) <= set(RISKS)
    for matter in value["matters"]:
        assert matter["intent"] in INTENTS
        assert matter["code"] in CODES.get(matter["intent"], (None,))
        assert matter["urgency"] in ("E0", "E1", "N", "L")
        assert 0 <= matter["confidence"] <= 1
        matter["text"].encode("utf-8")
    return True


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.characters(), max_size=200), awaiting=st.sampled_from([None, *AWAITABLE]))
def test_any_text_is_read(text, awaiting):
    assert is_a_meaning(read(text, awaiting))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12), awaiting=st.sampled_from([None, *AWAITABLE]))
def test_any_mixture_of_what_owners_write_is_read(pieces, awaiting):
    assert is_a_meaning(read("".join(pieces), awaiting))


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "\ud800\udfff", "漏" * 100_000, "fire " * 20_000, "?" * 100_000, "1" * 100_000, "a" * 100_000, "，" * 100_000, "🔥" * 50_000, "还有" * 50_000, "not " * 25_000,
     "(" * 100_000, "if " * 30_000 + "fire", "Привет как дела", "مرحبا", "こんにちは", "<script>alert(1)</script>", "'; DROP TABLE tickets; --"],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_strange_and_huge_texts_are_read_in_time(text):
    read("warm")
    started = time.process_time()
    assert is_a_meaning(read(text))
    assert time.process_time() - started < 1.0


def test_a_danger_at_the_end_of_a_huge_message_is_seen():
    assert read("你好。" * 30_000 + "厨房着火了，浓烟滚滚").hazard == "fire"


def test_the_same_text_gets_the_same_meaning():
    assert read("厨房漏水 还有灯不亮") == read("厨房漏水 还有灯不亮")
