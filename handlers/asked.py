"""What a program states in an owner's name: the words are for this, however they read. Danger in them is heard all the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from nlu.meaning import Matter, Meaning, Score
from nlu.normalise import clean, fold
from nlu.urgency import urgency

#: What may be stated; a report is what the words report, the others are intents of the contract.
AskedIntent = Literal["report", "follow_up", "correction", "cancel", "rating", "handoff"]

#: What a report may be about.
REPORTABLE = ("repair", "complaint", "suggestion", "praise", "enquiry")

_SCALE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`label`, `confidence`, `version`: how a report was read (`repair/home.leak`), how surely, and by which model.

    `ticket`: the number it is about, where the words name none; `score`: 1 to 5.
    """

    intent: AskedIntent
    label: str | None = None
    confidence: float = 1.0
    version: str = ""
    ticket: str | None = None
    score: int | None = None


def as_asked(meaning: Meaning, asked: Asked, text: str) -> Meaning:
    """The reading with what was stated in the place of what was guessed; slots, stance, risks and dangers stay as read."""
    dangers = tuple(matter for matter in meaning.matters if matter.intent == "emergency")
    slots = meaning.slots
    if asked.ticket and not slots.ticket:
        slots = replace(slots, ticket=asked.ticket)
    if asked.score is not None:
        slots = replace(slots, score=Score(asked.score, _SCALE))
    meaning = replace(meaning, slots=slots)
    if asked.intent != "report":
        stated = Matter(asked.intent, None, urgency(asked.intent, None, fold(clean(text))), 1.0, text)
        return replace(meaning, matters=(*dangers, stated), understood=True)
    return _reported(meaning, asked, text, dangers)


def _reported(meaning: Meaning, asked: Asked, text: str, dangers: tuple[Matter, ...]) -> Meaning:
    """Several matters stay several; one is what the program read; words that read as nothing are a report all the same."""
    if not text.strip():
        return replace(meaning, matters=dangers, understood=bool(dangers))
    reported = tuple(matter for matter in meaning.matters if matter.intent in REPORTABLE)
    intent, _, code = (asked.label or "").partition("/")
    version = meaning.model_version
    if intent in REPORTABLE and len(reported) < 2:
        urgent = urgency(intent, code or None, fold(clean(text)))
        reported = (Matter(intent, code or None, urgent, asked.confidence, text),)
        version = asked.version or version
    unclear = Matter("repair", "home.other", "N", 0.0, text)
    matters = (*dangers, *(reported or (unclear,)))
    return replace(meaning, matters=matters, understood=True, model_version=version)
