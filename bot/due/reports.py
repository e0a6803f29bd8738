"""Standing reports whose hour has come: each once a person, read in that person's own scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.due.piece import Piece, Sweep
from handlers.base import ConversationSettings
from handlers.reports import mailing, standing
from storage import standing_reports
from storage.db import Connection
from storage.staff_store import StaffStore


def _reports(connection: Connection, now: datetime, settings: ConversationSettings) -> Iterable[Piece]:
    rules = settings.voice.reports
    for kind in standing.KINDS:
        for waiting in standing_reports.due(connection, kind, standing.roles(kind, rules), now):
            store = StaffStore(connection, waiting.who)
            first = next(iter(store.estates()), None)
            local = now.astimezone(ZoneInfo(first.timezone if first else "UTC"))
            sends, next_at = standing.planned(kind, rules, local, known=waiting.known)
            claimed = standing_reports.claim(
                connection, waiting.who.id, kind, now=now, next_at=next_at, sends=sends and first is not None
            )
            if claimed and sends and first:
                work = partial(mailing.send, kind, waiting.who, store, claimed.before)
                yield f"{kind} of {waiting.who.name}", first.id, work


SWEEPS: tuple[Sweep, ...] = (Sweep("standing_reports", _reports),)
