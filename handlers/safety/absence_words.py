"""Which words are of an absence and of nothing else: they are for the watch, and reach no ticket and no group (H07)."""

from __future__ import annotations

from handlers.base import Request
from handlers.safety import absence_days

#: From here on the reader is sure enough to keep words from people who wait for others.
_SURE = 0.8

_ASKED = ("away_until", "away_days")


def for_the_watch_alone(request: Request) -> bool:
    """Whether a message announces an absence and says nothing else, or gives the days that were asked for."""
    if request.pictures:
        return False
    matters = request.meaning.matters
    if request.meaning.understood and matters:
        if all(one.intent == "away" and one.confidence >= _SURE for one in matters):
            return True
        if any(one.intent in ("repair", "complaint", "handoff", "dispute") for one in matters):
            return False
    asked = (request.awaiting or {}).get("kind")
    return (
        asked in _ASKED
        and not absence_days.read(request, request.text, answers=asked == "away_until").said_nothing
    )
