"""What is asked of the marks of abuse; Ivy marked Ann's ticket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "mark": lambda s, x: s.mark(x.ticket, NOW, by="staff", staff_id=x.house.staff["Ivy"].id),
    "clear": lambda s, x: s.clear(x.ticket, NOW),
}
