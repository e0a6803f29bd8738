"""Officials' words in the length and the lines of a message in a chat."""

from __future__ import annotations

import itertools
import re

#: The most of each, in UTF-16 units, as messaging apps count. Together with what stands around them they stay below 4,096.
HEADLINE, NAME, DESCRIPTION, INSTRUCTION, CONTACT = 150, 120, 1_500, 1_000, 200

#: So much of what people are asked is read at all, characters: bullets and empty lines leave far more than INSTRUCTION of it.
READ = 20_000

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])|\n+")
_ITEM = re.compile(r"([-*–]\s+|[•·]\s*|\(?\d{1,2}[.)、）](?!\d)\s*)(?=\S)")
_CLOSED = re.compile(r"[.!?。！？;；:：]$")

#: A line that ends earlier was ended on purpose; officials' systems break theirs at 66 to 80 columns.
_WRAPPED = 45


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, most: int) -> str:
    """The text, or as many whole sentences of it as fit; where not one fits, as many characters, and "…"."""
    if units(text) <= most:
        return text
    room = _as_much(text, most)
    last = room + len(text[room:]) - len(text[room:].lstrip())
    ends = itertools.takewhile(lambda at: at <= last, (end.start() for end in _SENTENCE_END.finditer(text)))
    fits = max(ends, default=0)
    if fits:
        return text[:fits].rstrip()
    return f"{text[: _as_much(text, most - 1)].rstrip()}…"


def _as_much(text: str, most: int) -> int:
    """How many characters from its beginning fit."""
    cut = text[:most]
    while units(cut) > most:
        cut = cut[:-1]
    return len(cut)


def lines(text: str) -> str:
    """One line for each thing to do: without bullets and numbers of its own, and without the breaks of a printer's line."""
    found: list[list[str]] = []
    ended = True
    for raw in text.splitlines():
        line = raw.strip()
        item = _ITEM.match(line)
        if line and (ended or item or not found):
            found.append([line[item.end() :] if item else line])
        elif line:
            found[-1] += ["" if _ends_in_chinese(found[-1][-1]) else " ", line]
        ended = not line or len(line) < _WRAPPED or _CLOSED.search(line) is not None
    return "\n".join("".join(pieces) for pieces in found)


def _ends_in_chinese(text: str) -> bool:
    return "\u3000" <= text[-1:] <= "\u9fff"
