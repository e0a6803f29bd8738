"""How a conversation goes to people: the owner hears who comes and by when, the people that it is theirs."""

from __future__ import annotations

from handlers.base import Outcome, Reply, Request, ToTopic
from handlers.tickets import clocks, opening
from handlers.wording import moment, say
from storage.store import OwnerStore
from storage.ticket_rows import Ticket


def hand_over(request: Request, store: OwnerStore, ticket: Ticket, cards: tuple[Reply, ...]) -> Outcome:
    """Tells the owner who comes and by when, and the people that the conversation is theirs."""
    store.tickets.record(ticket, at=request.now, kind="handoff", actor="owner", text=request.text)
    due = clocks.respond_by(
        request.now, ticket.urgency, request.household.contact.channel, request.settings.respond_hours
    )
    store.tickets.promise(ticket, kind="answer", due_at=due, made_at=request.now, staff_id=None)
    told = say(request.estate.language, "handoff.for_staff", number=ticket.number, words=request.text)
    text = say(
        request.language, "handoff.coming", number=ticket.number, who=opening.who_answers(request, store),
        when=moment(request.language, due, request.tz, request.now), phone=request.estate.phone,
    )  # fmt: skip
    return Outcome(
        replies=(Reply(text=text), *cards, Reply(text=told, to=ToTopic(ticket.id), relays="owner_words")),
        memory={"ticket": ticket.id},
        handoff_ticket_id=ticket.id,
    )
