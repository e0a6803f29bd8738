"""What a notice is about, and which reports belong to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.notices.topics import belongs, broken_by, topics_of
from storage.notices import Notice
from tests.handlers.notices.writing import words

NOTICE = Notice(**dict.fromkeys(Notice.__slots__))  # type: ignore[arg-type]


def names(headline: str, category: str = "Safety") -> list[str]:
    found = topics_of(replace(NOTICE, category=category), [words(headline=headline, facts="x")])
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("headline", "found"),
    [("年末防盗提醒", ["security"]), ("Two burglaries in Block 3", ["security"]), ("小心陌生人", ["security"]), ("颱風訊號", ["weather"]),
     ("Fire drill", ["fire"]), ("停水通知", ["water"]), ("Lift 2 is serviced", ["lift"]), ("煤氣檢查", ["gas"]), ("高空掷物", ["falling"]),
     ("Power off on Friday", ["power"]), ("Christmas market", [])],
)  # fmt: skip
def test_its_words_tell_what_it_is_about(headline: str, found: list[str]) -> None:
    assert names(headline) == found


def test_its_category_tells_too() -> None:
    assert names("Take care tonight", "Met") == ["weather"]


def test_a_report_belongs_by_its_code() -> None:
    weather = topics_of(replace(NOTICE, category="Met"), [])
    assert belongs(weather, "home.window")
    assert not belongs(weather, "public.lighting")
    assert not belongs((), "home.window")
    assert not belongs(weather, None)


@pytest.mark.parametrize(
    ("headline", "code"),
    [("Water is back", "home.water_supply"), ("电梯已修好", "public.lift"), ("Hello", "home.other")],
)
def test_what_is_still_broken_is_what_the_notice_was_about(headline: str, code: str) -> None:
    assert broken_by(topics_of(NOTICE, [words(headline=headline)])) == code
