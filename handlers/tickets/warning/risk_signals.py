"""Which signs of a coming crisis a matter shows, and how grave they are together (G02, G10, G12).

One strong sign is serious: the press, a court, an authority, people acting together, an injury, a threat, a spread over many
homes. Weak signs (asked again and again, opened again, back after a repair) are watched, and serious when all come together. A spread
with another strong sign, or three strong ones, is a crisis. The weights are a reading: the sources name the signs, not their sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nlu.meaning import Matter
from nlu.normalise import clean, fold
from nlu.stance import risks as risks_in

LEVELS = ("watch", "serious", "crisis")

#: Signs that the words carry and that are grave alone.
STRONG = frozenset({"media", "legal", "authority", "group", "threat", "injury", "spread"})
WEAK = frozenset({"repeat", "chased", "reopened", "anger"})

#: Somebody was hurt: the highest severity.
HURT = 4

#: The longest excerpt of an owner's words, in characters.
EXCERPT = 160
_CUT = re.compile(r"(?<=[。！？!?；;\n.])")
_ANGER = re.compile(
    r"[!！]{3,}|[?？]{3,}|\b[A-Z]{5,}\b[^a-z]{0,8}\b[A-Z]{3,}\b|火大|气死|氣死|忍无可忍|忍無可忍|火滾|谷氣|furious|disgust|fed up"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """`chased` and `reopened`: from how many times on these are signs. `spread`: households of one incident.

    `decide_hours`: by when somebody decides what is done about a risk; `answer_hours`: by when the owner is answered, where that
    is sooner than the ticket's own time (G12).
    """

    chased: int = 3
    reopened: int = 2
    spread: int = 5
    decide_hours: dict[str, float] = field(default_factory=lambda: {"watch": 72, "serious": 8, "crisis": 1})
    answer_hours: dict[str, float] = field(default_factory=lambda: {"serious": 2, "crisis": 0.5})

    def __post_init__(self) -> None:
        if min(self.chased, self.reopened, self.spread) < 1:
            raise ValueError("chased, reopened and spread must be 1 or more")
        if set(self.decide_hours) != set(LEVELS) or not set(self.answer_hours) <= set(LEVELS):
            raise ValueError(f"decide_hours needs {', '.join(LEVELS)}; answer_hours may have no other")
        if min((*self.decide_hours.values(), *self.answer_hours.values())) <= 0:
            raise ValueError("hours must be above 0")

    def decide_by(self, level: str, now: datetime) -> datetime:
        return now + timedelta(hours=self.decide_hours[level])

    def answer_by(self, level: str, now: datetime) -> datetime | None:
        hours = self.answer_hours.get(level)
        return now + timedelta(hours=hours) if hours else None


@dataclass(frozen=True, slots=True)
class Signal:
    """A sign and the words that show it."""

    kind: str
    excerpt: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"kind": self.kind, "excerpt": self.excerpt}


def in_words(risks: Iterable[str], words: str, intents: Sequence[str]) -> list[Signal]:
    """The signs that words carry, each with the sentence that shows it."""
    found = [Signal(kind, excerpt(kind, words, intents)) for kind in risks]
    angry = (
        _ANGER.search(words)
        if set(intents) & {"complaint", "follow_up", "dispute", "repair", "handoff"}
        else None
    )
    return [*found, Signal("anger", _around(words, angry.start()))] if angry else found


def excerpt(kind: str, words: str, intents: Sequence[str]) -> str:
    """The first sentence that alone carries the sign; the beginning of the words where it needs several."""
    read = [Matter(intent, None, "N", 1.0, words) for intent in intents] or [
        Matter("complaint", None, "N", 1.0, words)
    ]
    for sentence in _CUT.split(words):
        if sentence.strip() and kind in risks_in(fold(clean(sentence)), read):
            return _short(sentence)
    return _short(words)


def of_ticket(chased: int, reopened: int, households: int, rules: Risks) -> list[Signal]:
    """The signs that a ticket's own life shows."""
    counted = (
        ("chased", chased, rules.chased),
        ("reopened", reopened, rules.reopened),
        ("spread", households, rules.spread),
    )
    return [Signal(kind, str(count)) for kind, count, least in counted if count >= least]


def level_of(kinds: Iterable[str]) -> str | None:
    """The level of signs together; None for no sign, and for what a colleague raised: they say themselves how grave it is."""
    found = set(kinds)
    strong, weak = found & STRONG, found & WEAK
    if len(strong) >= 3 or ("spread" in strong and len(strong) > 1):
        return "crisis"
    if strong or len(weak) >= 3:
        return "serious"
    return "watch" if weak else None


def higher(one: str, other: str) -> str:
    """The graver of two levels."""
    return max(one, other, key=LEVELS.index)


def together(known: Sequence[dict[str, str]], new: Iterable[Signal]) -> list[dict[str, str]]:
    """What was known and what is new, each kind once: the first words that showed it stay."""
    kept = {one["kind"]: dict(one) for one in known}
    for signal in new:
        kept.setdefault(signal.kind, signal.as_dict())
    return list(kept.values())


def _around(words: str, at: int) -> str:
    start = max(0, at - EXCERPT // 2)
    return _short(words[start:])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"
