"""What is asked of who holds how much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "loads": lambda s, x: s.loads(x.ticket),
    "burdens": lambda s, x: [one for one in s.burdens() if one == x.ticket.holder_id],
}
