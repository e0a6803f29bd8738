"""The owner's voice: questions that are due, and those that nobody answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from bot.due.piece import Piece, Sweep
from handlers.base import ConversationSettings
from handlers.voice import asking, recovering
from handlers.voice.officers import findings, inviting, sending
from storage import officer_missions, officers, ratings, recoveries
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


def _officers(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for officer in officers.claim_due(connection, now):
        yield f"officer {officer.id}", officer.estate_id, partial(inviting.due, officer)


def _planned(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for officer in officers.claim_missions_wanted(connection, now):
        yield f"officer {officer.id}", officer.estate_id, partial(sending.plan, officer)


def _missions(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for mission in officer_missions.claim_due(connection, now):
        yield f"mission {mission.id}", mission.estate_id, partial(sending.due, mission)


def _unimproved(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for mission in officer_missions.claim_unimproved(connection, now):
        yield f"mission {mission.id}", mission.estate_id, partial(findings.unimproved, mission)


def _outcomes(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for mission in officer_missions.claim_outcomes(connection, now):
        yield f"mission {mission.id}", mission.estate_id, partial(findings.outcome, mission)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("ratings", _ratings),
    Sweep("recoveries", _recoveries),
    Sweep("officers", _officers),
    Sweep("missions_planned", _planned),
    Sweep("missions", _missions),
    Sweep("findings_unimproved", _unimproved),
    Sweep("findings_outcomes", _outcomes),
)
