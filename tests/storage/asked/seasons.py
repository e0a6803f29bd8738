"""What is asked of the reminders of an estate's seasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storage.seasons import Reminder
from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE


def _reminder(seen: Any) -> Reminder:
    nowhere = seen.ticket.id == NOWHERE
    estate_id = NOWHERE if nowhere else seen.house.estates["GV"]
    return Reminder(NOWHERE if nowhere else 1, estate_id, "typhoon", 2026, NOW, "", None, None)


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "remind": lambda s, x: s.remind(int(x.ticket.estate_id), "winter", 2026, NOW),
    "by_id": lambda s, x: s.by_id(_reminder(x).id),
    "newest": lambda s, x: [one for one in s.newest() if one.estate_id == x.ticket.estate_id],
    "settle": lambda s, x: s.settle(_reminder(x), "skipped", x.house.staff["Ivy"].id, NOW),
}
