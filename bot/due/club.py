"""The club: points that come, wait or lapse, and households of which nothing was ever heard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.due.piece import Piece, Sweep, each
from handlers.base import ConversationSettings
from handlers.voice import silence
from handlers.voice.points import causes, lapsing
from storage import points, points_waiting, rsvps, silences
from storage.db import Connection


def _waited(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for one in points_waiting.claim(connection, now):
        yield f"points for {one.ref}", one.estate_id, partial(causes.waited, one)


def _lapsing(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for estate_id, person_id in points.claim_lapsing(connection, now):
        yield f"points of person {person_id}", estate_id, partial(lapsing.lapse, estate_id, person_id)


def _silent(connection: Connection, now: datetime, settings: ConversationSettings) -> Iterable[Piece]:
    """A piece of each estate's homes, by day; nothing but the next look is written for a home of which something was heard."""
    rules = settings.voice.silence
    for estate, after in silences.due(connection, now):
        zone = ZoneInfo(estate.timezone)
        by_day = rules.days > 0 and silence.is_time(now, zone)
        homes = silences.piece(connection, estate.id, after, rules.homes) if by_day else []
        through = by_day and len(homes) < rules.homes
        next_at, last = (
            silence.next_look(now, zone, through=through),
            0 if through else max(homes, default=after),
        )
        if silences.looked(connection, estate.id, now, next_at=next_at, after_unit=last) and homes:
            today = now.astimezone(zone).date()
            for unit in silences.silent(connection, homes, today, now - timedelta(days=rules.days)):
                yield f"silent home {unit.label}", estate.id, partial(silence.reach_out, estate, unit)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("points_attended", each("rsvp", rsvps.claim_points, causes.attended)),
    Sweep("points_waited", _waited),
    Sweep("points_lapsing", _lapsing),
    Sweep("silent_homes", _silent),
)
