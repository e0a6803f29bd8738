"""Dates that owners are told: each is a promise, which is kept, or broken, or known in time to be in danger (C28-C32)."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Acting
from storage.store import Store
from storage.ticket_rows import Ticket

#: Stages in which the owner expects to hear from us, and a next date is owed.
OWED = frozenset({"received", "assessed", "assigned", "in_progress", "reopened"})


def promise(
    acting: Acting,
    store: Store,
    ticket: Ticket,
    kind: str,
    due_at: datetime,
    *,
    staff_id: int | None = None,
    **words: str,
) -> None:
    """Keeps what the owner is told: that something happens by a moment. `words`: what is `said`, what is `not_promised` (C31)."""
    rules, now = acting.settings.tickets, acting.now
    store.tickets.promise(
        ticket, kind=kind, due_at=due_at, made_at=now, staff_id=staff_id,
        warn_at=rules.amber.at(now, due_at), hold_at=rules.holding.at(now, due_at, ticket.urgency),
        **{name: text for name, text in words.items() if text},
    )  # fmt: skip


def next_contact(acting: Acting, store: Store, ticket: Ticket, due_at: datetime) -> Ticket:
    """The line promises by itself that the owner hears from us again by a moment; any person's word keeps it."""
    after = store.tickets.change(ticket, next_contact_at=due_at) or ticket
    promise(acting, store, after, "contact", due_at)
    return after


def owes_a_date(ticket: Ticket) -> bool:
    """Whether an owner who was answered has no next date, and it is not their turn (C30)."""
    return ticket.stage in OWED and ticket.responded_at is not None and ticket.next_contact_at is None


def usual_date(acting: Acting, ticket: Ticket) -> datetime:
    """By when an owner hears again where nobody names a date."""
    hours = acting.settings.tickets.limits.next_contact_hours
    key = "complaint" if ticket.complaint and "complaint" in hours else ticket.urgency
    return acting.now + timedelta(hours=hours.get(key, 48))
