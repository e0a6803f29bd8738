"""What staff do with a risk: raise it, decide, verify; lower or close it, which takes a reason and a second person (G04, G05, G11).

The second person is of the management or customer relations, and neither holds the matter nor shares its holder's department.
Whoever a matter complains of does not see its risk at all.
"""

from __future__ import annotations

from typing import Any

from handlers.base import Mistake, Reply, ToStaff
from handlers.staff.changing import checked
from handlers.staff.request import StaffRequest
from handlers.tickets.warning import risk_signals, risks
from handlers.tickets.warning.risk_signals import LEVELS, Signal
from handlers.wording import say, speak
from storage.risks import Risk
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: Who may confirm that a risk is lowered or closed.
CONFIRMERS = (*SENIOR, "officer")

CLOSE = "close"


def in_scope(store: StaffStore, risk_id: int) -> Risk:
    """The risk. Raises Mistake for one outside the scope, in the same words as for none."""
    found = store.risk_book.by_id(risk_id)
    if found is None:
        raise Mistake("risks.none")
    return found


def raise_one(
    request: StaffRequest, store: StaffStore, *, words: str, level: str = "serious", ticket: Ticket | None = None,
    estate_id: int | None = None,
) -> tuple[Reply, ...]:  # fmt: skip
    """Anybody on staff raises a risk, of a ticket or of the estate (G05). The same words twice are one risk."""
    said = checked(words)
    if level not in LEVELS:
        raise Mistake("risks.no_level")
    signal = Signal("raised", said[: risk_signals.EXCERPT])
    if ticket:
        _of_ticket(request, store, ticket, signal, level)
    else:
        _of_estate(request, store, signal, level, _estate(store, estate_id))
    return ()


def _estate(store: StaffStore, estate_id: int | None) -> int:
    own = [one.id for one in store.estates()]
    if estate_id is None and len(own) == 1:
        return own[0]
    if estate_id not in own:
        raise Mistake("notices.no_such_place")
    return estate_id


def _of_ticket(request: StaffRequest, store: StaffStore, ticket: Ticket, signal: Signal, level: str) -> None:
    known = next((one for one in store.risks.of(ticket) if one.closed_at is None), None)
    if known and signal.as_dict() in known.signals:
        return
    risks.found(request, store, ticket, [signal], known, least=level, raised_by=request.who.id)


def _of_estate(request: StaffRequest, store: StaffStore, signal: Signal, level: str, estate_id: int) -> None:
    mine = [
        one for one in store.risk_book.newest() if one.raised_by == request.who.id and one.closed_at is None
    ]
    if any(signal.as_dict() in one.signals for one in mine):
        return
    owner = risks.answerable(store.colleagues(estate_id), None)
    risk = store.risk_book.raise_one(
        estate_id, request.now, level=level, signals=[signal.as_dict()], raised_by=request.who.id,
        owner_id=owner.id if owner else None, decide_by=request.settings.tickets.risks.decide_by(level, request.now),
    )  # fmt: skip
    if risk and level != "watch":
        reach(request, store, risk)


def reach(request: StaffRequest, store: StaffStore, risk: Risk) -> None:
    """The management hears of a risk at once, through its ticket where it has one."""
    ticket = store.tickets.by_id(risk.ticket_id) if risk.ticket_id else None
    if ticket:
        risks.reach_management(request, store, ticket, risk.level, risk_id=risk.id)
        return
    words = risk.signals[0]["excerpt"] if risk.signals else ""
    for one in risks.top(store.colleagues(risk.estate_id)):
        text = say(speak(one.language, "en"), "risks.reach_estate", id=risk.id, words=words)
        request.told.append(Reply(to=ToStaff(one.id), text=text, urgency="urgent"))
        store.risk_book.reach(risk, one.id, route="chat" if one.telegram_id else "page", at=request.now)


def decide(request: StaffRequest, store: StaffStore, risk: Risk, decision: str) -> tuple[Reply, ...]:
    """What is done about it, by whoever answers for it or stands above."""
    must_lead(request, store, risk)
    _in_stage(risk, "open", "decided")
    words = checked(decision)
    after = changed(
        store, risk, stage="decided", decision=words, decided_by=request.who.id, decided_at=request.now
    )
    store.risk_book.note(after, request.now, "decided", words, request.who.id)
    return ()


def verify(request: StaffRequest, store: StaffStore, risk: Risk, found: str) -> tuple[Reply, ...]:
    """Somebody else than who decided looked whether it holds; a risk closes only when verified (G11)."""
    _in_stage(risk, "decided")
    if request.who.id == risk.decided_by or _concerned(store, risk, request.who):
        raise Mistake("risks.another_verifies")
    words = checked(found)
    after = changed(store, risk, stage="verified", verified_by=request.who.id, verified_at=request.now)
    store.risk_book.note(after, request.now, "verified", words, request.who.id)
    return ()


