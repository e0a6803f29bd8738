"""Something broken, somebody dissatisfied, a wish, a thank-you: each matter becomes a ticket, all under one reply.

The ticket is opened even where the report is unclear; then at most one short question follows (A14, A17).
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.base import Capability, Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import adding, choice, opening, reporting
from handlers.tickets.complaints import path, remedies
from handlers.wording import say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

INTENTS = ("repair", "complaint", "suggestion", "praise")

#: A reading below this probability, in a few characters after a report, is a remark on it ("kitchen", "since Monday").
_REMARK, _REMARK_LENGTH = 0.35, 16

#: What was sent without words, and the question it leads to; photos and videos are the usual case.
_WORDLESS = {"voice": "voice", "audio": "voice", "location": "where", "document": "file", "contact": "file"}


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """Opens a ticket for each matter reported in the message; what was reported a moment ago is not opened twice."""
    matters = [one for one in request.meaning.matters if one.intent in INTENTS] or [matter]
    fresh = reporting.fresh_ticket(request, store)
    if fresh and len(request.meaning.matters) == 1 and _belongs(request, fresh, matters[0]):
        return _more_about(request, store, fresh)
    return reporting.opened(request, store, matters)


def _belongs(request: Request, fresh: Ticket, matter: Matter) -> bool:
    """A remark too short to be a report, or the same thing told once more about the same place."""
    place = request.meaning.slots.place
    if matter.confidence < _REMARK and len(request.text.strip()) <= _REMARK_LENGTH:
        return True
    same = (matter.intent, matter.code) == (fresh.intent, fresh.code)
    return same and (place is None or place in (fresh.place or ""))


def _more_about(request: Request, store: OwnerStore, fresh: Ticket) -> Outcome:
    place = request.meaning.slots.place
    if place and not fresh.place:
        store.tickets.change(fresh, place=place[:200])
    outcome = adding.added(request, store, fresh)
    return Outcome(
        replies=(*outcome.replies, Reply(kind="card", to=ToTopic(fresh.id))), awaiting=outcome.awaiting,
        memory=outcome.memory,
    )  # fmt: skip


def wordless(request: Request, store: OwnerStore) -> Outcome | None:
    """Pictures without words: with the report just made, or a ticket of their own and the question what they show."""
    kinds = [picture.kind for picture in request.pictures]
    if request.text.strip() or not kinds or set(kinds) == {"sticker"} or _asked_where(request, kinds):
        return None
    fresh = _awaiting_ticket(request, store) or reporting.fresh_ticket(request, store)
    if fresh:
        return adding.added(request, store, fresh)
    summary = say(request.estate.language, "report.pictures_only")
    ticket = opening.open_ticket(
        request, store, Matter("repair", "home.other", "N", 0.0, summary), request.pictures
    )
    text = say(
        request.language, f"report.what_is_it.{_WORDLESS.get(kinds[0], 'photo')}", number=ticket.number,
        who=opening.who_answers(request, store, ticket), when=opening.by_when(request, ticket),
    )  # fmt: skip
    return Outcome(
        replies=(
            Reply(text=path.under(text, request.language)),
            *opening.card(ticket, request, request.pictures),
        ),
        awaiting={"kind": "words", "ticket": ticket.id},
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )


def _asked_where(request: Request, kinds: Sequence[str]) -> bool:
    return "location" in kinds and (request.awaiting or {}).get("kind") == "place"


def _awaiting_ticket(request: Request, store: OwnerStore) -> Ticket | None:
    """The ticket that the open question is about, unless the question is about a rating."""
    awaiting = request.awaiting or {}
    if awaiting.get("kind") not in ("words", "place", "unit", "correction", "what_is_left"):
        return None
    ids = awaiting.get("tickets") or [awaiting.get("ticket")]
    ticket = store.tickets.by_id(int(ids[0])) if ids and ids[0] else None
    return ticket if ticket and ticket.stage not in ENDED else None


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """The words to pictures that came first: the ticket takes the reading of the words. Also the unit, said in words."""
    awaiting = request.awaiting or {}
    if awaiting.get("kind") == "unit":
        return _unit_said(request, store, [int(i) for i in awaiting.get("tickets", [])])
    ticket = store.tickets.by_id(int(awaiting["ticket"]))
    if not ticket or ticket.stage in ENDED or not request.text.strip():
        return None
    matters = [matter for matter in request.meaning.matters if matter.intent in INTENTS]
    if request.meaning.matters and request.meaning.understood and not matters:
        return None
    matters = matters or [Matter("repair", "home.other", "N", 0.0, request.text)]
    changed = opening.take_words(request, store, ticket, matters[0])
    found = [changed] + [opening.open_ticket(request, store, matter) for matter in matters[1:]]
    told = say(request.estate.language, "report.added_for_staff", number=ticket.number, words=request.text)
    cards = tuple(reply for one in found for reply in opening.card(one, request))
    to_staff = Reply(text=told, to=ToTopic(ticket.id), relays="owner_words", pictures=request.pictures)
    return reporting.answer(request, store, found, (*cards, to_staff))


def _unit_said(request: Request, store: OwnerStore, ticket_ids: list[int]) -> Outcome | None:
    unit = next((unit for unit in store.own_units() if unit.label == request.meaning.slots.unit), None)
    plain = not request.meaning.matters or len(request.text.strip()) <= _REMARK_LENGTH
    return _to_unit(request, store, ticket_ids, unit.id) if unit and plain else None


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """The unit, chosen among the household's own. Raises Mistake for a unit that is not theirs."""
    ticket = choice.of_button(request, store)
    awaiting = request.awaiting or {}
    ids = [int(i) for i in awaiting.get("tickets", [])] if awaiting.get("kind") == "unit" else []
    return _to_unit(request, store, ids if ticket.id in ids else [ticket.id], choice.number_at(request, 2))


def _to_unit(request: Request, store: OwnerStore, ticket_ids: list[int], unit_id: int | None) -> Outcome:
    unit = next((unit for unit in store.own_units() if unit.id == unit_id), None)
    known = [ticket for i in ticket_ids if (ticket := store.tickets.by_id(i))]
    found = [ticket for ticket in known if ticket.stage not in ENDED]
    if unit and known and not found:
        raise Mistake("common.moved_on", number=known[0].number)
    if not unit or not found:
        raise Mistake("common.no_such_button")
    for ticket in found:
        store.tickets.change(ticket, unit_id=unit.id)
        store.tickets.record(ticket, at=request.now, kind="place", actor="owner", text=unit.label)
    numbers = say(request.language, "report.and").join(ticket.number for ticket in found)
    text = say(request.language, "report.unit_kept", unit=unit.label, number=numbers)
    cards = tuple(Reply(kind="card", to=ToTopic(ticket.id)) for ticket in found)
    question, buttons, asked = remedies.then_asked(request, store, found)
    text = "\n".join(filter(None, (text, question)))
    return Outcome(replies=(Reply(text=text, buttons=buttons), *cards), awaiting=asked)


CAPABILITY = Capability(
    name="report", intents=INTENTS, said=said, buttons=("unit",), pressed=pressed, awaits=("words", "unit"),
    answered=answered,
)  # fmt: skip
