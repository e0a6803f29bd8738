"""What is asked of the decisions of a ticket; the one in the house waits for an approval and a legal review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from tests.handlers.staff.house import NOW

DECISION: dict[str, Any] = {
    "outcome": "partly", "reasons": "The guard was alone.", "approval": "needed", "legal": "needed", "compared": "partly",
}  # fmt: skip

#: The first decision there is, as a value that somebody could have kept.
FIRST: Any = SimpleNamespace(id=1)


def _max(seen: Any) -> int:
    return int(seen.house.staff["Max"].id)


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "barred": lambda s, x: s.barred(x.ticket),
    "add": lambda s, x: s.add(x.ticket, staff_id=_max(x), at=NOW, **DECISION),
    "of": lambda s, x: s.of(x.ticket),
    "standing": lambda s, x: s.standing(x.ticket),
    "told": lambda s, x: s.told(x.ticket),
    "waiting": lambda s, x: [one for one, _ in s.waiting() if one.ticket_id == x.ticket.id],
    "lessons": lambda s, x: s.lessons(NOW - timedelta(days=1), NOW + timedelta(days=1), x.ticket.estate_id),
    "approve": lambda s, x: s.approve(x.ticket, FIRST, _max(x), NOW, given=True),
    "review": lambda s, x: s.review(x.ticket, FIRST, _max(x), NOW, passed=True),
    "tell": lambda s, x: s.tell(x.ticket, FIRST, NOW, recourse=True),
    "tell_recourse": lambda s, x: s.tell_recourse(x.ticket, FIRST, NOW),
    "accept": lambda s, x: s.accept(x.ticket, FIRST, NOW),
    "deliver": lambda s, x: s.deliver(x.ticket, FIRST, NOW),
    "end_outside": lambda s, x: s.end_outside(x.ticket, FIRST, "court", "settled", NOW),
}
