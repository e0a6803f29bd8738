"""What is asked of corrective and preventive actions; Ivy has begun one from Ann's ticket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from storage.corrective_actions import CorrectiveAction
from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE

ACTION: dict[str, Any] = {
    "kind": "corrective", "what": "Tighten every joint", "why": "joints were not tightened", "code": "home.leak",
    "component": "water_pipe", "due_at": NOW + timedelta(days=7), "check_at": NOW + timedelta(days=97), "made_at": NOW,
    "made_by": None, "department": "construction",
}  # fmt: skip

#: Any action as it could have been read; only its number and its estate lead to it.
_READ = CorrectiveAction(
    id=1, estate_id=1, ticket_id=None, owner_id=None, state="open", done_at=None, done_note="", checked_at=None, checked_by=None,
    result="", evidence="", before=None, after=None, after_id=None, partner="", advice="", sent_at=None, reply="",
    replied_at=None, tell_at=None, **ACTION,
)  # fmt: skip


def action(seen: Any) -> CorrectiveAction:
    absent = seen.ticket.id == NOWHERE
    return replace(
        _READ, id=NOWHERE if absent else 1, estate_id=seen.ticket.estate_id, ticket_id=seen.ticket.id
    )


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda s, x: s.add(x.ticket.estate_id, x.ticket, form_key=f"f{x.ticket.id}", **ACTION),
    "by_id": lambda s, x: s.by_id(action(x).id),
    "every": lambda s, x: s.every(x.ticket.estate_id),
    "improvements": lambda s, x: s.improvements(NOW, x.ticket.estate_id),
    "against": lambda s, x: s.against("home.leak" if x.ticket.id != NOWHERE else "none", "water_pipe"),
    "followed": lambda s, _x: s.followed(),
    "change": lambda s, x: s.change(action(x), what="changed"),
    "told": lambda s, x: s.told(action(x)),
}
