"""What is asked of the people whom a ticket complains of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "cleared": lambda s, x: s.cleared(x.ticket),
    "name": lambda s, x: s.name(x.ticket, x.house.staff["Eli"].id, by="staff", at=NOW),
    "clear": lambda s, x: s.clear(x.ticket, x.house.staff["Eli"].id, NOW),
    "ask": lambda s, x: s.ask(x.ticket, x.house.staff["Eli"].id, "What happened at the gate?"),
    "tell_result": lambda s, x: s.tell_result(x.ticket, "not upheld", NOW),
}
