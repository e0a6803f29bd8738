"""A decision: written, approved where it goes beyond what its author may decide alone, and told to the owner (ISO 10002, 7.8).

Nothing reaches the owner while an approval or a legal review is outstanding (C14, C52). The remedy's date is a promise (C32).
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from handlers.base import Mistake, Reply, ToStaff
from handlers.staff.changing import changed, record, redrawn, told_in_topic
from handlers.staff.owner_side import OwnerSide, owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets import moments
from handlers.tickets.complaints import decision as rules
from handlers.tickets.complaints import letter
from handlers.tickets.complaints.appeals import is_last, open_until
from handlers.tickets.complaints.authority import may_alone
from handlers.tickets.complaints.decision import Draft
from handlers.tickets.fairness import statement
from handlers.tickets.lifecycle import next_stage
from handlers.voice.points import causes
from handlers.wording import say, speak
from storage.decision_rows import Decision
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def decide(request: StaffRequest, store: StaffStore, ticket: Ticket, draft: Draft) -> tuple[Reply, ...]:
    """Decides a complaint or a suggestion. What its author may not decide alone waits for somebody who may.

    Raises Mistake: what is lacking (handlers.tickets.complaints.decision.check), a decision that waits already, somebody who decided an
    earlier round, nobody who could approve or review it.
    """
    if not (ticket.complaint or ticket.intent == "suggestion"):
        raise Mistake("decision.no_complaint", number=ticket.number)
    next_stage(ticket, "decide")
    rules.check(draft, ticket, request.now)
    ticket = changed(store, ticket, stage=ticket.stage)  # two who decide at once stand in line
    standing = store.decisions.standing(ticket)
    if standing and not standing.told_at and not standing.refused:
        raise Mistake("decision.waits_already", number=ticket.number)
    values = _row(draft) | _needs(request, store, ticket, draft)
    made = store.decisions.add(ticket, staff_id=request.who.id, at=request.now, **values)
    if made is None:
        raise Mistake("decision.not_you", number=ticket.number)
    return tell(request, store, ticket, made) if made.ready else _waits(request, store, ticket, made)


def _row(draft: Draft) -> dict[str, Any]:
    row = asdict(draft)
    row.pop("letter")
    return row | {
        "remedy_amount": row.pop("amount"),
        "currency": draft.currency if draft.amount is not None else None,
        "remedy_due": row.pop("due"),
    }


def severity(store: StaffStore, ticket: Ticket) -> int:
    """How grave the matter was assessed; what was never assessed is ordinary."""
    found = store.assessments.newest(ticket)
    return found.severity if found else 2


def _needs(request: StaffRequest, store: StaffStore, ticket: Ticket, draft: Draft) -> dict[str, str]:
    """Which approvals it waits for. Raises Mistake where nobody serves the estate who could give one."""
    own = request.settings.tickets
    alone = may_alone(request.who.role, draft.amount, severity(store, ticket), own.money, own.authority)
    needs = {"approval": "none" if alone else "needed", "legal": "needed" if draft.letter else "none"}
    if not alone and not approvers(request, store, ticket, draft.amount, request.who.id):
        raise Mistake("decision.nobody_approves", number=ticket.number)
    if draft.letter and not reviewers(store, ticket, request.who.id):
        raise Mistake("decision.nobody_reviews", number=ticket.number)
    return needs


def approvers(
    request: StaffRequest, store: StaffStore, ticket: Ticket, amount: int | None, decider: int
) -> list[Staff]:
    """Who may approve: others than its author, whose limits suffice, and who are not barred."""
    own, barred, grade = request.settings.tickets, store.decisions.barred(ticket), severity(store, ticket)
    return [
        one
        for one in store.serving(ticket)
        if one.id != decider
        and one.id not in barred
        and may_alone(one.role, amount, grade, own.money, own.authority)
    ]


def reviewers(store: StaffStore, ticket: Ticket, decider: int) -> list[Staff]:
    """Who may pass a formal letter: the legal advisers of the estate (C52)."""
    barred = store.decisions.barred(ticket)
    return [
        one
        for one in store.serving(ticket)
        if one.role == "legal" and one.id != decider and one.id not in barred
    ]


def _waits(request: StaffRequest, store: StaffStore, ticket: Ticket, made: Decision) -> tuple[Reply, ...]:
    """It is in the file, and those who can release it are told; the owner is not."""
    waits = [name for name in ("approval", "legal") if getattr(made, name) == "needed"]
    record(request, store, ticket, "decision_waits", made.reasons, shown=False, waits=waits, decision=made.id)
    asked = (
        approvers(request, store, ticket, made.remedy_amount, made.decided_by) if "approval" in waits else []
    )
    told = [_asked(one, "decision.approval_asked", request, ticket) for one in asked]
    lawyers = reviewers(store, ticket, made.decided_by) if "legal" in waits else []
    told += [_asked(one, "decision.legal_asked", request, ticket) for one in lawyers]
    return (*told, *in_topic(store, ticket, "decision.room.waits", name=request.who.name))


def _asked(one: Staff, key: str, request: StaffRequest, ticket: Ticket) -> Reply:
    words = {"number": ticket.number, "name": request.who.name, "summary": ticket.summary}
    return Reply(to=ToStaff(one.id), text=say(speak(one.language, "en"), key, **words))


def tell(request: StaffRequest, store: StaffStore, ticket: Ticket, made: Decision) -> tuple[Reply, ...]:
    """The owner is told: outcome, reasons, remedy with its date, how to go on. Raises Mistake for a date that has passed meanwhile."""
    if made.remedy_due and made.remedy_due <= request.now:
        raise Mistake("decision.due_passed", number=ticket.number)
    stage = next_stage(ticket, "decide")
    after = changed(store, ticket, stage=stage, **_clocks(request, ticket, made))
    last = is_last(after, request.settings.tickets.appeals)
    if not store.decisions.tell(after, made, request.now, recourse=last):
        raise Mistake("common.moved_on", number=ticket.number)
    store.tickets.keep_promises(after, request.now)
    if made.remedy_due:
        store.tickets.promise(
            after, kind="remedy", due_at=made.remedy_due, made_at=request.now, staff_id=after.holder_id
        )
    store.give_back(after)
    record(
        request,
        store,
        after,
        "decided",
        made.reasons,
        outcome=made.outcome,
        round=made.round,
        decision=made.id,
    )
    statement.tell_subjects(request, store, after, made.outcome)
    after = moments.come("decided", request, store, after)
    if made.outcome == "adopted":
        causes.adopted(request, store, store.estate_of(after), after, made.decided_by)
    owner = owner_side(request, store, after)
    appeals = request.settings.tickets.appeals
    told = owner.told(
        words(request, store, after, made, owner), buttons=letter.buttons(owner.language, after, appeals)
    )
    return (
        *told,
        *in_topic(store, after, "decision.room.told", name=request.who.name),
        redrawn(request, store, after),
    )


def _clocks(request: StaffRequest, ticket: Ticket, made: Decision) -> dict[str, Any]:
    """A remedy's date is the next one; without a remedy the decision stays open for the owner's answer, for its days."""
    own = request.settings
    remind_at: datetime | None
    close_at: datetime | None
    remind_at, close_at = open_until(request.now, own.tickets.appeals.recourse_days)
    if ticket.intent == "suggestion":
        remind_at, close_at = None, request.now + timedelta(hours=own.close_after_hours)
    if made.remedy:
        remind_at = close_at = None
    return {
        "holder_id": ticket.holder_id or made.decided_by,
        "responded_at": ticket.responded_at or request.now,
        "next_contact_at": made.remedy_due,
        "waiting_since": None,
        "remind_at": remind_at,
        "close_at": close_at,
    }


def words(request: StaffRequest, store: StaffStore, ticket: Ticket, made: Decision, owner: OwnerSide) -> str:
    """The letter as the owner gets it."""
    estate = store.estate_of(ticket)
    rules = request.settings.tickets
    reader = letter.Reader(
        language=owner.language, estate=estate, tz=owner.tz, now=request.now, appeals=rules.appeals, bodies=rules.bodies,
    )  # fmt: skip
    decider = store.colleague(made.decided_by) or request.who
    return letter.text(reader, ticket, made, owner.person(decider))


def in_topic(store: StaffStore, ticket: Ticket, key: str, **values: object) -> tuple[Reply, ...]:
    """A line in the ticket's thread; none for a ticket that is kept out of the staff group."""
    return () if ticket.guard else (told_in_topic(store, ticket, key, **values),)
