"""What a web chat shows: both sides in order, numbered, so that a page which lost its line asks for what came after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, String, Table, Text, cast, func, select

from storage.base import Instant, Json, as_value, columns_of, inserting, key, metadata

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


#: How many lines a page that knows none is given.
NEWEST = 100


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
    """Adds a line once: the same source (an outbox row, a message's own id) never stands twice. Returns its number.

    Within a chat, numbers become visible in their order: on PostgreSQL one writer of a chat waits for the other, or else a
    reader that has seen 6 would never ask for a 5 that is committed later. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(chat))))
    statement = inserting(connection, webchat_log).values(
        chat=chat, source=source, side=side, payload=payload, at=at
    )
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


def before(connection: Connection, chat: str, number: int, count: int = 50) -> list[Line]:
    """The chat's lines just before a number, oldest first."""
    statement = (
        select(*columns_of(Line, webchat_log))
        .where(webchat_log.c.chat == chat, webchat_log.c.id < number)
        .order_by(webchat_log.c.id.desc())
        .limit(count)
    )
    return [as_value(row, Line) for row in connection.execute(statement).mappings()][::-1]


def last(connection: Connection, chat: str, count: int = NEWEST) -> list[Line]:
    """The chat's newest lines, oldest first."""
    newest = select(func.max(webchat_log.c.id)).where(webchat_log.c.chat == chat)
    statement = (
        select(*columns_of(Line, webchat_log))
        .where(webchat_log.c.chat == chat, webchat_log.c.id <= newest.scalar_subquery())
        .order_by(webchat_log.c.id.desc())
        .limit(count)
    )
    return [as_value(row, Line) for row in connection.execute(statement).mappings()][::-1]


def line(connection: Connection, chat: str, number: int) -> Line | None:
    """A line of this chat; None for no such line, or another chat's."""
    where = (webchat_log.c.chat == chat) & (webchat_log.c.id == number)
    row = connection.execute(select(*columns_of(Line, webchat_log)).where(where)).mappings().first()
    return as_value(row, Line) if row else None


def shown_as(connection: Connection, chat: str, number: int) -> list[Line]:
    """A line the chat was shown, and every edit of it: all the faces that this bubble has had."""
    where = (webchat_log.c.id == number) | (
        (webchat_log.c.id > number) & (webchat_log.c.payload["edit_of"].as_integer() == number)
    )
    statement = select(*columns_of(Line, webchat_log)).where(
        webchat_log.c.chat == chat, webchat_log.c.side == "line", where
    )
    return [as_value(row, Line) for row in connection.execute(statement).mappings()]


def number_of(connection: Connection, chat: str, source: str) -> int | None:
    """The number of the line that a source has written in this chat."""
    where = (webchat_log.c.source == source) & (webchat_log.c.chat == chat)
    return connection.execute(select(webchat_log.c.id).where(where)).scalar()


def media_named(connection: Connection, chat: str, reference: str) -> dict[str, Any] | None:
    """The file of this reference as a line of the chat shows it; a mention of it in somebody's words does not count."""
    mentioning = select(webchat_log.c.payload).where(
        webchat_log.c.chat == chat, cast(webchat_log.c.payload, Text).contains(reference, autoescape=True)
    )
    for payload in connection.execute(mentioning).scalars():
        for item in payload.get("media", ()):
            if item.get("reference") == reference:
                return dict(item)
    return None


def newest(connection: Connection) -> int:
    """The highest number of all chats; 0 when nothing was ever said."""
    return int(connection.execute(select(func.coalesce(func.max(webchat_log.c.id), 0))).scalar_one())


def newest_by_chat(connection: Connection, after_number: int) -> dict[str, int]:
    """Every chat with a line after a number, and its newest one: how a process learns what another has written."""
    statement = select(webchat_log.c.chat, func.max(webchat_log.c.id)).where(webchat_log.c.id > after_number)
    return {row[0]: row[1] for row in connection.execute(statement.group_by(webchat_log.c.chat))}


def open_session(connection: Connection, *, token_hash: str, chat: str, at: datetime) -> None:
    connection.execute(webchat_sessions.insert().values(token_hash=token_hash, chat=chat, created_at=at))


def chat_of(connection: Connection, token_hash: str) -> str | None:
    """The chat a browser's cookie stands for."""
    statement = select(webchat_sessions.c.chat).where(webchat_sessions.c.token_hash == token_hash)
    return connection.execute(statement).scalar()
