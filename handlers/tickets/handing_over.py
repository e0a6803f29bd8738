"""How a conversation goes to people: the owner hears who comes and by when, the people that it is theirs."""

from __future__ import annotations

from handlers.base import Outcome, Reply, Request
from handlers.tickets import adding, opening
from handlers.tickets.complaints import path
from handlers.tickets.fairness.subjects import assurance
from handlers.tickets.ladder import escalation
from handlers.tickets.timing import clocks, promising
from handlers.wording import moment, say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED


def hand_over(request: Request, store: OwnerStore, ticket: Ticket, cards: tuple[Reply, ...]) -> Outcome:
    """Tells the owner who comes and by when, and the people that the conversation is theirs.

    Whoever asks for somebody higher is told by the level itself who that is, and by when. The time is no later than one that the owner was told before; an answer that is still owed has its clock already.
    """
    staff = adding.keep(request, store, ticket, "handoff.for_staff", kind="handoff")
    due = clocks.respond_by(
        request.now, ticket.urgency, request.household.contact.channel, request.settings.respond_hours
    )
    due = clocks.told(ticket, request.now, due)
    if due not in (ticket.next_contact_at, None if ticket.responded_at else ticket.respond_by):
        promising.next_contact(request, store, ticket, due)
    key = "handoff.higher" if escalation.asks_higher(request.text) else "handoff.coming"
    text = say(
        request.language, key, number=ticket.number, who=opening.who_answers(request, store, ticket),
        when=moment(request.language, due, request.tz, request.now), phone=request.estate.phone,
    )  # fmt: skip
    if ticket.guard:
        text += "\n" + assurance(request.language, ticket)
    return Outcome(
        replies=(Reply(text=path.under(text, request.language)), *cards, *staff),
        memory={"ticket": ticket.id},
        handoff_ticket_id=ticket.id,
    )


def standing(request: Request, store: OwnerStore) -> Outcome | None:
    """A person was asked for before and has not given the conversation back: said once more, opened only once."""
    ticket = store.tickets.by_id(request.handoff_ticket_id) if request.handoff_ticket_id else None
    if ticket is None or ticket.stage in (*ENDED, "resolved"):
        return None
    text = say(request.language, "handoff.standing", number=ticket.number, phone=request.estate.phone)
    return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)
