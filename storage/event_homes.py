"""Whether the household that an event was told to still lives in its home: an answer goes with the people, not with the door."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists

from storage.events import rsvps
from storage.people import WORKING_THERE, live, occupancies

#: An answer of which nothing is left: who lives in the home now has not been asked.
UNASKED: dict[str, Any] = {
    "partstat": "NEEDS-ACTION", "people": 0, "contact_id": None, "language": None, "answered_at": None, "waiting_at": None,
    "due": "", "due_at": None,
}  # fmt: skip


def moved_out(today: date) -> ColumnElement[bool]:
    """The answers of homes in which nobody lives any more who did when the invitation came, and nobody came for. A home of which
    the register knows nobody at all stays as it is.
    """
    lives = (occupancies.c.unit_id == rsvps.c.unit_id) & occupancies.c.role.not_in(WORKING_THERE)
    stayed = lives & live(today) & (occupancies.c.since <= rsvps.c.invited_at)
    known = exists().where(lives).correlate(rsvps)
    return rsvps.c.came.is_(None) & known & ~exists().where(stayed).correlate(rsvps)
