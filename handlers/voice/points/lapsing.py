"""Points that were not used lapse, each with an entry of its own that says of what (K10)."""

from __future__ import annotations

from handlers.base import Acting
from handlers.wording import say, speak
from storage.store import LineStore


def lapse(estate_id: int, person_id: int, acting: Acting, store: LineStore) -> None:
    """Enters what has lapsed of somebody's points by now."""
    store.points.expire(person_id, acting.now, reason(store, estate_id))


def reason(store: LineStore, estate_id: int) -> str:
    """Why, in the estate's language."""
    estate = store.estate(estate_id)
    return say(speak(estate.language if estate else None, "en"), "points.reason.lapsed")
