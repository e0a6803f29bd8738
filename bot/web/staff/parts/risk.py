"""The form by which anybody raises a risk of a ticket (G05)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Reply
from handlers.staff.request import StaffRequest
from handlers.staff.warning import risk_desk
from handlers.tickets.warning.risk_signals import LEVELS
from handlers.wording import say
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The levels to choose from, each with its name."""

    levels: tuple[tuple[str, str], ...]


def view(store: StaffStore, ticket: Ticket, looking: Looking) -> Own:
    return Own(levels=tuple((level, say(looking.language, f"risks.level.{level}")) for level in LEVELS))


def _raise(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return risk_desk.raise_one(
        request, store, words=form.get("text", ""), level=form.get("level", ""), ticket=ticket
    )


PART = Part(name="risk", view=view, actions={"risk": _raise}, place="inner")
