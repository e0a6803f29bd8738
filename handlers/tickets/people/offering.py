"""A person is offered with the answer itself where the contact is a deep one (L16): one line, one button, nobody is made to wait or type."""

from __future__ import annotations

from handlers.base import Button, Request
from handlers.tickets.people.contact_mode import kind_of
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED


def deep(request: Request, store: OwnerStore, found: list[Ticket]) -> Ticket | None:
    """The matter that a person is offered for; none where people have the conversation already, or in a danger, where they come anyway."""
    if request.handoff_ticket_id or any(one.urgency == "E0" for one in found):
        return None
    rules = request.settings.tickets.contact
    fresh = [now for one in found if (now := store.tickets.by_id(one.id)) and now.stage not in ENDED]
    return next((one for one in fresh if rules.of(kind_of(one, _severity(store, one))) == "person"), None)


def _severity(store: OwnerStore, ticket: Ticket) -> int | None:
    judged = store.assessments.newest(ticket)
    return judged.severity if judged else None


def line(language: str) -> str:
    return say(language, "handoff.offered")


def button(language: str, ticket: Ticket) -> tuple[Button, ...]:
    """The button that hands this very matter to a person."""
    return (Button(say(language, "handoff.offer"), f"talk:{ticket.id}"),)
