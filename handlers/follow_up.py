"""How a ticket stands, asked or chased: the same stage that staff see, the next date, the person, what happened (B03, C04, C06)."""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, incidents, lifecycle, moments, opening, settling
from handlers.wording import has, moment, say
from nlu.meaning import Matter
from storage.store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Steps told of a single ticket, the newest last; several tickets are told without theirs.
_HISTORY = 5


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    """The state of the ticket named, or of every open one; each question counts as a chase and reaches its people."""
    named = choice.named(request, store)
    found = [named] if named else store.tickets.open_ones(5)
    if not found:
        text = say(request.language, "follow_up.none", phone=request.estate.phone)
        return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)
    waiting = next((ticket for ticket in found if ticket.stage not in (*ENDED, "resolved")), None)
    chased = (_chase(request, store, waiting),) if waiting else ()
    told = [state(request, store, ticket) for ticket in found]
    if len(found) == 1:
        told[0] = "\n".join(filter(None, [told[0], history(request, store, found[0])]))
    done = next((ticket for ticket in found if lifecycle.may(ticket, "settle")), None)
    buttons = settling.buttons(request.language, done) if done and len(found) == 1 else ()
    return Outcome(
        replies=(Reply(text="\n\n".join(told), buttons=buttons), *chased), awaiting=request.awaiting,
        memory={"ticket": found[0].id},
    )  # fmt: skip


def _chase(request: Request, store: OwnerStore, ticket: Ticket) -> Reply:
    store.tickets.count(ticket, "chased")
    store.tickets.record(ticket, at=request.now, kind="chased", actor="owner", text=request.text)
    moments.come("chased", request, store, store.tickets.by_id(ticket.id) or ticket)
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
    if due and ticket.stage not in ("resolved", *ENDED):
        key = "follow_up.late" if due <= request.now else "follow_up.next"
        when = moment(language, due, request.tz, request.now)
        lines.append(say(language, key, when=when, phone=request.estate.phone))
    return "\n".join(filter(None, [*lines, incidents.known(request, store, ticket)]))


def history(request: Request, store: OwnerStore, ticket: Ticket) -> str:
    """What happened, as the owner may see it: one line a step, whoever holds the ticket now."""
    steps = [one for one in store.tickets.timeline(ticket) if has(f"follow_up.step.{one.kind}")]
    lines = []
    for one in steps[-_HISTORY:]:
        who = store.staff_named(one.staff_id) if one.staff_id else None
        done = say(request.language, f"follow_up.step.{one.kind}", who=who.name if who else "")
        lines.append(f"· {moment(request.language, one.at, request.tz, request.now)} {done.strip()}")
    return "\n".join(lines) if len(lines) > 1 else ""


CAPABILITY = Capability(name="follow_up", intents=("follow_up",), said=said)
