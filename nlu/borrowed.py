"""Another reader's reading in the place of our classifier's: which parts it is asked about, and how its answers are taken.

Ours stay the cut into matters, the hazard net, slots, language, stance, risks and urgency. Nothing here asks anybody: the
turn brings the answers along. Called by bot/lending.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from nlu import hazards, slots, stance
from nlu.meaning import HAZARDS, Candidate, Matter, Meaning
from nlu.normalise import clean, fold
from nlu.urgency import urgency

UNDERSTOOD = 0.3
"""Least confidence of a lent reading; below it the bot asks. It is the default of Rasa's own FallbackClassifier, whose word
(no label) counts before this one: how sure is sure enough is decided where a model is trained."""

_ANSWERS = frozenset({"affirm", "deny", "rating", "rsvp", "reschedule"})
"""What an open question makes of a few words; another reader does not know the question."""
_LONGEST, _MOST_PARTS, _OFFERED = 1000, 6, 3
"""Characters of a part, and parts of a message, that another reader is troubled with; readings offered as buttons."""


@dataclass(frozen=True, slots=True)
class Told:
    """What another reader told of one part. `label` None: it did not understand. `ranking` is the best first, 0..1."""

    label: str | None
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Lent:
    """The readings of a message's parts; `version` names the other reader and its model."""

    version: str
    told: dict[str, Told]


def parts(meaning: Meaning, text: str, awaiting: str | None) -> tuple[str, ...]:
    """The parts to ask another reader about; none where danger was heard, a question was answered, or the text is huge."""
    if meaning.hazard or not any(letter.isalnum() for letter in text):
        return ()
    if awaiting and {matter.intent for matter in meaning.matters} <= _ANSWERS:
        return ()
    found = tuple(dict.fromkeys(matter.text for matter in meaning.matters)) or (text.strip(),)
    fits = len(found) <= _MOST_PARTS and all(part.strip() and len(part) <= _LONGEST for part in found)
    return found if fits else ()


def merged(
    meaning: Meaning,
    lent: Lent,
    text: str,
    *,
    now: datetime,
    tz: ZoneInfo,
    awaiting: str | None,
    units: Sequence[str],
) -> Meaning:
    """Our reading with the lent intents and codes; ours as it was where an answer is missing. Arguments as for `parse`."""
    own = meaning.matters or (Matter("", None, "N", 0.0, text.strip()),)
    if meaning.hazard or any(matter.text not in lent.told for matter in own):
        return meaning
    read = _without_doubles([_taken(matter, lent.told[matter.text]) for matter in own])
    kept = clean(text)
    folded = fold(kept)
    intents = {matter.intent for matter in read}
    said = slots.read(kept, folded, intents, slots.Context(now, tz, awaiting, tuple(units)))
    return replace(
        meaning,
        matters=read,
        hazard=next(
            (hazard for hazard in HAZARDS if ("emergency", hazard) in {(m.intent, m.code) for m in read}),
            None,
        ),
        stance=stance.stance(folded, read),
        risks=stance.risks(folded, read),
        slots=said,
        understood=any(matter.confidence >= UNDERSTOOD for matter in read),
        candidates=_candidates(lent.told[own[0].text]),
        model_version=lent.version,
    )


def _taken(own: Matter, told: Told) -> Matter:
    """The matter as it was told; our own where the net took exactly that danger out, or where nothing was told."""
    label = told.label or next((label for label, _ in told.ranking), None)
    if label is None:
        return replace(own, intent=own.intent or "out_of_scope", confidence=0.0)
    intent, _, code = label.partition("/")
    folded = fold(clean(own.text))
    if intent == "emergency" and (not told.label or _taken_out(folded, code)):
        return replace(
            own, intent=own.intent or "out_of_scope", confidence=own.confidence if told.label else 0.0
        )
    confidence = told.confidence if told.label else min(told.confidence, UNDERSTOOD / 2)
    return Matter(intent, code or None, urgency(intent, code or None, folded), confidence, own.text)


def _taken_out(folded: str, hazard: str) -> bool:
    """Whether the net saw this danger and found it denied, over, imagined or an idiom."""
    seen = [alarm for alarm in hazards.alarms(folded) if alarm.hazard == hazard]
    return bool(seen) and all(alarm.cancelled for alarm in seen)


def _without_doubles(read: list[Matter]) -> tuple[Matter, ...]:
    """Several questions under one code are one; so is the same danger told twice."""
    found: dict[object, Matter] = {}
    for at, matter in enumerate(read):
        once = matter.intent not in ("repair", "complaint")
        found.setdefault((matter.intent, matter.code) if once else at, matter)
    return tuple(found.values())


def _candidates(told: Told) -> tuple[Candidate, ...]:
    best = told.ranking[:_OFFERED]
    return tuple(Candidate(*_parted(label), confidence) for label, confidence in best)


def _parted(label: str) -> tuple[str, str | None]:
    intent, _, code = label.partition("/")
    return intent, code or None
