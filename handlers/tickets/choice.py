"""Which ticket an owner means: the number said, the one just spoken of, or the newest that is still open."""

from __future__ import annotations

from handlers.base import Mistake, Request
from handlers.tickets import lifecycle
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Digits of the longest id that a button may hold; more would not fit into a database's integer.
_LONGEST_ID = 15


def named(request: Request, store: OwnerStore) -> Ticket | None:
    """The ticket whose number was said; None when none was. Raises Mistake for a number the owner may not see."""
    number = request.meaning.slots.ticket
    if not number:
        return None
    ticket = store.tickets.numbered(number)
    if ticket is None:
        raise Mistake("common.no_such_ticket", number=number)
    return ticket


def meant(request: Request, store: OwnerStore) -> Ticket | None:
    """The open ticket that a message is about. Raises Mistake for a named one that has ended. None when there is none."""
    said = named(request, store)
    if said and said.stage in ENDED:
        raise Mistake("common.moved_on", number=said.number)
    if said:
        return said
    remembered = recalled(request, store)
    if remembered and remembered.stage not in ENDED:
        return remembered
    return next(iter(store.tickets.open_ones(1)), None)


def resolved(request: Request, store: OwnerStore) -> Ticket | None:
    """The ticket that waits for the owner's word after "work done": the named and no other, else the recalled or the newest."""
    said = named(request, store)
    candidates = [said] if said else [recalled(request, store), *store.tickets.open_ones(10)]
    return next((one for one in candidates if one and one.stage == "resolved"), None)


def decided(request: Request, store: OwnerStore) -> Ticket | None:
    """The ticket whose decision a word is about: the named and no other, else the recalled or the newest that is decided."""
    said = named(request, store)
    candidates = [said] if said else [recalled(request, store), *store.tickets.open_ones(10)]
    return next((one for one in candidates if one and one.stage == "decided"), None)


def disputable(request: Request, store: OwnerStore) -> Ticket | None:
    """The ticket that "I do not agree" is about: done, closed, or a complaint that is decided; the named and no other, else
    the recalled or the newest."""
    said = named(request, store)
    candidates = [said] if said else [recalled(request, store), *store.tickets.newest(10)]
    return next((one for one in candidates if one and _can_be_disputed(one)), None)


def _can_be_disputed(ticket: Ticket) -> bool:
    return lifecycle.may(ticket, "reopen") or (ticket.stage == "decided" and ticket.complaint)


def is_asked(request: Request) -> bool:
    """Whether the line itself asked something that these words may answer. The sentence after a score is no question; what
    would put it right, and the day of the handing over, give way to what people ask."""
    return (request.awaiting or {}).get("kind") not in (None, "reason", "remedy", "handover_date")


def recalled(request: Request, store: OwnerStore) -> Ticket | None:
    """The ticket this chat spoke of last."""
    ticket_id = request.memory.get("ticket")
    return store.tickets.by_id(int(ticket_id)) if ticket_id else None


def of_button(request: Request, store: OwnerStore) -> Ticket:
    """The ticket a pressed button stands for. Raises Mistake when it is not this owner's, as if it did not exist."""
    ticket_id = number_at(request, 1)
    ticket = store.tickets.by_id(ticket_id) if ticket_id is not None else None
    if ticket is None:
        raise Mistake("common.no_such_button")
    return ticket


def number_at(request: Request, place: int) -> int | None:
    """The whole number at a place of the button's data; None for whatever a forger puts there."""
    part = request.button[place] if len(request.button) > place else ""
    return int(part) if part.isascii() and part.isdecimal() and len(part) <= _LONGEST_ID else None
