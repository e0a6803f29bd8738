"""Somebody is there: the owner learns who, and the clock for it stops."""

from __future__ import annotations

from handlers.base import Mistake, Reply
from handlers.staff.answering import after_words
from handlers.staff.changing import heard, next_date, record, redrawn, told_in_topic
from handlers.staff.owner_side import owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets import moments
from handlers.tickets.lifecycle import may
from handlers.tickets.timing import running
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def on_site(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """Whoever says so is there now; a person at the door is an answer too.

    Raises Mistake where somebody was there already, and for a ticket that is done.
    """
    if ticket.on_site_at is not None:
        raise Mistake("desk.on_site_already", number=ticket.number)
    if not may(ticket, "resolve"):
        raise Mistake("common.moved_on", number=ticket.number)
    owner = owner_side(request, store, ticket)
    there = {"on_site_at": request.now} | after_words(request, ticket)
    after = heard(request, store, ticket, owner.tz, **there)
    record(request, store, after, "on_site")
    after = running.arrived(request, store, moments.come("heard", request, store, after))
    after, again = next_date(request, store, after, owner)
    arrived = owner.say("desk.owner.on_site", person=owner.person(request.who))
    return (
        *owner.told("\n".join(filter(None, (arrived, again)))),
        told_in_topic(store, after, "desk.room.on_site", name=request.who.name),
        redrawn(request, store, after),
    )
