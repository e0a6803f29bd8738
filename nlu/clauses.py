"""Cuts a message into clauses: the pieces of which matters are made.

Clauses end at punctuation, at the spaces of unpunctuated Chinese, and before words that add ("还有", "同埋", "also").
Which clauses belong together is decided elsewhere (split.py). Called by split and train.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.normalise import HAN

MOST = 8
"""Clauses weighed against each other; of more, neighbours are joined first."""
KINDS = ("add", "item", "line", "sentence", "and", "comma", "ask", "space")
"""What may stand before a clause, the strongest first."""

_ADD = (
    r"还有(?!人|没有|没|点|多久|几|谁|吗|一?个?小时|救|气)|另外|顺便|再有(?!人)|此外|除此之外|以及|对了|再就是|还想问|还想|再问|再者|第[一二三四]|其次|最后一个|最后(?=[,，]?(?:想|还|问|再))|"
    r"還有(?!人|沒有|沒|點|多久|幾|誰|嗎)|另外|順便|對了|再就是|還想|此外|同埋|仲有(?!人|冇|幾|聲)|另|順帶|順手|再加|除咗|加埋|一併|同時|同时|"
    r"(?i:(?<![a-z])(?:also|plus|btw|by the way|another thing|one more thing|oh and|and also|and another|as well as|on top of that|secondly|thirdly|"
    r"in addition|additionally|p\.?s\.?|second thing|separately|while i am at it|while im at it|while i'm at it|lastly|finally|other thing|and while|on another note)(?![a-z]))"
)
_AND = r"(?i:(?<![a-z])(?:and|n|but|then|while)(?= )|(?<![a-z])[&+](?= ))|然后|然後|但是|不过|不過|但係|而且|而家仲|并且|並且|再(?=帮|麻烦|请|請|幫)"
_ASK = (
    r"(?i:(?<=[a-z0-9'?] )(?:(?:can|could|would) (?:u|you|i|we|someone|somebody)|when (?:is|are|does|do|will|can)|what(?:'?s| time| are| is| about)|how (?:much|long|do|many|come|can|late)|where (?:is|do|can|are)|who (?:do|is|can|should)|"
    r"(?:is|are) (?:the|there|it|my|our|any)|do (?:you|we|i)|does (?:the|it|anyone)|any (?:chance|idea|news|update)|pls|please)(?= ))"
    r"|(?<=[一-鿿])(?:我?(?:还)?想问|请问|請問|想請問|想問|能不能|可不可以|可唔可以|麻烦(?!了)|麻煩(?!了)|唔該(?!晒))"
)
_CUT = re.compile(
    rf"(?P<item>(?:(?<=\s)|(?<=[{HAN}，,；;。.:：])|^)[(（]?[1-9][)）.、．](?=\s*[^\d\s])|[①②③④⑤⑥⑦⑧⑨•●]\s*)|(?P<add>{_ADD})|(?P<and>{_AND})|(?P<ask>{_ASK})"
    r"|(?P<line>[^\S\n]*[。！？!?；;.…]*\n+\s*)|(?P<sentence>[。！？!?；;]+\s*|\.+(?=\s|$)\s*|…+\s*)"
    rf"|(?P<comma>[，,、~～]+\s*|\s[-–—/]+\s|——+)|(?P<space>(?<=[{HAN}a-zA-Z0-9])[ \u3000]+(?=[{HAN}])|(?<=[{HAN}])[ \u3000]+(?=[a-zA-Z0-9]))"
)
_LETTER = re.compile(rf"[{HAN}]|[a-zA-Z]+(?:'[a-z]+)?")
_SCRAP = 2
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
class Clause:
    """A stretch of a message from `start` to `end`; `cut` says what stands before it: one of KINDS."""

    start: int
    end: int
    cut: str


def without_courtesy(text: str) -> str:
    """The message without greetings before and thanks after it, as long as something is left to read."""
    found = _GREETING.match(text)
    rest = text[found.end() :] if found else text
    closing = _CLOSING.search(rest)
    shorter = rest[: closing.start()] if closing else rest
    for kept in (shorter, rest):
        if len(_LETTER.findall(kept)) >= _SCRAP:
            return kept
    return text


def clauses(text: str) -> list[Clause]:
    """The clauses of a cleaned message, in the order said; none where there is nothing to read."""
    found: list[Clause] = []
    start, cut = 0, "sentence"
    for hit in _CUT.finditer(text):
        kind = str(hit.lastgroup)
        if _SUBSTANCE.search(text, start, hit.start()):
            found.append(Clause(start, hit.start(), cut))
            cut = kind
        elif found or kind in ("add", "item"):
            cut = min(cut, kind, key=KINDS.index)
        start = hit.start() if kind in ("add", "and", "ask") else hit.end()
    if _SUBSTANCE.search(text, start):
        found.append(Clause(start, len(text), cut))
    return _fewer(_joined(_announced(found, text), text))


_ONLY_ADDS = re.compile(
    r"(?i)[\s,，.。:：;；!！~—–-]*(?:(?:还有|還有|另外|顺便|順便|对了|對了|再就是|此外|仲有|同埋|另)(?:一?[件个個]?(?:事|样嘢|樣嘢)|就是|呢|呀|啊|想|要|我|再|说一?[声下句]|說一[聲下]|提一下|问一?[下声]?|問一?[下聲]?|講聲|问下|問下|一提|讲|講)*"
    r"|(?:(?:oh|and|also|plus|btw|by the way|ps|p\.s|one more thing|another thing|one other thing|separate(?:ly| matter| issue)|second thing|lastly|finally|while (?:you'?re|i'?m|we'?re) (?:at it|here|there)|on another note|unrelated(?:ly)?|other than that|too|ah|oh yes)[\s,]*)+)"
    r"[\s,，.。:：;；!！~—–-]*"
)


def _announced(found: list[Clause], text: str) -> list[Clause]:
    """What only announces another matter ("顺便说一声", "while you're at it") opens the clause behind it."""
    kept: list[Clause] = []
    opening: int | None = None
    for clause in found:
        if clause is not found[-1] and _ONLY_ADDS.fullmatch(text, clause.start, clause.end):
            opening = clause.start if opening is None else opening
            continue
        kept.append(clause if opening is None else Clause(opening, clause.end, "add"))
        opening = None
    return kept


def _joined(found: list[Clause], text: str) -> list[Clause]:
    """Scraps ("9栋", "unacceptable", "THIRD") go with the clause before them: no matter is told in so few letters."""
    kept: list[Clause] = []
    for clause in found:
        scrap = len(_LETTER.findall(text, clause.start, clause.end)) < _SCRAP and clause.cut not in (
            "add",
            "item",
        )
        if kept and (scrap or len(_LETTER.findall(text, kept[-1].start, kept[-1].end)) < _SCRAP):
            kept[-1] = Clause(kept[-1].start, clause.end, kept[-1].cut)
        else:
            kept.append(clause)
    return kept


def _fewer(found: list[Clause]) -> list[Clause]:
    """At most MOST, by joining the shortest neighbours where nothing was added."""
    while len(found) > MOST:
        at = min(
            range(1, len(found)),
            key=lambda i: (found[i].cut in ("add", "item"), found[i].end - found[i - 1].start),
        )
        found[at - 1 : at + 1] = [Clause(found[at - 1].start, found[at].end, found[at - 1].cut)]
    return found
