"""The same matter reported once more: it goes to the ticket that stands, as a chase; nothing of it is lost.

The words stay as they were written. Whoever wrote hears where they belong, who holds it and by when they hear more, and can
say that it is something else: then the very same words open a ticket of their own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.base import Button, Outcome, Reply, Request, ToTopic
from handlers.tickets import moments, opening
from handlers.tickets.again import repeats
from handlers.tickets.warning import feeling, incidents
from handlers.wording import moment, say
from nlu.meaning import Matter
from nlu.parse import parse
from storage.owner_store import OwnerStore
from storage.ticket_rows import Event, Ticket

_GRAVER = ("L", "N", "E1", "E0")


def open_one(request: Request, store: OwnerStore, matter: Matter) -> Ticket | None:
    """The household's open ticket about the same matter; None where the report is one of its own."""
    if opening.is_private(request.meaning):
        return None
    unit, place = opening.where(request, store, matter)
    rules = request.settings.tickets.repeats
    found = store.households.worked_on(
        unit_id=unit.id if unit else None, contact_id=store.scope.contact_id, since=rules.since(request.now)
    )
    said = replace(matter, text=matter.text or request.text)
    return repeats.chased(said, place, found)


def attach(request: Request, store: OwnerStore, ticket: Ticket, matter: Matter) -> Outcome:
    """The report joins its ticket: counted, kept word for word, told to the people of the ticket."""
    pictures = [picture.attachment_id for picture in request.pictures]
    store.tickets.count(ticket, "chased")
    data = {"report": matter.as_dict(), "pieces": list(request.pieces), "pictures": pictures}
    store.tickets.record(ticket, at=request.now, kind="chased", actor="owner", text=request.text, data=data)
    store.tickets.give_attachments(pictures, ticket)
    kept = store.tickets.by_id(ticket.id) or ticket
    entry, after = kept.entries, _graver(request, store, kept, matter)
    after = moments.come("chased", request, store, after)
    kept = store.tickets.by_id(ticket.id) or after
    return Outcome(
        replies=(_told(request, store, kept, entry), *_to_staff(request, kept)),
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )


def _graver(request: Request, store: OwnerStore, ticket: Ticket, matter: Matter) -> Ticket:
    """What has become more urgent is treated so, from now on."""
    if _GRAVER.index(matter.urgency) <= _GRAVER.index(ticket.urgency):
        return ticket
    respond_by = opening.respond_by(request, matter.urgency)
    sooner = {} if ticket.responded_at else {"respond_by": min(ticket.respond_by, respond_by)}
    changed = store.tickets.change(ticket, urgency=matter.urgency, **sooner)
    store.tickets.record(
        ticket, at=request.now, kind="graver", actor="line", shown=False, data={"urgency": matter.urgency}
    )
    return changed or ticket


def _told(request: Request, store: OwnerStore, ticket: Ticket, entry: int) -> Reply:
    text = "\n".join(filter(None, [feeling.acknowledged(request), told(request, store, ticket)]))
    other = Button(say(request.language, "repeats.something_else"), f"else:{ticket.id}:{entry}")
    return Reply(text=text, buttons=((other,),))


def told(request: Request, store: OwnerStore, ticket: Ticket) -> str:
    """Where the report belongs, who holds it, and when its owner hears more."""
    language = request.language
    holder = store.staff_named(ticket.holder_id) if ticket.holder_id else None
    who = holder.name if holder else opening.who_answers(request, store)
    lines = [
        say(language, "repeats.belongs", number=ticket.number, who=who),
        opening.line(request, store, ticket),
    ]
    due = ticket.next_contact_at or (None if ticket.responded_at else ticket.respond_by)
    if due and due > request.now:
        lines.append(say(language, "follow_up.next", when=moment(language, due, request.tz, request.now)))
    else:
        lines.append(say(language, "repeats.no_date", phone=request.estate.phone))
    return "\n".join(filter(None, [*lines, incidents.known(request, store, ticket)]))


def _to_staff(request: Request, ticket: Ticket) -> tuple[Reply, ...]:
    words = say(
        request.estate.language,
        "repeats.for_staff",
        number=ticket.number,
        count=ticket.chased,
        words=request.text,
    )
    topic = ToTopic(ticket.id)
    return (
        Reply(text=words, to=topic, relays="owner_words", pictures=request.pictures),
        Reply(kind="card", to=topic),
    )


def chase_at(store: OwnerStore, ticket: Ticket, entry: int) -> Event | None:
    """The report that joined a ticket under this place of its file; None for another, and for one that left again."""
    lines = store.tickets.timeline(ticket)
    left = {line.data.get("entry") for line in lines if line.kind == "split"}
    return next(
        (line for line in lines if line.seq == entry and "report" in line.data and entry not in left), None
    )


def leave(request: Request, store: OwnerStore, ticket: Ticket, chase: Event) -> Ticket:
    """It is something else: the very words open a ticket of their own, with the pictures that came with them."""
    matter = Matter(**_report(chase.data["report"]))
    labels = tuple(unit.label for unit in request.household.units)
    meaning = parse(chase.text, now=chase.at, tz=request.tz, language=request.language, units=labels)
    said = replace(
        request, text=chase.text, pieces=tuple(chase.data.get("pieces", ())), meaning=meaning, pictures=()
    )
    opened = opening.open_ticket(said, store, matter)
    store.tickets.pass_attachments([int(one) for one in chase.data.get("pictures", ())], ticket, opened)
    store.tickets.record(
        ticket, at=request.now, kind="split", actor="owner", text=opened.number, data={"entry": chase.seq}
    )
    store.tickets.change(ticket, chased=max(0, ticket.chased - 1))
    return opened


def _report(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: kept[name] for name in ("intent", "code", "urgency", "confidence", "text")}
