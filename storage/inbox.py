"""Every update that came in, unique by (channel, update id), stored before it is acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    select,
    update,
)

from storage.base import Instant, Json, as_value, columns_of, inserting, key, metadata, storable

inbox = Table(
    "inbox",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("update_id", String(80), nullable=False),
    Column("chat", String(80), nullable=False),
    Column("payload", Json, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", Text),
    Column("turn_id", String(40)),
    UniqueConstraint("channel", "update_id"),
)
Index("ix_inbox_channel_chat_state_id", inbox.c.channel, inbox.c.chat, inbox.c.state, inbox.c.id)

WAITING, DONE, DEAD = "waiting", "done", "dead"


@dataclass(frozen=True, slots=True)
class Stored:
    """A waiting update. `held` ones wait a few seconds, so that a burst or an album becomes one."""

    id: int
    payload: dict[str, Any]
    received_at: datetime
    held: bool


def store(connection: Connection, **values: Any) -> bool:
    """Keeps an update; False when it was kept before (the channel sent it again)."""
    statement = (
        inserting(connection, inbox)
        .values(values)
        .on_conflict_do_nothing(index_elements=["channel", "update_id"])
    )
    return connection.execute(statement.returning(inbox.c.id)).first() is not None


#: How many of a chat's updates a turn looks at.
AT_ONCE = 50


def waiting(connection: Connection, channel: str, chat: str, limit: int = AT_ONCE) -> list[Stored]:
    """The chat's unhandled updates, oldest first."""
    statement = (
        select(*columns_of(Stored, inbox))
        .where(inbox.c.channel == channel, inbox.c.chat == chat, inbox.c.state == WAITING)
        .order_by(inbox.c.id)
        .limit(limit)
    )
    return [as_value(row, Stored) for row in connection.execute(statement).mappings()]


def finish(connection: Connection, ids: list[int], turn_id: str) -> None:
    connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(state=DONE, turn_id=turn_id))


def put_aside(connection: Connection, ids: list[int], turn_id: str, reason: str) -> None:
    """Poisoned: kept with its reason, so that the chat goes on and a person can look."""
    values = {"state": DEAD, "turn_id": turn_id, "reason": storable(reason)[:2000]}
    connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(values))


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an update: waiting, done or dead, and the turn that handled it."""

    state: str
    turn_id: str | None


def kept(connection: Connection, channel: str, update_id: str) -> Kept | None:
    """What became of an update; None for one that was never stored."""
    where = (inbox.c.channel == channel) & (inbox.c.update_id == update_id)
    row = connection.execute(select(*columns_of(Kept, inbox)).where(where)).mappings().first()
    return as_value(row, Kept) if row else None


def note(connection: Connection, row_id: int, facts: dict[str, Any]) -> tuple[str, str] | None:
    """Writes facts beside a waiting update; returns its channel and chat, or None when it waits no more."""
    where = (inbox.c.id == row_id) & (inbox.c.state == WAITING)
    row = connection.execute(select(inbox.c.channel, inbox.c.chat, inbox.c.payload).where(where)).first()
    if row is None:
        return None
    connection.execute(update(inbox).where(where).values(payload=row.payload | facts))
    return row.channel, row.chat
