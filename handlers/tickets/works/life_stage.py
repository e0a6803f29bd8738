"""Where in the life of a home a matter falls: sale, before the handing over, handing over, moved in, living there (B06, I20)."""

from __future__ import annotations

from datetime import date

from storage import life_stages
from storage.life_stages import FIRST_YEAR, HANDING_OVER

STAGES = (*life_stages.STAGES, "unknown")


def life_stage(code: str | None, delivered: date | None, today: date) -> str:
    """By what it is about where that tells (a sales promise, an unmet handover list), else by the day of the handing over."""
    if (code or "").startswith("promise."):
        return "sale"
    if code == "construction.handover_defect":
        return "handover"
    if delivered is None:
        return "unknown"
    if delivered > today:
        return "before_handover"
    age = today - delivered
    return "handover" if age <= HANDING_OVER else "moved_in" if age <= FIRST_YEAR else "living"
