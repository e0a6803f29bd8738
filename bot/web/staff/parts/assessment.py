"""The initial assessment on a ticket's page: what the line judged, who put it right, and the form to do so."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Reply
from handlers.staff import desk
from handlers.staff.request import StaffRequest
from handlers.tickets.complaints.assessment import NATURES, Judgement
from handlers.wording import moment, say
from storage.assessments import Assessment
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True)
class Version:
    """One assessment with who made it and when, in words."""

    value: Assessment
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The newest first; `natures` are what can be chosen."""

    versions: tuple[Version, ...]
    natures: tuple[str, ...]


def view(store: StaffStore, ticket: Ticket, looking: Looking) -> Shown | None:
    """None for what nobody assesses: thanks, questions."""
    found = store.assessments.of(ticket)
    if not found and not ticket.complaint:
        return None
    return Shown(tuple(_version(store, one, looking) for one in found), NATURES)


def _version(store: StaffStore, one: Assessment, looking: Looking) -> Version:
    colleague = store.colleague(one.staff_id) if one.staff_id else None
    who = colleague.name if colleague else say(looking.language, "staff_pages.actor.line")
    return Version(one, who, moment(looking.language, one.at, looking.tz, looking.now))


def _assess(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    judged = Judgement(
        severity=_grade(form, "severity"), complexity=_grade(form, "complexity"), impact=_grade(form, "impact"),
        safety="safety" in form, immediate="immediate" in form, key_point=form.get("key_point", ""),
        nature=form.get("nature", ""),
    )  # fmt: skip
    return desk.assess(request, store, ticket, judged)


def _grade(form: Form, name: str) -> int:
    """A grade that was chosen; 0, which is none, for whatever else was sent."""
    given = form.get(name, "")
    return int(given) if len(given) == 1 and given.isascii() and given.isdecimal() else 0


PART = Part(name="assessment", view=view, actions={"assess": _assess}, place="case")
