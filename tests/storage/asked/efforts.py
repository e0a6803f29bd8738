"""What is asked of the minutes and money that a ticket cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW

EFFORT: dict[str, Any] = {
    "minutes": 20,
    "cost": 12_050,
    "currency": "HKD",
    "what": "work",
    "note": "",
    "at": NOW,
}

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda s, x: s.add(x.ticket, **EFFORT),
    "of": lambda s, x: s.of(x.ticket),
}
