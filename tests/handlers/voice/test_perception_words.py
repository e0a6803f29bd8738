"""Short whole answers to "did you notice it?", in four voices; everything else is something of its own."""

from __future__ import annotations

import pytest

from handlers.voice.perception_words import read


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("有", "yes"), ("有的。", "yes"), ("是的", "yes"), ("穿了", "yes"), ("有呀", "yes"), ("有著㗎", "yes"), ("係呀", "yes"),
        ("Yes!", "yes"), ("yep", "yes"), ("Yes, he did", "yes"), ("they did", "yes"),
        ("没有", "no"), ("没有啊", "no"), ("没穿", "no"), ("冇", "no"), ("冇呀", "no"), ("冇戴到喎", "no"), ("no", "no"),
        ("No, she didn’t", "no"), ("nope.", "no"),
        ("没注意", "unseen"), ("我没太注意", "unseen"), ("没看到", "unseen"), ("冇留意喎", "unseen"), ("唔記得", "unseen"), ("不记得了", "unseen"),
        ("I didn't notice", "unseen"), ("did not look", "unseen"), ("not sure", "unseen"), ("I wasn't home", "unseen"), ("不在家", ""),
        ("我不在家", "unseen"), ("我唔喺屋企", "unseen"),
        ("别再问我了", "never"), ("唔好再問我喇", "never"), ("please stop asking", "never"), ("don't ask me again", "never"),
        ("", ""), ("👍", ""), ("没有水了", ""), ("有人被困电梯", ""), ("No water since the morning", ""), ("yes and the lamp is broken", ""),
        ("冇電呀", ""), ("no hot water", ""), ("有老鼠", ""), ("有" * 50, ""), ("对面漏水", ""), ("没带钥匙", ""), ("做咗喇，不過又漏", ""),
    ],
)  # fmt: skip
def test_an_answer_is_read(text: str, answer: str) -> None:
    assert read(text) == answer
