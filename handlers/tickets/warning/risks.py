"""Early warning: signs of a coming crisis become a risk that somebody must decide about (G01, G02, G05, G11).

A risk grows by itself and never falls by itself (G04). Serious ones reach the management within minutes (M05, C48); a threat to staff
sets off their protection (G13).
"""

from __future__ import annotations

from dataclasses import replace

from handlers.base import Acting, Reply, Request, ToStaff, ToTopic
from handlers.tickets.ladder import escalating
from handlers.tickets.timing import running
from handlers.tickets.warning import risk_signals
from handlers.tickets.warning.risk_signals import HURT, Signal
from handlers.wording import say, speak
from storage.risks import Risk
from storage.staff import Staff
from storage.store import LineStore, Store
from storage.ticket_rows import Ticket

#: Who hears of serious risks first; the others where there is none of them.
TOP = ("executive", "director")
#: Who answers for a risk, in this order, as far as the matter is not their own department's.
ANSWERABLE = ("officer", "manager", "director", "executive")
#: Who is told at once that colleagues were threatened.
PROTECTORS = ("security", "manager")


def scan(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Follows from "received", "added", "chased" and "reopened": every word of an owner is looked through (G10)."""
    signals = _signals(acting, store, ticket)
    known = next((one for one in store.risks.of(ticket) if one.closed_at is None), None)
    before = {one["kind"] for one in known.signals} if known else set()
    new = [one for one in signals if one.kind not in before]
    if not new:
        return ticket
    return found(acting, store, ticket, new, known)


def _signals(acting: Acting, store: Store, ticket: Ticket) -> list[Signal]:
    rules = acting.settings.tickets.risks
    lived = risk_signals.of_ticket(
        ticket.chased, ticket.reopened, _households(store, ticket, rules.spread), rules
    )
    return [*_in_words(acting, store, ticket), *lived]


def _in_words(acting: Acting, store: Store, ticket: Ticket) -> list[Signal]:
    """What the words just said carry; one message that opens several tickets is one risk, of the first of them."""
    if isinstance(acting, Request):
        intents = [matter.intent for matter in acting.meaning.matters]
        signals = risk_signals.in_words(acting.meaning.risks, acting.text, intents)
    else:
        signals = risk_signals.in_words(ticket.reading.get("risks") or (), ticket.words, [ticket.intent])
    beside = (
        [one for one in store.tickets.of_household(ticket) if one.opened_at == acting.now] if signals else []
    )
    return [] if any(store.risks.of(one) for one in beside) else signals


def _households(store: Store, ticket: Ticket, least: int) -> int:
    """How many households an incident has reached; told once for each incident, by the report that makes it so many."""
    incident = store.incidents.of(ticket)
    if incident is None or any(_spread(one) for one in store.risks.of_incident(ticket)):
        return 0
    households = {one.household for one in store.incidents.of_incident(ticket, incident)}
    return len(households) if len(households) >= least else 0


def _spread(risk: Risk) -> bool:
    return any(one["kind"] == "spread" for one in risk.signals)


def found(
    acting: Acting, store: Store, ticket: Ticket, new: list[Signal], known: Risk | None, *,
    least: str = "watch", raised_by: int | None = None,
) -> Ticket:  # fmt: skip
    """Keeps new signs with what was known of the ticket, and does what their level asks for."""
    merged = risk_signals.together(known.signals if known else (), new)
    level = risk_signals.higher(risk_signals.level_of(one["kind"] for one in merged) or least, least)
    level = risk_signals.higher(level, known.level) if known else level
    severity = HURT if any(one["kind"] == "injury" for one in merged) else (known.severity if known else 0)
    decide_by = acting.settings.tickets.risks.decide_by(level, acting.now)
    if known:
        sooner = min(known.decide_by, decide_by)
        risk = store.risks.grow(
            ticket, known, acting.now, signals=merged, level=level, severity=severity, decide_by=sooner
        )
    else:
        owner = answerable(store.serving(ticket), ticket.holder_id)
        risk = store.risks.raise_one(
            ticket, acting.now, signals=merged, level=level, severity=severity, decide_by=decide_by,
            owner_id=owner.id if owner else None, raised_by=raised_by,
        )  # fmt: skip
    kinds = [one.kind for one in new]
    store.tickets.record(
        ticket, at=acting.now, kind="risk", actor="line", shown=False, data={"signs": kinds, "level": level}
    )
    if risk.level != "watch" and (known is None or known.level != risk.level):
        reach_management(acting, store, ticket, risk.level, risk_id=risk.id)
        ticket = tighten(acting, store, ticket, risk.level)
    if "threat" in kinds:
        ticket = protect(acting, store, ticket)
    if not ticket.guard:
        acting.told.append(Reply(kind="card", to=ToTopic(ticket.id)))
    return ticket


def answerable(serving: list[Staff], holder_id: int | None) -> Staff | None:
    """Who answers for a risk: customer relations or a manager, not of the department that the matter lies with."""
    holder = next((one for one in serving if one.id == holder_id), None)
    able = [one for role in ANSWERABLE for one in serving if one.role == role and one.id != holder_id]
    outside = [one for one in able if holder is None or one.role != holder.role]
    return next(iter((*outside, *able)), None)


def reach_management(
    acting: Acting, store: Store, ticket: Ticket, level: str, *, risk_id: int | None = None
) -> list[Staff]:
    """Raises the ticket to the highest rung that anybody who may handle it stands on, and keeps who was reached (C48).

    They are called by two routes until one of them accepts; the others of the management are told, and where nobody of the ladder
    serves, everybody who does.
    """
    people = top(store.serving(ticket))
    ladder = escalating.ladder_of(acting, store, ticket)
    roles = {one.role for one in people}
    rungs = [number for number, rung in enumerate(ladder, 1) if roles & set(rung.roles)]
    if rungs:
        event = f"{level} {ticket.reopened}.{ticket.chased}" if risk_id is None else f"risk {risk_id} {level}"
        escalating.raise_to(acting, store, ticket, reason="risk", at_least=rungs[-1], event=event)
    called = set(ladder[rungs[-1] - 1].roles) if rungs else set()
    for one in people:
        route = "chat" if one.telegram_id else "page"
        store.risks.reach(ticket, one.id, level=level, route=route, at=acting.now, risk_id=risk_id)
        if one.role not in called:
            acting.told.append(replace(_told(one, ticket, level), to=ToStaff(one.id)))
    names = ", ".join(one.name for one in people)
    store.tickets.record(ticket, at=acting.now, kind="reached", actor="line", shown=False, text=names)
    return people


def top(serving: list[Staff]) -> list[Staff]:
    """The highest that there are of those who may handle it."""
    highest = [one for one in serving if one.role in TOP]
    return highest or [one for one in serving if one.role == "manager"] or serving


def _told(one: Staff, ticket: Ticket, level: str) -> Reply:
    return Reply(text=_text(speak(one.language, "en"), ticket, level), urgency="urgent")


def _text(language: str, ticket: Ticket, level: str) -> str:
    return say(
        language,
        f"risks.reach_{level}",
        number=ticket.number,
        summary=ticket.summary,
        words=ticket.words[:600],
    )


def tighten(acting: Acting, store: Store, ticket: Ticket, level: str) -> Ticket:
    """Shortens the time by which a person answers, where the level asks for it (G12): the one place where risks touch clocks."""
    by = acting.settings.tickets.risks.answer_by(level, acting.now)
    if by is None or ticket.responded_at is not None:
        return ticket
    return running.tighten(acting, store, ticket, (by - acting.now).total_seconds() / 3600, ("answer",))


def protect(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Staff were threatened: nobody goes there alone, security and the managers know at once (G13)."""
    if ticket.no_solo:
        return ticket
    flagged = store.tickets.change(ticket, no_solo=True) or ticket
    store.tickets.record(flagged, at=acting.now, kind="no_solo", actor="line", shown=False)
    for one in store.serving(flagged):
        if one.role in PROTECTORS:
            text = say(
                speak(one.language, "en"), "risks.threat", number=flagged.number, words=flagged.words[:600]
            )
            acting.told.append(Reply(to=ToStaff(one.id), text=text, urgency="urgent"))
    return flagged


def undecided(risk: Risk, acting: Acting, store: LineStore) -> None:
    """The time of a decision has passed: whoever answers for it and the management hear it (D13, G11)."""
    ticket = store.tickets.by_id(risk.ticket_id) if risk.ticket_id else None
    serving = store.serving(ticket) if ticket else store.serving_estate(risk.estate_id)
    owner = [one for one in serving if one.id == risk.owner_id]
    for one in {person.id: person for person in (*owner, *top(serving))}.values():
        what = ticket.summary if ticket else (risk.signals[0]["excerpt"] if risk.signals else "")
        text = say(speak(one.language, "en"), "risks.undecided", id=risk.id, what=what)
        acting.told.append(Reply(to=ToStaff(one.id), text=text, urgency="urgent"))
    store.risk_book.note(risk, acting.now, "undecided")
