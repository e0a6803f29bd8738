"""Looks through what staff are about to send to an owner, for what a reply must not do (C20, C29, C34, C51, B02, B10, B18): `findings` is pure.

It advises and never decides: whoever writes changes the words, or sends them as they are, which the file then tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from handlers.base import Mistake
from handlers.staff.changing import record
from handlers.staff.request import StaffRequest
from handlers.voice import begging
from handlers.wording import say
from nlu.normalise import simplified
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: What a reply is looked through for, in the order in which it is told.
KINDS = (
    "threat", "rude", "argues", "blames", "liability", "money", "soft_promise", "no_rule", "sends_away", "legal_advice",
)  # fmt: skip

_SENTENCE_ENDS = re.compile(r"[。！？!?\n；;]+|\.(?:\s|$)")

#: Words in capitals that are short for something, and are not shouted; so many shouted words in a row are.
_SHORT_WORD, _SHOUTED = 3, 3
_CAPITALS = re.compile(r"(?:\b[A-Z]{3,}\b[\s,]*){3,}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: what it is, and the words that show it. `advice` is the key of the sentence that tells how to put it."""

    kind: str
    excerpt: str

    @property
    def advice(self) -> str:
        return f"reply_check.advice.{self.kind}"


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    text: re.Pattern[str]
    unless: re.Pattern[str] | None
    unless_anywhere: re.Pattern[str] | None


class Doubt(Mistake):
    """Words that the check found something in, not sent yet. The person changes them, or says that they go as they are."""

    def __init__(self, found: list[Finding]) -> None:
        super().__init__("reply_check.found")
        self.found = found


def require_checked(request: StaffRequest, store: StaffStore, ticket: Ticket, words: str) -> None:
    """Raises Doubt for words that the check finds something in; sent as they are all the same, the file tells of it. Words that ask
    for good scores do not leave at all (I11).

    In an emergency nothing stands between people's words and the owner.
    """
    if ticket.urgency != "E0":
        begging.require_none(request, ticket.estate_id, "reply", words, about=ticket.number)
    found = findings(words) if ticket.urgency != "E0" else []
    if not found:
        return
    if not request.as_it_is:
        raise Doubt(found)
    kinds = [one.kind for one in found]
    record(request, store, ticket, "check_overridden", shown=False, kinds=kinds)


def findings(text: str) -> list[Finding]:
    """Everything found, one a kind, in the order of KINDS; empty for a reply that may go."""
    plain = simplified(text)
    low = plain.lower() if len(plain.lower()) == len(plain) else plain
    found: dict[str, Finding] = {}
    for rule in _rules():
        if rule.kind in found or (rule.unless_anywhere and rule.unless_anywhere.search(low)):
            continue
        hit = _first_hit(rule, low)
        if hit:
            found[rule.kind] = Finding(rule.kind, text[hit[0] : hit[1]].strip())
    shouted = _CAPITALS.search(text)
    if shouted and "rude" not in found:
        found["rude"] = Finding("rude", shouted.group().strip())
    return [found[kind] for kind in KINDS if kind in found]


def _first_hit(rule: _Rule, low: str) -> tuple[int, int] | None:
    for start, end in _sentences(low):
        sentence = low[start:end]
        hit = rule.text.search(sentence)
        if hit and not (rule.unless and rule.unless.search(sentence)):
            return start + hit.start(), start + hit.end()
    return None


def _sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence stands, its closing signs with it."""
    found, start = [], 0
    for end in _SENTENCE_ENDS.finditer(text):
        found.append((start, end.end()))
        start = end.end()
    return [*found, (start, len(text))]


@cache
def _rules() -> tuple[_Rule, ...]:
    data: dict[str, list[dict[str, str]]] = yaml.safe_load(
        Path(__file__).with_suffix(".yml").read_text("utf-8")
    )

    def pattern(line: dict[str, str], name: str) -> re.Pattern[str] | None:
        return re.compile(line[name], re.IGNORECASE) if name in line else None

    return tuple(
        _Rule(
            kind,
            re.compile(line["text"], re.IGNORECASE),
            pattern(line, "unless"),
            pattern(line, "unless_anywhere"),
        )
        for kind in KINDS
        for line in data[kind]
    )


def advice(language: str, found: list[Finding]) -> str:
    """The findings as lines for whoever wrote: the words, and how to put it instead."""
    return "\n".join(f"· “{one.excerpt}”: {say(language, one.advice)}" for one in found)
