"""Suggestions that were taken up, as every estate may read them (A05): in their owners' words without identities, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.reports.handbook import ordinary
from nlu.anonymise import Known, anonymised
from storage.store import LineStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What was suggested where, why it was taken up, and what is done (may be empty)."""

    place: str
    said: str
    why: str
    done: str
    at: datetime


def shared(line: LineStore) -> list[Shared]:
    """The last ones of all estates; one whose words are doubtful is left out."""
    known: dict[int, Known] = {}
    found = []
    for one in line.suggestions.adopted():
        estate = line.estate(one.estate_id)
        if one.estate_id not in known:
            own = line.defects.identities(one.estate_id)
            known[one.estate_id] = Known(own.names, own.units, own.phones, ordinary())
        said, why, done = (
            anonymised(text, known[one.estate_id]) if text else ""
            for text in (one.said, one.reasons, one.remedy)
        )
        if said and estate:
            found.append(Shared(place=estate.name, said=said, why=why or "", done=done or "", at=one.told_at))
    return found
