"""The bytes of a table become text: UTF-8 and UTF-16 with or without their mark, GB18030 (with GBK), Big5 as Hong Kong has it.

The two Chinese encodings read nearly each other's every byte; what tells them apart is that the wrong one yields rare characters.
"""

from __future__ import annotations

import codecs

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

#: For each Chinese encoding its elder, smaller one, and the first bytes of the half with the common characters.
_COMMON = {"gb18030": ("gb2312", range(0xB0, 0xD8)), "big5hkscs": ("big5", range(0xA4, 0xC7))}


def decoded(data: bytes) -> str:
    """The text. Raises ValueError for bytes that are text in none of the encodings."""
    sure = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    if not sure and b"\0" in data[:1000]:
        sure = _utf_16_without_mark(data)
    try:
        return data.decode(sure or "utf-8")
    except UnicodeDecodeError as error:
        if sure:
            raise ValueError("is neither a table nor text") from error
        return _chinese(data)


def _utf_16_without_mark(data: bytes) -> str:
    """Commas, digits and line ends have a zero byte: at the odd places in little-endian."""
    head = data[:1000]
    zeros_odd, zeros_even = head[1::2].count(0), head[::2].count(0)
    return "utf-16-le" if zeros_odd > zeros_even else "utf-16-be"


def _chinese(data: bytes) -> str:
    """The reading with the larger share of common characters."""
    readings: dict[str, str] = {}
    for encoding in _COMMON:
        try:
            readings[encoding] = data.decode(encoding)
        except UnicodeDecodeError:
            continue
    if not readings:
        raise ValueError("is neither UTF-8, UTF-16, GB18030 nor Big5 text")
    return max(readings.items(), key=lambda reading: _share_of_common(*reading))[1]


def _share_of_common(encoding: str, text: str) -> float:
    elder, first_bytes = _COMMON[encoding]
    characters = [character for character in text[:20_000] if character > "\x7f"]
    common = sum(_is_common(character, elder, first_bytes) for character in characters)
    return common / max(1, len(characters))


def _is_common(character: str, elder: str, first_bytes: range) -> bool:
    try:
        return character.encode(elder)[0] in first_bytes
    except UnicodeEncodeError:
        return False
