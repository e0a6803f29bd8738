"""What to do next with a case, by role: the working instructions of handlers/staff/checklists.yml (C43); pure."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from storage.ticket_rows import Ticket

#: The roles above a manager do what a manager does.
_AS_A_MANAGER = ("director", "executive")


def kind_of(ticket: Ticket) -> str:
    """emergency, complaint, repair or other, the gravest first."""
    if ticket.urgency == "E0":
        return "emergency"
    if ticket.complaint:
        return "complaint"
    return "repair" if ticket.intent == "repair" else "other"


def items(role: str, ticket: Ticket, language: str) -> tuple[str, ...]:
    """The items for a role; empty where nothing is written for it."""
    own = _lists().get("manager" if role in _AS_A_MANAGER else role, {})
    return tuple(one.get(language) or one["en"] for one in own.get(kind_of(ticket), ()))


@cache
def _lists() -> dict[str, dict[str, list[dict[str, str]]]]:
    found: dict[str, dict[str, list[dict[str, str]]]] = yaml.safe_load(
        Path(__file__).with_name("checklists.yml").read_text("utf-8")
    )
    return found
