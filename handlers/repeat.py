"""The owner's word on a report that was put together with an earlier one: something else after all; a complaint, or just the repair."""

from __future__ import annotations

from handlers import unasked
from handlers.base import Capability, Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, opening, reporting
from handlers.tickets.again import came_back, chasing
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Whole answers to the offer besides a plain yes or no.
_INTENTS = frozenset({"affirm", "deny"})


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """Raises Mistake for a button that is not theirs, or was pressed before."""
    ticket = choice.of_button(request, store)
    if request.button[0] == "else":
        return _something_else(request, store, ticket)
    return _complaint_or_not(request, store, ticket, yes=choice.number_at(request, 2) == 1)


def _something_else(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    entry = choice.number_at(request, 2)
    chase = chasing.chase_at(store, ticket, entry) if entry is not None else None
    if chase is None:
        raise Mistake("common.no_such_button")
    opened = chasing.leave(request, store, ticket, chase)
    told = say(request.estate.language, "repeats.left_for_staff", number=ticket.number, other=opened.number)
    cards = opening.card(opened, request)
    return reporting.answer(
        request,
        store,
        [opened],
        (*cards, Reply(text=told, to=ToTopic(ticket.id)), Reply(kind="card", to=ToTopic(ticket.id))),
    )


def _complaint_or_not(request: Request, store: OwnerStore, ticket: Ticket, *, yes: bool) -> Outcome:
    if not came_back.offered(ticket) or ticket.stage in ENDED:
        raise Mistake("common.moved_on", number=ticket.number)
    if not yes:
        store.tickets.record(
            ticket, at=request.now, kind="just_repair", actor="owner", text=request.text, shown=False
        )
        text = say(request.language, "repeats.stays_repair", number=ticket.number)
        return Outcome(replies=(Reply(text=text),), memory={"ticket": ticket.id})
    taken = came_back.take_up(request, store, ticket, request.text)
    text = say(
        request.language, "repeats.taken_up", number=taken.number, who=opening.who_answers(request, store),
        when=opening.by_when(request, taken),
    )  # fmt: skip
    staff = say(request.estate.language, "repeats.taken_up_for_staff", number=taken.number)
    topic = ToTopic(taken.id)
    return Outcome(
        replies=(Reply(text=text), Reply(text=staff, to=topic), Reply(kind="card", to=topic)),
        memory={"ticket": taken.id},
    )


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """Yes or no in words; anything else is a message of its own."""
    ticket = store.tickets.by_id(int((request.awaiting or {})["ticket"]))
    intents = {matter.intent for matter in unasked.read(request).matters}
    if ticket is None or not intents or not intents <= _INTENTS or not came_back.offered(ticket):
        return None
    return _complaint_or_not(request, store, ticket, yes="affirm" in intents)


CAPABILITY = Capability(
    name="repeat", buttons=("else", "again"), pressed=pressed, awaits=("repeat_offer",), answered=answered
)
