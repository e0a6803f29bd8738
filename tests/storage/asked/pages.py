"""What is asked of the calls about a ticket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW

_CALL: dict[str, Any] = {
    "hazard": "escalation",
    "routes": [],
    "audience": [],
    "paged_at": NOW,
    "repeat_at": NOW,
}

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "call": lambda s, x: s.call(x.ticket, **_CALL),
    "of": lambda s, x: s.of(x.ticket),
    "waits": lambda s, x: s.waits(x.ticket),
    "withdraw": lambda s, x: s.withdraw(x.ticket),
    "put_off": lambda s, x: s.put_off(x.ticket, 1, NOW),
    "accept": lambda s, x: s.accept(x.ticket, x.house.staff["Ivy"].id, NOW, "staff_pages"),
}
