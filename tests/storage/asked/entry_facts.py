"""What is asked of staff's entries; Ivy resolved Ann's ticket once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.handlers.staff.house import NOW

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "entries": lambda s, x: [
        one
        for one in s.entries(NOW - timedelta(days=1), NOW + timedelta(days=1))
        if one.estate_id == x.ticket.estate_id
    ],
}
