"""What words say to an invitation, beside what the reader reads."""

from __future__ import annotations

import pytest

from handlers.notices.events import heads
from handlers.notices.events.heads import Said
from nlu.parse import parse
from tests.handlers.notices.events.values import NOW, TZ


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("去，3个人", Said("yes", 3)),
        ("我哋兩大一細去", Said("yes", 3)),
        ("两大两小", Said("yes", 4)),
        ("coming, 2 adults 1 kid", Said("yes", 3)),
        ("20人", Said("yes", 20)),
        ("10个人去", Said("yes", 10)),
        ("我们家去100个人", Said("yes", 100)),
        ("we are coming", Said("yes", None)),
        ("can't make it", Said("no", 0)),
        ("不去了", Said("no", 0)),
        ("not sure yet", Said("maybe", None)),
        ("看情况吧", Said("maybe", None)),
        ("睇下先", Said("maybe", None)),
        ("maybe 3 of us", Said("maybe", None)),
    ],
)
def test_what_words_say(text: str, said: Said) -> None:
    meaning = parse(text, now=NOW, tz=TZ, language=None, awaiting="rsvp", units=())
    assert heads.said(text, meaning) == said


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        (" 12 ", 12),
        ("三个人", 3),
        ("两位", 2),
        ("20人。", 20),
        ("0", 0),
        ("3-2-1502", None),
        ("三楼漏水", None),
        ("", None),
    ],
)
def test_a_number_alone(text: str, number: int | None) -> None:
    assert heads.bare(text) == number
