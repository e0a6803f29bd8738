"""How a ticket stands, asked or chased: the same stage that staff see, the next date, the person (C04, C06)."""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, opening
from handlers.wording import moment, say
from nlu.meaning import Matter
from storage.store import OwnerStore
from storage.ticket_rows import Ticket


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    """The state of the ticket named, or of every open one; each question counts as a chase and reaches its people."""
    named = choice.named(request, store)
    found = [named] if named else store.tickets.open_ones(5)
    if not found:
        return Outcome(replies=(Reply(text=say(request.language, "follow_up.none")),))
    chased = tuple(_chase(request, store, ticket) for ticket in found[:1])
    text = "\n\n".join(state(request, store, ticket) for ticket in found)
    return Outcome(
        replies=(Reply(text=text), *chased), awaiting=request.awaiting, memory={"ticket": found[0].id}
    )


def _chase(request: Request, store: OwnerStore, ticket: Ticket) -> Reply:
    store.tickets.count(ticket, "chased")
    store.tickets.record(ticket, at=request.now, kind="chased", actor="owner", text=request.text)
    text = say(
        request.estate.language, "follow_up.chased_for_staff", number=ticket.number, words=request.text
    )
    return Reply(text=text, to=ToTopic(ticket.id), relays="owner_words")


def state(request: Request, store: OwnerStore, ticket: Ticket) -> str:
    """One ticket as its owner sees it: what, stage, who, when to hear next."""
    language = request.language
    lines = [opening.line(request, store, ticket), say(language, f"desk.stage.{ticket.stage}")]
    holder = store.staff_named(ticket.holder_id) if ticket.holder_id else None
    if holder:
        lines.append(say(language, "follow_up.holder", name=holder.name))
    due = ticket.next_contact_at or (None if ticket.responded_at else ticket.respond_by)
    if due and ticket.stage not in ("resolved", "closed", "withdrawn"):
        late = due <= request.now
        when = moment(language, due, request.tz, request.now)
        lines.append(
            say(
                language,
                "follow_up.late" if late else "follow_up.next",
                when=when,
                phone=request.estate.phone,
            )
        )
    return "\n".join(lines)


CAPABILITY = Capability(name="follow_up", intents=("follow_up",), said=said)
