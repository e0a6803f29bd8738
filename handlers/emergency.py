"""A present danger: the approved words at once, people paged, then one question. Before identity, menus and queues.

The line never says that it called the fire service, and a false alarm is undone with one tap (recall before precision).
"""

from __future__ import annotations

from datetime import timedelta

from handlers import emergency_texts
from handlers.base import Button, Capability, Outcome, Reply, Request, ToTopic
from handlers.tickets import alarm, choice, opening
from handlers.wording import say
from nlu.meaning import Matter
from storage.store import OwnerStore
from storage.ticket_rows import Ticket

#: The same danger told again within this time belongs to the same ticket.
_SAME_EMERGENCY = timedelta(minutes=30)


def on_hazard(request: Request, store: OwnerStore) -> Outcome | None:
    """Answers any message that holds a present danger; None for all others."""
    hazard = request.meaning.hazard
    if not hazard or request.button or (request.edited and _standing(request, store, hazard)):
        return None
    standing = _standing(request, store, hazard)
    return _once_more(request, store, standing) if standing else _first(request, store, hazard)


def _standing(request: Request, store: OwnerStore, hazard: str) -> Ticket | None:
    """The open ticket of this very danger, told a short while ago."""
    return next(
        (
            ticket
            for ticket in store.tickets.open_ones(20)
            if ticket.contact_id == store.scope.contact_id and ticket.urgency == "E0" and ticket.code == hazard
            and request.now - ticket.opened_at < _SAME_EMERGENCY
        ),
        None,
    )  # fmt: skip


def _first(request: Request, store: OwnerStore, hazard: str) -> Outcome:
    matters = request.meaning.matters
    danger = next(
        (m for m in matters if m.code == hazard), Matter("emergency", hazard, "E0", 1.0, request.text)
    )
    ticket = opening.open_ticket(request, store, danger, request.pictures)
    others = [
        m
        for m in matters
        if m is not danger and m.intent in ("emergency", "repair", "complaint", "suggestion")
    ]
    further = [opening.open_ticket(request, store, matter) for matter in others]
    store.page(
        ticket, hazard=hazard, routes=list(request.settings.page_routes), at=request.now,
        repeat_at=request.now + timedelta(minutes=request.settings.repage_minutes),
    )  # fmt: skip
    advice = Reply(text=emergency_texts.advice(request.language, request.estate, hazard), urgency="urgent")
    cards = tuple(reply for one in further for reply in opening.card(one, request))
    return Outcome(
        replies=(
            advice, alarm.page(ticket, request.estate.language, opening.unit_label(store, ticket)), *opening.card(ticket, request, request.pictures),
            _where(request, store, ticket, further), *cards,
        ),
        awaiting={"kind": "place", "tickets": [ticket.id]},
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )  # fmt: skip


def _where(request: Request, store: OwnerStore, ticket: Ticket, further: list[Ticket]) -> Reply:
    lines = [say(request.language, "emergency.kept", number=ticket.number, phone=request.estate.phone)]
    lines.extend(opening.line(request, store, other) for other in further)
    known = " ".join(filter(None, (opening.unit_label(store, ticket), ticket.place)))
    lines.append(
        say(request.language, "emergency.is_it_at", place=known)
        if known
        else say(request.language, "emergency.where")
    )
    undo = Button(say(request.language, "emergency.no_emergency"), f"undo:{ticket.id}")
    return Reply(text="\n".join(lines), urgency="urgent", buttons=((undo,),))


def _once_more(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """The same danger again: the advice is repeated, the words go to the people on it, nothing is opened twice."""
    store.tickets.record(ticket, at=request.now, kind="added", actor="owner", text=request.text)
    store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], ticket)
    told = say(request.estate.language, "emergency.more_words", number=ticket.number, words=request.text)
    advice = emergency_texts.advice(request.language, request.estate, ticket.code or "other")
    standing = say(request.language, "emergency.standing", number=ticket.number, phone=request.estate.phone)
    to_staff = Reply(
        text=told, to=ToTopic(ticket.id), urgency="urgent", relays="owner_words", pictures=request.pictures
    )
    return Outcome(
        replies=(Reply(text=f"{advice}\n\n{standing}", urgency="urgent"), to_staff), awaiting=request.awaiting
    )


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """ "No emergency": the ticket goes on as an ordinary report, nobody is called again."""
    ticket = choice.of_button(request, store)
    return alarm.stand_down(request, store, ticket)


CAPABILITY = Capability(name="emergency", buttons=("undo",), pressed=pressed)
