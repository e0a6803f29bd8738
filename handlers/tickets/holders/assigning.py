"""Every ticket has exactly one accountable holder from the moment it is received, and never somebody who left (B05, B13, B16).

Who it is, assignment.py ranks; here the people are gathered, the choice is kept with its reasons, and whoever must know is told.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from handlers.base import Acting, Reply, ToOwner, ToRoom, ToStaff, ToTopic
from handlers.tickets import languages, lifecycle
from handlers.tickets.holders import assignment
from handlers.tickets.holders.assignment import Candidate, Need
from handlers.tickets.people import gating
from handlers.tickets.people.training import Gate
from handlers.wording import say, speak
from storage.scope import SENIOR
from storage.staff import Staff
from storage.store import LineStore, Store
from storage.ticket_rows import Ticket

#: Stages in which a ticket needs no holder any more.
_OVER = ("resolved", "closed", "withdrawn")


def assign(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Names the holder of a ticket that has just come; it stays received until they, or somebody quicker, take it."""
    ticket = _given_time(acting, store, ticket)
    return ticket if ticket.holder_id else appoint(acting, store, ticket)


def _given_time(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """The time within which somebody takes it, where its urgency has one."""
    minutes = acting.settings.tickets.escalation.unaccepted_minutes.get(ticket.urgency)
    due = None if minutes is None else acting.now + timedelta(minutes=minutes)
    return ticket if due == ticket.accept_by else store.tickets.change(ticket, accept_by=due) or ticket


def read_anew(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """The words came after the pictures: while nobody took it, its holder goes by what it turned out to be."""
    if not lifecycle.may(ticket, "claim"):
        return ticket
    return appoint(acting, store, _given_time(acting, store, ticket))


def on_reopened(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Opened again, it is its holder's again; the second time it is a hard case, and the expert squad's where there is one (L03)."""
    people = store.serving(ticket)
    holder = next((one for one in people if one.id == ticket.holder_id), None)
    squad = [one for one in people if one.role in acting.settings.tickets.assignment.roles("hard")]
    if holder and (not _is_hard(ticket) or not squad or holder in squad):
        return ticket
    return appoint(acting, store, ticket)


def appoint(acting: Acting, store: Store, ticket: Ticket, *, without: Collection[int] = ()) -> Ticket:
    """The holder that fits best, kept with the reasons; nobody it complains of, and none of `without`.

    Where nobody with the authority serves, the ladder of escalation does, from below; where nobody does at all, it is said
    aloud and the ticket has no holder.
    """
    gate = training_gate(acting, store, ticket)
    found = _ranked(acting, store, ticket, without, gate)
    if not found:
        return _nobody(acting, store, ticket)
    best, reasons = found[0]
    if best.id == ticket.holder_id:
        return ticket
    after = store.tickets.change(ticket, holder_id=best.id)
    if after is None:
        return ticket
    kept = {"to": best.id, "reasons": list(reasons), "of": len(found)}
    store.tickets.record(
        after, at=acting.now, kind="assigned", actor="line", text=best.name, shown=False, data=kept
    )
    gating.fell_away(acting, store, after, gate, best.id)
    if after.guard:  # it does not show in the staff group, so whoever is to hold it is told alone
        acting.told.append(_told(acting, store, after, best.id, "assigned"))
    return after


def training_gate(acting: Acting, store: Store, ticket: Ticket) -> Gate:
    """What a ticket asks of its holder's training, and who has it (L05)."""
    return gating.gate(acting, store, ticket, _kinds(ticket))


def _ranked(
    acting: Acting, store: Store, ticket: Ticket, without: Collection[int], gate: Gate
) -> list[tuple[Candidate, tuple[str, ...]]]:
    """Whoever has the training before everybody, up the whole ladder; without it only where nobody has it."""
    people = [one for one in store.serving(ticket) if one.id not in without]
    if ticket.guard:  # who complains of a colleague is heard by somebody above, where there is anybody
        above = [one for one in people if one.role in SENIOR]
        people = above if ticket.guard == "senior" else above or people
    candidates = candidates_of(acting, store, ticket, people)
    needs = [_need(store, ticket, kind, roles) for kind, roles in _authorities(acting, store, ticket)]
    ranked = [assignment.rank(candidates, need) for need in needs]
    trained = (
        gate.through(found, pressing=need.is_pressing) for found, need in zip(ranked, needs, strict=True)
    )
    return next(filter(None, trained), None) or next(filter(None, ranked), [])


def candidates_of(acting: Acting, store: Store, ticket: Ticket, people: list[Staff]) -> list[Candidate]:
    """People of a ticket's estate as they stand now: their load in one question for all, their duty by the estate's time."""
    loads = store.holding.loads(ticket)
    at = acting.now.astimezone(acting.tz).time()
    return [
        Candidate(
            id=one.id, name=one.name, role=one.role, skills=one.skills,
            speaks=frozenset(_spoken((one.language, *one.speaks))), load=loads.get(one.id, 0), capacity=one.capacity,
            on_duty=one.on_duty and assignment.within(one.hours, at),
        )
        for one in people
    ]  # fmt: skip


def _authorities(acting: Acting, store: Store, ticket: Ticket) -> list[tuple[str, tuple[str, ...]]]:
    """The kinds of the matter, each with the roles that may hold it; then the levels of the ladder."""
    rules = acting.settings.tickets
    kinds = _kinds(ticket)
    ladder = rules.escalation.of(store.estate_of(ticket).code)
    levels = [(level.name, tuple(level.roles)) for level in ladder]
    return [*((kind, rules.assignment.roles(kind)) for kind in kinds), *levels]


def _kinds(ticket: Ticket) -> tuple[str, ...]:
    return assignment.kinds_of(
        ticket.intent, ticket.code, ticket.urgency, complaint=ticket.complaint, hard=_is_hard(ticket)
    )


def _is_hard(ticket: Ticket) -> bool:
    return assignment.is_hard(
        reopened=ticket.reopened, round_=ticket.round, repeated=ticket.repeat_of_id is not None,
        risks=ticket.reading.get("risks") or (),
    )  # fmt: skip


def _need(store: Store, ticket: Ticket, kind: str, roles: tuple[str, ...]) -> Need:
    """What is asked of the holder; the squad for hard cases goes before the home's own housekeeper (L03)."""
    unit = None if kind == "hard" else store.unit_of(ticket)
    heard = (ticket.language, str(ticket.reading.get("language") or ""))
    return Need(
        roles=roles, intent=ticket.intent, code=ticket.code, urgency=ticket.urgency, spoken=frozenset(_spoken(heard)),
        housekeeper_id=unit.housekeeper_id if unit else None,
    )  # fmt: skip


def _spoken(languages: Collection[str]) -> set[str]:
    """Languages as they are compared: whoever reads traditional characters here is answered in Cantonese."""
    return {"yue" if one == "zh-Hant" else one for one in languages if one and one != "und"}


def _nobody(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    after = store.tickets.change(ticket, holder_id=None) or ticket
    store.tickets.record(after, at=acting.now, kind="unheld", actor="line", shown=False)
    if not after.guard:
        language = languages.of_staff(store, after)
        text = say(language, "escalation.unheld", number=after.number, summary=after.summary)
        acting.told.append(Reply(to=ToRoom(after.estate_id), text=text, urgency="urgent"))
    return after


def leave(acting: Acting, store: LineStore, who: Staff) -> int:
    """Somebody leaves: what they hold has another holder at once, what they were asked to take is not theirs; how many (B13).

    Call it once they serve no more. Each is recorded; new holders are told, and owners who knew the name.
    """
    moved = 0
    while found := store.tickets.held_by(who.id):
        for ticket in found:
            _passed_on(acting, store, ticket, who)
            moved += ticket.holder_id == who.id
    return moved


def _passed_on(acting: Acting, store: LineStore, ticket: Ticket, who: Staff) -> None:
    kept = {"from": who.id}
    store.tickets.record(
        ticket, at=acting.now, kind="holder_left", actor="line", text=who.name, shown=False, data=kept
    )
    values: dict[str, object] = {}
    if ticket.handover_to_id == who.id:
        values |= {"handover_to_id": None, "handover_by": None}
    if ticket.holder_id == who.id:
        values |= {"holder_id": None}
    after = store.tickets.change(ticket, **values) or ticket
    if after.holder_id is not None or ticket.stage in _OVER:
        return
    known = not lifecycle.may(ticket, "claim")
    after = appoint(acting, store, after, without=(who.id,))
    if after.holder_id is not None:
        acting.told.append(_told(acting, store, after, after.holder_id, "inherited", name=who.name))
        acting.told.append(Reply(kind="card", to=ToTopic(after.id)))
        if known:
            acting.told.append(_owner_told(store, after))


def _told(acting: Acting, store: Store, ticket: Ticket, staff_id: int, what: str, **values: object) -> Reply:
    people = store.serving(ticket)
    spoken = next((one.language for one in people if one.id == staff_id), None)
    language = speak(spoken, "en")
    words = {"number": ticket.number, "summary": "" if ticket.guard else ticket.summary, **values}
    return Reply(to=ToStaff(staff_id), text=say(language, f"escalation.holder.{what}", **words))


def _owner_told(store: Store, ticket: Ticket) -> Reply:
    language = speak(ticket.language, store.estate_of(ticket).language)
    holder = next(one for one in store.serving(ticket) if one.id == ticket.holder_id)
    person = say(language, "desk.person", name=holder.name, role=say(language, f"desk.role.{holder.role}"))
    text = say(language, "desk.owner.transferred", number=ticket.number, person=person, name=holder.name)
    return Reply(to=ToOwner(ticket.id), text=text)
