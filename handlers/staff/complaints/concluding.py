"""After a decision: carried out, or ended by a body outside; and what a complaint still lacks before it can be finished (C05)."""

from __future__ import annotations

from handlers.base import Mistake, Reply
from handlers.staff.changing import changed, checked, record, redrawn
from handlers.staff.complaints.deciding import in_topic
from handlers.staff.owner_side import owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets import moments
from handlers.tickets.lifecycle import next_stage
from handlers.wording import say
from storage.decision_rows import Decision
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: The longest name of a body outside, in characters.
_NAME = 200


def decided_first(request: StaffRequest, store: StaffStore, ticket: Ticket) -> Decision | None:
    """The decision that "work done" carries out; None for what needs none.

    Raises Mistake for a complaint or suggestion whose owner was told no decision in this round, or that was opened again after one
    with nothing to carry out, in words that say what is missing; and for such a decision itself: it ends with the owner's word.
    """
    if not (ticket.complaint or ticket.intent == "suggestion"):
        return None
    made = store.decisions.told(ticket)
    if made is None or (ticket.stage != "decided" and not made.remedy):
        raise Mistake(
            "decision.resolve_first", number=ticket.number, missing=_missing(request, store, ticket)
        )
    if ticket.stage == "decided" and not made.owed:
        raise Mistake("decision.owners_word", number=ticket.number)
    return made


def _missing(request: StaffRequest, store: StaffStore, ticket: Ticket) -> str:
    made = store.decisions.standing(ticket)
    if made is None or made.refused or made.told_at:
        return say(request.language, "decision.missing.decision")
    return say(request.language, f"decision.missing.{'approval' if made.approval == 'needed' else 'legal'}")


def end_outside(
    request: StaffRequest, store: StaffStore, ticket: Ticket, body: str, result: str
) -> tuple[Reply, ...]:
    """A body outside has ended the matter: its result is told, and the ticket closed; it can be taken up again (C18)."""
    name, words = checked(body)[:_NAME], checked(result)
    made = store.decisions.told(ticket)
    if made is None:
        raise Mistake("common.moved_on", number=ticket.number)
    closed = changed(
        store, ticket, stage=next_stage(ticket, "end_outside"), closed_at=request.now, remind_at=None, close_at=None,
        next_contact_at=None,
    )  # fmt: skip
    if not store.decisions.end_outside(closed, made, name, words, request.now):
        raise Mistake("common.moved_on", number=ticket.number)
    store.tickets.keep_promises(closed, request.now)
    record(request, store, closed, "ended_outside", words, body=name)
    closed = moments.come("settled", request, store, closed)
    owner = owner_side(request, store, closed)
    told = owner.told(owner.say("decision.ended_outside", body=name, result=words))
    return (
        *told,
        *in_topic(store, closed, "decision.room.ended_outside", name=request.who.name, body=name),
        redrawn(request, store, closed),
    )
