"""What a web chat shows: both sides in order, numbered, so that a page which lost its line asks for what came after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, String, Table, func, select
from sqlalchemy.dialects.postgresql import insert as upsert_postgresql
from sqlalchemy.dialects.sqlite import insert as upsert_sqlite

from storage.base import Instant, Json, as_value, columns_of, key, metadata

webchat_log = Table(
    "webchat_log",
    metadata,
    key(),
    Column("chat", String(80), nullable=False),
    Column("source", String(80), nullable=False, unique=True),
    Column("side", String(8), nullable=False),
    Column("payload", Json, nullable=False),
    Column("at", Instant, nullable=False),
)
Index("ix_webchat_log_chat_id", webchat_log.c.chat, webchat_log.c.id)

webchat_sessions = Table(
    "webchat_sessions",
    metadata,
    key(),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("chat", String(80), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chat: `side` is owner or line; `payload` is what the page draws."""

    id: int
    side: str
    payload: dict[str, Any]
    at: datetime


def write(
    connection: Connection, *, chat: str, source: str, side: str, payload: dict[str, Any], at: datetime
) -> int:
    """Adds a line once: the same source (an outbox row, a message's own id) never stands twice. Returns its number."""
    upsert = upsert_postgresql if connection.dialect.name == "postgresql" else upsert_sqlite
    statement = upsert(webchat_log).values(chat=chat, source=source, side=side, payload=payload, at=at)
    connection.execute(statement.on_conflict_do_nothing(index_elements=["source"]))
    return int(
        connection.execute(select(webchat_log.c.id).where(webchat_log.c.source == source)).scalar_one()
    )


def after(connection: Connection, chat: str, cursor: int, limit: int = 200) -> list[Line]:
    """The chat's lines after a number, oldest first."""
    statement = (
        select(*columns_of(Line, webchat_log))
        .where(webchat_log.c.chat == chat, webchat_log.c.id > cursor)
        .order_by(webchat_log.c.id)
        .limit(limit)
    )
    return [as_value(row, Line) for row in connection.execute(statement).mappings()]


def last(connection: Connection, chat: str, count: int = 100) -> list[Line]:
    """The chat's newest lines, oldest first."""
    newest = select(func.max(webchat_log.c.id)).where(webchat_log.c.chat == chat)
    statement = (
        select(*columns_of(Line, webchat_log))
        .where(webchat_log.c.chat == chat, webchat_log.c.id <= newest.scalar_subquery())
        .order_by(webchat_log.c.id.desc())
        .limit(count)
    )
    return [as_value(row, Line) for row in connection.execute(statement).mappings()][::-1]


def open_session(connection: Connection, *, token_hash: str, chat: str, at: datetime) -> None:
    connection.execute(webchat_sessions.insert().values(token_hash=token_hash, chat=chat, created_at=at))


def chat_of(connection: Connection, token_hash: str) -> str | None:
    """The chat a browser's cookie stands for."""
    statement = select(webchat_sessions.c.chat).where(webchat_sessions.c.token_hash == token_hash)
    return connection.execute(statement).scalar()
