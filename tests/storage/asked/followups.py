"""What is asked of the contacts after a ticket was closed."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from tests.handlers.staff.house import NOW

FIRST: Any = SimpleNamespace(id=1, tries=0)

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "plan": lambda s, x: s.plan(x.ticket, kind="recovery", due_at=NOW),
    "drop": lambda s, x: s.drop(x.ticket, NOW),
    "of": lambda s, x: s.of(x.ticket),
    "open_ones": lambda s, x: [one for one, _ in s.open_ones() if one.ticket_id == x.ticket.id],
    "end": lambda s, x: s.end(
        x.ticket, FIRST, result="satisfied", words="", staff_id=x.house.staff["Ivy"].id, at=NOW
    ),
    "put_off": lambda s, x: s.put_off(x.ticket, FIRST, NOW),
}
