"""More words or pictures for a ticket that stands: kept with it, passed on to its people, said back in one line."""

from __future__ import annotations

from typing import Any

from handlers.base import Outcome, Reply, Request, ToTopic, Urgency
from handlers.tickets import moments
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket


def keep(
    request: Request, store: OwnerStore, ticket: Ticket, told_key: str, *, kind: str = "added", **data: Any
) -> tuple[Reply, ...]:
    """Records what the owner wrote and sent, and hands it to the ticket's people, the words as they are."""
    store.tickets.record(ticket, at=request.now, kind=kind, actor="owner", text=request.text, data=data)
    store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], ticket)
    moments.come("added", request, store, store.tickets.by_id(ticket.id) or ticket)
    told = say(request.estate.language, told_key, number=ticket.number, words=request.text)
    urgency: Urgency = "urgent" if ticket.urgency == "E0" else "interactive"
    return (
        Reply(
            text=told.strip(), to=ToTopic(ticket.id), urgency=urgency, relays="owner_words", pictures=request.pictures,
        ),
    )  # fmt: skip


def added(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """Kept and passed on; the question that was open stays open."""
    staff = keep(request, store, ticket, "report.added_for_staff")
    only_photos = request.pictures and all(picture.kind == "photo" for picture in request.pictures)
    key = "report.pictures_added" if only_photos and not request.text.strip() else "report.added"
    return Outcome(
        replies=(Reply(text=say(request.language, key, number=ticket.number)), *staff),
        awaiting=request.awaiting,
        memory={"ticket": ticket.id},
    )
