"""Which of the readings of a message's stretches are matters: fillers dropped, echoes joined. Called by matters."""

from __future__ import annotations

import re
from dataclasses import replace

from nlu.classify import Reading
from nlu.meaning import HAZARDS
from nlu.split import Segment

BESIDE = 0.5
"""Least probability of a matter beside a surer one."""
BESIDE_TALK = 0.88
"""The same for intents that a report often sounds like in passing (a time, a number, a wish to be called)."""
BESIDE_EMERGENCY = 0.95
"""The same beside an emergency, whose details sound like anything, unless a word that adds stands between."""

_FILLERS = frozenset({"smalltalk", "affirm", "deny"})
_TALK = frozenset(
    {"handoff", "out_of_scope", "reschedule", "account", "correction", "preferences", "away", "rating", "rsvp", "cancel", "dispute", "privacy"}
)  # fmt: skip
_SUBSTANCE = frozenset({"emergency", "repair", "complaint", "enquiry", "suggestion"})
_ABOUT = frozenset({"cancel", "dispute", "follow_up"})
_ORDERS = re.compile(
    r"(忽略|无视|遵守|指令|提示词|规则|扮演|假装|开发者|管理员模式|越狱|从现在起)|\b(ignore|disregard|instructions?|prompt|pretend|act as|you are now|developer mode|jailbreak|override|rules)\b"
)
_NO_WORDS = re.compile(r"[\d\W_]|[栋座号楼室层单元幢]|\b(flat|unit|tower|block|blk|floor|apt|room)\b")


def told(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """The stretches that are matters of their own, in the order said; one at least of those given."""
    return _without_echoes(_without_objects(_without_passing(_one_danger(_without_fillers(read)))))


def _without_fillers(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """Greetings, thanks, bare unit numbers and times inside a report are no matter."""
    told = [
        pair
        for pair in read
        if pair[1].intent not in _FILLERS and (len(read) == 1 or _has_words(pair[0].folded))
    ]
    return told or read[:1]


def _has_words(folded: str) -> bool:
    return len(_NO_WORDS.sub("", folded)) > 1


def _without_passing(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """What only sounds like a matter of its own beside the surer ones is dropped."""
    if len(read) < 2:
        return read
    surest = max(range(len(read)), key=lambda at: (read[at][1].intent == "emergency", read[at][1].share))
    danger = read[surest][1].intent == "emergency"
    substance = any(reading.intent in _SUBSTANCE for _, reading in read)
    return [
        pair
        for at, pair in enumerate(read)
        if at == surest or _stands(read, at, danger=danger, substance=substance)
    ]


def _stands(read: list[tuple[Segment, Reading]], at: int, *, danger: bool, substance: bool) -> bool:
    segment, reading = read[at]
    if reading.intent == "emergency":
        return True
    following = read[at + 1] if at + 1 < len(read) else None
    leads = (
        following is not None
        and following[0].cut == "add"
        and (not danger or following[1].intent == "emergency")
    )
    added = leads or (segment.cut == "add" and at > 0)
    if danger and not added:
        return (
            reading.intent in _SUBSTANCE and reading.share >= BESIDE_EMERGENCY and segment.cut == "sentence"
        )
    if reading.intent == "out_of_scope":
        return not substance or bool(_ORDERS.search(segment.folded))
    limit = BESIDE if reading.intent not in _TALK or not substance or added else BESIDE_TALK
    return reading.share >= limit


def _one_danger(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """An emergency told in several clauses is one: neighbours join under the surer code, unless a word that adds stands between."""
    kept: list[tuple[Segment, Reading]] = []
    for segment, reading in read:
        if kept and reading.intent == kept[-1][1].intent == "emergency" and segment.cut != "add":
            before, other = kept[-1]
            joined = replace(
                before, text=f"{before.text} {segment.text}", folded=f"{before.folded} {segment.folded}"
            )
            kept[-1] = (joined, _graver(other, reading))
        else:
            kept.append((segment, reading))
    return kept


def _graver(one: Reading, two: Reading) -> Reading:
    if min(one.code_share, two.code_share) >= 0.6:
        return min((one, two), key=lambda reading: HAZARDS.index(reading.code or HAZARDS[-1]))
    return max((one, two), key=lambda reading: reading.code_share)


def _without_objects(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """What a withdrawal, an objection or a chase is about is named beside it, and is no new report; orders to the bot swallow all."""
    if any(reading.intent == "out_of_scope" and _ORDERS.search(segment.folded) for segment, reading in read):
        orders = [pair for pair in read if pair[1].intent in ("out_of_scope", "emergency")]
        return orders or read
    return [pair for at, pair in enumerate(read) if not _is_object(read, at)]


def _is_object(read: list[tuple[Segment, Reading]], at: int) -> bool:
    segment, reading = read[at]
    before = at > 0 and segment.cut != "add" and read[at - 1][1].intent in _ABOUT
    after = at + 1 < len(read) and read[at + 1][0].cut != "add" and read[at + 1][1].intent in _ABOUT
    return reading.intent == "repair" and (before or after)


def _without_echoes(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """Neighbours with one reading are one matter, unless a word that adds stands between two broken things."""
    kept: list[tuple[Segment, Reading]] = []
    for segment, reading in read:
        same = [
            at
            for at, (_, other) in enumerate(kept)
            if (other.intent, other.code) == (reading.intent, reading.code)
        ]
        if same and not (segment.cut == "add" and reading.intent == "repair"):
            before, other = kept[same[-1]]
            joined = replace(
                before, text=f"{before.text} {segment.text}", folded=f"{before.folded} {segment.folded}"
            )
            kept[same[-1]] = (joined, other if other.share >= reading.share else reading)
        else:
            kept.append((segment, reading))
    return kept
