"""What follows when matters become tickets: one reply about all of them, their cards, and the one question still open.

Also what belongs to a report made a moment ago: further words, pictures, the parts of an album.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Button, Outcome, Reply, Request
from handlers.tickets import choice, opening
from handlers.tickets.again import came_back, chasing
from handlers.tickets.complaints import path, remedies
from handlers.tickets.fairness.subjects import assurance
from handlers.tickets.people import offering, praising
from handlers.tickets.warning import feeling, incidents
from handlers.tickets.works import warranty_told
from handlers.together import together
from handlers.wording import say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED


def opened(request: Request, store: OwnerStore, matters: list[Matter]) -> Outcome:
    """The tickets, one reply about all of them, their cards, and the one question that is still open.

    What the household has open already gets no second ticket: it joins the one that stands.
    """
    standing = {id(matter): chasing.open_one(request, store, matter) for matter in matters}
    chased = [
        chasing.attach(request, store, ticket, matter)
        for matter in matters
        if (ticket := standing[id(matter)])
    ]
    own = [matter for matter in matters if standing[id(matter)] is None]
    if not own:
        take_unclear(request, store, next(ticket for ticket in standing.values() if ticket))
    return together(request, [*([_opened(request, store, own)] if own else []), *chased])


def _opened(request: Request, store: OwnerStore, matters: list[Matter]) -> Outcome:
    found = [
        opening.open_ticket(request, store, matter, request.pictures if first else ())
        for matter, first in zip(matters, [True] + [False] * len(matters), strict=False)
    ]
    take_unclear(request, store, found[0])
    cards = tuple(
        reply
        for ticket in found
        for reply in opening.card(ticket, request, request.pictures if ticket is found[0] else ())
    )
    return answer(request, store, found, cards)


def answer(request: Request, store: OwnerStore, found: list[Ticket], to_staff: tuple[Reply, ...]) -> Outcome:
    """One bubble about all the tickets, with the question that is open and the buttons to correct."""
    offer = next((ticket for ticket in found if came_back.offered(ticket)), None)
    question, awaiting = _one_question(request, store, found, offer)
    hint, deep = bind_hint(request, store), offering.deep(request, store, found)
    lines = [
        feeling.acknowledged(request),
        told(request, store, found),
        remedies.noted(request, found),
        *dict.fromkeys(incidents.known(request, store, ticket) for ticket in found),
        *(came_back.line(request, store, ticket) for ticket in found),
        warranty_told.of_report(request, store, found),
        hint,
        offering.line(request.language) if deep else "",
        question,
    ]
    buttons = (
        *(came_back.buttons(request, offer) if offer else ()),
        *((offering.button(request.language, deep),) if deep else ()),
        *buttons_for(request, store, found, awaiting),
    )
    dated = (awaiting or {}).get("kind") == "handover_date"
    return Outcome(
        replies=(Reply(text="\n".join(filter(None, lines)), buttons=buttons), *to_staff),
        awaiting=awaiting,
        memory={
            "ticket": found[0].id, "ticket_at": request.now.isoformat(),
            "bind_told": bool(hint) or request.memory.get("bind_told"),
            "handover_asked": dated or request.memory.get("handover_asked"),
        },
    )  # fmt: skip


def _one_question(
    request: Request, store: OwnerStore, found: list[Ticket], offer: Ticket | None
) -> tuple[str, dict[str, object] | None]:
    """At most one question at a time (A14): the place; then whether a fault that came back is a complaint, which its own line
    asks; then what would put a complaint right; then the day of the handing over."""
    question, awaiting = question_about(request, store, found)
    if question:
        return question, awaiting
    if offer:
        return "", {"kind": "repeat_offer", "ticket": offer.id}
    wished = remedies.question(request, store, found)
    if wished:
        return say(request.language, "remedy.question"), remedies.asked(wished)
    undated = warranty_told.to_ask(request, store, found)
    if undated:
        return say(request.language, "warranty.asks"), {"kind": "handover_date", "ticket": undated.id}
    return "", None


def take_unclear(request: Request, store: OwnerStore, ticket: Ticket) -> None:
    """What was written and sent before it became clear belongs to the ticket too, so that nothing is lost."""
    asked = request.awaiting or {}
    if asked.get("kind") != "confirm":
        return
    before = str(asked.get("text", ""))
    if before.strip() and before != request.text:
        store.tickets.record(ticket, at=request.now, kind="added", actor="owner", text=before)
    store.tickets.give_attachments([int(i) for i in asked.get("pictures", [])], ticket)


def told(request: Request, store: OwnerStore, found: list[Ticket]) -> str:
    """What was understood, the numbers, who answers and by when: taken seriously at first sight (C38)."""
    language, first = request.language, found[0]
    if {ticket.intent for ticket in found} == {"praise"}:
        return praising.thanked(language, store, first)
    head = say(language, "report.kept_one" if len(found) == 1 else "report.kept_many", count=len(found))
    soonest = min(found, key=lambda ticket: ticket.respond_by)
    urgent = say(language, "report.urgent") if soonest.urgency == "E1" else ""
    lines = [opening.line(request, store, ticket) for ticket in found]
    kept_away = [assurance(language, ticket) for ticket in found if ticket.guard][:1]
    parts = [head, *lines, promise(request, store, soonest), urgent, *kept_away, _path(request, found)]
    return "\n".join(filter(None, parts))


def _path(request: Request, found: list[Ticket]) -> str:
    """The way to complain; to whoever complains: that it costs nothing, and where it says what happens next (C02)."""
    complains = any(ticket.complaint for ticket in found)
    return say(request.language, "complaints.path") if complains else path.line(request.language)


def promise(request: Request, store: OwnerStore, ticket: Ticket) -> str:
    """Who answers, by when, and the number to ring meanwhile (A22, C30)."""
    return say(
        request.language, "report.promise", who=opening.who_answers(request, store, ticket),
        when=opening.by_when(request, ticket), phone=request.estate.phone,
    )  # fmt: skip


def bind_hint(request: Request, store: OwnerStore) -> str:
    """One sentence on how to link the home, once, for whoever has not."""
    bound = store.own_units() or request.memory.get("bind_told")
    return "" if bound else say(request.language, "report.bind_hint")


def question_about(
    request: Request, store: OwnerStore, found: list[Ticket]
) -> tuple[str, dict[str, object] | None]:
    """At most one short question, about the place, and only where it is not known."""
    own, slots = store.own_units(), request.meaning.slots
    placeless = [t for t in found if t.intent in ("repair", "complaint", "dispute") and not _public(t)]
    if not own and not (slots.unit or slots.place):
        return say(request.language, "report.where_unbound"), _asks("place", found)
    if not own and placeless and not slots.unit:
        return say(request.language, "report.which_unbound"), _asks("place", placeless)
    if len(own) > 1 and placeless and not slots.unit:
        return say(request.language, "report.which_unit"), _asks("unit", placeless)
    return "", None


def _asks(kind: str, found: list[Ticket]) -> dict[str, object] | None:
    """Praise and ideas need no place."""
    asked = [ticket.id for ticket in found if ticket.intent not in ("praise", "suggestion")]
    return {"kind": kind, "tickets": asked or [ticket.id for ticket in found]}


def _public(ticket: Ticket) -> bool:
    return (ticket.code or "").startswith("public.")


def buttons_for(
    request: Request, store: OwnerStore, found: list[Ticket], awaiting: dict[str, object] | None
) -> tuple[tuple[Button, ...], ...]:
    """To correct what was understood, or take it back; the household's units where that is the question."""
    language = request.language
    rows: list[tuple[Button, ...]] = []
    if awaiting and awaiting["kind"] == "unit":
        rows.extend((Button(unit.label, f"unit:{found[0].id}:{unit.id}"),) for unit in store.own_units()[:6])
    if awaiting and awaiting["kind"] == "remedy":
        asked = next(ticket for ticket in found if ticket.id == awaiting["ticket"])
        rows.extend(remedies.buttons(language, asked))
    if len(found) == 1:
        fix = Button(say(language, "report.correct"), f"fix:{found[0].id}")
        rows.append((fix, Button(say(language, "report.withdraw"), f"withdraw:{found[0].id}")))
        return tuple(rows)
    rows.extend(
        (Button(say(language, "report.correct_this", number=ticket.number), f"fix:{ticket.id}"),)
        for ticket in found[:4]
    )
    return tuple(rows)


def fresh_ticket(request: Request, store: OwnerStore) -> Ticket | None:
    """The report this chat made a moment ago, or the one that earlier parts of the same album went to."""
    albums = [picture.album for picture in request.pictures if picture.album]
    of_album = store.tickets.of_album(albums[0]) if albums else None
    if of_album:
        return of_album
    ticket, said_at = choice.recalled(request, store), request.memory.get("ticket_at")
    if not ticket or not said_at or ticket.stage in ENDED:
        return None
    age = request.now - datetime.fromisoformat(said_at)
    return ticket if age <= timedelta(seconds=request.settings.follow_on_seconds) else None
