"""The owner accepts a decision: with a remedy the ticket stays until it was carried out, without one it is closed (ISO 10002, 7.9)."""

from __future__ import annotations

from handlers.base import Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import settling
from handlers.tickets.complaints import letter
from handlers.wording import say
from storage.decision_rows import Decision
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket


def or_settle(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """ "All right" about a ticket: a decision is accepted, work done is settled."""
    settles = accept if ticket.stage == "decided" else settling.settle
    return settles(request, store, ticket)


def accept(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """Raises Mistake where no decision waits for the owner's word any more."""
    made = store.decisions.told(ticket)
    if made is None or ticket.stage != "decided":
        raise Mistake("common.moved_on", number=ticket.number)
    if not store.decisions.accept(ticket, made, request.now) and not made.owed:
        raise Mistake("common.moved_on", number=ticket.number)
    return _until_delivered(request, store, ticket, made) if made.owed else _closed(request, store, ticket)


def _until_delivered(request: Request, store: OwnerStore, ticket: Ticket, made: Decision) -> Outcome:
    """Said twice it is kept once; the date of the remedy stands."""
    if made.accepted_at is None:
        store.tickets.record(ticket, at=request.now, kind="accepted", actor="owner", text=request.text)
    promised = letter.remedy(reader(request), made)
    text = say(request.language, "decision.accepted_remedy", number=ticket.number, remedy=promised)
    told = say(request.estate.language, "decision.room.accepted_remedy", number=ticket.number)
    staff = (Reply(text=told, to=ToTopic(ticket.id)), Reply(kind="card", to=ToTopic(ticket.id)))
    return Outcome(replies=(Reply(text=text), *staff), memory={"ticket": ticket.id})


def _closed(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    store.tickets.record(ticket, at=request.now, kind="accepted", actor="owner", text=request.text)
    settling.close(request, store, ticket)
    key = "decision.accepted_suggestion" if ticket.intent == "suggestion" else "decision.accepted"
    text = say(request.language, key, number=ticket.number)
    return Outcome(
        replies=(Reply(text=text), *settling.told_staff(request, ticket)), memory={"ticket": ticket.id}
    )


def reader(request: Request) -> letter.Reader:
    """The owner as a reader of letters."""
    return letter.Reader(
        language=request.language, estate=request.estate, tz=request.tz, now=request.now,
        appeals=request.settings.tickets.appeals, bodies=request.settings.tickets.bodies,
    )  # fmt: skip
