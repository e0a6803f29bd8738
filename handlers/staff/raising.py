"""Staff send a ticket higher, and a level says what it decided (C15, D13)."""

from __future__ import annotations

from handlers.base import Mistake, Reply
from handlers.staff.changing import checked, record, redrawn, told_in_topic
from handlers.staff.request import StaffRequest
from handlers.tickets.ladder import escalating
from handlers.tickets.lifecycle import may
from storage.escalations import Escalation
from storage.pages import ESCALATION
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def escalate(request: StaffRequest, store: StaffStore, ticket: Ticket, reason: str) -> tuple[Reply, ...]:
    """Sends a ticket one level higher, with the reason. Raises Mistake without one, or once it has ended."""
    words = checked(reason)
    if not may(ticket, "withdraw"):
        raise Mistake("common.moved_on", number=ticket.number)
    said = escalating.Said(words, request.who.id, request.form)
    event = f"{request.who.id} {request.form or request.now.isoformat()}"[:80]
    before = len(store.escalations.of(ticket))
    after = escalating.raise_to(request, store, ticket, reason="request", event=event, said=said)
    if len(store.escalations.of(ticket)) == before:
        raise Mistake("escalation.nobody_higher", number=ticket.number)
    return (
        told_in_topic(store, after, "escalation.room.raised", name=request.who.name),
        redrawn(request, store, after),
    )


def decide_level(request: StaffRequest, store: StaffStore, ticket: Ticket, text: str) -> tuple[Reply, ...]:
    """What the level decided: its deadline and its calls end. It stays among staff; the owner is written to as ever.

    Raises Mistake without words, where no level is asked, and for somebody who is neither of that level nor above.
    """
    words = checked(text)
    asked = standing(store, ticket)
    if asked is None:
        raise Mistake("escalation.nothing_to_decide", number=ticket.number)
    if not may_decide(store, ticket, asked, request.who):
        raise Mistake("escalation.not_yours", number=ticket.number)
    store.escalations.decide(ticket, request.who.id, words, request.now)
    store.pages.withdraw(ticket, ESCALATION)
    record(request, store, ticket, "level_decided", words, shown=False, name=asked.name)
    return (
        told_in_topic(store, ticket, "escalation.room.decided", name=request.who.name),
        redrawn(request, store, ticket),
    )


def standing(store: StaffStore, ticket: Ticket) -> Escalation | None:
    """The level that was asked last and has not decided yet."""
    newest = escalating.newest_of(store, ticket)
    return newest if newest and newest.decided_at is None and newest.decide_by else None


def may_decide(store: StaffStore, ticket: Ticket, asked: Escalation, who: Staff) -> bool:
    """Whether somebody was called for a level, or stands above all who were."""
    called = {call.staff_id for call in store.escalations.calls(ticket) if call.escalation_id == asked.id}
    roles = [one.role for one in store.serving(ticket) if one.id in called]
    return who.id in called or _height(who.role) > max(map(_height, roles), default=-1)


def _height(role: str) -> int:
    return SENIOR.index(role) if role in SENIOR else -1
