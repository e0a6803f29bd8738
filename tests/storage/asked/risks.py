"""What is asked of a ticket's risks, and of whom of the management it has reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from storage.db import Connection
from storage.risks import Risk, Risks
from storage.scope import LineScope
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE

_RAISED: dict[str, Any] = {
    "level": "serious",
    "signals": [{"kind": "media", "excerpt": "the press"}],
    "decide_by": NOW,
}


def made(connection: Connection, ticket: Ticket, staff_id: int) -> None:
    """A risk of Ann's ticket that reached somebody."""
    parts = Risks(connection, Tickets(connection, LineScope()))
    parts.raise_one(ticket, NOW, **_RAISED)
    parts.reach(ticket, staff_id, level="serious", route="chat", at=NOW)


def _risk(seen: Any) -> Risk:
    empty = dict.fromkeys(Risk.__dataclass_fields__)
    known = Risk(**{**empty, "id": 1 if seen.ticket.id != NOWHERE else NOWHERE})  # type: ignore[arg-type]
    return replace(known, estate_id=seen.ticket.estate_id, ticket_id=seen.ticket.id)


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "of_incident": lambda s, x: s.of_incident(x.ticket),
    "raise_one": lambda s, x: s.raise_one(x.ticket, NOW, **_RAISED),
    "grow": lambda s, x: s.grow(x.ticket, _risk(x), NOW, level="crisis"),
    "reach": lambda s, x: s.reach(x.ticket, x.house.staff["Max"].id, level="crisis", route="chat", at=NOW),
    "reached": lambda s, x: s.reached(x.ticket),
}
