"""Whom a complaint is about, put right by people: named, cleared, nobody meant, asked for a statement (C11).

Managers and above say whom it is about; whoever handles the case may ask for a statement; the person concerned gives it.
"""

from __future__ import annotations

from handlers.base import Mistake, Reply, ToOwner, ToStaff, ToTopic
from handlers.staff.changing import checked, record
from handlers.staff.owner_side import owner_language
from handlers.staff.request import StaffRequest
from handlers.tickets.fairness import statement
from handlers.tickets.fairness.subjects import assurance, keep_from
from handlers.wording import say, speak
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def may_say_whom(who: Staff) -> bool:
    return who.role in SENIOR


def name(request: StaffRequest, store: StaffStore, ticket: Ticket, staff_id: int) -> tuple[Reply, ...]:
    """It is about this person: from now on they neither see nor handle it. Whoever stood there for a role alone is cleared.

    Raises Mistake: not yours to say, nobody of that name serves the estate, an emergency (which is kept from nobody), praise.
    """
    _senior(request)
    one = next((one for one in store.colleagues(ticket.estate_id) if one.id == staff_id), None)
    if one is None:
        raise Mistake("subjects.no_such_person")
    if ticket.urgency == "E0" or ticket.intent == "praise":
        raise Mistake("subjects.never_guarded", number=ticket.number)
    line = store.as_line()
    for other in line.subjects.of(ticket):
        if other.named_by == "role" and other.staff_id != staff_id:
            line.subjects.clear(ticket, other.staff_id, request.now)
    line.subjects.name(ticket, staff_id, by="staff", at=request.now)
    record(request, store, ticket, "subject_named", one.name, shown=False, staff=staff_id)
    after = keep_from(request, line, ticket, "named")
    if ticket.guard or not ticket.contact_id:
        return ()
    return (Reply(text=assurance(owner_language(store, ticket), after), to=ToOwner(ticket.id)),)


def clear(request: StaffRequest, store: StaffStore, ticket: Ticket, staff_id: int) -> tuple[Reply, ...]:
    """It is not about this person; where nobody is left, and nobody in particular is looked for, it is kept from nobody."""
    _senior(request)
    line = store.as_line()
    if staff_id not in {one.staff_id for one in line.subjects.of(ticket)}:
        raise Mistake("subjects.no_such_person")
    line.subjects.clear(ticket, staff_id, request.now)
    colleague = store.colleague(staff_id)
    record(
        request,
        store,
        ticket,
        "subject_cleared",
        colleague.name if colleague else "",
        shown=False,
        staff=staff_id,
    )
    if not line.subjects.of(ticket) and ticket.guard == "named":
        keep_from(request, line, ticket, "")
    return ()


def nobody(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """Nobody in particular is meant: everybody who stood there is cleared, and the case is like every other."""
    _senior(request)
    line = store.as_line()
    for one in line.subjects.of(ticket):
        line.subjects.clear(ticket, one.staff_id, request.now)
    record(request, store, ticket, "nobody_meant")
    if ticket.guard:
        keep_from(request, line, ticket, "")
    return ()


def ask(
    request: StaffRequest, store: StaffStore, ticket: Ticket, staff_id: int, question: str
) -> tuple[Reply, ...]:
    """Asks the person concerned for their own statement. Raises Mistake where the question would tell who complains."""
    words = checked(question)
    if staff_id not in {one.staff_id for one in store.subjects.of(ticket)}:
        raise Mistake("subjects.no_such_person")
    _refuse_telling(store, ticket, words)
    store.subjects.ask(ticket, staff_id, words)
    record(request, store, ticket, "statement_asked", words, shown=False, staff=staff_id)
    asked = store.colleague(staff_id)
    language = speak(asked.language if asked else None, "en")
    return (Reply(to=ToStaff(staff_id), text=say(language, "subjects.asked", question=words)),)


def _refuse_telling(store: StaffStore, ticket: Ticket, words: str) -> None:
    contact, unit = store.contact_of(ticket), store.unit(ticket.unit_id) if ticket.unit_id else None
    names = [one.name for one in store.occupants(unit)] if unit else []
    names += [contact.name] if contact else []
    unit_label = unit.label if unit else ""
    said = statement.tells(
        words, words=ticket.words, names=tuple(names), unit=unit_label, number=ticket.number
    )
    if said:
        raise Mistake(f"subjects.tells.{said}")


def state(request: StaffRequest, store: StaffStore, subject_id: int, text: str) -> tuple[Reply, ...]:
    """The statement of whoever is asked for it, in their own words; it joins the file, which they never see.

    Raises Mistake for what is not asked of them, and for a second statement: what was said stands, more goes to the manager.
    """
    words = checked(text)
    asked = next((one for one in store.asked_of_me() if one.id == subject_id and one.question), None)
    if asked is None or asked.statement:
        raise Mistake("subjects.not_asked")
    line = store.as_line()
    ticket = line.tickets.by_id(asked.ticket_id)
    if ticket is None or not store.state(subject_id, words, request.now):
        raise Mistake("subjects.not_asked")
    line.tickets.record(
        ticket, at=request.now, kind="statement", actor="staff", text=words, staff_id=request.who.id, shown=False,
        data={"form": request.form} if request.form else {},
    )  # fmt: skip
    estate = line.estate_of(ticket)
    told = say(speak(estate.language, "en"), "subjects.stated", number=ticket.number)
    return (Reply(to=ToTopic(ticket.id), text=told),)


def _senior(request: StaffRequest) -> None:
    if not may_say_whom(request.who):
        raise Mistake("subjects.not_yours")
