"""A score in plain words: a digit, or yes and no. What the words could also mean is not guessed."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from handlers.voice.formulas import SCALES

_DIGITS = re.compile(
    r"\W*([0-9]{1,3}|[一二兩两三四五六七八九十])\s*(?:分|星|颗星|粒星|stars?|points?)?\W*", re.IGNORECASE
)
_HAN = {letter: value for value, letter in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "兩": 2}
_YES = re.compile(
    r"\W*(yes|yep|yeah|y|是|是的|有|有的|对|會|会|係|係呀|有呀|有啊|清楚|嗯|ok)\W*", re.IGNORECASE
)
_NO = re.compile(
    r"\W*(no|nope|nah|n|否|不是|没有|沒有|没|冇|唔係|冇呀|不|無|不清楚|唔清楚)\W*", re.IGNORECASE
)

_ACCEPTS = re.compile(
    r"\W*(?:(?:好|好的|好呀|好啊|ok|okay|yes|sure)?\W*(?:我)?(?:愿意|願意|想|要)?(?:参加|參加|接受|join|accept|i'?ll do it|i'?m in|count me in)"
    r"|好|好的|好呀|好啊|可以|okay|sure|yes,? please)\W*",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"\W*(?:(?:我)?(?:不|唔)(?:想|要)?(?:参加|參加|接受)?|不用|不了|唔使|唔洗|no,? (?:thanks|thank you)|not interested)\W*(?:了|喇|谢谢|謝謝|多謝|thanks)?\W*",
    re.IGNORECASE,
)


def accepts(text: str) -> bool | None:
    """Whether a text takes an invitation or declines it, and says nothing beside it; None for other words."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _YES.fullmatch(plain) or _ACCEPTS.fullmatch(plain):
        return True
    return False if _NO.fullmatch(plain) or _DECLINES.fullmatch(plain) else None


def said(text: str, scale: str) -> int | Literal["off"] | None:
    """The score that a text is, and nothing beside it; "off" for a number that is not on the scale, None for other words."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if scale == "yes_no":
        if _YES.fullmatch(plain):
            return 1
        return 0 if _NO.fullmatch(plain) else None
    found = _DIGITS.fullmatch(plain)
    if found is None:
        return None
    value = _HAN.get(found[1]) or int(found[1])
    low, high = SCALES[scale]
    return value if low <= value <= high else "off"
