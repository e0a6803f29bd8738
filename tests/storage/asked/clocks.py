"""What is asked of the clocks of a ticket, of its promises, and of what was missed in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storage.clocks import Clock
from storage.promises import Promise
from tests.handlers.staff.house import NOW

LATER = NOW + timedelta(hours=1)

CLOCKS: dict[str, Callable[[Any, Any], Any]] = {
    "start": lambda s, x: s.start(x.ticket, "task", started_at=NOW, due_at=LATER, warn_at=NOW),
    "stop": lambda s, x: s.stop(x.ticket, None, NOW),
    "pause": lambda s, x: s.pause(x.ticket, NOW),
    "resume": lambda s, x: s.resume(x.ticket, NOW),
    "shorten": lambda s, x: s.shorten(x.ticket, _clock(x), due_at=NOW, warn_at=NOW),
    "running": lambda s, x: s.running(x.ticket),
    "running_of": lambda s, x: s.running_of([x.ticket]),
}

PROMISES: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "open_ones": lambda s, x: s.open_ones(x.ticket),
    "tally": lambda s, x: s.tally(x.ticket),
    "hold": lambda s, x: s.hold(_promise(x), x.ticket, NOW - timedelta(hours=1), timedelta(days=1)),
}

BREACHES: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "newest": lambda s, x: [one for _, one in s.newest() if one.id == x.ticket.id],
    "explain": lambda s, x: s.explain(x.ticket, x.breach_id, "other", "forged", x.house.staff["Ivy"].id),
    "end_promised": lambda s, x: s.end_promised(x.ticket, NOW),
}


def _clock(seen: Any) -> Clock:
    return Clock(seen.clock_id, seen.ticket.id, "fix", NOW, LATER, NOW, None, None, None)


def _promise(seen: Any) -> Promise:
    return Promise(
        seen.promise_id, seen.ticket.id, "visit", None, None, None, NOW, NOW, None, None, None, None
    )
