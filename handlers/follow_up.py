"""How a ticket stands, asked or chased: the same stage that staff see, the next date, the person, what happened (B03, C04, C06)."""

from __future__ import annotations

from handlers.base import Button, Capability, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, lifecycle, moments, opening, settling
from handlers.tickets.complaints import accepting, appealing, complaining, letter
from handlers.tickets.warning import incidents
from handlers.wording import has, moment, say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore
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
    waiting = next((ticket for ticket in found if _is_ours_to_move(ticket)), None)
    chased = (_chase(request, store, waiting),) if waiting else ()
    told = [state(request, store, ticket) for ticket in found]
    if len(found) == 1:
        told[0] = "\n".join(filter(None, [told[0], history(request, store, found[0])]))
    buttons = _keys(request, store, found[0]) if len(found) == 1 else ()
    return Outcome(
        replies=(Reply(text="\n\n".join(told), buttons=buttons), *chased), awaiting=request.awaiting,
        memory={"ticket": found[0].id},
    )  # fmt: skip


def _is_ours_to_move(ticket: Ticket) -> bool:
    """Whether asking is a chase: not once the owner's own word is awaited."""
    owners_turn = ticket.stage == "decided" and ticket.next_contact_at is None
    return ticket.stage not in (*ENDED, "resolved") and not owners_turn


def _keys(request: Request, store: OwnerStore, ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """What the owner can do with a single ticket: settle, answer a decision, appeal, make it a complaint."""
    language = request.language
    if ticket.stage == "decided":
        return letter.buttons(language, ticket, request.settings.tickets.appeals)
    if ticket.stage == "closed" and appealing.is_open(request, store, ticket):
        return (letter.buttons(language, ticket, request.settings.tickets.appeals)[0][1:],)
    settled = settling.buttons(language, ticket) if ticket.stage == "resolved" else ()
    return (*settled, *complaining.button(language, ticket))


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
        named = lifecycle.may(ticket, "claim")
        lines.append(
            say(language, "follow_up.holder_named" if named else "follow_up.holder", name=holder.name)
        )
    due = ticket.next_contact_at or (None if ticket.responded_at else ticket.respond_by)
    made = store.decisions.told(ticket) if ticket.stage == "decided" else None
    if made:
        lines.append(letter.status(accepting.reader(request), ticket, made))
    elif due and ticket.stage not in ("resolved", *ENDED):
        key = "follow_up.late" if due <= request.now else "follow_up.next"
        when = moment(language, due, request.tz, request.now)
        lines.append(say(language, key, when=when, phone=request.estate.phone))
        lines.extend(_promised(request, store, ticket))
    return "\n".join(filter(None, [*lines, incidents.known(request, store, ticket)]))


def _promised(request: Request, store: OwnerStore, ticket: Ticket) -> list[str]:
    """What was said of the next date and what expressly not; the manager who answers where a time was not kept."""
    lines = []
    for one in store.promises.open_ones(ticket):
        if one.kind == "manager":
            when = moment(request.language, one.due_at, request.tz, request.now)
            lines.append(say(request.language, "follow_up.manager", when=when))
        if one.said:
            lines.append(one.said)
        if one.not_promised:
            lines.append(say(request.language, "desk.owner.not_promised", what=one.not_promised))
    return lines


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
