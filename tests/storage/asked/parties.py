"""What is asked of the parties that serve a ticket's estate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "serving": lambda s, x: s.serving(x.ticket),
    "one": lambda s, x: s.one(x.ticket, 1),
}
