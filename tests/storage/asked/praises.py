"""What is asked of the praise of staff; Ann has thanked Ivy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.handlers.staff.house import NOW

PRAISE: dict[str, Any] = {
    "named_by": "line",
    "building_id": None,
    "place": "",
    "words": "Thank you",
    "at": NOW,
}

_BEFORE, _AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "add": lambda s, x: s.add(x.ticket, x.house.staff["Max"].id, **PRAISE),
    "give": lambda s, x: s.give(x.ticket, x.house.staff["Eli"].id),
    "take": lambda s, x: s.take(x.ticket, x.house.staff["Ivy"].id),
    "near": lambda s, x: s.near(x.ticket, _BEFORE),
    "counts": lambda s, x: {
        one: count for one, count in s.counts(_BEFORE, _AFTER).items() if one[0] == x.ticket.estate_id
    },
    "sites": lambda s, x: {
        one: count for one, count in s.sites(_BEFORE, _AFTER).items() if one[0] == x.ticket.estate_id
    },
    "latest": lambda s, x: [one for one in s.latest(_BEFORE) if one.ticket_id == x.ticket.id],
}
