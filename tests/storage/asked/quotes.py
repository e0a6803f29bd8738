"""What is asked of the prices of a ticket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storage.quotes import Quote
from tests.handlers.staff.house import NOW

#: The price that Ivy told Ann, as whoever knows its number would name it.
PRICE = Quote(1, 1, 1, 18_000, "HKD", False, "A new tap", NOW, 1, NOW, "offered", None, None, None)


def values(x: Any, amount: int = 18_000) -> dict[str, Any]:
    return {
        "amount": amount, "currency": "HKD", "at_cost": False, "what": "A new tap", "valid_until": NOW + timedelta(days=7),
        "staff_id": x.house.staff["Ivy"].id, "made_at": NOW,
    }  # fmt: skip


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "one": lambda s, x: s.one(x.ticket, 1),
    "offer": lambda s, x: s.offer(x.ticket, **values(x, 1)),
    "answer": lambda s, x: s.answer(x.ticket, PRICE, "accepted", answered_at=NOW, answer="Go ahead"),
}
