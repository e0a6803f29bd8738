"""Takes the identities out of an owner's words, so that they can stand among the training phrases; pure.

Names, units, telephone numbers, addresses, plates, cards and numbers of tickets become neutral stand-ins that keep the sentence
readable. What still may tell who wrote it is doubtful, and is not given back at all: the result is for review, and rather short.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from nlu import units
from nlu.identities import MARKS, STILL_THERE
from nlu.names import People, doubtful, titled
from nlu.normalise import HAN, clean, simplified
from nlu.numbers import in_digits

#: A longer message tells a story, and a story tells who lived it; a phrase for training is short.
LONGEST = 300

#: Stand-ins are put in at the end: until then one character of the private use area holds the place of each.
_HOLDS = 0xE000
_MOST = 200

#: More digits than this, however they are scattered, could be put together to a telephone number.
_MOST_DIGITS = 7

_DROPPED = frozenset({"Cc", "Cs", "Cn", "Co"})
#: Square brackets and braces mean something to Rasa in an example.
_BRACKETS = str.maketrans("[]{}", "()()")
_BARE = re.compile(
    r"(?<![A-Za-z0-9$£€¥.:/#-])\d{3,4}[A-Ha-h]?(?![A-Za-z0-9%:/-]|\.\d)(?!\s*(?:多|几|幾|元|块|塊|蚊|分|年|月|日|天|次|人|个|個|度|点|點|平|米|公|斤|升|瓦|万|萬|時|时|小|秒|w|v|kg|rmb|hk|dollars?|pounds?|years?|days?|hours?|min))"
)
#: Years, and the numbers that everybody may ring.
_NOT_BARE = re.compile(r"(?:19|20)\d\d|11\d|12[0-2]|91[01]|99\d")
_TIME = re.compile(r"\d{1,2}[:：]\d{2}")
_TITLE_BEFORE = re.compile(r"\b(?:mr|mrs|ms|mdm|miss|madam|dr|uncle|aunt\w*)\.?\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """What the estate knows of its people. `ordinary` are everyday words, as People takes them."""

    names: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    ordinary: frozenset[str] = frozenset()

    @cached_property
    def people(self) -> People:
        return People(self.names, self.ordinary)

    @cached_property
    def doors(self) -> tuple[re.Pattern[str], ...]:
        """The last part of every unit's label, which people say alone, whatever follows it; two digits could be anything."""
        last = {re.split(r"[^0-9A-Za-z]+", label)[-1] for label in self.units}
        return _any_of((door for door in last if len(door) > 2), r"(?<!\d)", r"(?!\d)")

    @cached_property
    def labels(self) -> tuple[re.Pattern[str], ...]:
        return _any_of(
            (label for label in self.units if len(label) > 2), r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
        )


def _any_of(words: Iterable[str], before: str, after: str) -> tuple[re.Pattern[str], ...]:
    """One pattern for all of them, the longest first; none where there are none."""
    written = sorted({re.escape(word) for word in words}, key=len, reverse=True)
    return (re.compile(f"{before}(?:{'|'.join(written)}){after}", re.IGNORECASE),) if written else ()


def anonymised(text: str, known: Known) -> str | None:
    """The words without identities; None where they are doubtful, too long, or nothing is left of them."""
    plain = _plain(text)
    if len(plain) > LONGEST:
        return None
    sheet = _Sheet(plain)
    for mark in MARKS[0]:
        sheet.replace(mark.pattern, mark.stand_in)
    _hide_units(sheet, known)
    for mark in MARKS[1]:
        sheet.replace(mark.pattern, mark.stand_in)
    _hide_doors(sheet, known)
    _hide_names(sheet, known)
    return None if _is_doubtful(sheet, known) else sheet.written()


def _plain(text: str) -> str:
    """One line in characters that can be shown, its letters and digits as everybody types them."""
    shown = (" " if char.isspace() else char for char in clean(text))
    typed = "".join(_typed(char) for char in shown if unicodedata.category(char) not in _DROPPED)
    return " ".join(typed.translate(_BRACKETS).split())


