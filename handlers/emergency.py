"""A present danger: the approved words at once, people paged, then one question. Before identity, menus and queues.

The line never says that it called the fire service, and a false alarm is undone with one tap (recall before precision).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers import unasked
from handlers.base import Capability, Outcome, Request
from handlers.tickets import alarm, calling, choice, dangers, misread, opening
from nlu import awaited
from nlu.meaning import Matter
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: The same danger told again within this time belongs to the same ticket.
_SAME_EMERGENCY = timedelta(minutes=30)

#: A vague cry ("come quickly!") below this probability is about the danger told before, whatever it was.
_VAGUE = 0.5


def on_hazard(request: Request, store: OwnerStore) -> Outcome | None:
    """Answers any message that holds a present danger; None for all others.

    Where a score or a yes was awaited, the number at the front is read as the answer and the rest by itself: "2 people stuck"
    then reads as nothing, so that the words are read once more as they stand.
    """
    request = _as_it_stands(request)
    danger = dangers.danger_in(request.meaning, request.text)
    if danger is None or request.button:
        return None
    standing = _standing(request, store, danger)
    if standing and request.edited:
        return None
    return calling.once_more(request, store, standing) if standing else _first(request, store, danger)


def _as_it_stands(request: Request) -> Request:
    if (
        request.meaning.hazard
        or request.button
        or all(awaited.rest(request.text, one) == request.text for one in ("rating", "confirm"))
    ):
        return request
    whole = unasked.read(request)
    return replace(request, meaning=whole) if whole.hazard else request


def _standing(request: Request, store: OwnerStore, danger: Matter) -> Ticket | None:
    """The open ticket of this very danger, told by this chat a short while ago."""
    return next(
        (
            ticket
            for ticket in store.tickets.open_ones(20)
            if ticket.contact_id == store.scope.contact_id and ticket.urgency == "E0"
            and (ticket.code == danger.code or danger.confidence < _VAGUE)
            and request.now - ticket.opened_at < _SAME_EMERGENCY
        ),
        None,
    )  # fmt: skip


def _first(request: Request, store: OwnerStore, danger: Matter) -> Outcome:
    ticket = _ticket(request, store, danger)
    others = dangers.beside(danger, request.meaning.matters)
    further = [opening.open_ticket(request, store, matter) for matter in others]
    return calling.called(request, store, ticket, further)


def _ticket(request: Request, store: OwnerStore, danger: Matter) -> Ticket:
    """The photo that came first without words becomes the emergency itself; else a new ticket."""
    awaiting = request.awaiting or {}
    shown = store.tickets.by_id(int(awaiting["ticket"])) if awaiting.get("kind") == "words" else None
    if shown and shown.stage not in ENDED and shown.contact_id == store.scope.contact_id:
        return opening.take_words(request, store, shown, danger)
    return opening.open_ticket(request, store, danger, request.pictures)


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """ "No emergency": the ticket goes on as an ordinary report, nobody is called again; the reading was a false alarm."""
    ticket = choice.of_button(request, store)
    if ticket.urgency == "E0" and ticket.stage not in ENDED:
        misread.keep(store, ticket, misread.UNKNOWN, at=request.now, source="owner")
    return alarm.stand_down(request, store, ticket)


CAPABILITY = Capability(name="emergency", buttons=("undo",), pressed=pressed)
