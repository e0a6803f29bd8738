"""Cuts a message into its matters: clause by clause, a cut where two readings explain the words better than one.

Clauses end at punctuation, at the spaces of unpunctuated Chinese, and before words that add ("还有", "同埋", "also").
Among all ways to join neighbouring clauses the likeliest is chosen; each cut has a price that depends on what stands there.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from nlu.classify import Reading, classify
from nlu.model import Model
from nlu.normalise import HAN, fold

MOST_CLAUSES = 8
"""Clauses weighed against each other; of more, neighbours are joined first."""

PRICE = {"add": 0.3, "sentence": 1.3, "comma": 1.7, "space": 1.8, "and": 2.0}
"""What a cut costs, in nats, by what stands there. Fitted on training phrases strung together."""

_ADD = (
    r"还有(?!人|没有|没|点|多久|几|谁|吗|一?个?小时|救|气)|另外|顺便|再有(?!人)|此外|除此之外|以及|对了|再就是|还想问|还想|再问|再者|第[一二三四]|其次|最后一个|最后(?=[,，]?(?:想|还|问|再))|"
    r"還有(?!人|沒有|沒|點|多久|幾|誰|嗎)|另外|順便|對了|再就是|還想|此外|同埋|仲有(?!人|冇|幾|聲)|另|順帶|順手|再加|除咗|加埋|一併|同時|同时|"
    r"(?i:(?<![a-z])(?:also|plus|btw|by the way|another thing|one more thing|oh and|and also|and another|as well as|on top of that|secondly|thirdly|"
    r"in addition|additionally|p\.?s\.?|second thing|separately|while i am at it|while im at it|while i'm at it|lastly|finally|other thing|and while|on another note)(?![a-z]))"
)
_AND = r"(?i:(?<![a-z])and(?= )|(?<![a-z])&(?= )|(?<![a-z])then(?= ))|然后(?!呢)|然後(?!呢)|而且|而家仲|并且|並且|再(?=帮|麻烦|请|請|幫)"
_CUT = re.compile(
    rf"(?P<add>{_ADD})|(?P<and>{_AND})"
    r"|(?P<sentence>[。！？!?；;\n]+\s*|\.+(?=\s|$)\s*|…+\s*|[•·●]\s*|(?:(?<=\s)|^)[(（]?[1-9][)）.、](?=\s*\D))"
    rf"|(?P<comma>[，,、~～]+\s*|\s[-–—]+\s|——+)|(?P<space>(?<=[{HAN}a-zA-Z0-9])[ \u3000]+(?=[{HAN}])|(?<=[{HAN}])[ \u3000]+(?=[a-zA-Z0-9]))"
)
_SUBSTANCE = re.compile(rf"[{HAN}]|[a-zA-Z]{{2}}|\d|[?？]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the message with its reading; `added` says that a word like "also" opens it."""

    text: str
    folded: str
    reading: Reading
    added: bool


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    cut: str


def split(text: str, model: Model) -> list[Segment]:
    """The segments of a cleaned message, in the order said; one at least, unless there is nothing to read."""
    clauses = _clauses(text)
    if not clauses:
        return []
    if len(clauses) == 1:
        return [_segment(text, clauses, 0, 1, model)]
    return _likeliest(text, clauses, model)


def _clauses(text: str) -> list[_Clause]:
    found: list[_Clause] = []
    start, cut = 0, "sentence"
    for hit in _CUT.finditer(text):
        kind = str(hit.lastgroup)
        opens = kind in ("add", "and")
        if _SUBSTANCE.search(text[start : hit.start()]):
            found.append(_Clause(start, hit.start(), cut))
            cut = kind
        elif opens and cut != "add":
            cut = kind if kind == "add" else cut
        start = hit.start() if opens else hit.end()
    if _SUBSTANCE.search(text[start:]):
        found.append(_Clause(start, len(text), cut))
    return _fewer(found)


def _fewer(clauses: list[_Clause]) -> list[_Clause]:
    """At most MOST_CLAUSES, by joining the shortest neighbours where nothing was added."""
    while len(clauses) > MOST_CLAUSES:
        at = min(range(1, len(clauses)), key=lambda i: (clauses[i].cut == "add", clauses[i].end - clauses[i - 1].start))
        clauses[at - 1 : at + 1] = [_Clause(clauses[at - 1].start, clauses[at].end, clauses[at - 1].cut)]
    return clauses


def _likeliest(text: str, clauses: list[_Clause], model: Model) -> list[Segment]:
    count = len(clauses)
    best: list[tuple[float, list[Segment]]] = [(0.0, [])]
    for end in range(1, count + 1):
        options: list[tuple[float, list[Segment]]] = []
        for start in range(end):
            segment = _segment(text, clauses, start, end, model)
            price = PRICE[clauses[start].cut] if start else 0.0
            score = best[start][0] + _worth(segment) - price
            options.append((score, [*best[start][1], segment]))
        best.append(max(options, key=lambda option: option[0]))
    return best[count][1]


def _worth(segment: Segment) -> float:
    return math.log(max(segment.reading.code_share, 1e-4))


def _segment(text: str, clauses: list[_Clause], start: int, end: int, model: Model) -> Segment:
    piece = text[clauses[start].start : clauses[end - 1].end].strip()
    folded = fold(piece)
    return Segment(piece, folded, classify(folded, model), clauses[start].cut == "add")

