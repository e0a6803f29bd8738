"""What a reply to a notice says, by its words alone, in three languages."""

from __future__ import annotations

import time

import pytest

from handlers.notices.reply_words import answer_in, is_noted, is_stop, tells_of_somebody


@pytest.mark.parametrize(
    "text",
    ["收到", "收到，谢谢！", "ok", "OK thanks", "知道喇", "知道喇，唔該晒", "多謝通知", "好的👍", "noted", "Thanks for the heads up!", "👍",
     "🙏🙏", "门窗都关好了", "thank you all", "没有可疑的人，一切正常", "冇見到可疑人", "no suspicious people here", "All quiet"],
)  # fmt: skip
def test_whoever_only_read_it_says_so(text: str) -> None:
    assert is_noted(text)


@pytest.mark.parametrize(
    "text",
    ["电梯坏了", "收到通知但是电梯坏了", "ok but the lift is out", "收到？", "ok?", "??", "😡", "好热", "okra", "厨房漏水，谢谢", "thanks for nothing",
     "知道" * 40],
)  # fmt: skip
def test_whoever_has_more_to_say_is_heard(text: str) -> None:
    assert not is_noted(text)


@pytest.mark.parametrize(
    ("text", "stop"),
    [("不要再发了", True), ("別再發", True), ("唔好再發", True), ("退订", True), ("TD", True), ("stop", True), ("Please stop sending these", True),
     ("no more of this", True), ("no more messages please", True), ("不要再发了，烦死了", True), ("The bus stop is dark", False),
     ("停水几点恢复", False), ("停止供水多久", False), ("no more water", False)],
)  # fmt: skip
def test_no_more_of_this_is_told_from_what_stops(text: str, stop: bool) -> None:
    assert is_stop(text) is stop


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("safe", "我没事", "safe"), ("safe", "冇事，多謝", "safe"), ("safe", "I'm safe", "safe"), ("safe", "we are all safe", "safe"),
        ("safe", "需要帮助", "help"), ("safe", "我要幫手", "help"), ("safe", "please help", "help"), ("safe", "ok", None),
        ("safe", "小区安全吗", None),
        ("fixed", "有水了", "fixed"), ("fixed", "好返喇", "fixed"), ("fixed", "it's back", "fixed"), ("fixed", "修好了，谢谢", "fixed"),
        ("fixed", "还没好", "broken"), ("fixed", "仲未有水", "broken"), ("fixed", "still no water", "broken"), ("fixed", "还是停水", "broken"),
        ("fixed", "when was it fixed", None),
        ("poll", "2", "2"), ("poll", "选2", "2"), ("poll", "揀1", "1"), ("poll", "Option 1", "1"), ("poll", "slides", "2"),
        ("poll", "3", None), ("poll", "2 of us", None), ("", "2", None), ("hit:4", "好了", None),
    ],
)  # fmt: skip
def test_a_short_answer_in_words_is_the_button(question: str, text: str, answer: str | None) -> None:
    assert answer_in(text, question, ("Swings", "Slides")) == answer


@pytest.mark.parametrize(
    ("text", "told"),
    [("有人喺後樓梯度張望", True), ("门口有可疑的人", True), ("有人在撬门", True), ("a stranger is trying the doors", True),
     ("somebody is loitering", True), ("没见到陌生人", False), ("冇可疑人", False), ("nothing suspicious tonight", False), ("大门坏了", False)],
)  # fmt: skip
def test_somebody_suspicious_is_told_from_nobody(text: str, told: bool) -> None:
    assert tells_of_somebody(text) is told


def test_no_words_take_long() -> None:
    begun = time.perf_counter()
    for text in ("知道了" * 20 + "x", "好" * 59 + "x", "我" * 59 + "x", "没" * 100_000, "climb " * 30_000):
        is_noted(text), is_stop(text), tells_of_somebody(text)
        answer_in(text, "safe"), answer_in(text, "fixed")
    assert time.perf_counter() - begun < 1
