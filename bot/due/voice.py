"""The owner's voice: questions that are due, and those that nobody answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from bot.due import perception
from bot.due.piece import Piece, Sweep
from handlers.base import ConversationSettings
from handlers.voice import asking, recovering
from storage import ratings, recoveries
from storage.db import Connection

#: A question that could not be asked because of a fault is tried again after this time.
_AGAIN = timedelta(hours=1)


def _ratings(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    ratings.expire(connection, now)
    for rating in ratings.claim_due(connection, now, now + _AGAIN):
        yield f"rating {rating.id}", rating.estate_id, partial(asking.due, rating)


def _recoveries(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for recovery in recoveries.claim_late(connection, now):
        yield f"recovery {recovery.id}", recovery.estate_id, partial(recovering.late, recovery)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("ratings", _ratings),
    Sweep("recoveries", _recoveries),
    *perception.SWEEPS,
)
