"""Notices whose moment has come and those that are watched; invitations, and the questions after events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.due.piece import Piece, Sweep, each
from handlers.base import ConversationSettings
from handlers.notices import sending, watching
from handlers.notices.events import pulse, telling
from storage import events, notice_watches, notices, rsvps
from storage.db import Connection
from storage.store import LineStore


def _notices(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for notice in notices.claim_scheduled(connection, now):
        yield f"notice {notice.id}", notice.estate_id, partial(sending.start, notice=notice)


def _watches(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for watch in notice_watches.claim(connection, now, watching.EVERY):
        notice = LineStore(connection).notices.by_id(watch.notice_id)
        if notice:
            yield f"notice {notice.id}", notice.estate_id, partial(watching.look, notice, watch)


def _closing(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for event in events.claim_closing(connection, now):
        yield event.uid, event.estate_id, partial(telling.closing, event)


def _pulses(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for event in events.claim_pulses(connection, now):
        yield event.uid, event.estate_id, partial(pulse.ask, event)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("notices", _notices),
    Sweep("watches", _watches),
    Sweep("invitations", each("rsvp", rsvps.claim_due, telling.due)),
    Sweep("closing", _closing),
    Sweep("pulses", _pulses),
)
