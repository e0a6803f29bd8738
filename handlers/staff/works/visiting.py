"""What staff do with a ticket's visit: propose a window, take or decline the owner's other time, call it off, say that somebody came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handlers.base import Mistake, Reply
from handlers.staff.changing import redrawn, stage_in_hand
from handlers.staff.owner_side import owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets.works import visiting, visits
from storage.contacts import REACHABLE
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket
from storage.visits import Visit


def propose(
    request: StaffRequest, store: StaffStore, ticket: Ticket, starts: str, ends: str, *, agreed: bool = False
) -> tuple[Reply, ...]:
    """A window as typed in the estate's time. `agreed`: the owner said yes already, by telephone say, and it stands at once.

    Raises Mistake for a window that is none, and for an owner who cannot be asked and has not agreed.
    """
    owner = owner_side(request, store, ticket)
    request = replace(request, tz=owner.tz)
    begins, stops = visits.wall_clock(starts, owner.tz), visits.wall_clock(ends, owner.tz)
    if not agreed and (owner.contact is None or owner.contact.state != REACHABLE):
        raise Mistake("visits.nobody_to_ask", number=ticket.number)
    stage = stage_in_hand(ticket)
    held = store.tickets.change(ticket, stage=stage, holder_id=ticket.holder_id or request.who.id)
    if held is None:
        raise Mistake("common.moved_on", number=ticket.number)
    order_id = next(
        (one.id for one in reversed(store.orders.of(held)) if one.state in ("accepted", "visit_set")), None
    )
    visit = visiting.propose(request, store, held, begins, stops, staff_id=request.who.id, order_id=order_id)
    if agreed:
        _agreed(request, store, held, visit)
    return (redrawn(request, store, store.tickets.by_id(ticket.id) or held),)


def _agreed(request: StaffRequest, store: StaffStore, ticket: Ticket, visit: Visit) -> None:
    fresh = store.tickets.by_id(ticket.id) or ticket
    values = visits.replied(visit, visit.sequence, "ACCEPTED", request.now, request.tz)
    after = visiting.changed(store, fresh, visit, values)
    visiting.kept(request, store, fresh, after, "visit_confirmed", staff_id=request.who.id)
    visiting.confirmed(request, store, fresh, after)


def _of(store: StaffStore, ticket: Ticket, sequence: int) -> Visit:
    """The visit that stands. Raises Mistake for none, or when it was changed since the page was drawn."""
    visit = visiting.live(store, ticket)
    if visit is None:
        raise Mistake("visits.off", number=ticket.number)
    if visit.sequence != sequence:
        raise Mistake("visits.stale", number=ticket.number)
    return visit


def _step(act: Callable[..., object]) -> Callable[..., tuple[Reply, ...]]:
    """A step upon the visit as the page showed it: `(request, store, ticket, sequence)`."""

    def step(request: StaffRequest, store: StaffStore, ticket: Ticket, sequence: int) -> tuple[Reply, ...]:
        request = replace(request, tz=owner_side(request, store, ticket).tz)
        visit = _of(store, ticket, sequence)
        act(request, store, ticket, visit)
        return (redrawn(request, store, store.tickets.by_id(ticket.id) or ticket),)

    return step


accept_counter = _step(
    lambda request, store, ticket, visit: visiting.accept_counter(
        request, store, ticket, visit, visit.sequence, staff_id=request.who.id
    )
)
decline_counter = _step(
    lambda request, store, ticket, visit: visiting.decline_counter(
        request, store, ticket, visit, visit.sequence, staff_id=request.who.id
    )
)
cancel = _step(
    lambda request, store, ticket, visit: visiting.cancel(
        request, store, ticket, visit, staff_id=request.who.id
    )
)
came = _step(
    lambda request, store, ticket, visit: visiting.came(
        request, store, ticket, visit, staff_id=request.who.id
    )
)
