"""Staff say themselves that a message abused them, or that it did not (L11)."""

from __future__ import annotations

from handlers.base import Mistake, Reply
from handlers.staff.changing import record
from handlers.staff.request import StaffRequest
from handlers.tickets.people import abusing
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def mark(request: StaffRequest, store: StaffStore, ticket: Ticket, said: str) -> tuple[Reply, ...]:
    """Such a message came, in the chat or on the telephone; `said` is optional. A supervisor hears it as of the line's own marks."""
    count = store.abuse.mark(ticket, request.now, by="staff", staff_id=request.who.id)
    words = said.strip()[:200]
    record(request, store, ticket, "abuse", words, shown=False)
    abusing.help_staff(request, store, ticket, count, words)
    return ()


def clear(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """The newest mark was none. Raises Mistake where none stands."""
    if not store.abuse.clear(ticket, request.now):
        raise Mistake("abuse.none")
    record(request, store, ticket, "abuse_cleared", shown=False)
    return ()
