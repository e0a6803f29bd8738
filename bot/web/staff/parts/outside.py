"""The part of a ticket's page about bodies outside: which hear it, the pack to take there, what came of it (C18, C50)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.ids import is_id
from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Mistake, Reply
from handlers.staff.complaints import outside
from handlers.staff.request import StaffRequest
from handlers.tickets.fairness import bodies
from handlers.wording import moment
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True)
class Listed:
    key: str
    name: str
    line: str
    checked: str


@dataclass(frozen=True, slots=True)
class Gone:
    """One referral as the page shows it."""

    id: int
    name: str
    when: str
    outcome: str


@dataclass(frozen=True, slots=True)
class View:
    bodies: tuple[Listed, ...]
    gone: tuple[Gone, ...]


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> View | None:
    gone = store.referrals.of(ticket)
    if not ticket.complaint and not gone:
        return None
    estate, own, language = store.estate_of(ticket), looking.rules.bodies, looking.language
    found = bodies.of(estate.jurisdiction, own, ticket.code)
    return View(
        tuple(
            Listed(one.key, bodies.name_of(language, estate, one.key, own), bodies.line_of(language, one), one.checked)
            for one in found
        ),
        tuple(
            Gone(
                one.id, bodies.name_of(language, estate, one.body, own), moment(language, one.at, looking.tz, looking.now),
                one.outcome or "",
            )
            for one in gone
        ),
    )  # fmt: skip


def _refer(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return outside.refer(request, store, ticket, form.get("body", ""), agreed=form.get("agreed") == "yes")


def _conclude(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    said = form.get("id", "")
    if not is_id(said):
        raise Mistake("outside.no_such_referral")
    return outside.conclude(request, store, ticket, int(said), form.get("text", ""))


PART = Part(name="outside", view=_view, actions={"refer": _refer, "conclude": _conclude}, place="case")
