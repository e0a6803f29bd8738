"""What follows for work orders, prices and visits from a ticket's moments: what may not end yet, and what ends with it."""

from __future__ import annotations

from handlers.base import Acting, Mistake
from handlers.tickets.works import liability, visits, work_orders
from storage.store import Store
from storage.ticket_rows import Ticket


def refuse_bare_refusal(_acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Of "resolved". Raises Mistake where only "not liable" would be the end of it; then nothing was done (E06)."""
    timeline = store.tickets.timeline(ticket)
    said = next((one.text for one in reversed(timeline) if one.kind == "resolved"), "")
    if liability.is_bare_refusal(timeline, said):
        raise Mistake("prices.not_a_reason", number=ticket.number)
    return ticket


def refuse_open_orders(_acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Of "resolved". Raises Mistake while somebody still has an order of the ticket; then nothing was done (B04)."""
    waiting = [one for one in store.orders.of(ticket) if one.state in work_orders.LIVE]
    if waiting:
        raise Mistake("works.still_open", number=ticket.number, what=waiting[0].what[:60])
    return ticket


def confirm_orders(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Of "settled": the owner's word confirms what was done."""
    for order in store.orders.of(ticket):
        if work_orders.may(order, "confirm"):
            state = work_orders.next_state(order, "confirm")
            store.orders.change(ticket, order, state=state, confirmed_at=acting.now)
    return ticket


def end_works(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Of "withdrawn", "settled" and "silent": nobody works on, or comes for, what is over; no price stands."""
    for order in store.orders.of(ticket):
        if work_orders.may(order, "cancel"):
            state = work_orders.next_state(order, "cancel")
            store.orders.change(ticket, order, state=state, ended_at=acting.now)
    for visit in store.visits.of(ticket):
        values = visits.cancelled(visit, acting.now)
        if values:
            store.visits.change(ticket, visit, **values)
            store.visits.keep_promise(ticket, acting.now)
    for quote in store.quotes.of(ticket):
        if quote.state == "offered":
            store.quotes.answer(ticket, quote, "replaced")
    return ticket
