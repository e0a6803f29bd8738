"""Tickets and reports as values, for tables of rules."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

from storage.incidents import Report
from storage.ticket_rows import Ticket

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

_OTHERS = {
    "summary": "x",
    "words": "x",
    "language": "en",
    "channel": "telegram",
    "guard": "",
    "last_seal": "",
    "number": "GV-1",
}
_FLAGS = {"private": False, "complaint": False, "no_solo": False}


def ticket(**values: Any) -> Ticket:
    """A ticket of nothing in particular; what is not given is empty."""
    row: dict[str, Any] = {
        **dict.fromkeys(field.name for field in dataclasses.fields(Ticket)),
        **dict.fromkeys(("level", "round", "transfers", "chased", "reopened", "entries"), 0),
        **_OTHERS, **_FLAGS, "id": 1, "estate_id": 1, "intent": "repair", "code": "home.leak", "urgency": "N",
        "stage": "received", "reading": {}, "opened_at": NOW, "respond_by": NOW, **values,
    }  # fmt: skip
    return Ticket(**row)


def report(number: int, label: str | None = None, code: str = "public.lift", **values: Any) -> Report:
    """A report of the home of that label."""
    row: dict[str, Any] = {
        "ticket_id": number, "number": f"GV-{number}", "unit_id": number if label else None, "contact_id": number,
        "label": label, "floor": None, "building": None, "code": code, "urgency": "N", "place": None, "words": "x",
        "opened_at": NOW, "incident_id": None, **values,
    }  # fmt: skip
    return Report(**row)
