"""The part of a ticket's page that says whom a complaint is about; whoever is concerned never sees the page (C11)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.ids import is_id
from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Mistake, Reply
from handlers.staff.complaints import concerned
from handlers.staff.request import StaffRequest
from handlers.tickets.fairness.statement import result_named
from handlers.wording import moment, say
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True)
class Concerned:
    """One person as the page shows them."""

    id: int
    name: str
    question: str
    statement: str
    stated: str
    result: str


@dataclass(frozen=True, slots=True)
class View:
    """`others` may be named: id and name of everybody else of the estate; empty where it is not for the viewer to say."""

    guard: str
    people: tuple[Concerned, ...]
    others: tuple[tuple[int, str], ...]
    senior: bool


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> View | None:
    named = store.subjects.of(ticket)
    if not ticket.complaint or ticket.urgency == "E0" or ticket.intent == "praise":
        return None
    colleagues = {one.id: one for one in store.colleagues(ticket.estate_id)}
    people = []
    for one in named:
        who = colleagues.get(one.staff_id) or store.colleague(one.staff_id)
        stated = moment(looking.language, one.stated_at, looking.tz, looking.now) if one.stated_at else ""
        result = result_named(looking.language, one.result) if one.result else ""
        people.append(
            Concerned(
                one.staff_id,
                _named(looking.language, who),
                one.question or "",
                one.statement or "",
                stated,
                result,
            )
        )
    senior = concerned.may_say_whom(looking.who)
    known = {one.staff_id for one in named}
    others = tuple(
        (one.id, _named(looking.language, one)) for one in colleagues.values() if one.id not in known
    )
    return View(ticket.guard, tuple(people), others if senior else (), senior)


def _named(language: str, who: Staff | None) -> str:
    return (
        say(language, "desk.person", name=who.name, role=say(language, f"desk.role.{who.role}"))
        if who
        else "?"
    )


def _id_in(form: Form) -> int:
    said = form.get("who", "")
    if not is_id(said):
        raise Mistake("subjects.no_such_person")
    return int(said)


def _name(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return concerned.name(request, store, ticket, _id_in(form))


def _clear(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return concerned.clear(request, store, ticket, _id_in(form))


def _nobody(request: StaffRequest, store: StaffStore, ticket: Ticket, _form: Form) -> tuple[Reply, ...]:
    return concerned.nobody(request, store, ticket)


def _ask(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return concerned.ask(request, store, ticket, _id_in(form), form.get("text", ""))


PART = Part(
    name="subjects",
    view=_view,
    actions={"about": _name, "not_about": _clear, "about_nobody": _nobody, "ask_statement": _ask},
    place="case",
)
