"""An emergency's ticket goes to people: whoever is on duty is called until enough accept, its owner hears what to do and who knows.

The line never says that it called the fire service, and a false alarm is undone with one tap (recall before precision).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers import emergency_texts
from handlers.base import Button, Outcome, Reply, Request
from handlers.tickets import adding, alarm, opening
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket

#: Dangers that are rarely in the home they are reported from: the home is not offered as the place.
_ELSEWHERE = frozenset({"lift_trapped", "falling_object", "missing_person", "storm"})


def call(request: Request, store: OwnerStore, ticket: Ticket) -> Reply:
    """Calls the people on duty, and again until enough of them accept."""
    store.page(
        ticket, hazard=ticket.code or "other", routes=list(request.settings.page_routes), at=request.now,
        repeat_at=request.now + timedelta(minutes=request.settings.repage_minutes),
        needed=request.settings.tickets.escalation.needed(ticket.code),
    )  # fmt: skip
    return alarm.page(ticket, request.estate.language, opening.unit_label(store, ticket))


def called(request: Request, store: OwnerStore, ticket: Ticket, further: Sequence[Ticket] = ()) -> Outcome:
    """A new emergency: people are called, its owner gets the approved words and one question. `further`: what was told beside it."""
    page = call(request, store, ticket)
    cards = tuple(reply for one in further for reply in opening.card(one, request))
    told = _advice_and_where(request, store, ticket, further)
    return Outcome(
        replies=(told, page, *opening.card(ticket, request, request.pictures), *cards),
        awaiting={"kind": "place", "tickets": [ticket.id]},
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )


def once_more(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """The same danger again: the advice is repeated, the words go to the people on it, nothing is opened twice."""
    staff = adding.keep(request, store, ticket, "emergency.more_words")
    advice = emergency_texts.advice(request.language, request.estate, ticket.code or "other")
    standing = say(request.language, "emergency.standing", number=ticket.number, phone=request.estate.phone)
    told = Reply(text=f"{advice}\n\n{standing}", urgency="urgent", buttons=_undo(request, ticket))
    return Outcome(replies=(told, *staff), awaiting=request.awaiting)


def _advice_and_where(
    request: Request, store: OwnerStore, ticket: Ticket, further: Sequence[Ticket]
) -> Reply:
    """One bubble: what to do now comes first, then the number, then the one question."""
    language = request.language
    lines = [emergency_texts.advice(language, request.estate, ticket.code or "other"), ""]
    lines.append(say(language, "emergency.kept", number=ticket.number, phone=request.estate.phone))
    lines.extend(opening.line(request, store, other) for other in further)
    unit = "" if ticket.code in _ELSEWHERE else opening.unit_label(store, ticket)
    known = " ".join(filter(None, (unit, ticket.place)))
    lines.append(
        say(language, "emergency.is_it_at", place=known) if known else say(language, "emergency.where")
    )
    return Reply(text="\n".join(lines), urgency="urgent", buttons=_undo(request, ticket))


def _undo(request: Request, ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    return ((Button(say(request.language, "emergency.no_emergency"), f"undo:{ticket.id}"),),)
