"""Why a step was missed: what the line can tell at once, and what people may say instead (C17)."""

from __future__ import annotations

from datetime import timedelta

from storage.breaches import Breach

#: What people choose from. The first five are what the line guesses.
CAUSES = (
    "no_holder", "handover_open", "holder_silent", "not_finished", "line_down", "supplier", "no_access", "staffing", "other",
)  # fmt: skip

#: A sweep comes every few seconds: found so much later, the line itself was down when the time came, and nobody was warned.
DOWN = timedelta(minutes=5)


def guess(breach: Breach, *, handover_open: bool, holder_acted: bool) -> str:
    """The line's own honest guess, from what stood at that moment."""
    if breach.at - breach.due_at > DOWN:
        return "line_down"
    if handover_open:
        return "handover_open"
    if breach.holder_id is None:
        return "no_holder"
    return "not_finished" if holder_acted else "holder_silent"
