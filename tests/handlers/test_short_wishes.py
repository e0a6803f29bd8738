"""Short wishes about points and the club are read at once, whatever is written in their place."""

from __future__ import annotations

from re import Pattern
from time import process_time

import pytest

from handlers import club, points

PATTERNS = (points._MINE, points._REWARDS, club._CARD, club._JOIN, club._LEAVE)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.pattern[:30])
@pytest.mark.parametrize("words", ["我想", "我有", "我要", "想要", "看看", "i want to ", "what are the "])
def test_words_said_over_and_over_keep_nobody_waiting(pattern: Pattern[str], words: str) -> None:
    begun = process_time()
    for number in range(25, 40):
        pattern.fullmatch((words * 20)[:number] + "x")
    assert process_time() - begun < 0.2


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (points._MINE, "我想查积分"), (points._MINE, "我有几多積分呀？"), (points._REWARDS, "我想用积分换礼品"), (points._REWARDS, "我要換領禮品"),
        (club._JOIN, "我想加入业主会"), (club._LEAVE, "我想退出業主會"),
    ],
)  # fmt: skip
def test_a_wish_that_begins_with_i_want_is_read_as_before(pattern: Pattern[str], words: str) -> None:
    assert pattern.fullmatch(words)
