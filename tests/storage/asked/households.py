"""What is asked of a household's matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.handlers.staff.house import NOW

_LONG_AGO = NOW - timedelta(days=365)

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "worked_on": lambda s, x: [
        one.id
        for one in s.worked_on(unit_id=x.ticket.unit_id, contact_id=x.ticket.contact_id, since=_LONG_AGO)
    ],
    "repaired": lambda s, x: [
        one.id
        for one in s.repaired(unit_id=x.ticket.unit_id, contact_id=x.ticket.contact_id, since=_LONG_AGO)
    ],
    "has_open_complaint": lambda s, x: s.has_open_complaint(
        unit_id=x.ticket.unit_id, contact_id=x.ticket.contact_id
    ),
}
