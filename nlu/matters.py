"""From segments to matters: hazard net and classifier together. Called by parse."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlu import danger, hazards, joins
from nlu.arrays import Floats
from nlu.classify import Reading, calm
from nlu.meaning import HAZARDS, Matter
from nlu.model import Model
from nlu.split import Segment, Split, Spoken
from nlu.urgency import urgency

DANGER = 0.17
"""Least probability of an emergency: a needless alarm costs a tap, a missed one a life."""
BRIEF_DANGER, BRIEF = 0.6, 6
"""The same for so few Han characters and Latin words, where the net finds nothing in them: a bare "the balcony window" is like anything."""
WHOLE_DANGER = 0.75
"""The same for the message as a whole, where none of its stretches sounds dangerous enough."""
INNER_DANGER = 0.93
"""The same for some clauses of a stretch that is about something else on the whole, where a dangerous wording stands in them …"""
INNER_BARE = 0.99
"""… and where none does: fragments mislead."""
CALM, INNER_CALM = 0.02, 0.3
"""Where a stretch, or a part of one, sounds less dangerous than this, no wording could lift it over its limit: the net is spared the trouble."""
UNDERSTOOD = 0.50
"""Least probability of the first intent; below it the bot asks. Of readings below one half, measured on the evaluation
messages, half were right: asking costs one tap, guessing costs a wrong ticket."""
_DESPAIR = ("self_harm", "violence")
_ESCALATES = re.compile(
    r"(12345|12315|曝光|抖音|媒体|记者|报馆|律师|法院|消委会|消协|议员|申诉专员|信访|住建)|\b(ombudsman|press|papers|newspapers?|tribunal|lawyers?|solicitors?|court|council(lor)?|trading standards|media|regulator)\b"
)
"""Talk of going to somebody outside sounds like despair to the classifier; it is a complaint."""
Told = tuple[Segment, Reading]
"""A stretch and what it is read as."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was read, and whether the bot may act on it. `shares` are those of `labels` for the first segment."""

    matters: tuple[Matter, ...]
    understood: bool
    shares: Floats | None
    labels: tuple[str, ...] = ()


def from_split(cut: Split, whole: str, model: Model) -> Found:
    """The matters of a message, in the order said."""
    if not cut.segments:
        return Found((), False, None)
    read = [pair for segment in cut.segments for pair in _with_net(segment, cut.spoken, model)]
    read = _whole_message_net(read, whole, cut.spoken, model)
    kept = joins.told(read)
    made = tuple(
        Matter(
            reading.intent,
            reading.code,
            urgency(reading.intent, reading.code, segment.folded),
            min(reading.code_share, 1.0),
            segment.text,
        )
        for segment, reading in kept
    )
    understood = joins.has_words(whole) and any(_clear(reading) for _, reading in kept)
    return Found(made, understood, kept[0][1].shares, model.labels)


def _with_net(segment: Segment, spoken: Spoken, model: Model) -> list[Told]:
    """The reading of a stretch after the net: an emergency, or certainly none, or one with an emergency inside."""
    if not joins.has_words(segment.folded):
        return [_calmed(segment, model)]
    raised = _alarmed(segment, DANGER, model)
    if raised:
        return [_gravest(raised, spoken, model)]
    if segment.end - segment.start > 1:
        loudest = spoken.loudest(segment.start, segment.end)
        inner = _alarmed(loudest, INNER_DANGER, model, bare=INNER_BARE) or _sure_inside(
            segment, spoken, model
        )
        if inner:
            return _apart(inner, segment, spoken, model)
    return [_calmed(segment, model)]


def _alarmed(segment: Segment, limit: float, model: Model, *, bare: float | None = None) -> Told | None:
    """The stretch as an emergency, if its chance reaches the limit; `bare` is the limit where the net found nothing."""
    reading = segment.reading
    if reading.danger < (CALM if limit < INNER_DANGER else INNER_CALM):
        return None
    net = hazards.alarms(segment.folded)
    chance = danger.chance(reading.margin, reading.shares, net, model)
    hazard = danger.hazard(reading.shares, net, model)
    needed = (
        limit if net else max(limit, bare or 0, BRIEF_DANGER if joins.size(segment.folded) <= BRIEF else 0)
    )
    if chance < needed or (hazard in _DESPAIR and not net and _ESCALATES.search(segment.folded)):
        return None
    return segment, _raised(reading, hazard, chance)


def _sure_inside(segment: Segment, spoken: Spoken, model: Model) -> Told | None:
    """The part of a calm stretch that holds a sure wording and sounds most dangerous, if it does."""
    if not _worded(segment):
        return None
    pairs = [
        (start, end)
        for start in range(segment.start, segment.end)
        for end in range(start + 1, segment.end + 1)
    ]
    parts = [part for part in (spoken.segment(*pair) for pair in pairs) if _worded(part)]
    return _alarmed(max(parts, key=lambda part: part.reading.danger), INNER_DANGER, model) if parts else None


def _gravest(raised: Told, spoken: Spoken, model: Model) -> Told:
    """The most dangerous of several emergencies told in one stretch gives it its name."""
    segment, reading = raised
    if len(_worded(segment)) < 2:
        return raised
    codes = [reading.code]
    for at in range(segment.start, segment.end):
        told = _alarmed(spoken.segment(at, at + 1), INNER_DANGER, model)
        codes += [told[1].code] if told and told[1].code in _worded(told[0]) else []
    return segment, replace(reading, code=min((code for code in codes if code), key=HAZARDS.index))


def _worded(segment: Segment) -> set[str]:
    """The hazards for which a sure wording stands in the stretch."""
    return {alarm.hazard for alarm in hazards.alarms(segment.folded) if alarm.sure and not alarm.cancelled}


def _apart(inner: Told, outer: Segment, spoken: Spoken, model: Model) -> list[Told]:
    """The emergency, and what was said around it as matters of their own."""
    start, end = inner[0].start, inner[0].end
    before = [_calmed(spoken.segment(outer.start, start), model)] if outer.start < start else []
    after = [_calmed(spoken.segment(end, outer.end), model)] if end < outer.end else []
    return [*before, inner, *(told for told in after if told[1].share >= UNDERSTOOD)]


def _calmed(segment: Segment, model: Model) -> Told:
    reading = segment.reading
    return segment, calm(reading, model) if reading.intent == "emergency" else reading


def _raised(reading: Reading, hazard: str, chance: float) -> Reading:
    sure = max(chance, 0.5)
    return replace(reading, intent="emergency", code=hazard, share=sure, code_share=sure, danger=chance)


def _whole_message_net(read: list[Told], whole: str, spoken: Spoken, model: Model) -> list[Told]:
    """A danger told across a cut ("the lift stopped. my mother is in it") is found in the message as a whole."""
    if len(read) < 2 or any(reading.intent == "emergency" for _, reading in read):
        return read
    together = spoken.segment(0, len(spoken.found)).reading
    net = hazards.alarms(whole)
    chance = danger.chance(together.margin, together.shares, net, model)
    if chance < WHOLE_DANGER:
        return read
    at = max(range(len(read)), key=lambda i: read[i][0].reading.danger)
    read[at] = (read[at][0], _raised(read[at][1], danger.hazard(together.shares, net, model), chance))
    return read


def _clear(reading: Reading) -> bool:
    return reading.intent == "emergency" or reading.share >= UNDERSTOOD
