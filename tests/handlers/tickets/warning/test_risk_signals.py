"""Which signs words and lives of tickets show, and how grave they are together."""

from __future__ import annotations

import pytest

from handlers.tickets.warning.risk_signals import Risks, Signal, in_words, level_of, of_ticket, together


@pytest.mark.parametrize(
    ("kinds", "level"),
    [
        ((), None),
        (("repeat",), "watch"),
        (("repeat", "chased"), "watch"),
        (("repeat", "chased", "anger"), "serious"),
        (("authority",), "serious"),
        (("authority", "media"), "serious"),
        (("injury",), "serious"),
        (("threat",), "serious"),
        (("spread",), "serious"),
        (("spread", "media"), "crisis"),
        (("spread", "repeat"), "serious"),
        (("media", "legal", "authority"), "crisis"),
        (("raised",), None),
        (("raised", "media"), "serious"),
    ],
)
def test_signs_together_have_a_level(kinds: tuple[str, ...], level: str | None) -> None:
    assert level_of(kinds) == level


@pytest.mark.parametrize(
    ("words", "risks", "kind", "excerpt"),
    [
        ("电梯坏了三天。再不修我就发抖音。", ("media",), "media", "再不修我就发抖音。"),
        (
            "The lift is broken. I will call my lawyer! Please help.",
            ("legal",),
            "legal",
            "I will call my lawyer!",
        ),
        ("再不处理我就打12345", ("authority",), "authority", "再不处理我就打12345"),
    ],
)
def test_a_sign_shows_the_sentence_it_was_read_from(
    words: str, risks: tuple[str, ...], kind: str, excerpt: str
) -> None:
    found = {one.kind: one.excerpt for one in in_words(risks, words, ["complaint"])}
    assert found[kind] == excerpt


@pytest.mark.parametrize(
    ("words", "intents", "angry"),
    [
        ("你们到底管不管！！！", ["complaint"], True),
        ("火滾！成個月無人覆", ["complaint"], True),
        ("this is DISGUSTING SERVICE", ["complaint"], True),
        ("谢谢！！！", ["praise"], False),
        ("水龙头滴水", ["repair"], False),
    ],
)
def test_anger_is_a_sign_of_whoever_complains(words: str, intents: list[str], angry: bool) -> None:
    assert any(one.kind == "anger" for one in in_words((), words, intents)) == angry


@pytest.mark.parametrize(
    ("chased", "reopened", "households", "kinds"),
    [
        (2, 1, 4, []),
        (3, 0, 0, ["chased"]),
        (0, 2, 0, ["reopened"]),
        (9, 9, 5, ["chased", "reopened", "spread"]),
    ],
)
def test_a_tickets_life_shows_signs(chased: int, reopened: int, households: int, kinds: list[str]) -> None:
    assert [one.kind for one in of_ticket(chased, reopened, households, Risks())] == kinds


def test_the_words_that_first_showed_a_sign_stay() -> None:
    known = [{"kind": "media", "excerpt": "first"}]
    assert together(known, [Signal("media", "later"), Signal("legal", "court")]) == [
        {"kind": "media", "excerpt": "first"},
        {"kind": "legal", "excerpt": "court"},
    ]


@pytest.mark.parametrize(
    "wrong", [{"chased": 0}, {"decide_hours": {"watch": 1}}, {"answer_hours": {"soon": 1}}]
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"1 or more|needs"):
        Risks(**wrong)  # type: ignore[arg-type]
