"""Where it is, said after the line asked; the ticket was opened before."""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request, ToTopic, Urgency
from handlers.tickets import alarm, lifecycle
from handlers.wording import say
from storage.store import OwnerStore
from storage.ticket_rows import Ticket

#: Readings that a bare place can be mistaken for; anything else said is a message of its own.
_NO_OTHER_MATTER = frozenset({"affirm", "deny", "correction", "smalltalk", "rsvp", "rating", "reschedule"})


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """Where it is, said after it was asked; also "0" and "no, it was nothing"."""
    awaiting = request.awaiting or {}
    found = [ticket for i in awaiting.get("tickets", []) if (ticket := store.tickets.by_id(int(i)))]
    if not found or not (request.text.strip() or request.pictures):
        return None
    first = found[0]
    intents = {matter.intent for matter in request.meaning.matters}
    if first.urgency == "E0" and (request.text.strip() == "0" or intents & {"cancel"}):
        return alarm.stand_down(request, store, first)
    if intents - _NO_OTHER_MATTER and request.meaning.understood:
        return None
    return _placed(request, store, found)


def _placed(request: Request, store: OwnerStore, found: list[Ticket]) -> Outcome:
    urgent: Urgency = "urgent" if any(ticket.urgency == "E0" for ticket in found) else "interactive"
    replies: list[Reply] = []
    for ticket in found:
        place = " / ".join(filter(None, (ticket.place, request.text.strip())))[:200]
        affirmed = any(matter.intent == "affirm" for matter in request.meaning.matters)
        if not affirmed and request.text.strip() and lifecycle.may(ticket, "withdraw"):
            store.tickets.change(ticket, place=place)
        store.tickets.record(ticket, at=request.now, kind="place", actor="owner", text=request.text)
        store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], ticket)
        told = say(request.estate.language, "place.for_staff", number=ticket.number, words=request.text)
        replies.append(
            Reply(
                text=told,
                to=ToTopic(ticket.id),
                urgency=urgent,
                relays="owner_words",
                pictures=request.pictures,
            )
        )
        replies.append(Reply(kind="card", to=ToTopic(ticket.id), urgency=urgent))
    numbers = say(request.language, "report.and").join(ticket.number for ticket in found)
    thanks = Reply(text=say(request.language, "place.kept", number=numbers), urgency=urgent)
    return Outcome(replies=(thanks, *replies), memory={"ticket": found[0].id})


CAPABILITY = Capability(name="place", awaits=("place",), answered=answered)
