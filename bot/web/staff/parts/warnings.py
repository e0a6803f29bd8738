"""What to know before acting on a ticket, and the form by which anybody raises a risk of it (G05)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Reply
from handlers.staff import risk_desk, warnings
from handlers.staff.request import StaffRequest
from handlers.tickets.risk_signals import LEVELS
from handlers.wording import say
from storage.store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The warnings in order, the levels to choose from, and where more is told; 0 for nowhere."""

    lines: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]
    risk_id: int
    incident_id: int


def view(store: StaffStore, ticket: Ticket, looking: Looking) -> Own:
    open_one = next((one for one in store.risks.of(ticket) if one.closed_at is None), None)
    return Own(
        lines=warnings.lines(store, ticket, looking.language),
        levels=tuple((level, say(looking.language, f"risks.level.{level}")) for level in LEVELS),
        risk_id=open_one.id if open_one else 0,
        incident_id=ticket.incident_id or 0,
    )


def _raise(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return risk_desk.raise_one(
        request, store, words=form.get("text", ""), level=form.get("level", ""), ticket=ticket
    )


PART = Part(name="warnings", view=view, actions={"risk": _raise})
