"""A score in words, a yes or a no. What the words could also mean is not guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from handlers.voice.hearing import in_words


@dataclass(frozen=True, slots=True)
class Said:
    """`score` on the scale, or None; `again`: it is to be asked for again; `rest`: the words beside the score."""

    score: int | None
    again: bool = False
    rest: str = ""


_NUMBER = re.compile(r"\W*[0-9]{1,3}(?:[.,][0-9])?\s*(?:分|星|stars?|points?)?\W*", re.IGNORECASE)
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


def said(text: str, scale: str) -> Said:
    """The score that words are on the scale that was asked, and what stands beside it. Nothing is converted by guessing.

    A bare number that is not on the scale is asked for again; other words without a score are no answer.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if scale == "yes_no" and (_YES.fullmatch(plain) or _NO.fullmatch(plain)):
        return Said(1 if _YES.fullmatch(plain) else 0)
    found = in_words(text, scale)
    if found.score is not None:
        return Said(found.score, rest=found.rest)
    return Said(None, again=bool(_NUMBER.fullmatch(plain)))
