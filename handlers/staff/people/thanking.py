"""Staff say by hand whom praise means, where the words do not tell (A04)."""

from __future__ import annotations

from handlers.base import Mistake, Reply
from handlers.staff.changing import record
from handlers.staff.request import StaffRequest
from handlers.tickets.people import praising
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def link(request: StaffRequest, store: StaffStore, ticket: Ticket, staff_id: int) -> tuple[Reply, ...]:
    """It means this colleague, who hears it.

    Raises Mistake: no praise, nobody who serves here, oneself (a colleague says that), somebody who is linked already.
    """
    if ticket.intent != "praise":
        raise Mistake("praise.none_here", number=ticket.number)
    one = _colleague(store, ticket, staff_id)
    if one.id == request.who.id:
        raise Mistake("praise.not_oneself")
    praising.on_received(
        request, store, ticket
    )  # a praise of before, or one that was read as something else at first
    if not store.praises.give(ticket, one.id):
        raise Mistake("praise.linked_already", name=one.name)
    record(request, store, ticket, "praise_linked", one.name, shown=False, staff=one.id)
    praising.tell(request, store, ticket, [one.id])
    return ()


def unlink(request: StaffRequest, store: StaffStore, ticket: Ticket, staff_id: int) -> tuple[Reply, ...]:
    """It does not mean this colleague. Raises Mistake for somebody it is not linked to."""
    if not store.praises.take(ticket, staff_id):
        raise Mistake("praise.not_linked")
    one = store.colleague(staff_id)
    record(request, store, ticket, "praise_unlinked", one.name if one else "", shown=False, staff=staff_id)
    return ()


def _colleague(store: StaffStore, ticket: Ticket, staff_id: int) -> Staff:
    found = next((one for one in store.colleagues(ticket.estate_id) if one.id == staff_id), None)
    if found is None:
        raise Mistake("desk.no_such_colleague")
    return found
