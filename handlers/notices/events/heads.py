"""What words say to an invitation: yes, no or maybe, and how many come.

The reader knows the intent and most head-counts (`slots.people`); here what an invitation alone makes plain: sums of grown-ups
and children, and a maybe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from nlu.meaning import Meaning

Answer = Literal["yes", "no", "maybe"]

_MAYBE = re.compile(
    r"看情况|看情況|睇情況|睇下|看看再|到时再|到時再|不确定|不確定|未确定|未確定|未定|唔肯定|唔確定|说不准|說不準|说不定|再说吧|可能(?:去|会|會|嚟)|也许|或者(?:去|會|嚟)"
    r"|\b(?:maybe|perhaps|might|not sure|unsure|undecided|tentative(?:ly)?|let you know|we'?ll see|depends|probably|possibly)\b",
    re.IGNORECASE,
)
_FIGURES = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_N = r"(\d{1,3}|[一二两兩三四五六七八九十])"
_FAMILY = re.compile(rf"{_N}\s*(?:个|個)?大(?:人)?\s*{_N}\s*(?:个|個)?(?:小(?:孩)?|细(?:路)?|細(?:路)?)")
_MANY = re.compile(
    r"(?<!\d)(\d{2,3})\s*(?:个|個|位|名|口|人|people|persons?|pax|of us|guests?|adults?)", re.IGNORECASE
)
_BARE = re.compile(rf"\s*{_N}\s*(?:个|個|位|人|口)?人?[。.!！]?\s*")


@dataclass(frozen=True, slots=True)
class Said:
    """`people` None: they come, and have not said how many."""

    answer: Answer
    people: int | None


def said(text: str, meaning: Meaning) -> Said:
    """An answer to an invitation, from words that were read as one."""
    if _MAYBE.search(text):
        return Said("maybe", None)
    people = counted(text, meaning)
    return Said("no", 0) if people == 0 else Said("yes", people)


def is_maybe(text: str) -> bool:
    return bool(_MAYBE.search(text))


def counted(text: str, meaning: Meaning) -> int | None:
    """How many come: grown-ups and children together; None where nobody said."""
    family = _FAMILY.search(text)
    if family:
        return _number(family[1]) + _number(family[2])
    many = _MANY.search(text)
    return int(many[1]) if many else meaning.slots.people


def bare(text: str) -> int | None:
    """The number of words that are nothing but a number: "3", "三个人"."""
    found = _BARE.fullmatch(text)
    return _number(found[1]) if found else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _FIGURES[text]
