"""What is asked of the question whether Ann's home noticed, and of the days that were drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from storage import perception
from storage.db import Connection
from storage.perception_rows import SENT, Check, Draw
from storage.store import LineStore
from tests.handlers.staff.house import NOW, House
from tests.storage.asked.nowhere import NOWHERE

_DAY = NOW.date()
_SOON, _AGO = NOW + timedelta(days=1), NOW - timedelta(days=1)


def made(connection: Connection, house: House) -> None:
    """Ann's home was drawn, and Ann was asked."""
    draw = perception.claim_day(
        connection, estate_id=house.estates["GV"], day=_DAY, ends=NOW, seed="GV", share=1.0, at=NOW
    )
    assert draw
    row = {
        "unit_id": house.units["Ann"], "contact_id": house.contacts["Ann"], "language": "en", "touch_point": "visit",
        "item": "badge", "version": 1, "happened_at": NOW, "due_at": NOW, "sent_at": NOW, "expires_at": _SOON,
    }  # fmt: skip
    line = LineStore(connection)
    line.perception.keep(draw, 1, [row])
    check = line.perception.by_id(1)
    assert check
    assert line.perception.change(check, ("waiting",), state=SENT)


def _check(x: Any) -> Check:
    known = Check(
        1, x.house.estates["GV"], x.house.units["Ann"], x.house.contacts["Ann"], "en", _DAY, "visit", "badge", 1, NOW,
        SENT, "", NOW, NOW, _SOON, "", None,
    )  # fmt: skip
    return known if x.ticket.id != NOWHERE else replace(known, id=NOWHERE, unit_id=NOWHERE)


def _draw(x: Any) -> Draw:
    return Draw(1 if x.ticket.id != NOWHERE else NOWHERE, x.ticket.estate_id, _DAY, NOW, "GV", 1.0, 1, 1, NOW)


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "occasions": lambda s, x: s.occasions(x.ticket.estate_id, _AGO, _SOON),
    "keep": lambda s, x: s.keep(_draw(x), 7, []),
    "by_id": lambda s, x: s.by_id(_check(x).id),
    "open_of_mine": lambda s, x: [one for one in (s.open_of_mine(NOW),) if one and one.id == _check(x).id],
    "change": lambda s, x: s.change(_check(x), (SENT,), answer="no"),
    "calls": lambda s, x: [one for one, _ in s.calls(NOW) if one.estate_id == x.ticket.estate_id],
    "phones": lambda s, x: s.phones(_check(x).unit_id, _DAY),
    "declined": lambda s, x: s.declined(_check(x).unit_id),
    "asked_since": lambda s, x: s.asked_since(_check(x).unit_id, _AGO),
    "rated_since": lambda s, x: s.rated_since(_check(x).unit_id, _AGO),
    "noticed": lambda s, x: s.noticed(x.ticket.estate_id, _AGO, _SOON),
    "draws": lambda s, x: [one for one in s.draws() if one.estate_id == x.ticket.estate_id],
}
