"""What is asked of the assessments of a ticket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW

JUDGEMENT: dict[str, Any] = {
    "severity": 2, "safety": False, "complexity": 1, "impact": 1, "immediate": False, "key_point": "the tap", "nature": "defect",
}  # fmt: skip

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda s, x: s.add(x.ticket, at=NOW, by="staff", **JUDGEMENT),
    "of": lambda s, x: s.of(x.ticket),
    "newest": lambda s, x: s.newest(x.ticket),
}
