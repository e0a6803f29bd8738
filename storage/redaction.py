"""Takes words out of a ticket's file for good, so that the file still proves itself (storage/file_chain.py).

An entry keeps its place, its digest and its seal; its words, its data and its salt go. Where the words stand elsewhere too (the
ticket's own line, the correction of its reading), they go from there as well. The entry "redacted" says who did it, and why.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from storage.ticket_rows import Ticket, ticket_events, tickets

#: What a reading holds of the owner's words.
_WORDED = ("text", "slots", "candidates")


def blank(connection: Connection, ticket: Ticket, seq: int, at: datetime) -> bool:
    """Blanks one entry, and the ticket's own line where it repeats that entry; False where there is nothing to blank."""
    where = (ticket_events.c.ticket_id == ticket.id) & (ticket_events.c.seq == seq)
    found = connection.execute(
        select(ticket_events.c.text).where(where, ticket_events.c.redacted_at.is_(None))
    ).first()
    if found is None:
        return False
    gone: dict[str, Any] = {"text": "", "data": {}, "salt": None, "redacted_at": at}
    connection.execute(update(ticket_events).where(where).values(gone))
    if seq == 1 or found.text == ticket.words:
        _blank_ticket(connection, ticket)
    return True


def _blank_ticket(connection: Connection, ticket: Ticket) -> None:
    from storage.praises import praises  # they know tickets, and tickets know this
    from storage.readings import reading_corrections

    reading = {name: value for name, value in ticket.reading.items() if name not in _WORDED}
    values: dict[str, Any] = {
        "words": "",
        "summary": "",
        "place": None,
        "reading": reading,
        "remedy_sought": None,
    }
    connection.execute(update(tickets).where(tickets.c.id == ticket.id).values(values))
    connection.execute(delete(reading_corrections).where(reading_corrections.c.ticket_id == ticket.id))
    connection.execute(update(praises).where(praises.c.ticket_id == ticket.id).values(words="", place=""))