def ask(request: StaffRequest, store: StaffStore, risk: Risk, *, to: str, reason: str) -> tuple[Reply, ...]:
    """Asks to lower or close a risk; nothing changes until a second person says so."""
    words = checked(reason)
    _in_stage(risk, "open", "decided", "verified")
    if to == CLOSE and risk.stage != "verified":
        raise Mistake("risks.verify_first")
    if to != CLOSE and (to not in LEVELS or LEVELS.index(to) >= LEVELS.index(risk.level)):
        raise Mistake("risks.no_level")
    after = changed(store, risk, asked=to, asked_reason=words, asked_by=request.who.id, asked_at=request.now)
    store.risk_book.note(after, request.now, "asked", f"{to}: {words}", request.who.id)
    return tuple(
        Reply(
            to=ToStaff(one.id),
            text=say(speak(one.language, "en"), "risks.asked_you", id=risk.id, reason=words),
        )
        for one in people_of(store, risk)
        if _may_confirm(store, after, one)
    )


def confirm(request: StaffRequest, store: StaffStore, risk: Risk, *, yes: bool) -> tuple[Reply, ...]:
    """The second person's word. Raises Mistake for whoever asked, and for the department concerned."""
    if not risk.asked:
        raise Mistake("risks.nothing_asked")
    if not _may_confirm(store, risk, request.who):
        raise Mistake("risks.second_person")
    said = {"asked": "", "asked_reason": ""}
    if not yes:
        after = changed(store, risk, **said)
        store.risk_book.note(after, request.now, "kept", risk.asked_reason, request.who.id)
        return ()
    closing = {"stage": "closed", "closed_at": request.now} if risk.asked == CLOSE else {"level": risk.asked}
    after = changed(store, risk, **said, **closing)
    kind = "closed" if risk.asked == CLOSE else "lowered"
    store.risk_book.note(after, request.now, kind, risk.asked_reason, request.who.id)
    _written(request, store, after, kind, risk.asked_reason)
    return ()


def _written(request: StaffRequest, store: StaffStore, risk: Risk, kind: str, reason: str) -> None:
    """The file of the ticket holds that its risk was lowered or closed, by whom and why."""
    ticket = store.tickets.by_id(risk.ticket_id) if risk.ticket_id else None
    if ticket:
        store.tickets.record(
            ticket,
            at=request.now,
            kind=f"risk_{kind}",
            actor="staff",
            staff_id=request.who.id,
            text=reason,
            shown=False,
        )


def may_confirm(store: StaffStore, risk: Risk, who: Staff) -> bool:
    """Whether this person is the second one that a pending change waits for."""
    return bool(risk.asked) and _may_confirm(store, risk, who)


def _may_confirm(store: StaffStore, risk: Risk, who: Staff) -> bool:
    return who.role in CONFIRMERS and who.id != risk.asked_by and not _concerned(store, risk, who)


def _concerned(store: StaffStore, risk: Risk, who: Staff) -> bool:
    """Whether the matter lies with this person or their department: its holder, and whoever does the holder's work."""
    ticket = store.tickets.by_id(risk.ticket_id) if risk.ticket_id else None
    holder = store.colleague(ticket.holder_id) if ticket and ticket.holder_id else None
    return holder is not None and (
        holder.id == who.id or (holder.role == who.role and who.role not in SENIOR)
    )


def may_lead(risk: Risk, who: Staff) -> bool:
    """Whoever answers for the risk, customer relations, and the management."""
    return who.id == risk.owner_id or who.role in CONFIRMERS


def must_lead(request: StaffRequest, store: StaffStore, risk: Risk) -> None:
    if not may_lead(risk, request.who):
        raise Mistake("risks.not_yours")


def people_of(store: StaffStore, risk: Risk) -> list[Staff]:
    """Who may handle it: nobody whom its ticket complains of."""
    ticket = store.tickets.by_id(risk.ticket_id) if risk.ticket_id else None
    return store.serving(ticket) if ticket else store.colleagues(risk.estate_id)


def is_guarded(store: StaffStore, risk: Risk) -> bool:
    """Whether it must not show in the staff group."""
    ticket = store.tickets.by_id(risk.ticket_id) if risk.ticket_id else None
    return bool(ticket and ticket.guard)


def changed(store: StaffStore, risk: Risk, **values: Any) -> Risk:
    after = store.risk_book.change(risk, **values)
    if after is None:
        raise Mistake("risks.moved_on")
    return after


def _in_stage(risk: Risk, *stages: str) -> None:
    if risk.stage not in stages:
        raise Mistake("risks.moved_on")
