"""What does not exist: the same questions are asked of it, and must get the same answers as what lies outside the scope."""

from __future__ import annotations

from typing import Any

NOWHERE = 999_999


def form(seen: Any) -> str:
    """The form with which Ann's ticket was opened, or none."""
    return "form-1" if seen.ticket.id != NOWHERE else "no form"
