"""From segments to matters: hazard net and classifier together. Called by parse."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlu import hazards, joins
from nlu.classify import Reading, classify, judge
from nlu.meaning import Matter
from nlu.model import Floats, Model
from nlu.split import Segment
from nlu.urgency import urgency

SURE_DANGER = 0.15
"""Least probability of an emergency beside a sure wording: below it the classifier knows an idiom the rules do not."""
WEAK_DANGER = 0.3
"""The same beside a weak wording."""
BARE_DANGER = 0.42
"""The same without any dangerous wording."""
BESIDE_DANGER = 0.65
"""The same in a stretch that stands beside other matters: fragments mislead."""
TOGETHER = 0.15
"""How dangerous the whole message must sound for a stretch without any dangerous wording to be believed."""
CLAUSE_DANGER = 0.75
"""Least probability of an emergency in a clause with a sure wording, where the stretch around it sounds harmless."""
SCOPED_DANGER = 0.97
"""The same where the danger is past, over or imagined; where it is denied or an idiom, nothing raises it again."""
CALM = 0.03
"""Below this no rule could raise a stretch of one clause: the net is spared the trouble."""
QUIET = 0.002
"""The same for a stretch of several clauses, one of which may be about something else."""
SHORT = 60
"""Characters up to which the net may be spared: in a long text one clause of danger drowns."""
UNDERSTOOD = 0.50
"""Least probability of the first intent; below it the bot asks. Of readings below one half, measured on the evaluation
messages, half were right: asking costs one tap, guessing costs a wrong ticket."""
_ESCALATES = re.compile(
    r"(12345|12315|曝光|抖音|媒体|律师|法院|消委会|消协|议员|申诉专员)|\b(ombudsman|the press|tribunal|lawyers?|solicitors?|small claims|council(lor)?|trading standards|media)\b"
)
"""Talk of going to somebody outside sounds like despair to the classifier; it is a complaint."""
_CLAUSE_END = re.compile(r"[,。!?;\n ]|\.(?=\s|$)")


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
    together = classify(whole, model).danger if len(segments) > 1 else 1.0
    read = [_with_net(segment, model, together) for segment in segments]
    read = _whole_message_net(read, whole, model)
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
    return Found(made, any(_clear(reading) for _, reading in kept), kept[0][1].shares)


def _with_net(segment: Segment, model: Model, together: float) -> tuple[Segment, Reading]:
    """The reading of a stretch after the net; `together` is how dangerous the whole message sounds, 1 where it is one stretch."""
    reading = segment.reading
    if len(segment.folded) <= SHORT and reading.danger < (
        QUIET if _CLAUSE_END.search(segment.folded) else CALM
    ):
        return segment, reading
    net = hazards.alarms(segment.folded)
    alarm = _alarm(net, segment, model) or _clause_alarm(net, segment, model)
    if alarm:
        return segment, _raised(reading, alarm)
    hinted = together == 1.0 or together >= TOGETHER or segment.cut == "add"
    bare = hinted and _bare(net, reading, segment.folded, alone=together == 1.0)
    if reading.intent == "emergency" and not bare:
        return segment, judge(reading.shares, 0.0, model, calm=True)
    if reading.intent != "emergency" and bare:
        return segment, _raised(reading, reading.hazard)
    return segment, reading


def _clause_alarm(net: list[hazards.Alarm], segment: Segment, model: Model) -> str | None:
    """A dangerous wording in one clause of a stretch that is about something else on the whole."""
    for alarm in net:
        clause = _clause(alarm, segment.folded)
        if alarm.cancelled or clause == segment.folded:
            continue
        if classify(clause, model).danger >= (CLAUSE_DANGER if alarm.sure else 0.95):
            return alarm.hazard
    return None


def _clause(alarm: hazards.Alarm, folded: str) -> str:
    start = max((hit.end() for hit in _CLAUSE_END.finditer(folded, 0, alarm.start)), default=0)
    end = _CLAUSE_END.search(folded, alarm.start + len(alarm.wording))
    return folded[start : end.start() if end else None]


def _alarm(net: list[hazards.Alarm], segment: Segment, model: Model) -> str | None:
    reading = segment.reading
    live = [alarm for alarm in net if not alarm.cancelled]
    sure = [alarm for alarm in live if alarm.sure]
    if sure and reading.danger >= SURE_DANGER:
        return _worst(sure, segment, model)
    if live and reading.danger >= WEAK_DANGER:
        return reading.hazard if reading.danger > 0.5 else live[0].hazard
    return None


def _worst(sure: list[hazards.Alarm], segment: Segment, model: Model) -> str:
    """Of several sure wordings the most dangerous that its own clause bears out; else the one the classifier finds likeliest."""
    shares = {
        alarm.hazard: float(segment.reading.shares[model.labels.index(f"emergency/{alarm.hazard}")])
        for alarm in sure
    }
    likeliest = max(shares, key=lambda hazard: shares[hazard])
    for alarm in sure if len(shares) > 1 else ():
        clause = _clause(alarm, segment.folded)
        told = classify(clause, model)
        if alarm.hazard == likeliest or (
            clause != segment.folded and told.hazard == alarm.hazard and told.danger >= CLAUSE_DANGER
        ):
            return alarm.hazard
    return likeliest


def _bare(net: list[hazards.Alarm], reading: Reading, folded: str, *, alone: bool) -> bool:
    scopes = {alarm.cancelled for alarm in net}
    if scopes & {"denied", "idiom", "threat"}:
        return False
    limit = (
        SCOPED_DANGER
        if scopes - {""} or _ESCALATES.search(folded)
        else BARE_DANGER
        if alone
        else BESIDE_DANGER
    )
    return reading.danger >= limit


def _raised(reading: Reading, hazard: str) -> Reading:
    return replace(
        reading,
        intent="emergency",
        code=hazard,
        share=max(reading.danger, 0.5),
        code_share=max(reading.danger, 0.5),
    )


def _whole_message_net(
    read: list[tuple[Segment, Reading]], whole: str, model: Model
) -> list[tuple[Segment, Reading]]:
    """A danger told across a cut ("the lift stopped. my mother is in it") is found in the message as a whole."""
    if len(read) < 2 or any(reading.intent == "emergency" for _, reading in read):
        return read
    together = classify(whole, model)
    if together.danger < min(SURE_DANGER, BESIDE_DANGER):
        return read
    net = hazards.alarms(whole)
    live = [alarm.hazard for alarm in net if alarm.sure and not alarm.cancelled]
    if not (live and together.danger >= SURE_DANGER) and not (
        together.danger >= BESIDE_DANGER and _bare(net, together, whole, alone=True)
    ):
        return read
    at = max(range(len(read)), key=lambda i: read[i][1].danger)
    read[at] = (read[at][0], _raised(read[at][1], live[0] if live else together.hazard))
    return read


def _clear(reading: Reading) -> bool:
    if reading.intent == "emergency":
        return True
    return reading.share >= UNDERSTOOD
