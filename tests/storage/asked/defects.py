"""What is asked of defects; Ivy has recorded that of Ann's ticket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE

DEFECT: dict[str, Any] = {
    "code": "home.leak", "component": "water_pipe", "material": "ppr", "place": "kitchen", "work_step": "build",
    "contractor": "Harbour Pipes Ltd", "contractor_key": "harbourpipesltd", "supplier": "", "supplier_key": "",
    "found_by": "repair", "cause": "a joint was not tightened", "staff_id": None, "kept_at": NOW,
}  # fmt: skip

LONG_AGO, LATER = NOW - timedelta(days=30), NOW + timedelta(days=30)


def word(seen: Any) -> str:
    return "tightened" if seen.ticket.id != NOWHERE else "absent"


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(x.ticket),
    "versions": lambda s, x: s.versions(x.ticket),
    "keep": lambda s, x: s.keep(x.ticket, **DEFECT),
    "add": lambda _s, _x: None,  # of an estate, not of a ticket; tests/storage/test_defects.py asks it
    "between": lambda s, x: s.between(LONG_AGO, LATER, x.ticket.estate_id),
    "count": lambda s, x: s.count(x.ticket.estate_id, "home.leak", "water_pipe", LONG_AGO, LATER),
    "cases": lambda s, x: s.cases(words=word(x)),
    "examples": lambda s, x: s.examples(
        [1, 2] if x.ticket.id != NOWHERE else [NOWHERE]
    ),  # whichever version stands
    "names": lambda s, _x: [name for name in s.names() if name == "Harbour Pipes Ltd"],
    "homes": lambda _s, _x: None,  # of an estate too
    "identities": lambda _s, _x: None,  # and this
}
