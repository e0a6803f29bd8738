"""What is asked of the corrections of a ticket's reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW

#: What Ivy says that Ann's words really are.
CORRECTION: dict[str, Any] = {"words": "the tap leaks", "read_as": "repair/home.leak", "version": "v", "confidence": 0.9,
                              "label": "repair/home.sanitary", "source": "staff", "at": NOW}  # fmt: skip

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "keep": lambda s, x: s.keep(x.ticket, **CORRECTION | {"label": "praise"}),
    "forget": lambda s, x: s.forget(x.ticket),
}
