"""Not understood: never guessed. A remark after a report belongs to it; else "did you mean", and the second time a person."""

from __future__ import annotations

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.tickets import handing_over, opening, reporting
from handlers.wording import say
from nlu.meaning import COMPLAINT_CODES, ENQUIRY_CODES, REPAIR_CODES, Matter
from storage.store import OwnerStore

#: Readings that can be offered as a button and opened as a ticket.
_OFFERABLE = {"repair": REPAIR_CODES, "complaint": COMPLAINT_CODES, "enquiry": ENQUIRY_CODES}


def not_understood(request: Request, store: OwnerStore) -> Outcome:
    """What to do with words that have no clear reading; they are kept until it is settled what they are."""
    if not request.text.strip() and not request.pictures:
        return Outcome(
            replies=(Reply(text=say(request.language, "fallback.empty")),), awaiting=request.awaiting
        )
    fresh = reporting.fresh_ticket(request, store)
    if fresh:
        return reporting.added(request, store, fresh)
    asked = request.awaiting or {}
    if asked.get("kind") == "confirm":
        return _to_person(request, store, str(asked.get("text", "")))
    buttons = tuple(
        (Button(opening.name_of(request.language, intent, code), f"mean:{intent}:{code}"),)
        for intent, code in _offered(request)
    )
    person = (Button(say(request.language, "fallback.person"), "person"),)
    return Outcome(
        replies=(Reply(text=say(request.language, "fallback.did_you_mean"), buttons=(*buttons, person)),),
        awaiting={
            "kind": "confirm",
            "text": request.text,
            "pictures": [p.attachment_id for p in request.pictures],
        },
    )


def _offered(request: Request) -> list[tuple[str, str]]:
    return [
        (candidate.intent, candidate.code)
        for candidate in request.meaning.candidates
        if candidate.code and candidate.code in _OFFERABLE.get(candidate.intent, ())
    ]


def _to_person(request: Request, store: OwnerStore, before: str) -> Outcome:
    """Twice unclear: both texts go to people."""
    words = "\n".join(filter(None, [before, request.text]))
    matter = Matter("handoff", None, "N", 0.0, words)
    ticket = opening.open_ticket(request, store, matter, request.pictures)
    store.tickets.change(ticket, words=words)
    _give_pictures(request, store, ticket.id)
    return handing_over.hand_over(request, store, ticket, opening.card(ticket, request, request.pictures))


def _give_pictures(request: Request, store: OwnerStore, ticket_id: int) -> None:
    ticket = store.tickets.by_id(ticket_id)
    if ticket:
        store.tickets.give_attachments([int(i) for i in (request.awaiting or {}).get("pictures", [])], ticket)


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A reading chosen for the words that were unclear, or a person asked for."""
    asked = request.awaiting or {}
    words = str(asked.get("text", "")) if asked.get("kind") == "confirm" else ""
    if request.button[0] == "person":
        return _to_person(request, store, words)
    if len(request.button) < 3 or request.button[2] not in _OFFERABLE.get(request.button[1], ()):
        raise Mistake("common.no_such_button")
    if not words:
        raise Mistake("fallback.say_again")
    matter = Matter(request.button[1], request.button[2], "N", 1.0, words)
    outcome = reporting.opened(request, store, [matter])
    ticket_id = int((outcome.memory or {})["ticket"])
    ticket = store.tickets.by_id(ticket_id)
    if ticket:
        store.tickets.change(ticket, words=words)
    _give_pictures(request, store, ticket_id)
    return outcome


CAPABILITY = Capability(name="fallback", buttons=("mean", "person"), pressed=pressed)
