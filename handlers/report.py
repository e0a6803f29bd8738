"""Something broken, somebody dissatisfied, a wish, a thank-you: each matter becomes a ticket, all under one reply.

The ticket is opened even where the report is unclear; then at most one short question follows (A14, A17).
"""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, opening, reporting
from handlers.wording import say
from nlu.meaning import Matter
from storage.store import OwnerStore
from storage.tickets import ENDED

INTENTS = ("repair", "complaint", "suggestion", "praise")


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """Opens a ticket for each matter reported in the message; the one that led here stands among them."""
    matters = [one for one in request.meaning.matters if one.intent in INTENTS] or [matter]
    return reporting.opened(request, store, matters)


def wordless(request: Request, store: OwnerStore) -> Outcome | None:
    """Pictures without words: with the report just made, or a ticket of their own and the question what they show."""
    if request.text.strip() or not request.pictures:
        return None
    fresh = reporting.fresh_ticket(request, store)
    if fresh:
        return reporting.added(request, store, fresh)
    matter = Matter("repair", "home.other", "N", 0.0, say(request.estate.language, "report.pictures_only"))
    ticket = opening.open_ticket(request, store, matter, request.pictures)
    text = say(request.language, "report.what_is_it", number=ticket.number)
    return Outcome(
        replies=(Reply(text=text), *opening.card(ticket, request, request.pictures)),
        awaiting={"kind": "words", "ticket": ticket.id},
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """The words to pictures that came first: the ticket takes the reading of the words. Also the unit, said in words."""
    awaiting = request.awaiting or {}
    if awaiting.get("kind") == "unit":
        return _unit_said(request, store, [int(i) for i in awaiting.get("tickets", [])])
    ticket = store.tickets.by_id(int(awaiting["ticket"]))
    matters = [matter for matter in request.meaning.matters if matter.intent in INTENTS]
    if not ticket or ticket.stage in ENDED or not matters or not request.meaning.understood:
        return None
    first = matters[0]
    _, place = opening.where(request, store)
    changed = store.tickets.change(
        ticket, intent=first.intent, code=first.code, urgency=first.urgency, summary=first.text[:80], place=place,
        words=request.text, reading=opening.reading(request, first),
    )  # fmt: skip
    store.tickets.record(ticket, at=request.now, kind="added", actor="owner", text=request.text)
    store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], ticket)
    found = [changed or ticket] + [opening.open_ticket(request, store, matter) for matter in matters[1:]]
    question, ask = reporting.question_about(request, store, found)
    text = "\n".join(filter(None, [reporting.told(request, store, found), question]))
    told = say(request.estate.language, "report.added_for_staff", number=ticket.number, words=request.text)
    cards = tuple(reply for one in found for reply in opening.card(one, request))
    to_staff = Reply(text=told, to=ToTopic(ticket.id), relays="owner_words")
    return Outcome(
        replies=(
            Reply(text=text, buttons=reporting.buttons_for(request, store, found, ask)),
            *cards,
            to_staff,
        ),
        awaiting=ask,
    )


def _unit_said(request: Request, store: OwnerStore, ticket_ids: list[int]) -> Outcome | None:
    unit = next((unit for unit in store.own_units() if unit.label == request.meaning.slots.unit), None)
    return _to_unit(request, store, ticket_ids, unit.id) if unit else None


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """The unit, chosen among the household's own."""
    ticket = choice.of_button(request, store)
    awaiting = request.awaiting or {}
    ids = [int(i) for i in awaiting.get("tickets", [])] if awaiting.get("kind") == "unit" else []
    return _to_unit(request, store, ids or [ticket.id], int(request.button[2]))


def _to_unit(request: Request, store: OwnerStore, ticket_ids: list[int], unit_id: int) -> Outcome:
    unit = next((unit for unit in store.own_units() if unit.id == unit_id), None)
    found = [ticket for i in ticket_ids if (ticket := store.tickets.by_id(i)) and ticket.stage not in ENDED]
    if not unit or not found:
        return Outcome(replies=(Reply(text=say(request.language, "common.no_such_button")),))
    for ticket in found:
        store.tickets.change(ticket, unit_id=unit.id)
        store.tickets.record(ticket, at=request.now, kind="place", actor="owner", text=unit.label)
    text = say(request.language, "report.unit_kept", unit=unit.label, number=found[0].number)
    cards = tuple(Reply(kind="card", to=ToTopic(ticket.id)) for ticket in found)
    return Outcome(replies=(Reply(text=text), *cards))


CAPABILITY = Capability(
    name="report",
    intents=INTENTS,
    said=said,
    buttons=("unit",),
    pressed=pressed,
    awaits=("words", "unit"),
    answered=answered,
)
