"""Numbers of rows as addresses and forms carry them: whatever a browser sends is read, and what is none leads to nothing."""

from __future__ import annotations

#: Digits that every engine's numbers hold.
_DIGITS = 15


def is_id(text: str) -> bool:
    """Whether a text is a whole number of a row, in plain digits."""
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def id_of(text: str) -> int:
    """The number of a row; 0, which none has, for whatever is no such number."""
    return int(text) if is_id(text) else 0
