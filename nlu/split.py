"""Cuts a message into its matters: at the clause boundary where both sides speak of different things, then again on each side.

Clauses end at punctuation, at the spaces of unpunctuated Chinese, and before words that add ("还有", "同埋", "also").
Whether a boundary is a cut is decided by learned weights (cuts.py). Called by parse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu import cuts
from nlu.classify import Reading, classify
from nlu.model import Floats, Model
from nlu.normalise import HAN, fold

MOST_CLAUSES = 8
"""Clauses weighed against each other; of more, neighbours are joined first."""

CUT = {"add": 0.5, "sentence": 0.55, "comma": 0.55, "space": 0.6, "and": 0.8}
"""Least probability of a cut, by what stands there; "and" joins two verbs of one matter more often than two matters."""
CUT_CLEAR = {"add": 0.4, "sentence": 0.45, "comma": 0.3, "space": 0.38, "and": 0.65}
"""The same where both sides clearly are matters of their own."""
CLEAR = 0.85
_REPORTS = frozenset({"repair", "complaint", "suggestion", "praise", "enquiry"})

_STRENGTH = ("add", "sentence", "and", "comma", "space")

_ADD = (
    r"还有(?!人|没有|没|点|多久|几|谁|吗|一?个?小时|救|气)|另外|顺便|再有(?!人)|此外|除此之外|以及|对了|再就是|还想问|还想|再问|再者|第[一二三四]|其次|最后一个|最后(?=[,，]?(?:想|还|问|再))|"
    r"還有(?!人|沒有|沒|點|多久|幾|誰|嗎)|另外|順便|對了|再就是|還想|此外|同埋|仲有(?!人|冇|幾|聲)|另|順帶|順手|再加|除咗|加埋|一併|同時|同时|"
    r"(?i:(?<![a-z])(?:also|plus|btw|by the way|another thing|one more thing|oh and|and also|and another|as well as|on top of that|secondly|thirdly|"
    r"in addition|additionally|p\.?s\.?|second thing|separately|while i am at it|while im at it|while i'm at it|lastly|finally|other thing|and while|on another note)(?![a-z]))"
)
_AND = r"(?i:(?<![a-z])and(?= )|(?<![a-z])&(?= )|(?<![a-z])then(?= ))|然后(?!呢)|然後(?!呢)|而且|而家仲|并且|並且|再(?=帮|麻烦|请|請|幫)"
_CUT = re.compile(
    rf"(?P<item>(?:(?<=\s)|(?<=[{HAN}，,；;。.:：])|^)[(（]?[1-9][)）.、．](?=\s*[^\d\s])|[①②③④⑤⑥⑦⑧⑨•●]\s*)|(?P<add>{_ADD})|(?P<and>{_AND})"
    r"|(?P<sentence>[。！？!?；;\n]+\s*|\.+(?=\s|$)\s*|…+\s*)"
    rf"|(?P<comma>[，,、~～]+\s*|\s[-–—]+\s|——+)|(?P<space>(?<=[{HAN}a-zA-Z0-9])[ \u3000]+(?=[{HAN}])|(?<=[{HAN}])[ \u3000]+(?=[a-zA-Z0-9]))"
)
_LETTER = re.compile(rf"[{HAN}]|[a-zA-Z]+(?:'[a-z]+)?")
_SCRAP = 3
"""Fewer Han characters and Latin words than this are no clause of their own."""
_POLITE = (
    r"你好|您好|妳好|早上好|早晨|下午好|晚上好|早安|午安|晚安|在吗|在嗎|喂|哈喽|哈囉|谢谢|謝謝|多谢|多謝|唔該晒?|不好意思|唔好意思|麻烦了|麻煩了|打扰了|打擾了|打扰一下|请问一下|師傅|师傅|管家|客服|物业|各位|"
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|thanks|thank you|sorry to bother you|excuse me)(?: (?:there|all|team|everyone|guys|sir|madam|sir/madam|management|sir or madam|folks))?"
)
_GREETING = re.compile(rf"(?i)(?:(?:{_POLITE})(?:[\s,，.。!！~～:：、]+|(?<=[好吗嗎])(?=[^\s，,。!！])))+")
_CLOSING = re.compile(
    r"(?i)[\s,，.。!！~～;；]{1,4}(?:(?:谢谢|謝謝|多谢|多謝|唔該晒?|麻烦了|麻煩了|麻烦尽快|麻煩盡快|麻煩儘快|请尽快|請盡快|尽快|盡快|辛苦了|感谢|感謝|拜托了|拜託|thanks|thank you|thx|ty|cheers|please|pls|asap|many thanks|thanks in advance|kind regards|regards|best)(?:[\s,，.。!！~～🙏]{1,6}|$)){1,4}$"
)
_SUBSTANCE = re.compile(rf"[{HAN}]|[a-zA-Z]{{2}}|\d|[?？]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the message with its reading; `cut` says what stands before it: one of cuts.KINDS."""

    text: str
    folded: str
    reading: Reading
    cut: str


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    cut: str


