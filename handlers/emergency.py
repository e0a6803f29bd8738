"""A present danger: the approved words at once, people paged, then one question. Before identity, menus and queues.

The line never says that it called the fire service, and a false alarm is undone with one tap (recall before precision).
"""

from __future__ import annotations

from datetime import timedelta

from handlers import emergency_texts
from handlers.base import Button, Capability, Outcome, Reply, Request
from handlers.tickets import adding, alarm, choice, dangers, misread, opening
from handlers.wording import say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: The same danger told again within this time belongs to the same ticket.
_SAME_EMERGENCY = timedelta(minutes=30)

#: A vague cry ("come quickly!") below this probability is about the danger told before, whatever it was.
_VAGUE = 0.5

#: Dangers that are rarely in the home they are reported from: the home is not offered as the place.
_ELSEWHERE = frozenset({"lift_trapped", "falling_object", "missing_person", "storm"})


def on_hazard(request: Request, store: OwnerStore) -> Outcome | None:
    """Answers any message that holds a present danger; None for all others."""
    danger = dangers.danger_in(request.meaning, request.text)
    if danger is None or request.button:
        return None
    standing = _standing(request, store, danger)
    if standing and request.edited:
        return None
    return _once_more(request, store, standing) if standing else _first(request, store, danger)


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
    store.page(
        ticket, hazard=danger.code or "other", routes=list(request.settings.page_routes), at=request.now,
        repeat_at=request.now + timedelta(minutes=request.settings.repage_minutes),
        needed=request.settings.tickets.escalation.needed(danger.code),
    )  # fmt: skip
    page = alarm.page(ticket, request.estate.language, opening.unit_label(store, ticket))
    cards = tuple(reply for one in further for reply in opening.card(one, request))
    return Outcome(
        replies=(
            _advice_and_where(request, store, ticket, further), page, *opening.card(ticket, request, request.pictures), *cards
        ),
        awaiting={"kind": "place", "tickets": [ticket.id]},
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )  # fmt: skip


def _ticket(request: Request, store: OwnerStore, danger: Matter) -> Ticket:
    """The photo that came first without words becomes the emergency itself; else a new ticket."""
    awaiting = request.awaiting or {}
    shown = store.tickets.by_id(int(awaiting["ticket"])) if awaiting.get("kind") == "words" else None
    if shown and shown.stage not in ENDED and shown.contact_id == store.scope.contact_id:
        return opening.take_words(request, store, shown, danger)
    return opening.open_ticket(request, store, danger, request.pictures)


def _advice_and_where(request: Request, store: OwnerStore, ticket: Ticket, further: list[Ticket]) -> Reply:
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


def _once_more(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """The same danger again: the advice is repeated, the words go to the people on it, nothing is opened twice."""
    staff = adding.keep(request, store, ticket, "emergency.more_words")
    advice = emergency_texts.advice(request.language, request.estate, ticket.code or "other")
    standing = say(request.language, "emergency.standing", number=ticket.number, phone=request.estate.phone)
    told = Reply(text=f"{advice}\n\n{standing}", urgency="urgent", buttons=_undo(request, ticket))
    return Outcome(replies=(told, *staff), awaiting=request.awaiting)


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """ "No emergency": the ticket goes on as an ordinary report, nobody is called again; the reading was a false alarm."""
    ticket = choice.of_button(request, store)
    if ticket.urgency == "E0" and ticket.stage not in ENDED:
        misread.keep(store, ticket, misread.UNKNOWN, at=request.now, source="owner")
    return alarm.stand_down(request, store, ticket)


CAPABILITY = Capability(name="emergency", buttons=("undo",), pressed=pressed)
