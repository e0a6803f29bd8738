"""Everything staff may do to a ticket, whichever door they come through.

Each step is `(request, store, ticket[, value]) -> replies`; it raises Mistake for what the person can put right.
`STEPS` names those that need nothing but the ticket; the others need words, a date or a colleague.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers.base import Mistake, Reply
from handlers.staff.answering import ask_owner, note, reply, resolve, set_next_date
from handlers.staff.approving import approve, pass_letter, return_letter, send_back
from handlers.staff.assessing import assess
from handlers.staff.concluding import end_outside
from handlers.staff.deciding import decide
from handlers.staff.holding import accept_alarm, claim, give_back, transfer
from handlers.staff.relabelling import relabel
from handlers.staff.request import StaffRequest
from handlers.staff.visiting import on_site
from storage.store import StaffStore
from storage.ticket_rows import Ticket

__all__ = [
    "STEPS", "accept_alarm", "approve", "ask_owner", "assess", "claim", "decide", "end_outside", "give_back", "note", "on_site",
    "pass_letter", "relabel", "reply", "resolve", "return_letter", "send_back", "set_next_date", "ticket_in_scope", "transfer",
]  # fmt: skip

Step = Callable[[StaffRequest, StaffStore, Ticket], tuple[Reply, ...]]

STEPS: dict[str, Step] = {
    "claim": claim,
    "resolve": resolve,
    "give_back": give_back,
    "accept": accept_alarm,
    "on_site": on_site,
}


def ticket_in_scope(store: StaffStore, ticket_id: int) -> Ticket:
    """The ticket, where this member of staff may see it. Raises Mistake otherwise, in the same words as for no ticket."""
    ticket = store.tickets.by_id(ticket_id)
    if ticket is None:
        raise Mistake("desk.no_such_ticket")
    return ticket
