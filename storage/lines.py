"""The line of a home: all homes that stand one above another share it, and with it their pipes, their flue and their riser.

It is read from the label once, when a home is kept, and is a column from then on. The last part of the label tells it, without the
floor: 3-2-1502 is line 02 (of stair 2), 5-151 on floor 15 is line 01, A-12-B and T1-8C are the lines B and C, 3-2-1502A is 02A.
"""

from __future__ import annotations

import re
import unicodedata

#: As long as the column: what is longer is no line of an estate.
LONGEST = 12

_PART = re.compile(r"[0-9A-Z]+")
_DOOR = re.compile(r"[A-Z]*?(?P<digits>\d*)(?P<letter>[A-Z]*)")
_TYPED = re.compile(r"(?:(?P<stair>[0-9A-Z]+)-)?(?P<digits>\d*)(?P<letter>[A-Z]*)")


def line_of(label: str, floor: str = "") -> str:
    """The line of a home by its label and its floor; empty where the label has neither digits nor letters."""
    parts = _PART.findall(_plain(label))
    door = _DOOR.fullmatch(parts[-1]) if parts else None
    if door is None:
        return ""
    return f"{_position(door['digits'], door['letter'], _plain(floor))}{door['letter']}"[:LONGEST]


def _position(digits: str, letter: str, floor: str) -> str:
    """The digits of a door without its floor, two at least; none for a floor and a letter (8C)."""
    storey = "".join(re.findall(r"\d", floor)).lstrip("0")
    if letter and digits and not digits.startswith("0") and (len(digits) < 3 or digits == storey):
        return ""
    bare = digits.lstrip("0")
    if len(digits) > 2 and storey and bare.startswith(storey) and len(bare) > len(storey):
        digits = bare[len(storey) :]
    return digits[-2:].zfill(2) if digits else ""


def stair_of(label: str) -> str:
    """The stair (entrance, 单元) between building and door, where a label has one: 2 of 3-2-1502, none of 1-101 and A-12-B."""
    parts = [part.strip() for part in _plain(label).split("-")]
    between = parts[1:-1]
    if between and not re.fullmatch(r"\d{3,}[A-Z]?|\d{1,2}[A-Z]", parts[-1]):
        between = between[:-1]  # the floor, which stands by itself before a lone position
    return "-".join(between)[:LONGEST]


def typed_line(text: str) -> str:
    """A line as somebody writes it, in the form of the column: 2 and ０２ are 02, b is B, 2-2 is line 02 of stair 2.

    Raises ValueError for what is no line.
    """
    found = _TYPED.fullmatch(_plain(text).replace(" ", ""))
    if not found or not (found["digits"] or found["letter"]):
        raise ValueError(f"“{text}” is no line; write for example 02, B, or 2-02 for line 02 of stair 2")
    line = f"{found['digits'].zfill(2) if found['digits'] else ''}{found['letter']}"
    return f"{found['stair']}-{line}" if found["stair"] else line


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()
