"""What households noticed: the days that are drawn once they are over, and the questions that are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot import clock
from bot.due.piece import Piece, Sweep
from handlers.base import ConversationSettings
from handlers.voice import perceiving
from storage import perception
from storage.db import Connection

#: A question whose sending failed is tried again after this time.
_AGAIN = timedelta(hours=1)

#: So many days back are drawn where the line was down on them.
_DAYS_BACK = 3


def _perception_days(
    connection: Connection, now: datetime, settings: ConversationSettings
) -> Iterable[Piece]:
    """Each estate once a day, after its own midnight: the day before is drawn, and those that the line slept through, by seeds made now."""
    share = settings.voice.standards.perception_share
    for estate in perception.undrawn(connection, now - timedelta(days=1)) if share else ():
        zone = ZoneInfo(estate.timezone)
        today = now.astimezone(zone).date()
        for day in (today - timedelta(days=back) for back in range(_DAYS_BACK, 0, -1)):
            since, ends = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
            draw = perception.claim_day(
                connection, estate_id=estate.id, day=day, ends=ends, share=share, at=now,
                seed=f"{estate.code} {day} {clock.token(12)}",
            )  # fmt: skip
            if draw:
                yield f"perception {estate.code} {day}", estate.id, partial(perceiving.draw, draw, since)


def _perception(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for check in perception.claim_due(connection, now, now + _AGAIN):
        yield f"perception {check.id}", check.estate_id, partial(perceiving.ask, check)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("perception_days", _perception_days),
    Sweep("perception", _perception),
)
