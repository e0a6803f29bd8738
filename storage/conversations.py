"""One row a chat: what it was asked last, and when its waiting updates are due. The row is the chat's lock.

`ready_at` is the moment at which the oldest waiting update of the chat may be handled; None means nothing waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    select,
    update,
)

from storage.base import Instant, Json, as_value, columns_of, inserting, key, metadata, ref

conversations = Table(
    "conversations",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("chat", String(80), nullable=False),
    Column("ready_at", Instant),
    Column("failures", Integer, nullable=False),
    Column("awaiting", Json),
    Column("memory", Json, nullable=False),
    ref("handoff_ticket_id", "tickets", null=True),
    UniqueConstraint("channel", "chat"),
)
Index(
    "ix_conversations_ready_at",
    conversations.c.ready_at,
    postgresql_where=conversations.c.ready_at.isnot(None),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat. `awaiting` is the open question ({"kind": …}), `memory` the last ticket and other short-lived facts."""

    id: int
    channel: str
    chat: str
    failures: int
    awaiting: dict[str, Any] | None
    memory: dict[str, Any]
    handoff_ticket_id: int | None


def wake(connection: Connection, channel: str, chat: str, ready_at: datetime) -> None:
    """The chat's waiting updates may be handled at `ready_at`."""
    statement = inserting(connection, conversations).values(
        channel=channel, chat=chat, ready_at=ready_at, failures=0, memory={}
    )
    values = {"ready_at": ready_at}
    connection.execute(statement.on_conflict_do_update(index_elements=["channel", "chat"], set_=values))


#: How much earlier than everybody else's an emergency counts, so that no queue stands before it.
AHEAD = timedelta(hours=1)

#: Nothing is rightly put off for longer than this: what is due later was written before the clock went back.
FURTHEST = timedelta(minutes=2)


def pull_back(connection: Connection, now: datetime) -> None:
    """Chats that wait for a moment which a clock put back will not reach for long are due now."""
    where = conversations.c.ready_at > now + FURTHEST
    connection.execute(update(conversations).where(where).values(ready_at=now))


def claim(connection: Connection, now: datetime) -> Conversation | None:
    """The chat that has waited longest past its time, locked for this transaction; None when no chat is due."""
    statement = (
        select(*columns_of(Conversation, conversations))
        .where(conversations.c.ready_at <= now)
        .order_by(conversations.c.ready_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(statement).mappings().first()
    return as_value(row, Conversation) if row else None


def asked(connection: Connection, channel: str, chat: str) -> bool:
    """Whether a question is open in the chat."""
    where = (conversations.c.channel == channel) & (conversations.c.chat == chat)
    return connection.execute(select(conversations.c.awaiting).where(where)).scalar() is not None


def at(connection: Connection, channel: str, chat: str) -> Conversation | None:
    """A chat as it stands; None where nothing was ever said."""
    where = (conversations.c.channel == channel) & (conversations.c.chat == chat)
    row = connection.execute(select(*columns_of(Conversation, conversations)).where(where)).mappings().first()
    return as_value(row, Conversation) if row else None


def next_ready(connection: Connection) -> datetime | None:
    """When the next chat is due; None when none waits."""
    statement = select(conversations.c.ready_at).where(conversations.c.ready_at.isnot(None))
    return connection.execute(statement.order_by(conversations.c.ready_at).limit(1)).scalar()


def settle(connection: Connection, conversation_id: int, ready_at: datetime | None) -> None:
    """The chat's turn went well; `ready_at` is when its next waiting update is due, if there is one."""
    _change(connection, conversation_id, ready_at=ready_at, failures=0)


def put_off(connection: Connection, conversation_id: int, until: datetime) -> None:
    """The chat's turn failed through the world's fault; it is tried again."""
    _change(connection, conversation_id, ready_at=until, failures=conversations.c.failures + 1)


def remember(connection: Connection, conversation_id: int, **values: Any) -> None:
    """Keeps awaiting, memory or handoff_ticket_id."""
    _change(connection, conversation_id, **values)


def _change(connection: Connection, conversation_id: int, **values: Any) -> None:
    connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(values))


def end_handoffs(connection: Connection, ticket_id: int) -> None:
    """The people give the conversations about this ticket back."""
    where = conversations.c.handoff_ticket_id == ticket_id
    connection.execute(update(conversations).where(where).values(handoff_ticket_id=None))


#: How long a chat is left alone after a failure of the world: 1 s, 2 s, 4 s … up to a minute.
def retry_delay(failures: int) -> timedelta:
    return timedelta(seconds=min(60, 2 ** min(failures, 6)))
