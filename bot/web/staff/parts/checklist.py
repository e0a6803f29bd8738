"""The part of a ticket's page that says what to do next, by the role of whoever looks (C43)."""

from __future__ import annotations

from bot.web.staff.parts.part import Looking, Part
from handlers.staff.checklist import items
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED


def _view(_store: StaffStore, ticket: Ticket, looking: Looking) -> tuple[str, ...] | None:
    return items(looking.who.role, ticket, looking.language) or None if ticket.stage not in ENDED else None


PART = Part(name="checklist", view=_view, place="work")
