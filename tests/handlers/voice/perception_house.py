"""A house where somebody was in homes yesterday, and whatever follows from that."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from handlers.base import LineAct, Reply
from handlers.voice import perceiving
from handlers.voice.rules import VoiceRules
from handlers.voice.standard_rules import StandardRules
from storage import perception
from storage.perception_rows import Check, Draw
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House

#: Sunday, 18:00 in Hong Kong; yesterday was Saturday the 21st.
DAY = NOW.astimezone(TZ).date() - timedelta(days=1)
SINCE, ENDS = (datetime.combine(one, time(), TZ) for one in (DAY, DAY + timedelta(days=1)))


def acting(hours: float = 0, **rules: Any) -> LineAct:
    """An act of the clock so many hours from now; every home is drawn unless said otherwise."""
    voice = VoiceRules(standards=StandardRules(**{"perception_share": 1.0, **rules}))
    return LineAct(now=NOW + timedelta(hours=hours), tz=TZ, settings=replace(SETTINGS, voice=voice))


def visited(
    house: House, owner: str = "Ann", *, by: str = "Eli", at: datetime | None = None, **values: Any
) -> Ticket:
    """Somebody of staff was in an owner's home yesterday at noon, for a ticket of it."""
    ticket = house.open(owner, **values)
    came = at or SINCE + timedelta(hours=12)
    with house.db.transaction() as connection:
        LineStore(connection).visits.add(
            ticket, starts=came, ends=came + timedelta(hours=1), status="CONFIRMED", partstat="ACCEPTED", came_at=came,
            staff_id=house.staff[by].id, made_at=NOW, changed_at=NOW,
        )  # fmt: skip
    return ticket


def draw(house: House, *, seed: str = "GV", **rules: Any) -> Draw:
    """Draws yesterday, as the clock does after midnight."""
    act = acting(**rules)
    with house.db.transaction() as connection:
        share = act.settings.voice.standards.perception_share
        day = perception.claim_day(
            connection, estate_id=house.estates["GV"], day=DAY, ends=ENDS, seed=seed, share=share, at=NOW
        )
        assert day
        perceiving.draw(day, SINCE, act, LineStore(connection))
    return day


def checks(house: House) -> list[Check]:
    """Every question there is, the oldest first."""
    with house.db.reading() as connection:
        found = (LineStore(connection).perception.by_id(number) for number in range(1, 50))
        return [one for one in found if one]


def ask(house: House, check_id: int = 1, hours: float = 0, **rules: Any) -> tuple[Check, list[Reply]]:
    """Asks a home whose time has come; what it then is, and what was sent."""
    act = acting(hours, **rules)
    with house.db.transaction() as connection:
        store = LineStore(connection)
        check = store.perception.by_id(check_id)
        assert check
        perceiving.ask(check, act, store)
        after = store.perception.by_id(check_id)
        assert after
        return after, act.told
