"""What to know before acting on a ticket; nothing where there is nothing to know."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.parts.part import Looking, Part
from handlers.staff.warning import warnings
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The warnings in order, and where more is told; 0 for nowhere. `notice_id`: the notice that it came of last."""

    lines: tuple[str, ...]
    risk_id: int
    incident_id: int
    notice_id: int


def view(store: StaffStore, ticket: Ticket, looking: Looking) -> Own | None:
    open_one = next((one for one in store.risks.of(ticket) if one.closed_at is None), None)
    lines = warnings.lines(store, ticket, looking.language)
    if not lines:
        return None
    return Own(
        lines=lines,
        risk_id=open_one.id if open_one else 0,
        incident_id=ticket.incident_id or 0,
        notice_id=next((one.notice_id for one in store.notice_replies.answered_by(ticket)), 0),
    )


PART = Part(name="warnings", view=view, place="now")
