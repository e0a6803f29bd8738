"""What is asked of how far a ticket was escalated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW

_STEP: dict[str, Any] = {
    "reason": "late",
    "event": "x",
    "level": 1,
    "name": "manager",
    "raised_at": NOW,
    "needed": 1,
}


def _call(store: Any, seen: Any) -> Any:
    """A call is kept for a step that was kept before; whoever may not see the ticket has none."""
    found = next(iter(store.of(seen.ticket)), None)
    return store.call(seen.ticket, found, {seen.house.staff["Max"].id: ["staff_pages"]} if found else {}, NOW)


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "keep": lambda s, x: s.keep(x.ticket, **_STEP),
    "of": lambda s, x: s.of(x.ticket),
    "happened": lambda s, x: s.happened(x.ticket, "late", "first"),
    "call": _call,
    "calls": lambda s, x: s.calls(x.ticket),
    "accept": lambda s, x: s.accept(x.ticket, x.house.staff["Max"].id, "staff_pages", NOW),
    "decide": lambda s, x: s.decide(x.ticket, None, "send two plumbers", NOW),
    "rest": lambda s, x: s.rest(x.ticket),
}
