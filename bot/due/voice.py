"""The owner's voice: questions that are due, and those that nobody answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.due.piece import Piece, Sweep
from handlers.base import Acting, ConversationSettings
from handlers.voice.surveys import asking, ending
from storage import survey_invitations, survey_words, surveys
from storage.db import Connection
from storage.store import LineStore
from storage.survey_words import Words


def _surveys(connection: Connection, now: datetime, settings: ConversationSettings) -> Iterable[Piece]:
    for one in survey_invitations.claim(connection, now, settings.voice.surveys.at_once):
        yield f"survey {one.survey_id}", one.estate_id, partial(asking.due, one)


def _ended_surveys(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for one in surveys.ended(connection, now):
        yield f"survey {one.id}", one.estate_ids[0], partial(ending.due, one)


def _survey_words(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    """Answers to surveys that are still to be blanked where they came in."""
    for one in survey_words.claim(connection, now):
        yield f"survey words {one.id}", 0, partial(_blank, connection, one)


def _blank(connection: Connection, words: Words, _acting: Acting, _store: LineStore) -> None:
    survey_words.blank(connection, words)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("surveys", _surveys),
    Sweep("ended_surveys", _ended_surveys),
    Sweep("survey_words", _survey_words),
)
