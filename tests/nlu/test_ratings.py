"""Scores said in words: four tables of what people say, and the laws that hold for any string. A wrong figure is the worst."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.ratings_in_words import NAMES, judged, sayings, table, unnoticed
from nlu.parse import parse
from nlu.ratings import CES, CSAT, NPS, YES_NO, rated

ZONE = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2026, 7, 6, 10, 0, tzinfo=ZONE)
TUNED, UNSEEN = (sayings(*names) for names in NAMES.values())
FLOORS = {
    "tuned on": {"zh-Hans": 0.97, "zh-Hant": 0.97, "yue": 0.96, "en": 0.93},
    "held out": {"zh-Hans": 0.80, "zh-Hant": 0.90, "yue": 0.92, "en": 0.82},
}


def read(text, awaiting="rating"):
    return parse(text, now=NOW, tz=ZONE, awaiting=awaiting)


def test_the_tables_are_large_and_hold_four_languages():
    assert len(TUNED) > 1000
    assert len(UNSEEN) > 150
    assert {saying.language for saying in UNSEEN} == {"zh-Hans", "zh-Hant", "yue", "en"}


@pytest.mark.parametrize("saying", TUNED + UNSEEN, ids=lambda saying: f"{saying.scale}: {saying.text}")
def test_no_figure_is_read_that_was_not_said(saying):
    assert judged(saying) != "wrong", saying.read()


@pytest.mark.parametrize(("title", "floors"), FLOORS.items())
def test_every_language_is_read(title, floors):
    rows = dict(table(sayings(*NAMES[title])))
    assert {
        name: row["right"] / row.total() >= floors[name] for name, row in rows.items() if name != "all"
    } == dict.fromkeys(floors, True)


def test_a_clear_score_is_seldom_asked_for_again():
    clear = [saying for saying in TUNED + UNSEEN if isinstance(saying.truth, int)]
    assert Counter(judged(saying) for saying in clear)["right"] / len(clear) >= 0.97


def test_scorn_other_scales_and_low_facets_are_noticed():
    marked = [saying for saying in TUNED + UNSEEN if saying.marks]
    assert sum(not unnoticed(saying) for saying in marked) / len(marked) >= 0.94


@pytest.mark.parametrize(
    ("text", "scale", "score", "note"),
    [
        ("3分吧 师傅ok但迟到", CSAT, 3, ""),
        ("0分", CSAT, 1, "out_of_range"),
        ("0分", NPS, 0, ""),
        ("10分", CSAT, None, "other_scale"),
        ("8 out of 10", CSAT, None, "other_scale"),
        ("8 out of 10", NPS, 8, ""),
        ("4/5", NPS, None, "other_scale"),
        ("十分满意", CSAT, 5, ""),
        ("十分", NPS, 10, ""),
        ("4.5", CSAT, None, "unclear"),
        ("👍", CSAT, None, "unclear"),
        ("还行", CSAT, None, "unclear"),
        ("冇咩唔滿意", CSAT, None, "unclear"),
        ("师傅5分 态度2分", CSAT, None, "unclear"),
        ("三分钟就到了", CSAT, None, ""),
        ("3-1502", CSAT, None, ""),
        ("3楼漏水", CSAT, None, ""),
        ("没打分", CSAT, None, ""),
        ("strongly agree", CES, 7, ""),
        ("冇呀", YES_NO, 0, ""),
    ],
)
def test_what_a_handler_is_told(text, scale, score, note):
    got = rated(text, scale)
    assert (got.score, got.note, got.of) == (score, note, scale.highest)


@pytest.mark.parametrize(
    ("text", "rest"),
    [("3分吧 师傅ok但迟到", "师傅ok但迟到"), ("2 stars, he was late", "he was late"), ("5", ""), ("俾3分啦 師傅OK但遲咗成個鐘", "師傅OK但遲咗成個鐘"), ("修好了，５分！", "修好了"), ("很满意，师傅细心", "很满意，师傅细心")],
)  # fmt: skip
def test_the_words_beside_the_figure_are_the_reason(text, rest):
    assert rated(text, CSAT).rest == rest


@pytest.mark.parametrize(
    ("text", "facets"),
    [("修好了但是弄得很脏", ("surroundings",)), ("2分 迟到还没修好", ("outcome", "handling")), ("没有迟到也没弄脏 5分", ()), ("no mess, 5", ())],
)  # fmt: skip
def test_what_is_found_wanting_is_a_hint(text, facets):
    assert rated(text, CSAT).facets == facets


def test_even_one_star_too_much_is_the_lowest_and_a_complaint_is_offered():
    got = rated("1分都嫌多", CSAT)
    assert (got.score, got.note, got.complaint_offered) == (1, "", True)


@pytest.mark.parametrize(
    ("text", "value", "of"),
    [("非常满意", 5, 5), ("0分", 0, 5), ("10分", 10, 10), ("8 out of 10", 8, 10), ("四分半掛", 4.5, 5), ("十分满意", 5, 5), ("畀個4啦", 4, 5), ("五分钟就修好了 给五分", 5, 5)],
)  # fmt: skip
def test_an_awaited_score_keeps_the_scale_it_was_said_on(text, value, of):
    meaning = read(text)
    assert [matter.intent for matter in meaning.matters] == ["rating"]
    assert meaning.slots.score is not None
    assert (meaning.slots.score.value, meaning.slots.score.of) == (value, of)


@pytest.mark.parametrize(
    "text", ["还行", "👍", "ok", "师傅5分 态度2分", "3-4分", "冇咩唔滿意", "如果修好我就给5分"]
)
def test_an_answer_that_leaves_the_score_open_is_a_rating_without_one(text):
    meaning = read(text)
    assert "rating" in {matter.intent for matter in meaning.matters}
    assert meaning.slots.score is None


@pytest.mark.parametrize("text", ["三分钟就到了", "3栋", "3楼漏水", "2号楼电梯又坏了", "还有两个插座没修"])
def test_a_number_of_something_else_is_no_rating(text):
    meaning = read(text)
    assert "rating" not in {matter.intent for matter in meaning.matters}
    assert meaning.slots.score is None


def test_an_address_is_an_address_although_a_score_is_awaited():
    assert (read("3-1502").slots.unit, read("3-1502").slots.score) == ("3-1502", None)


@pytest.mark.parametrize(
    "text", ["5分 厨房着火了快来人", "1分 电梯困人了快来", "5 stars, theres smoke coming from the bin room"]
)
def test_danger_comes_before_any_score(text):
    assert rated(text, CSAT).score is None
    assert read(text).matters[0].intent == "emergency"


@given(st.text(max_size=200), st.sampled_from([CSAT, CES, NPS, YES_NO]))
def test_any_string_is_read_and_stays_on_the_scale(text, scale):
    got = rated(text, scale)
    assert got.score is None or scale.lowest <= got.score <= scale.highest
    assert not (got.score is not None and got.note in ("unclear", "other_scale"))


@pytest.mark.parametrize(
    "piece", ["五", "5分", "满分10", "整体来说", "very ", "5 5 ", "一般", "if ", "没看到", "3-4"]
)
@pytest.mark.timeout(5)
def test_a_piece_said_a_thousand_times_is_read_at_once(piece):
    for scale in (CSAT, YES_NO):
        rated(piece * 1000, scale)
