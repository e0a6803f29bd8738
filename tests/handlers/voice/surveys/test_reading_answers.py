"""Digits, yes and no, "skip" and "stop" in every voice; everything else is no answer and is heard as what it is."""

from __future__ import annotations

import pytest

from handlers.voice.surveys.bank import BANK
from handlers.voice.surveys.reading_answers import read, skips, stops


@pytest.mark.parametrize(
    ("key", "text", "answer"),
    [
        ("overall", "5", 5), ("overall", "4分", 4), ("overall", "俾3分啦", 3), ("overall", "5星", 5), ("overall", "３", 3), ("overall", "2 points", 2),
        ("overall", "6", None), ("overall", "0", 1), ("overall", "电梯坏了", None), ("overall", "yes", None),
        ("effort", "7", 7), ("effort", "8", None),
        ("recommend", "0", 0), ("recommend", "10", 10), ("recommend", "10/10", 10), ("recommend", "11", None), ("recommend", "score: 9", 9),
        ("buy_again", "会", 1), ("buy_again", "会的", 1), ("buy_again", "會", 1), ("buy_again", "唔會", 0), ("buy_again", "不会", 0), ("buy_again", "Yes", 1),
        ("buy_again", "no", 0), ("buy_again", "yes, I would", 1), ("buy_again", "1", None), ("buy_again", "会漏水吗", None),
        ("swallowed", "有", 1), ("swallowed", "没有", 0), ("swallowed", "冇", 0), ("complained", "没有", 0), ("complained", "有", None), ("overall", "very satisfied", 5), ("overall", "一般", 3), ("recommend", "nine", 9),
        ("sentence", "电梯太慢", "电梯太慢"), ("sentence", "   ", None),
    ],
)  # fmt: skip
def test_words_are_an_answer_on_the_scale_that_was_asked_or_none(
    key: str, text: str, answer: int | str | None
) -> None:
    assert read(BANK[key], text).answer == answer


@pytest.mark.parametrize("text", ["跳过", "跳過", "下一题", "唔知", "skip", "Skip this", "next"])
def test_a_question_is_left_out(text: str) -> None:
    assert skips(text)
    assert not stops(text)


@pytest.mark.parametrize("text", ["停", "唔答喇", "不想答了", "算了", "stop", "Stop.", "到此为止"])
def test_a_survey_is_ended(text: str) -> None:
    assert stops(text)
    assert not skips(text)


@pytest.mark.parametrize(
    "text", ["停水了", "下一班车几点", "stop the noise upstairs", "不知道谁把车停我车位", "next week please"]
)
def test_what_only_begins_like_it_is_neither(text: str) -> None:
    assert not skips(text)
    assert not stops(text)


def test_what_cannot_be_told_is_asked_again_and_what_stands_beside_is_noticed() -> None:
    assert read(BANK["recommend"], "4 out of 5").again
    assert read(BANK["overall"], "4分，楼道的灯坏了很久没有人来修").beside
    assert not read(BANK["overall"], "4 ok").beside
