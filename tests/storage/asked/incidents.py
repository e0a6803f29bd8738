"""What is asked of a ticket's incident."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from storage import incidents
from storage.db import Connection
from storage.incidents import Incident
from storage.scope import LineScope
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE

_VALUES: dict[str, Any] = {"family": "leak", "code": "home.leak", "urgency": "N", "place": "Block 1"}


def made(connection: Connection, ticket: Ticket) -> Ticket:
    """An incident that Ann's ticket belongs to; the ticket as it then is."""
    line = Tickets(connection, LineScope())
    incident = incidents.Incidents(connection, line).suspect(ticket, [], at=NOW, **_VALUES)
    incidents.keep_report(connection, incident, ticket.unit_id or NOWHERE, ticket)
    return line.by_id(ticket.id) or ticket


def incident(seen: Any) -> Incident:
    """The incident of a ticket, as somebody might bring it along."""
    empty = dict.fromkeys(Incident.__dataclass_fields__)
    known = Incident(**{**empty, **_VALUES, "id": seen.ticket.incident_id or NOWHERE})  # type: ignore[arg-type]
    return replace(known, estate_id=seen.ticket.estate_id)


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "report": lambda s, x: s.report(x.ticket),
    "like": lambda s, x: s.like(x.ticket, ("home.leak",), NOW),
    "of_incident": lambda s, x: s.of_incident(x.ticket, incident(x)),
    "standing": lambda s, x: s.standing(x.ticket, "leak"),
    "of": lambda s, x: s.of(x.ticket),
    "suspect": lambda s, x: s.suspect(x.ticket, [], at=NOW, **_VALUES),
    "join": lambda s, x: s.join(x.ticket, incident(x), NOW),
}
