"""Words and taps that answered a survey, and are to be blanked where they came in: the sheet holds the answer, and nothing else does (I10).

A row says which turn of which chat is blanked, and when; it is gone itself once that is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, String, Table, delete, exists, insert, select, update

from storage import contacts, residue
from storage.base import Instant, as_value, columns_of, key, metadata
from storage.inbox import DONE, inbox
from storage.residue import GONE, Turned
from storage.scope import OwnerScope
from storage.tickets import Tickets

survey_words = Table(
    "survey_words",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("chat", String(80), nullable=False),
    Column("turn_id", String(40), nullable=False),
    Column("blank_at", Instant, nullable=False, index=True),
)

#: How long until a turn is looked at again that is still under way.
_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Words:
    """A turn that answered."""

    id: int
    channel: str
    chat: str
    turn_id: str


class SurveyWords:
    """What an owner's account said in answer; of every other scope nothing."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def forget(self, turn: str, at: datetime) -> None:
        """Has what this turn took in blanked, as soon as it is over."""
        if not isinstance(self._scope, OwnerScope) or not turn:
            return
        account = contacts.by_id(self._connection, self._scope.contact_id)
        assert account is not None
        row = {"channel": account.channel, "chat": account.address, "turn_id": turn, "blank_at": at}
        self._connection.execute(insert(survey_words).values(row))

    def are_gone(self, message_id: str) -> bool:
        """Whether the words of a message of this account's chat were taken away after they were answered, or are about to be: to
        edit it is to say them again. False for every other scope.
        """
        account = (
            contacts.by_id(self._connection, self._scope.contact_id)
            if isinstance(self._scope, OwnerScope)
            else None
        )
        if account is None or not message_id:
            return False
        here = (inbox.c.channel == account.channel) & (inbox.c.chat == account.address)
        named = inbox.c.payload["message_id"].as_string() == message_id
        going = exists().where(
            survey_words.c.channel == inbox.c.channel,
            survey_words.c.chat == inbox.c.chat,
            survey_words.c.turn_id == inbox.c.turn_id,
        )
        said = select(inbox.c.payload, going.label("going")).where(here, named, inbox.c.state == DONE)
        return any(
            row.payload.get("kind") in ("message", "edit") and (row.going or row.payload.get("text") == GONE)
            for row in self._connection.execute(said)
        )


def claim(connection: Connection, now: datetime, limit: int = 200) -> list[Words]:
    """What is to be blanked now; claimed again within the hour, unless it is gone by then."""
    table = survey_words
    due = select(table.c.id).where(table.c.blank_at <= now).order_by(table.c.blank_at).limit(limit)
    taken = update(table).where(table.c.id.in_(due), table.c.blank_at <= now).values(blank_at=now + _AGAIN)
    rows = connection.execute(taken.returning(*columns_of(Words, table))).mappings().all()
    return [as_value(row, Words) for row in rows]


def blank(connection: Connection, words: Words) -> None:
    """Takes away what a turn took in; the row too, once nothing of it waits to be handled."""
    turned = Turned(words.channel, words.chat, words.turn_id)
    residue.blank_taken(connection, turned)
    if not residue.taken_waits(connection, turned):
        connection.execute(delete(survey_words).where(survey_words.c.id == words.id))
