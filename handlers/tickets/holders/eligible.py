"""Who may read and handle a guarded ticket, and who of them is told of it in private (C11)."""

from __future__ import annotations

from storage.scope import SENIOR
from storage.staff import Staff
from storage.store import Store
from storage.ticket_rows import Ticket


def eligible(store: Store, ticket: Ticket) -> list[Staff]:
    """Everybody of the estate who may handle a ticket: nobody it complains of, and only seniors while nobody is named."""
    serving = store.serving(ticket)
    return [one for one in serving if one.role in SENIOR] if ticket.guard == "senior" else serving


def readers(store: Store, ticket: Ticket) -> list[Staff]:
    """Whom the line tells of a guarded ticket: its holder; while it has none the seniors; where there are none everybody eligible."""
    fit = eligible(store, ticket)
    holder = [one for one in fit if one.id == ticket.holder_id]
    return holder or [one for one in fit if one.role in SENIOR] or fit
