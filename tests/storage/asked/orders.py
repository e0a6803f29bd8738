"""What is asked of the work orders of a ticket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storage.work_orders import WorkOrder
from tests.handlers.staff.house import NOW

#: The order of Ann's ticket, as whoever knows its number would name it.
ORDER = WorkOrder(
    1, 1, 1, None, "engineering", None, "The tap", False, None, "offered", NOW, None, None, None, None, None, 1, NOW,
    None, None, None,
)  # fmt: skip


def values(x: Any) -> dict[str, Any]:
    staff_id = x.house.staff["Ivy"].id
    return {
        "department": "engineering",
        "staff_id": staff_id,
        "what": "The tap",
        "payable": False,
        "accept_by": NOW,
        "made_by": staff_id,
        "made_at": NOW,
    }


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "one": lambda s, x: s.one(x.ticket, 1),
    "add": lambda s, x: s.add(x.ticket, **values(x)),
    "change": lambda s, x: s.change(x.ticket, ORDER, state="accepted"),
    "photos": lambda s, x: s.photos(x.ticket),
    "keep_photo": lambda s, x: s.keep_photo(x.ticket, ORDER, x.attachment_id, "before"),
}
