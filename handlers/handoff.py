"""A person takes over, in any words, never argued with; until they give it back, what the owner writes goes to them."""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, handing_over, opening
from handlers.wording import say
from nlu.meaning import Matter
from storage.store import OwnerStore
from storage.tickets import ENDED


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """Hands the conversation to people, within the ticket spoken of or a new one."""
    ticket = choice.recalled(request, store)
    fresh = ticket is None or ticket.stage in ENDED
    if ticket is None or fresh:
        ticket = opening.open_ticket(
            request, store, Matter("handoff", None, "N", matter.confidence, request.text), request.pictures
        )
    return handing_over.hand_over(
        request, store, ticket, opening.card(ticket, request, request.pictures) if fresh else ()
    )


def with_people(request: Request, store: OwnerStore) -> Outcome | None:
    """While people have the conversation, words and pictures go straight to them, and the line keeps quiet."""
    if not request.handoff_ticket_id or request.button or request.start is not None:
        return None
    ticket = store.tickets.by_id(request.handoff_ticket_id)
    if ticket is None or ticket.stage in (*ENDED, "resolved"):
        return None
    store.tickets.record(ticket, at=request.now, kind="added", actor="owner", text=request.text)
    store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], ticket)
    words = say(request.estate.language, "handoff.owner_says", words=request.text)
    return Outcome(
        replies=(Reply(text=words, to=ToTopic(ticket.id), relays="owner_words", pictures=request.pictures),),
        awaiting=request.awaiting,
    )


CAPABILITY = Capability(name="handoff", intents=("handoff",), said=said)
