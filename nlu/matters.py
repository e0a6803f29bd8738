"""From segments to matters: hazard net and classifier together, fillers dropped, echoes joined. Called by parse."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlu import hazards
from nlu.classify import Reading, judge
from nlu.meaning import HAZARDS, Matter
from nlu.model import Floats, Model
from nlu.split import Segment
from nlu.urgency import urgency

SURE_DANGER = 0.02
"""Least probability of an emergency beside a sure wording: below it the classifier knows an idiom the rules do not."""
WEAK_DANGER = 0.18
"""The same beside a weak wording."""
BARE_DANGER = 0.42
"""The same without any dangerous wording."""
SCOPED_DANGER = 0.97
"""The same where a scope has taken the danger out of the wording."""
UNDERSTOOD = 0.30
"""Least probability of the first intent; below it the bot asks."""
MARGIN = 0.06
"""Least lead over the second intent."""

_FILLERS = frozenset({"smalltalk", "affirm", "deny"})
_WEAK_BESIDE = frozenset({"handoff", "praise", "out_of_scope", "follow_up", "reschedule", "account", "correction", "preferences", "away", "rating", "rsvp", "cancel"})
_SUBSTANCE = frozenset({"emergency", "repair", "complaint", "enquiry", "suggestion"})


@dataclass(frozen=True, slots=True)
class Found:
    """What was read, and whether the bot may act on it. `shares` are those of the first segment."""

    matters: tuple[Matter, ...]
    understood: bool
    shares: Floats | None


def from_segments(segments: list[Segment], whole: str, model: Model) -> Found:
    """The matters of a message, in the order said."""
    if not segments:
        return Found((), False, None)
    read = [_with_net(segment, model) for segment in segments]
    read = _whole_message_net(read, whole, model)
    kept = _without_echoes(_without_fillers(read))
    first = kept[0][1]
    understood = any(_clear(reading) for _, reading in kept)
    made = tuple(
        Matter(reading.intent, reading.code, urgency(reading.intent, reading.code, segment.folded), min(reading.code_share, 1.0), segment.text)
        for segment, reading in kept
    )
    return Found(made, understood, first.shares)


def _with_net(segment: Segment, model: Model) -> tuple[Segment, Reading]:
    reading = segment.reading
    net = hazards.alarms(segment.folded)
    alarm = _alarm(net, reading)
    if alarm:
        return segment, _raised(reading, alarm)
    if reading.intent == "emergency" and not _bare(net, reading):
        return segment, judge(reading.shares, model, calm=True)
    if reading.intent != "emergency" and _bare(net, reading):
        return segment, _raised(reading, reading.hazard)
    return segment, reading


def _alarm(net: list[hazards.Alarm], reading: Reading) -> str | None:
    live = [alarm for alarm in net if not alarm.cancelled]
    sure = [alarm.hazard for alarm in live if alarm.sure]
    if sure and reading.danger >= SURE_DANGER:
        return reading.hazard if reading.hazard in sure else sure[0]
    if live and reading.danger >= WEAK_DANGER:
        return reading.hazard if reading.danger > 0.3 else live[0].hazard
    return None


def _bare(net: list[hazards.Alarm], reading: Reading) -> bool:
    scoped = any(alarm.cancelled for alarm in net)
    return reading.danger >= (SCOPED_DANGER if scoped else BARE_DANGER)


def _raised(reading: Reading, hazard: str) -> Reading:
    return replace(reading, intent="emergency", code=hazard, share=max(reading.danger, 0.5), code_share=max(reading.danger, 0.5))


def _whole_message_net(
    read: list[tuple[Segment, Reading]], whole: str, model: Model
) -> list[tuple[Segment, Reading]]:
    """A danger told across a cut ("the lift stopped. my mother is in it") is found in the message as a whole."""
    del model
    if len(read) < 2 or any(reading.intent == "emergency" for _, reading in read):
        return read
    net = [alarm for alarm in hazards.alarms(whole) if alarm.sure and not alarm.cancelled]
    if not net or max(reading.danger for _, reading in read) < SURE_DANGER:
        return read
    at = max(range(len(read)), key=lambda i: read[i][1].danger)
    read[at] = (read[at][0], _raised(read[at][1], net[0].hazard))
    return read


def _clear(reading: Reading) -> bool:
    if reading.intent == "emergency":
        return True
    return reading.share >= UNDERSTOOD


def _without_fillers(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """Greetings, thanks and wishes about contact inside a report are no matter."""
    if not any(reading.intent in _SUBSTANCE or reading.intent not in _FILLERS for _, reading in read):
        return read[:1]
    return [pair for pair in read if pair[1].intent not in _FILLERS]


def _without_echoes(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """Neighbours with one reading are one matter, unless a word that adds stands between two broken things."""
    kept: list[tuple[Segment, Reading]] = []
    for segment, reading in read:
        same = [at for at, (_, other) in enumerate(kept) if (other.intent, other.code) == (reading.intent, reading.code)]
        if same and not (segment.added and reading.intent == "repair"):
            before, other = kept[same[-1]]
            joined = replace(before, text=f"{before.text} {segment.text}", folded=f"{before.folded} {segment.folded}")
            kept[same[-1]] = (joined, other if other.share >= reading.share else reading)
        else:
            kept.append((segment, reading))
    return kept


def worst_first(codes: list[str]) -> list[str]:
    """Hazard codes, the most dangerous first."""
    return sorted(codes, key=HAZARDS.index)


_ = re
