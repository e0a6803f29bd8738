"""What is asked of abilities and training; Eli has passed a module, and Ivy was judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE


def judged(seen: Any) -> dict[str, Any]:
    by = seen.house.staff["Max"].id
    return {"ability": "listening", "level": 2, "evidence": "sat in on two calls", "at": NOW, "judged_by": by}


def paper(seen: Any) -> dict[str, Any]:
    return {
        "kind": "module", "name": "gas safety", "evidence": "", "passed_on": NOW.date(), "expires_on": None,
        "kept_by": seen.house.staff["Max"].id, "kept_at": NOW,
    }  # fmt: skip


def who(seen: Any) -> int:
    return NOWHERE if seen.ticket.id == NOWHERE else int(seen.house.staff["Ivy"].id)


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "abilities": lambda s, x: s.abilities(who(x)),
    "judge": lambda s, x: s.judge(who(x), **judged(x)),
    "papers": lambda s, x: s.papers(who(x)),
    "keep": lambda s, x: s.keep(who(x), **paper(x)),
    "revoke": lambda s, x: s.revoke(who(x), 1, NOW),
    "passed": lambda s, x: s.passed(x.ticket, NOW.date()),
}
