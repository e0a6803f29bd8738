"""What is asked of ratings, and of the contacts that follow a low one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from storage.recoveries import Recovery
from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE

_NODE = {"touch_point": "visit", "scale": "csat", "version": 1, "due_at": NOW}


def _recovery(seen: Any) -> Recovery:
    """The contact because of Ann's rating, however the one who asks has come by its number; or one that does not exist."""
    known = 1 if seen.ticket.id != NOWHERE else NOWHERE
    due = NOW + timedelta(days=1)
    return Recovery(
        known,
        seen.ticket.estate_id,
        seen.rating.id,
        seen.ticket.id,
        None,
        None,
        NOW,
        due,
        due,
        None,
        None,
        "",
        "",
    )


RATINGS: dict[str, Callable[[Any, Any], Any]] = {
    "plan": lambda s, x: s.plan(
        x.ticket.estate_id, ticket=x.ticket, unit_id=x.ticket.unit_id, contact_id=x.ticket.contact_id, occasion="1", **_NODE
    ),
    "by_id": lambda s, x: s.by_id(x.rating.id),
    "of_ticket": lambda s, x: s.of_ticket(x.ticket),
    "open_of_mine": lambda s, x: s.open_of_mine(NOW),
    "asked_since": lambda s, x: s.asked_since(
        NOW - timedelta(days=1), unit_id=x.ticket.unit_id, contact_id=x.ticket.contact_id
    ),
    "change": lambda s, x: s.change(x.rating, ("answered",), words=f"{x.rating.id}"),
}  # fmt: skip

RECOVERIES: dict[str, Callable[[Any, Any], Any]] = {
    "open": lambda s, x: s.open(replace(x.rating), holder_id=None, at=NOW, due_at=NOW),
    "by_id": lambda s, x: s.by_id(_recovery(x).id),
    "open_ones": lambda s, x: [one for one in s.open_ones() if one.rating_id == x.rating.id],
    "done_since": lambda s, x: [one for one in s.done_since(NOW) if one.rating_id == x.rating.id],
    "end": lambda s, x: s.end(_recovery(x), result="explained", words="x", staff_id=x.house.staff["Ivy"].id, at=NOW),
}  # fmt: skip

_PERIOD = (NOW - timedelta(days=1), NOW + timedelta(days=1))

COUNTS: dict[str, Callable[[Any, Any], Any]] = {
    "asked": lambda s, x: s.asked(*_PERIOD, x.ticket.estate_id),
    "volunteered": lambda s, x: s.volunteered(*_PERIOD, x.ticket.estate_id),
    "flow": lambda s, x: s.flow(*_PERIOD, x.ticket.estate_id),
    "cases": lambda s, x: s.cases("repair", 5, *_PERIOD, x.ticket.estate_id),
}
