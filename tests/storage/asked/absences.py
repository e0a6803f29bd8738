"""What is asked of the absences of a household: a home that is empty, and who may know it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from storage.absences import Absence, Absences
from storage.estates import units_by_id
from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE

TODAY = date(2026, 11, 22)
LAST = TODAY + timedelta(days=5)


def made(line: Absences, unit_id: int) -> Absence:
    """Ann's home is empty from today on."""
    unit = units_by_id(line._connection, (unit_id,))[0]
    one = line.announce(unit, starts_on=TODAY, ends_on=LAST, at=NOW, note="the neighbour has a key")
    assert one
    return one


def _absence(store: Any, seen: Any) -> Absence:
    """Ann's absence, however the one who asks has come by its number; or one that does not exist."""
    if seen.ticket.id == NOWHERE:
        return Absence(NOWHERE, NOWHERE, NOWHERE, None, None, TODAY, LAST, "", "", NOW, None, None)
    unit_id = seen.house.units["Ann"]
    return Absence(1, seen.house.estates["GV"], unit_id, None, None, TODAY, LAST, "", "", NOW, None, None)


def _unit(store: Any, seen: Any) -> Any:
    """Ann's home, or one that does not exist."""
    found = units_by_id(store._connection, (seen.house.units["Ann"],))[0]
    return found if seen.ticket.id != NOWHERE else replace(found, id=NOWHERE, estate_id=NOWHERE)


def _estate(seen: Any) -> int:
    return int(seen.ticket.estate_id)


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "announce": lambda s, x: s.announce(_unit(s, x), starts_on=TODAY, ends_on=LAST, at=NOW),
    "by_id": lambda s, x: s.by_id(_absence(s, x).id),
    "of_unit": lambda s, x: s.of_unit(_absence(s, x).unit_id),
    "on": lambda s, x: s.on(_estate(x), TODAY),
    "change": lambda s, x: s.change(_absence(s, x), note="y"),
    "check": lambda s, x: s.check(_absence(s, x), TODAY, at=NOW, note="door shut", wrong=False),
    "checks": lambda s, x: s.checks(_absence(s, x)),
    "checks_on": lambda s, x: s.checks_on([_absence(s, x)], TODAY),
    "look": lambda s, x: s.look(_estate(x), NOW, 1),
    "looks": lambda s, x: s.looks(_estate(x)),
    "looks_at": lambda s, x: s.looks_at(_absence(s, x)),
    "contact_of": lambda s, x: s.contact_of(_absence(s, x), TODAY),
    "erase": lambda s, x: s.erase(_absence(s, x), NOW),
    "asked": lambda s, x: s.asked("", NOW),
    "told": lambda s, x: None,
    "end_of_empty": lambda s, x: s.end_of_empty(_unit(s, x), TODAY, NOW),
    "totals": lambda s, x: s.totals(_estate(x)),
}
