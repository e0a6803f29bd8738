"""What is asked of what people found about a fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "keep": lambda s, x: s.keep(
        x.ticket, component="pipes", outcome="after", responsible="owner", staff_id=x.house.staff["Eli"].id, at=NOW
    ),
}  # fmt: skip
