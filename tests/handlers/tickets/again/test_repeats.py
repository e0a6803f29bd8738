"""What is the same matter once more, and what came back after its repair."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.tickets.again.repeats import REPEAT_FAULT, Repeats, came_back, chased
from nlu.meaning import Matter
from tests.handlers.tickets.tickets import ticket


def matter(code: str | None, text: str, intent: str = "repair") -> Matter:
    return Matter(intent, code, "N", 1.0, text)


OPEN: dict[str, Any] = {"words": "厨房水龙头一直滴水", "place": "厨房"}


@pytest.mark.parametrize(
    ("said", "place", "open_one", "same"),
    [
        (matter("home.leak", "水龙头还在滴"), None, OPEN, True),
        (matter("home.leak", "厨房水龙头还在滴"), "厨房", OPEN, True),
        (matter("home.leak", "卫生间漏水"), "卫生间", OPEN, False),
        (matter("home.leak", "bathroom tap leaks"), None, OPEN, False),
        (matter("home.leak", "kitchen tap leaks"), "kitchen", OPEN, True),
        (matter("home.sanitary", "厨房水龙头一直滴水"), "厨房", OPEN, True),  # the reader's neighbouring code
        (matter("home.sanitary", "马桶坏了"), None, OPEN, False),
        (matter("home.window", "厨房窗户关不上"), "厨房", OPEN, False),
        (matter("home.leak.tap", "厨房水龙头滴水"), None, OPEN, True),
        (matter("home.leak.balcony", "阳台漏雨"), None, OPEN, False),
        (matter("public.lift", "电梯坏了"), None, {"code": "public.lift", "words": "lift out of order"}, True),
        (matter("home.other", "门铃不响"), None, {"code": "home.other", "words": "晾衣架掉了"}, False),
        (matter("home.other", "晾衣架又掉了"), None, {"code": "home.other", "words": "晾衣架掉了"}, True),
        (matter("service.staff_attitude", "保洁没礼貌", "complaint"), None,
         {"code": "service.staff_attitude", "intent": "complaint", "words": "保安骂人"}, False),
        (matter("community.neighbour_noise", "楼上又吵", "complaint"), None,
         {"code": "community.neighbour_noise", "intent": "complaint", "words": "upstairs noise"}, True),
        (matter("fire", "着火了", "emergency"), None, {"code": "fire", "intent": "emergency"}, False),
        (matter("home.leak", "漏水"), None, {**OPEN, "urgency": "E0"}, False),
        (matter("home.leak", "漏水"), None, {**OPEN, "private": True}, False),
        (matter(None, "建议加个快递柜", "suggestion"), None, OPEN, False),
        (matter("enquiry.fees", "物业费怎么交", "enquiry"), None, {"code": "enquiry.fees", "intent": "enquiry"}, False),
        (matter("public.lighting", "5栋楼道灯不亮"), "5栋楼道", {"code": "public.lighting", "place": "3栋楼道", "words": "3栋楼道灯不亮"}, False),
    ],
)  # fmt: skip
def test_the_same_matter_once_more(
    said: Matter, place: str | None, open_one: dict[str, Any], same: bool
) -> None:
    standing = ticket(**open_one)
    assert (chased(said, place, [standing]) is standing) == same


DONE = {"id": 7, "code": "home.window", "words": "阳台窗户关不上", "stage": "closed"}


@pytest.mark.parametrize(
    ("reported", "repaired", "back"),
    [
        ({"code": "home.window", "words": "阳台窗户关不上"}, [DONE], True),
        ({"code": "home.window", "words": "卧室窗户关不上"}, [DONE], False),
        ({"code": "home.leak", "words": "漏水"}, [DONE], False),
        ({"code": "home.other", "words": "阳台窗户关不上"}, [{**DONE, "code": "home.other"}], False),
        ({"code": "home.window", "words": "窗", "intent": "suggestion"}, [DONE], False),
        ({"code": REPEAT_FAULT, "intent": "complaint", "words": "上次修的窗户又关不上了"}, [DONE], True),
        ({"code": REPEAT_FAULT, "intent": "complaint", "words": "修了又坏"}, [DONE], True),  # the only one there is
        ({"code": REPEAT_FAULT, "intent": "complaint", "words": "修了又坏"}, [DONE, {**DONE, "id": 8, "code": "home.leak"}], False),
        ({"code": REPEAT_FAULT, "intent": "complaint", "words": "修了又坏", "reading": {"candidates": [{"code": "home.window"}]}},
         [{**DONE, "id": 8, "code": "home.leak", "words": "x"}, DONE], True),
        ({"code": "home.window", "words": "窗户关不上"},
         [{**DONE, "intent": "complaint", "code": REPEAT_FAULT, "reading": {"component": "home.window"}}], True),
        ({"code": "home.window", "words": "阳台窗户关不上"}, [], False),
    ],
)  # fmt: skip
def test_a_fault_that_came_back(reported: dict[str, Any], repaired: list[dict[str, Any]], back: bool) -> None:
    found = came_back(ticket(id=9, **reported), [ticket(**one) for one in repaired])
    assert (found is not None and found.id == 7) == back


@pytest.mark.parametrize("wrong", [{"window_days": -1}, {"repeat_fault_days": 9999}])
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Repeats(**wrong)
