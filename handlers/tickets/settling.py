"""The owner's key to a ticket: settled or still a problem. Asked after "work done", pressed or said, by whichever door.

Staff's "resolve", the reminder, the status and the owner's own words all lead here, so that they mean the same (C06).
"""

from __future__ import annotations

from handlers.base import Button, Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import lifecycle, moments, opening
from handlers.tickets.timing import clocks, promising
from handlers.voice import asking, planning
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket


def buttons(language: str, ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """The two keys under "work done"; `reopened` tells one resolution from the next, so that an old button cannot settle."""
    return (
        (Button(say(language, "after.settled"), f"settled:{ticket.id}:{ticket.reopened}"),),
        (Button(say(language, "after.still"), f"open:{ticket.id}:{ticket.reopened}"),),
    )


def is_alarm(ticket: Ticket) -> bool:
    """Whether a ticket is an emergency's, also one taken back: nobody is asked for stars after a fire.

    The lamp reported in the same message is not: the hazard of the whole message stands in the reading of both.
    """
    return ticket.urgency == "E0" or ticket.intent == "emergency"


def settle(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """The owner says that it is settled: closed, and one tap of rating where the household may be asked. Raises Mistake when the
    ticket moved on."""
    closed = close(request, store, ticket)
    staff, asked = told_staff(request, ticket), None
    if not is_alarm(ticket):
        asked = planning.settled(request, store, closed)
    key = "after.glad" if is_alarm(ticket) else "after.closed"
    text = say(request.language, key, number=ticket.number)
    if asked is None:
        return Outcome(replies=(Reply(text=text), *staff), memory={"ticket": ticket.id})
    question = asking.question_of(request.language, asked.rating)
    ask = Reply(text=f"{text}\n{question}", buttons=asking.buttons(request.language, asked.rating))
    return Outcome(
        replies=(ask, *staff),
        awaiting={"kind": "rating", "rating": asked.rating.id},
        memory={"ticket": ticket.id},
    )


def close(request: Request, store: OwnerStore, ticket: Ticket) -> Ticket:
    """Turns the owner's key. Raises Mistake when the ticket moved on."""
    stage = lifecycle.next_stage(ticket, "settle")
    closed = store.tickets.change(ticket, stage=stage, closed_at=request.now, remind_at=None, close_at=None)
    if closed is None:
        raise Mistake("common.moved_on", number=ticket.number)
    store.tickets.record(ticket, at=request.now, kind="closed", actor="owner", text=request.text)
    store.give_back(ticket)
    return moments.come("settled", request, store, closed)


def told_staff(request: Request, ticket: Ticket) -> tuple[Reply, ...]:
    """The people of the ticket hear that it is closed; its thread ends."""
    text = say(request.estate.language, "after.closed_for_staff", number=ticket.number)
    topic = ToTopic(ticket.id)
    return Reply(text=text, to=topic), Reply(kind="card", to=topic), Reply(kind="close_topic", to=topic)


def reopen(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """Still a problem: the same ticket, the same people, a new time to answer by, with the same limit as the first."""
    due = clocks.respond_by(request.now, ticket.urgency, ticket.channel, request.settings.respond_hours)
    stage = lifecycle.next_stage(ticket, "reopen")
    opened = store.tickets.change(
        ticket, stage=stage, resolved_at=None, closed_at=None, remind_at=None, close_at=None,
        responded_at=None, respond_by=due, next_contact_at=None,
    )  # fmt: skip
    if opened is None:
        raise Mistake("common.moved_on", number=ticket.number)
    store.tickets.count(ticket, "reopened")
    store.tickets.record(ticket, at=request.now, kind="reopened", actor="owner", text=request.text)
    store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], ticket)
    promising.promise(request, store, opened, "answer", opened.respond_by)
    opened = moments.come("reopened", request, store, store.tickets.by_id(ticket.id) or opened)
    told = say(request.estate.language, "after.reopened_for_staff", number=ticket.number, words=request.text)
    when = opening.by_when(request, opened)
    return Outcome(
        replies=(
            Reply(text=say(request.language, "after.reopened", number=ticket.number, when=when)),
            Reply(text=told.strip(), to=ToTopic(ticket.id), relays="owner_words", pictures=request.pictures),
            Reply(kind="card", to=ToTopic(ticket.id)),
        ),
        awaiting={"kind": "what_is_left", "ticket": ticket.id},
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )


def ask_again(request: Request, ticket: Ticket) -> Outcome:
    """An unclear word after "work done": the question once more, with its two keys."""
    text = say(request.language, "after.settled_or_not", number=ticket.number)
    return Outcome(
        replies=(Reply(text=text, buttons=buttons(request.language, ticket)),), memory={"ticket": ticket.id}
    )