def split(text: str, model: Model) -> list[Segment]:
    """The segments of a cleaned message, in the order said; one at least, unless there is nothing to read."""
    text = _without_courtesy(text)
    clauses = _clauses(text)
    if not clauses:
        return []
    return _divide(_segment(text, clauses, model), text, clauses, model)


def _without_courtesy(text: str) -> str:
    """The message without greetings before and thanks after it, as long as something is left to read."""
    found = _GREETING.match(text)
    rest = text[found.end() :] if found else text
    closing = _CLOSING.search(rest)
    shorter = rest[: closing.start()] if closing else rest
    for kept in (shorter, rest):
        if len(_LETTER.findall(kept)) >= _SCRAP:
            return kept
    return text


def _divide(whole: Segment, text: str, clauses: list[_Clause], model: Model) -> list[Segment]:
    """Cut where a cut is likeliest, and look again on both sides; where none is likely, the stretch is one segment."""
    best = (0.0, 0, whole, whole)
    for at in range(1, len(clauses)):
        left, right = _segment(text, clauses[:at], model), _segment(text, clauses[at:], model)
        chance = cut_probability(clauses[at].cut, left, right, whole, model) - _limit(
            clauses[at].cut, left, right
        )
        best = max(best, (chance, at, left, right), key=lambda option: option[0])
    _, at, left, right = best
    if not at:
        return [whole]
    return _divide(left, text, clauses[:at], model) + _divide(right, text, clauses[at:], model)


def _limit(kind: str, left: Segment, right: Segment) -> float:
    one, two = left.reading, right.reading
    clear = min(one.code_share, two.code_share) >= CLEAR and {one.intent, two.intent} <= _REPORTS
    return CUT_CLEAR[kind] if clear else CUT[kind]


def cut_probability(kind: str, left: Segment, right: Segment, whole: Segment, model: Model) -> float:
    """How likely the message changes its subject between two stretches, 0..1."""
    sizes = (len(left.folded), len(right.folded))
    return cuts.probability(cuts.boundary(kind, left.reading, right.reading, whole.reading, sizes), model.cut)


def boundaries(text: str, model: Model) -> list[tuple[int, Floats]]:
    """Where each possible cut of a message lies, and its features: what training learns from."""
    clauses = _clauses(text)
    whole = _segment(text, clauses, model) if len(clauses) > 1 else None
    found = []
    for at in range(1, len(clauses)):
        left, right = _segment(text, clauses[:at], model), _segment(text, clauses[at:], model)
        assert whole is not None
        sizes = (len(left.folded), len(right.folded))
        found.append(
            (
                clauses[at].start,
                cuts.boundary(clauses[at].cut, left.reading, right.reading, whole.reading, sizes),
            )
        )
    return found


def _clauses(text: str) -> list[_Clause]:
    found: list[_Clause] = []
    start, cut = 0, "sentence"
    for hit in _CUT.finditer(text):
        kind = "add" if hit.lastgroup == "item" else str(hit.lastgroup)
        opens = hit.lastgroup in ("add", "and")
        if _SUBSTANCE.search(text[start : hit.start()]):
            found.append(_Clause(start, hit.start(), cut))
            cut = kind
        elif found or kind == "add":
            cut = min(cut, kind, key=_STRENGTH.index)
        start = hit.start() if opens else hit.end()
    if _SUBSTANCE.search(text[start:]):
        found.append(_Clause(start, len(text), cut))
    return _fewer(_joined(found, text))


def _joined(clauses: list[_Clause], text: str) -> list[_Clause]:
    """Scraps ("9栋", "unacceptable", "THIRD") go with the clause before them: no matter is told in so few letters."""
    kept: list[_Clause] = []
    for clause in clauses:
        scrap = len(_LETTER.findall(text, clause.start, clause.end)) < _SCRAP and clause.cut != "add"
        if kept and (scrap or len(_LETTER.findall(text, kept[-1].start, kept[-1].end)) < _SCRAP):
            kept[-1] = _Clause(kept[-1].start, clause.end, kept[-1].cut)
        else:
            kept.append(clause)
    return kept


def _fewer(clauses: list[_Clause]) -> list[_Clause]:
    """At most MOST_CLAUSES, by joining the shortest neighbours where nothing was added."""
    while len(clauses) > MOST_CLAUSES:
        at = min(
            range(1, len(clauses)),
            key=lambda i: (clauses[i].cut == "add", clauses[i].end - clauses[i - 1].start),
        )
        clauses[at - 1 : at + 1] = [_Clause(clauses[at - 1].start, clauses[at].end, clauses[at - 1].cut)]
    return clauses


def _segment(text: str, clauses: list[_Clause], model: Model) -> Segment:
    piece = text[clauses[0].start : clauses[-1].end].strip()
    folded = fold(piece)
    return Segment(piece, folded, classify(folded, model), clauses[0].cut)
