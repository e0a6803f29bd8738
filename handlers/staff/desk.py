"""Everything staff may do to a ticket, whichever door they come through.

Each step is `(request, store, ticket[, value]) -> replies`; it raises Mistake for what the person can put right.
`STEPS` names those that need nothing but the ticket; the others need words, a date or a colleague.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers.base import Mistake, Reply
from handlers.staff import answering, handover, holding
from handlers.staff.accepting import accept_alarm
from handlers.staff.answering import note
from handlers.staff.arriving import on_site
from handlers.staff.complaints.approving import approve, pass_letter, return_letter, send_back
from handlers.staff.complaints.assessing import assess
from handlers.staff.complaints.concluding import end_outside
from handlers.staff.complaints.deciding import decide
from handlers.staff.handover import accepting, refuse_with
from handlers.staff.handover import refuse as refuse_handover
from handlers.staff.holding import give_back
from handlers.staff.raising import decide_level, escalate
from handlers.staff.relabelling import relabel
from handlers.staff.request import StaffRequest
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

__all__ = [
    "STEPS", "accept_alarm", "accept_handover", "approve", "ask_owner", "assess", "claim", "decide", "decide_level", "end_outside",
    "escalate", "give_back", "note", "on_site", "pass_letter", "refuse_handover", "refuse_with", "relabel", "reply", "resolve",
    "return_letter", "send_back", "set_next_date", "ticket_in_scope", "transfer",
]  # fmt: skip

#: Whoever was asked to take a ticket over accepts by any of these (B19).
claim = accepting(holding.claim)
reply = accepting(answering.reply)
ask_owner = accepting(answering.ask_owner)
set_next_date = accepting(answering.set_next_date)
resolve = accepting(answering.resolve)
transfer = handover.transfer
accept_handover = handover.accept

Step = Callable[[StaffRequest, StaffStore, Ticket], tuple[Reply, ...]]

STEPS: dict[str, Step] = {
    "claim": claim,
    "resolve": resolve,
    "give_back": give_back,
    "accept": accept_alarm,
    "on_site": on_site,
    "handover_yes": accept_handover,
}


def ticket_in_scope(store: StaffStore, ticket_id: int) -> Ticket:
    """The ticket, where this member of staff may see it. Raises Mistake otherwise, in the same words as for no ticket."""
    ticket = store.tickets.by_id(ticket_id)
    if ticket is None:
        raise Mistake("desk.no_such_ticket")
    return ticket
