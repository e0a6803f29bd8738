"""Staff say what a message really was: the ticket's kind changes; its urgency, and the time that was told, stay as they are.

The words are kept as a candidate for the corpus. A danger is no mere label: it is treated as one, so that people are called.
"""

from __future__ import annotations

from handlers.base import Mistake, Reply
from handlers.staff.card import room_language
from handlers.staff.changing import changed, record, redrawn, told_in_topic
from handlers.staff.request import StaffRequest
from handlers.tickets import kinds, misread, opening
from handlers.tickets.fairness import subjects
from handlers.tickets.lifecycle import may
from handlers.tickets.people import praising
from handlers.tickets.timing import running
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def relabel(request: StaffRequest, store: StaffStore, ticket: Ticket, said: str) -> tuple[Reply, ...]:
    """Takes over what a ticket really is, by label, code or name.

    Raises Mistake: nothing said, a danger, no such kind, several of that name, what it is already, people still being called about it.
    """
    label = _meant(request, store, ticket, said)
    before = kinds.label_of(ticket.intent, ticket.code)
    if label == before:
        raise Mistake("desk.kind.same", number=ticket.number, what=kinds.named(request.language, label))
    if any(one.id == ticket.id for _, one in store.alarms()):
        raise Mistake("desk.kind.alarm", number=ticket.number)
    became = changed(store, ticket, **misread.became(ticket, label), complaint=_is_complaint(ticket, label))
    after = subjects.on_words(request, store.as_line(), running.follow(request, store, became))
    praising.on_received(request, store.as_line(), after)
    misread.keep(store, after, label, at=request.now, source="staff", staff_id=request.who.id)
    record(request, store, after, "relabelled", shown=False, was=before, became=label)
    what = kinds.named(room_language(store, ticket.estate_id), label)
    return (
        told_in_topic(store, after, "desk.room.relabelled", name=request.who.name, what=what),
        redrawn(request, store, after),
    )


def _is_complaint(ticket: Ticket, label: str) -> bool:
    """Staff can put a ticket into the complaints procedure by naming what it is, never take it out (C05)."""
    named = kinds.parts_of(label)[0] in opening.COMPLAINTS and may(ticket, "decide")
    return ticket.complaint or named


def _meant(request: StaffRequest, store: StaffStore, ticket: Ticket, said: str) -> str:
    """The one label that somebody means."""
    found = kinds.meant(request.language, said)
    if not found and kinds.is_danger(request.language, said):
        estate = next(one for one in store.estates() if one.id == ticket.estate_id)
        raise Mistake("desk.kind.danger", number=ticket.number, phone=estate.phone)
    if not said.strip():
        raise Mistake("desk.kind.empty")
    if not found:
        raise Mistake("desk.kind.none", said=said.strip()[:60])
    if len(found) > 1:
        raise Mistake("desk.kind.several", said=said.strip()[:60], labels=", ".join(found))
    return found[0]
