"""How high a ticket went: the levels, who was called by which route and who accepted when, the deadline; and going higher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Reply
from handlers.staff import desk, raising
from handlers.staff.request import StaffRequest
from handlers.tickets.ladder.escalating import level_name
from handlers.tickets.lifecycle import may
from handlers.wording import has, moment, say
from storage.escalations import Call, Escalation
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True)
class Step:
    """One step up, and how each person who was called answered."""

    head: str
    until: str
    words: str
    calls: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows; `level` is empty for a ticket that never went higher."""

    level: str
    steps: tuple[Step, ...]
    may_escalate: bool
    may_decide: bool


def view(store: StaffStore, ticket: Ticket, looking: Looking) -> View | None:
    found = store.escalations.of(ticket)
    may_escalate = may(ticket, "withdraw")
    if not found and not may_escalate:
        return None
    calls, asked = store.escalations.calls(ticket), raising.standing(store, ticket)
    return View(
        level=level_name(looking.language, found[-1].name) if found and ticket.level else "",
        steps=tuple(_step(store, one, calls, looking) for one in found),
        may_escalate=may_escalate,
        may_decide=asked is not None and raising.may_decide(store, ticket, asked, looking.who),
    )


def _step(store: StaffStore, one: Escalation, calls: list[Call], looking: Looking) -> Step:
    language = looking.language
    reason = say(language, f"escalation.reason.{one.reason}")
    name = level_name(language, one.name) if one.name else "–"
    head = say(
        language, "escalation.part.why", level=name, reason=reason, when=_moment(looking, one.raised_at)
    )
    mine = [call for call in calls if call.escalation_id == one.id]
    return Step(
        head, _until(one, looking), one.decision or "", tuple(_call(store, call, looking) for call in mine)
    )


def _until(one: Escalation, looking: Looking) -> str:
    if one.decided_at:
        return say(looking.language, "escalation.part.decided", when=_moment(looking, one.decided_at))
    if one.decide_by and one.decide_due:
        return say(looking.language, "escalation.part.until", when=_moment(looking, one.decide_by))
    return ""


def _call(store: StaffStore, call: Call, looking: Looking) -> tuple[str, str]:
    who, language = store.colleague(call.staff_id), looking.language
    told = {
        "when": _moment(looking, call.called_at),
        "routes": ", ".join(_route(language, one) for one in call.routes),
    }
    if call.accepted_at is None:
        return who.name if who else "?", say(language, "escalation.part.waits", **told)
    accepted = _moment(looking, call.accepted_at)
    route = _route(language, call.accepted_route or "")
    line = say(language, "escalation.part.accepted", accepted=accepted, route=route, **told)
    return who.name if who else "?", line


def _route(language: str, name: str) -> str:
    key = f"escalation.route.{name}"
    return say(language, key) if has(key) else name


def _moment(looking: Looking, at: datetime) -> str:
    return moment(looking.language, at, looking.tz, looking.now)


def _escalate(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.escalate(request, store, ticket, form.get("text", ""))


def _decide(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.decide_level(request, store, ticket, form.get("text", ""))


PART = Part(
    name="escalation",
    view=view,
    actions={"escalate": _escalate, "decide_level": _decide},
    place="case",
    calls=lambda own: bool(own.may_decide),
)
