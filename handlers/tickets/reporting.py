"""What follows when matters become tickets: one reply about all of them, their cards, and the one question still open.

Also what belongs to a report made a moment ago: further words, pictures, the parts of an album.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Button, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, opening
from handlers.wording import say
from nlu.meaning import Matter
from storage.store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED


def opened(request: Request, store: OwnerStore, matters: list[Matter]) -> Outcome:
    """The tickets, one reply about all of them, their cards, and the one question that is still open."""
    found = [
        opening.open_ticket(request, store, matter, request.pictures if first else ())
        for matter, first in zip(matters, [True] + [False] * len(matters), strict=False)
    ]
    cards = tuple(
        reply
        for ticket in found
        for reply in opening.card(ticket, request, request.pictures if ticket is found[0] else ())
    )
    question, awaiting = question_about(request, store, found)
    text = "\n".join(filter(None, [told(request, store, found), question]))
    return Outcome(
        replies=(Reply(text=text, buttons=buttons_for(request, store, found, awaiting)), *cards),
        awaiting=awaiting,
        memory={"ticket": found[0].id, "ticket_at": request.now.isoformat()},
    )


def told(request: Request, store: OwnerStore, found: list[Ticket]) -> str:
    """What was understood, the numbers, who answers and by when: taken seriously at first sight (C38)."""
    language, first = request.language, found[0]
    if {ticket.intent for ticket in found} == {"praise"}:
        return say(language, "report.praise", number=first.number)
    head = say(language, "report.kept_one" if len(found) == 1 else "report.kept_many", count=len(found))
    soonest = min(found, key=lambda ticket: ticket.respond_by)
    promise = say(
        language,
        "report.promise",
        who=opening.who_answers(request, store),
        when=opening.by_when(request, soonest),
    )
    urgent = say(language, "report.urgent", phone=request.estate.phone) if soonest.urgency == "E1" else ""
    lines = [opening.line(request, store, ticket) for ticket in found]
    return "\n".join(filter(None, [head, *lines, promise, urgent]))


def question_about(
    request: Request, store: OwnerStore, found: list[Ticket]
) -> tuple[str, dict[str, object] | None]:
    """At most one short question, about the place, and only where it is not known."""
    first, own = found[0], store.own_units()
    if first.intent not in ("repair", "complaint") or first.place:
        return "", None
    if not own:
        ask = say(request.language, "report.where_unbound")
        return ask, {"kind": "place", "tickets": [ticket.id for ticket in found]}
    if len(own) > 1 and not request.meaning.slots.unit and not (first.code or "").startswith("public."):
        return say(request.language, "report.which_unit"), {
            "kind": "unit",
            "tickets": [ticket.id for ticket in found],
        }
    return "", None


def buttons_for(
    request: Request, store: OwnerStore, found: list[Ticket], awaiting: dict[str, object] | None
) -> tuple[tuple[Button, ...], ...]:
    """To correct what was understood, or take it back; the household's units where that is the question."""
    language = request.language
    rows: list[tuple[Button, ...]] = []
    if awaiting and awaiting["kind"] == "unit":
        rows.extend((Button(unit.label, f"unit:{found[0].id}:{unit.id}"),) for unit in store.own_units()[:6])
    if len(found) == 1:
        number = found[0].id
        rows.append(
            (
                Button(say(language, "report.correct"), f"fix:{number}"),
                Button(say(language, "report.withdraw"), f"withdraw:{number}"),
            )
        )
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


def added(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """More words or pictures for a ticket: kept with it and passed on to its people."""
    store.tickets.record(ticket, at=request.now, kind="added", actor="owner", text=request.text)
    store.tickets.give_attachments([picture.attachment_id for picture in request.pictures], ticket)
    told = say(request.estate.language, "report.added_for_staff", number=ticket.number, words=request.text)
    to_staff = Reply(
        text=told.strip(), to=ToTopic(ticket.id), relays="owner_words", pictures=request.pictures
    )
    key = "report.pictures_added" if request.pictures and not request.text.strip() else "report.added"
    return Outcome(
        replies=(Reply(text=say(request.language, key, number=ticket.number)), to_staff),
        awaiting=request.awaiting,
    )
