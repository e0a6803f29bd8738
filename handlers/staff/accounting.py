"""Why a step was late, in the words of somebody who knows: it takes the place of the line's guess (C17)."""

from __future__ import annotations

from handlers.base import Mistake, Reply
from handlers.staff.changing import LONGEST, record
from handlers.staff.request import StaffRequest
from handlers.tickets.timing.breach_causes import CAUSES
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def put_right(
    request: StaffRequest, store: StaffStore, ticket: Ticket, breach_id: int, cause: str, text: str
) -> tuple[Reply, ...]:
    """Keeps the cause. Raises Mistake: no such breach of this ticket, no cause chosen, no words, too many."""
    breach = next((one for one in store.breaches.of(ticket) if one.id == breach_id), None)
    if breach is None:
        raise Mistake("clocks.no_such_breach")
    if cause not in CAUSES:
        raise Mistake("clocks.cause_which")
    words = text.strip()
    if not words:
        raise Mistake("clocks.cause_words")
    if len(words) > LONGEST:
        raise Mistake("desk.long_text", length=len(words), most=LONGEST)
    store.breaches.explain(ticket, breach.id, cause, words, by=request.who.id)
    record(request, store, ticket, "cause", words, shown=False, step=breach.kind, cause=cause)
    return ()
