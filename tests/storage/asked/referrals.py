"""What is asked of the bodies outside to which a case was taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.handlers.staff.house import NOW

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "refer": lambda s, x: s.refer(x.ticket, "court", at=NOW, staff_id=None, consent_at=NOW),
    "conclude": lambda s, x: s.conclude(x.ticket, 1, "settled", at=NOW, staff_id=x.house.staff["Ivy"].id),
}
