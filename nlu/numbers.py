"""Numbers as owners write them: Chinese numerals, the 幺 of dictation, English number words. Called by the slot readers."""

from __future__ import annotations

import re

_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "幺": 1, "壹": 1, "二": 2, "两": 2, "兩": 2, "貳": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_RUN = re.compile("[零〇一幺壹二两兩貳三四五六七八九十百]+")
_ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "a couple": 2, "couple": 2, "both": 2,
}  # fmt: skip
_ENGLISH_RUN = re.compile(r"\b(?:a couple|" + "|".join(_ENGLISH) + r")\b")


def value(numeral: str) -> int:
    """十二 is 12, 二十 is 20, 幺五零二 is 1502."""
    if "十" not in numeral and "百" not in numeral:
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total, current = 0, 0
    for char in numeral:
        if char in ("十", "百"):
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = _DIGITS[char]
    return total + current


def in_digits(text: str) -> str:
    """The text with every run of Chinese numerals in Arabic digits."""
    return _RUN.sub(lambda found: str(value(found.group())), text)


def aligned(text: str) -> tuple[str, list[int]]:
    """The text as `in_digits` has it, and for each of its characters, and its end, the place in the text that it came from."""
    ready, places, end = [], [], 0
    for found in _RUN.finditer(text):
        digits = str(value(found.group()))
        ready += [text[end : found.start()], digits]
        places += [*range(end, found.start()), *[found.start()] * len(digits)]
        end = found.end()
    return "".join([*ready, text[end:]]), [*places, *range(end, len(text) + 1)]


def english_in_digits(text: str) -> str:
    """The lower-case text with small English number words in digits."""
    return _ENGLISH_RUN.sub(lambda found: str(_ENGLISH[found.group()]), text)
