"""A person takes over, in any words, never argued with; until they give it back, what the owner writes goes to them."""

from __future__ import annotations

from handlers.base import Capability, Outcome, Request
from handlers.safety import absence_words
from handlers.tickets import adding, choice, handing_over, opening
from handlers.tickets.fairness import subjects
from handlers.tickets.ladder import escalation, going_higher
from nlu.meaning import Matter
from storage.owner_store import OwnerStore
from storage.tickets import ENDED

#: Matters that are told with the wish for a person: the ticket is theirs, and the person comes to it.
_REPORTED = ("repair", "complaint", "dispute", "enquiry", "suggestion")


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """Hands the conversation to people: within what was reported with it, the ticket spoken of, or a new one."""
    standing = handing_over.standing(request, store)
    if standing and not _complains_of_staff(request, store):
        return _higher(request, store, request.handoff_ticket_id, standing)
    reported = next((one for one in request.meaning.matters if one.intent in _REPORTED), None)
    ticket = choice.named(request, store) or (None if reported else choice.recalled(request, store))
    if ticket and ticket.stage not in ENDED:
        return _higher(request, store, ticket.id, handing_over.hand_over(request, store, ticket, ()))
    wish = reported or Matter("handoff", None, "N", matter.confidence, request.text)
    ticket = opening.open_ticket(request, store, wish, request.pictures)
    told = handing_over.hand_over(request, store, ticket, opening.card(ticket, request, request.pictures))
    return _higher(request, store, ticket.id, told)


def _higher(request: Request, store: OwnerStore, ticket_id: int | None, told: Outcome) -> Outcome:
    """Whoever asks for a manager, or for somebody above, gets the next level too, never argued with (C15)."""
    ticket = store.tickets.by_id(ticket_id) if ticket_id else None
    if ticket and escalation.asks_higher(request.text):
        going_higher.ask_higher(request, store, ticket, request.text)
    return told


def with_people(request: Request, store: OwnerStore) -> Outcome | None:
    """While people have the conversation, words and pictures go straight to them, and the line keeps quiet.

    An absence is for the watch alone: it is noted there, and its words reach no group.
    """
    if not request.handoff_ticket_id or request.button or request.start is not None:
        return None
    ticket = store.tickets.by_id(request.handoff_ticket_id)
    if (
        ticket is None
        or ticket.stage in (*ENDED, "resolved")
        or not (request.text.strip() or request.pictures)
        or (not ticket.complaint and _complains_of_staff(request, store))
        or absence_words.for_the_watch_alone(request)
    ):
        return None
    staff = adding.keep(request, store, ticket, "handoff.owner_says")
    return _higher(request, store, ticket.id, Outcome(replies=staff, awaiting=request.awaiting))


def _complains_of_staff(request: Request, store: OwnerStore) -> bool:
    """Whether the words complain of somebody who may be reading along: they become a ticket of their own."""
    here = store.staff_here()
    return any(
        subjects.is_about_staff(one.intent, one.code, one.text, here) for one in request.meaning.matters
    )


CAPABILITY = Capability(name="handoff", intents=("handoff",), said=said)
