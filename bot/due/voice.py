"""The owner's voice: questions that are due, and those that nobody answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from bot.due import perception
from bot.due.piece import Piece, Sweep, each
from handlers.base import Acting, ConversationSettings
from handlers.voice import asking, recovering
from handlers.voice.officers import findings, inviting, sending
from handlers.voice.surveys import asking as survey_asking
from handlers.voice.surveys import ending
from storage import officer_missions, officers, ratings, recoveries, survey_sweeps, survey_words
from storage.db import Connection
from storage.store import LineStore
from storage.survey_words import Words

#: A question that could not be asked because of a fault is tried again after this time.
_AGAIN = timedelta(hours=1)


def _ratings(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    ratings.expire(connection, now)
    for rating in ratings.claim_due(connection, now, now + _AGAIN):
        yield f"rating {rating.id}", rating.estate_id, partial(asking.due, rating)


def _surveys(connection: Connection, now: datetime, settings: ConversationSettings) -> Iterable[Piece]:
    for one in survey_sweeps.claim(connection, now, settings.voice.surveys.at_once):
        yield f"survey {one.survey_id}", one.estate_id, partial(survey_asking.due, one)


def _ended_surveys(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for one in survey_sweeps.ended(connection, now):
        yield f"survey {one.id}", one.estate_ids[0], partial(ending.due, one)


def _survey_words(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    """Answers to surveys that are still to be blanked where they came in."""
    for one in survey_words.claim(connection, now):
        yield f"survey words {one.id}", 0, partial(_blank, connection, one)


def _blank(connection: Connection, words: Words, _acting: Acting, _store: LineStore) -> None:
    survey_words.blank(connection, words)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("ratings", _ratings),
    Sweep("recoveries", each("recovery", recoveries.claim_late, recovering.late)),
    Sweep("officers", each("officer", officers.claim_due, inviting.due)),
    Sweep("missions_planned", each("officer", officers.claim_missions_wanted, sending.plan)),
    Sweep("missions", each("mission", officer_missions.claim_due, sending.due)),
    Sweep("findings_unimproved", each("mission", officer_missions.claim_unimproved, findings.unimproved)),
    Sweep("findings_outcomes", each("mission", officer_missions.claim_outcomes, findings.outcome)),
    Sweep("surveys", _surveys),
    Sweep("ended_surveys", _ended_surveys),
    Sweep("survey_words", _survey_words),
    *perception.SWEEPS,
)
