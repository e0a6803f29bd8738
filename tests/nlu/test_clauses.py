"""Where a message may be cut, and which of the possible cuts are made."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from nlu.clauses import MOST, clauses, without_courtesy
from nlu.parse import parse

ZONE = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2026, 7, 6, 10, 0, tzinfo=ZONE)


def pieces(text):
    return [(clause.cut, text[clause.start : clause.end].strip()) for clause in clauses(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("水龙头漏水", [("sentence", "水龙头漏水")]),
        ("水龙头漏水，楼道灯灭了", [("sentence", "水龙头漏水"), ("comma", "楼道灯灭了")]),
        ("水龍頭漏水 仲有樓道燈熄咗", [("sentence", "水龍頭漏水"), ("add", "仲有樓道燈熄咗")]),
        (
            "1. the tap drips\n2. the hall lamp is dead",
            [("item", "the tap drips"), ("item", "the hall lamp is dead")],
        ),
        (
            "the tap drips. how long does a plumber take",
            [("sentence", "the tap drips"), ("sentence", "how long does a plumber take")],
        ),
        (
            "my fob stopped working when can someone come",
            [("sentence", "my fob stopped working"), ("ask", "when can someone come")],
        ),
        (
            "地砖空鼓 顺便说一声 厨房灯不亮",
            [("sentence", "地砖空鼓"), ("add", "顺便说一声 厨房灯不亮")],
        ),
        (
            "the sink is blocked. While you're at it, the bell is dead",
            [("sentence", "the sink is blocked"), ("add", "While you're at it, the bell is dead")],
        ),
        ("", []),
        ("！！！", []),
    ],
)
def test_clauses_end_where_people_pause_or_add(text, found):
    assert pieces(text) == found


def test_a_long_message_has_a_bounded_number_of_clauses():
    assert len(clauses("，".join(f"第{n}盏灯坏了又坏" for n in range(60)))) <= MOST


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("你好，厨房灯不亮，谢谢", "厨房灯不亮"),
        ("Good morning team, the bell is dead. Many thanks", "the bell is dead"),
        ("谢谢", "谢谢"),
    ],
)
def test_courtesy_around_a_matter_is_left_out(text, kept):
    assert without_courtesy(text) == kept


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("厨房下水道堵了，楼道的灯也灭了一个礼拜", ["repair", "repair"]),
        ("the basement light has gone and what time does the pool close", ["repair", "enquiry"]),
        ("书房窗户关不严，一下雨就进水，地板都泡了，麻烦派人来看看", ["repair"]),
        ("浴室排水好慢。另外想請問管理費可以刷卡嗎", ["repair", "enquiry"]),
        ("上次報嗰單冷氣點呀，順便講聲走廊盞燈熄咗", ["follow_up", "repair"]),
        ("Thanks to Joe for sorting the gate. The intercom in 4B is dead though", ["praise", "repair"]),
        ("卧室门把手松了不急，可是楼道里一股煤气味", ["repair", "emergency"]),
    ],
)
def test_messages_are_cut_where_the_subject_changes(text, intents):
    assert [matter.intent for matter in parse(text, now=NOW, tz=ZONE).matters] == intents
