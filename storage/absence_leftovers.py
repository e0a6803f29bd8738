"""Words of absences that cannot be taken away yet: the turn that ends an absence is still under way, its answer is still to be sent (H07).

A row says which turn of which chat is to be blanked, and when; it is gone itself when nothing of the turn is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    Text,
    cast,
    delete,
    insert,
    or_,
    select,
    update,
)

from storage import residue
from storage.base import Instant, as_value, columns_of, key, metadata
from storage.conversations import conversations
from storage.outbox import outbox
from storage.residue import Turned
from storage.webchat import webchat_log

absence_leftovers = Table(
    "absence_leftovers",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("chat", String(80), nullable=False),
    Column("turn_id", String(40), nullable=False),
    Column("absence_id", Integer, nullable=False),
    Column("blank_at", Instant, nullable=False, index=True),
)

#: How long until a turn is looked at again whose answer still waits to be sent.
_AGAIN = timedelta(hours=1)

#: What leads to an absence: every message about one carries a button of these.
_PRESSED = ("back", "date", "still")


@dataclass(frozen=True, slots=True)
class Leftover:
    """`turn_id` is empty for all of a chat's messages with a button of the absence; `absence_id` 0 where there was none yet."""

    id: int
    channel: str
    chat: str
    turn_id: str
    absence_id: int


def keep(connection: Connection, turns: Iterable[Turned], at: datetime, absence_id: int = 0) -> None:
    """These turns are to be blanked at `at`."""
    rows = [
        {"channel": one.channel, "chat": one.chat, "turn_id": one.turn_id, "absence_id": absence_id, "blank_at": at}
        for one in turns
    ]  # fmt: skip
    if rows:
        connection.execute(insert(absence_leftovers), rows)


def claim(connection: Connection, now: datetime, limit: int = 100) -> list[Leftover]:
    """What is to be blanked now; claimed again within the hour, unless it is gone by then."""
    table = absence_leftovers
    due = select(table.c.id).where(table.c.blank_at <= now).order_by(table.c.blank_at).limit(limit)
    statement = (
        update(table).where(table.c.id.in_(due), table.c.blank_at <= now).values(blank_at=now + _AGAIN)
    )
    rows = connection.execute(statement.returning(*columns_of(Leftover, table))).mappings().all()
    return [as_value(row, Leftover) for row in rows]


def blank(connection: Connection, left: Leftover) -> None:
    """Takes the words of a turn away, and the question that was asked in it; the row too when nothing waits any more."""
    turned = Turned(left.channel, left.chat, left.turn_id)
    if left.turn_id:
        residue.blank(connection, turned)
        _forget_question(connection, turned)
        waits = residue.waits(connection, turned)
    else:
        waits = blank_buttons(connection, left.channel, left.chat, left.absence_id)
    if not waits:
        connection.execute(delete(absence_leftovers).where(absence_leftovers.c.id == left.id))


def blank_buttons(connection: Connection, channel: str, chat: str, absence_id: int) -> bool:
    """Blanks every message of a chat that carries a button of this absence; True while one of them waits to be sent."""
    here = (outbox.c.channel == channel) & (outbox.c.chat == chat)
    waits = residue.blank_sent(connection, here & _carries(outbox, absence_id))
    residue.blank_lines(connection, (webchat_log.c.chat == chat) & _carries(webchat_log, absence_id))
    return waits


def _carries(table: Table, absence_id: int) -> ColumnElement[bool]:
    text = cast(table.c.payload, Text)
    return or_(*(text.contains(f'"away:{what}:{absence_id}"', autoescape=True) for what in _PRESSED))


def _forget_question(connection: Connection, turned: Turned) -> None:
    """A question that holds the words of this turn, and was never answered, is open no longer."""
    here = (conversations.c.channel == turned.channel) & (conversations.c.chat == turned.chat)
    asked = connection.execute(select(conversations.c.awaiting).where(here)).scalar() or {}
    if asked.get("kind") in ("away_unit", "away_days") and turned.turn_id in (
        asked.get("turn"),
        *asked.get("turns", ()),
    ):
        connection.execute(update(conversations).where(here).values(awaiting=None))
