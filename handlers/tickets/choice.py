"""Which ticket an owner means: the number said, the one just spoken of, or the newest that is still open."""

from __future__ import annotations

from handlers.base import Mistake, Request
from storage.store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED


def named(request: Request, store: OwnerStore) -> Ticket | None:
    """The ticket whose number was said; None when none was. Raises Mistake for a number the owner may not see."""
    number = request.meaning.slots.ticket
    if not number:
        return None
    ticket = store.tickets.numbered(number)
    if ticket is None:
        raise Mistake("common.no_such_ticket", number=number)
    return ticket


def meant(request: Request, store: OwnerStore, *, ended: bool = False) -> Ticket | None:
    """The ticket that a message is about. `ended` lets a closed one be meant too. None when there is none."""
    said = named(request, store)
    if said:
        return said
    remembered = recalled(request, store)
    if remembered and (ended or remembered.stage not in ENDED):
        return remembered
    found = store.tickets.newest(1) if ended else store.tickets.open_ones(1)
    return found[0] if found else None


def recalled(request: Request, store: OwnerStore) -> Ticket | None:
    """The ticket this chat spoke of last."""
    ticket_id = request.memory.get("ticket")
    return store.tickets.by_id(int(ticket_id)) if ticket_id else None


def of_button(request: Request, store: OwnerStore) -> Ticket:
    """The ticket a pressed button stands for. Raises Mistake when it is not this owner's, as if it did not exist."""
    try:
        ticket = store.tickets.by_id(int(request.button[1]))
    except (IndexError, ValueError):
        ticket = None
    if ticket is None:
        raise Mistake("common.no_such_button")
    return ticket
