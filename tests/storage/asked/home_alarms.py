"""What is asked of the alarm of Ann's home."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "at_home": lambda s, x: s.at_home(x.house.units["Ann"] if x.ticket.id != NOWHERE else NOWHERE),
    "switched_on": lambda s, x: s.switched_on(x.ticket, NOW),
}
