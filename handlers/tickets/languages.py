"""In which language the line speaks by itself: to the people of an estate, and to the owner of a ticket."""

from __future__ import annotations

from handlers.wording import speak
from storage.store import Store
from storage.ticket_rows import Ticket


def of_staff(store: Store, ticket: Ticket) -> str:
    return speak(store.estate_of(ticket).language, "en")


def of_owner(store: Store, ticket: Ticket) -> str:
    return speak(ticket.language, of_staff(store, ticket))
