"""What is asked of the visits of a ticket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storage.visits import Visit
from tests.handlers.staff.house import NOW

#: The visit that Ivy proposed to Ann, as whoever knows its number would name it.
VISIT = Visit(
    1, 1, 1, None, 1, "GV-1001-1@ownerline", 0, NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2), "TENTATIVE",
    "NEEDS-ACTION", None, None, None, None, None, None, NOW, NOW,
)  # fmt: skip


def values(x: Any) -> dict[str, Any]:
    return {
        "starts": NOW + timedelta(days=1),
        "ends": NOW + timedelta(days=1, hours=2),
        "status": "TENTATIVE",
        "partstat": "NEEDS-ACTION",
        "staff_id": x.house.staff["Ivy"].id,
        "made_at": NOW,
        "changed_at": NOW,
    }


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "one": lambda s, x: s.one(x.ticket, 1),
    "add": lambda s, x: s.add(x.ticket, **values(x)),
    "change": lambda s, x: s.change(x.ticket, VISIT, status="CONFIRMED"),
    "taken": lambda s, x: s.taken(x.ticket, x.house.staff["Ivy"].id, NOW, NOW + timedelta(days=9)),
    "keep_promise": lambda s, x: s.keep_promise(x.ticket, NOW),
}
