"""What is asked of an estate's own lists, and of what staff ticked for a ticket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.handlers.staff.house import NOW

_AGO, _SOON = NOW - timedelta(days=1), NOW + timedelta(days=1)


def _by(x: Any) -> dict[str, Any]:
    return {"staff_id": x.house.staff["Ivy"].id, "at": NOW}


STANDARDS: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: [one.key for one in s.of(x.ticket.estate_id)],
    "wordings": lambda s, x: s.wordings(x.ticket.estate_id),
    "add": lambda s, x: s.add(x.ticket.estate_id, "visit", side="do", text="Wave", noticeable=True, **_by(x)),
    "switch": lambda s, x: s.switch(x.ticket.estate_id, "visit", "badge", side="do", is_on=False, **_by(x)),
    "reword": lambda s, x: s.reword(x.ticket.estate_id, "visit", "own_1", text="Wave twice", **_by(x)),
}

SELF_CHECKS: dict[str, Callable[[Any, Any], Any]] = {
    "keep": lambda s, x: s.keep(x.ticket, "visit", {("badge", 1): True}, NOW),
    "of": lambda s, x: s.of(x.ticket),
    "ticked": lambda s, x: s.ticked(x.ticket.estate_id, _AGO, _SOON),
}
