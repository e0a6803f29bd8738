"""The decision on a ticket's page: earlier rounds, what waits to be released, and the forms that fit the stage."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.web.staff.parts.decision_form import draft_of
from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Reply
from handlers.staff import desk
from handlers.staff.request import StaffRequest
from handlers.tickets.complaints import decision as rules
from handlers.tickets.lifecycle import may
from handlers.wording import moment, money, say
from storage.decision_rows import Decision
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One decision in words, for whoever reads the case. `state`: told, accepted, delivered, waits, refused."""

    value: Decision
    who: str
    when: str
    remedy: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the part draws. `waiting`: the decision to be released; `may_*`: the forms that fit this person and stage."""

    flow: str
    sought: str
    decisions: tuple[Told, ...]
    waiting: Told | None
    outcomes: tuple[str, ...]
    departments: tuple[str, ...]
    suggestion: bool
    barred: bool
    may_decide: bool
    may_approve: bool
    may_review: bool
    may_deliver: bool
    may_end_outside: bool
    earliest: str
    latest: str


def view(store: StaffStore, ticket: Ticket, looking: Looking) -> Shown | None:
    """None for what needs no decision."""
    suggestion = ticket.intent == "suggestion"
    if not (ticket.complaint or suggestion):
        return None
    found = store.decisions.of(ticket)
    standing, told = store.decisions.standing(ticket), store.decisions.told(ticket)
    waits = standing if standing and not standing.told_at and not standing.refused else None
    barred = looking.who.id in store.decisions.barred(ticket)
    free, today = not barred, looking.now.astimezone(looking.tz).date()
    others = bool(waits) and free and waits is not None and looking.who.id != waits.decided_by
    return Shown(
        flow=rules.flow(ticket, found), sought=ticket.remedy_sought or "",
        decisions=tuple(_told(store, one, looking) for one in found if not waits or one.id != waits.id),
        waiting=_told(store, waits, looking) if waits else None,
        outcomes=rules.OF_SUGGESTIONS if suggestion else rules.OUTCOMES, departments=rules.DEPARTMENTS, suggestion=suggestion,
        barred=barred, may_decide=free and waits is None and may(ticket, "decide"),
        may_approve=others and waits is not None and waits.approval == "needed",
        may_review=others and waits is not None and waits.legal == "needed" and looking.who.role == "legal",
        may_deliver=bool(told and told.owed) and ticket.stage == "decided",
        may_end_outside=told is not None and may(ticket, "end_outside") and not suggestion,
        earliest=today.isoformat(), latest=(today + rules.FARTHEST).isoformat(),
    )  # fmt: skip


def _told(store: StaffStore, one: Decision, looking: Looking) -> Told:
    colleague = store.colleague(one.decided_by)
    return Told(
        value=one,
        who=colleague.name if colleague else "",
        when=moment(looking.language, one.told_at or one.decided_at, looking.tz, looking.now),
        remedy=_remedy(one, looking),
        state=_state(one),
    )


def _remedy(one: Decision, looking: Looking) -> str:
    if not one.remedy or one.remedy_due is None:
        return ""
    when = moment(looking.language, one.remedy_due, looking.tz, looking.now)
    if one.remedy_amount is None or one.currency is None:
        return say(looking.language, "decision.remedy", remedy=one.remedy, when=when)
    amount = money(looking.language, one.remedy_amount, one.currency)
    return say(looking.language, "decision.remedy_amount", remedy=one.remedy, amount=amount, when=when)


def _state(one: Decision) -> str:
    if one.refused or not one.told_at:
        return "refused" if one.refused else "waits"
    if one.outside_at:
        return "outside"
    if one.delivered_at and one.remedy:
        return "delivered"
    return "accepted" if one.accepted_at else "told"


def _decide(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    estate = store.estate_of(ticket)
    currency = request.settings.tickets.money.currency(estate.jurisdiction)
    return desk.decide(request, store, ticket, draft_of(form, ZoneInfo(estate.timezone), currency))


def _send_back(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.send_back(request, store, ticket, form.get("text", ""))


def _return(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.return_letter(request, store, ticket, form.get("text", ""))


def _deliver(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.resolve(request, store, ticket, form.get("text", ""))


def _outside(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return desk.end_outside(request, store, ticket, form.get("body", ""), form.get("text", ""))


PART = Part(
    name="decision",
    view=view,
    actions={
        "decide": _decide,
        "approve": lambda request, store, ticket, _form: desk.approve(request, store, ticket),
        "send_back": _send_back,
        "pass_letter": lambda request, store, ticket, _form: desk.pass_letter(request, store, ticket),
        "return_letter": _return,
        "deliver": _deliver,
        "outside": _outside,
    },
    place="case",
    calls=lambda own: bool(own.waiting or own.may_deliver),
)
