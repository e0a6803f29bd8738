"""Homes: absences to be asked about or deleted, and seasons that begin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.due.piece import Piece, Sweep, each
from handlers.base import Acting, ConversationSettings
from handlers.safety import absence_sweeping, season_reminding
from handlers.safety import seasons as calendar
from storage import absence_leftovers, absences, seasons
from storage.absence_leftovers import Leftover
from storage.db import Connection
from storage.store import LineStore


def _absences_asked(connection: Connection, now: datetime, settings: ConversationSettings) -> Iterable[Piece]:
    erase_at = absence_sweeping.erase_unless_answered(settings.tickets.absences, now)
    for absence in absences.claim_asking(connection, now, erase_at):
        yield f"absence {absence.id}", absence.estate_id, partial(absence_sweeping.ask, absence)


def _leftovers(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    """What is left of absences is blanked where it is claimed: it belongs to no estate any more."""
    for left in absence_leftovers.claim(connection, now):
        yield f"leftover {left.id}", 0, partial(_blank, connection, left)


def _blank(connection: Connection, left: Leftover, _acting: Acting, _store: LineStore) -> None:
    absence_leftovers.blank(connection, left)


def _seasons(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    """Each estate once a day, after its own midnight."""
    for estate in seasons.due(connection, now):
        today = now.astimezone(ZoneInfo(estate.timezone)).date()
        tomorrow = datetime.combine(today + timedelta(days=1), time(), ZoneInfo(estate.timezone))
        if seasons.looked(connection, estate.id, now, tomorrow):
            for due in calendar.due(estate.jurisdiction, today):
                remind = partial(season_reminding.remind, estate, due)
                yield f"season {due.season.key}", estate.id, remind


SWEEPS: tuple[Sweep, ...] = (
    Sweep("absences_asked", _absences_asked),
    Sweep("absences_over", each("absence", absences.claim_over, absence_sweeping.over)),
    Sweep("absence_leftovers", _leftovers),
    Sweep("seasons", _seasons),
)