def _typed(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    same = unicodedata.normalize("NFKC", char)
    return same if len(same) == 1 and same.isascii() and same.isalnum() else char


class _Sheet:
    """A text in which places are taken by stand-ins that no later look sees."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stand_ins: list[str] = []

    def put(self, start: int, end: int, stand_in: str) -> None:
        self.stand_ins.append(stand_in)
        self.text = self.text[:start] + chr(_HOLDS + len(self.stand_ins) - 1) + self.text[end:]

    def put_all(self, spans: Iterator[tuple[int, int, str]]) -> None:
        """Puts stand-ins at several places, from the last to the first; places that overlap become one."""
        merged: list[tuple[int, int, str]] = []
        for start, end, stand_in in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
            elif end > start:
                merged.append((start, end, stand_in))
        for start, end, stand_in in reversed(merged):
            self.put(start, end, stand_in)

    def replace(self, pattern: re.Pattern[str], stand_in: str) -> None:
        """Puts the stand-in wherever the pattern fits: for its group `it`, or all of it where it has none."""
        group = "it" if "it" in pattern.groupindex else 0
        self.put_all((*hit.span(group), stand_in) for hit in pattern.finditer(self.text))

    def written(self) -> str | None:
        """The text with its stand-ins; None where hardly a word of the owner's own is left."""
        own = [
            char for char in self.text if char.isalpha() and ord(char) not in range(_HOLDS, _HOLDS + _MOST)
        ]
        if len(own) < 2 or len(self.stand_ins) > _MOST:
            return None
        return "".join(
            self.stand_ins[ord(char) - _HOLDS] if _HOLDS <= ord(char) < _HOLDS + _MOST else char
            for char in self.text
        )


def _hide_units(sheet: _Sheet, known: Known) -> None:
    """Every unit becomes the first one, in the notation that it was written in: 3栋2单元1502 is 1栋1单元101."""
    sheet.put_all(
        (start, end, _first(sheet.text, start, end, name))
        for start, end, name in units.parts(sheet.text)
        if end > start
    )
    for pattern in known.labels:
        sheet.replace(pattern, "1-1-101")


def _first(text: str, start: int, end: int, name: str) -> str:
    """The stand-in for a part of a unit: as many digits as the notation needs, a letter where there is one."""
    part = text[start:end]
    if part.isalpha() and part.isascii():
        return "A"
    letter = "A" if part[-1].isascii() and part[-1].isalpha() else ""
    digits = [char for char in part if char.isdecimal()]
    if name == "c" and (len(digits) > 2 or (len(part) > 2 and not digits)):
        return f"101{letter}"
    two = len(digits) == 2 and not letter
    return "01" if two and (name == "c" or text[:start].endswith("#")) else f"1{letter}"


def _hide_doors(sheet: _Sheet, known: Known) -> None:
    """A bare door number ("1502 漏水"): of the estate's, or any that is no year and counts nothing."""
    for pattern in known.doors:
        sheet.replace(pattern, "101")
    found = (hit for hit in _BARE.finditer(sheet.text) if not _NOT_BARE.fullmatch(hit.group()))
    sheet.put_all((*hit.span(), "101") for hit in found)


def _hide_names(sheet: _Sheet, known: Known) -> None:
    is_chinese = re.search(f"[{HAN}]", sheet.text) is not None

    def stand_in(start: int, end: int) -> str:
        if re.search(f"[{HAN}]", sheet.text[start:end]):
            return "某某" if end - start > 1 else "某"
        if _TITLE_BEFORE.search(sheet.text[:start]):
            return "X"
        return "某人" if is_chinese else "somebody"

    sheet.put_all((*span, stand_in(*span)) for span in known.people.found(sheet.text))
    sheet.put_all((*span, stand_in(*span)) for span in titled(sheet.text))


def _is_doubtful(sheet: _Sheet, known: Known) -> bool:
    """Whether what is left still looks like something that tells who it was."""
    left = sheet.text
    if any(pattern.search(left) for pattern in STILL_THERE) or doubtful(left, known.ordinary):
        return True
    digits = re.sub(r"\D", "", in_digits(_TIME.sub("", left, count=2)))
    if len(digits) > _MOST_DIGITS or any(
        len(only := re.sub(r"\D", "", phone)) > 4 and only[-8:] in digits for phone in known.phones
    ):
        return True
    bare = re.sub(r"\s", "", simplified(left)).casefold()
    return any(
        len(name) > 1 and re.sub(r"\s", "", simplified(name)).casefold() in bare
        for name in known.names
        if not name.isascii()
    )
