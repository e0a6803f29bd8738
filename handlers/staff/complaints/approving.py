"""Releasing a decision that waits: the approval of somebody whose limits suffice (C14), the legal review of a letter (C52)."""

from __future__ import annotations

from handlers.base import Mistake, Reply, ToStaff
from handlers.staff.changing import checked, record
from handlers.staff.complaints.deciding import in_topic, severity, tell
from handlers.staff.request import StaffRequest
from handlers.tickets.complaints.authority import may_alone
from handlers.wording import say, speak
from storage.decision_rows import Decision
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def may_approve(request: StaffRequest, store: StaffStore, ticket: Ticket, made: Decision) -> bool:
    """Whether this very person may approve: not their own, not barred, and within their limits."""
    own = request.settings.tickets
    enough = may_alone(
        request.who.role, made.remedy_amount, severity(store, ticket), own.money, own.authority
    )
    return (
        enough and request.who.id != made.decided_by and request.who.id not in store.decisions.barred(ticket)
    )


def approve(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """Gives the approval; the owner is told once nothing else is outstanding."""
    made = _waiting(store, ticket, "approval")
    _must_approve(request, store, ticket, made)
    if not store.decisions.approve(ticket, made, request.who.id, request.now, given=True):
        raise Mistake("decision.not_you", number=ticket.number)
    record(request, store, ticket, "decision_approved", shown=False, decision=made.id)
    return _released(request, store, ticket)


def send_back(request: StaffRequest, store: StaffStore, ticket: Ticket, why: str) -> tuple[Reply, ...]:
    """Refuses the approval with a reason; whoever decided decides anew."""
    made = _waiting(store, ticket, "approval")
    _must_approve(request, store, ticket, made)
    kept = checked(why)
    if not store.decisions.approve(ticket, made, request.who.id, request.now, given=False):
        raise Mistake("decision.not_you", number=ticket.number)
    return _sent_back(request, store, ticket, made, kept)


def pass_letter(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """The legal adviser has nothing against the letter."""
    made = _waiting(store, ticket, "legal")
    _must_be_legal(request, ticket)
    if not store.decisions.review(ticket, made, request.who.id, request.now, passed=True):
        raise Mistake("decision.not_you", number=ticket.number)
    record(request, store, ticket, "letter_passed", shown=False, decision=made.id)
    return _released(request, store, ticket)


def return_letter(request: StaffRequest, store: StaffStore, ticket: Ticket, why: str) -> tuple[Reply, ...]:
    """The letter is to be written anew, and why."""
    made = _waiting(store, ticket, "legal")
    _must_be_legal(request, ticket)
    kept = checked(why)
    if not store.decisions.review(ticket, made, request.who.id, request.now, passed=False):
        raise Mistake("decision.not_you", number=ticket.number)
    return _sent_back(request, store, ticket, made, kept)


def _waiting(store: StaffStore, ticket: Ticket, what: str) -> Decision:
    """The decision of this round that waits for it. Raises Mistake when there is none any more."""
    made = store.decisions.standing(ticket)
    if made is None or made.told_at or made.refused or getattr(made, what) != "needed":
        raise Mistake("common.moved_on", number=ticket.number)
    return made


def _must_approve(request: StaffRequest, store: StaffStore, ticket: Ticket, made: Decision) -> None:
    if request.who.id == made.decided_by:
        raise Mistake("decision.own", number=ticket.number)
    if not may_approve(request, store, ticket, made):
        raise Mistake("decision.beyond_you", number=ticket.number)


def _must_be_legal(request: StaffRequest, ticket: Ticket) -> None:
    if request.who.role != "legal":
        raise Mistake("decision.not_legal", number=ticket.number)


def _released(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    made = store.decisions.standing(ticket)
    return tell(request, store, ticket, made) if made and made.ready else ()


def _sent_back(
    request: StaffRequest, store: StaffStore, ticket: Ticket, made: Decision, why: str
) -> tuple[Reply, ...]:
    record(request, store, ticket, "decision_sent_back", why, shown=False, decision=made.id)
    decider = store.colleague(made.decided_by)
    told = in_topic(store, ticket, "decision.room.sent_back", name=request.who.name)
    if decider is None:
        return told
    text = say(
        speak(decider.language, "en"),
        "decision.sent_back",
        number=ticket.number,
        name=request.who.name,
        why=why,
    )
    return (Reply(to=ToStaff(decider.id), text=text), *told)
