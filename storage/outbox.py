"""Messages waiting to be sent: every outgoing message is a row before it is a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from storage.base import Instant, Json, as_value, columns_of, key, metadata, only_where, ref, storable

outbox = Table(
    "outbox",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("chat", String(80), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("payload", Json, nullable=False),
    Column("priority", Integer, nullable=False),
    ref("ticket_id", "tickets", null=True, index=True),
    ref("delivery_id", "deliveries", null=True, index=True),
    Column("created_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("once", Boolean, nullable=False, default=False),
    Column("attempted_at", Instant),
    Column("external_id", String(80)),
    Column("error", Text),
    Column("turn_id", String(40)),
)
Index(
    "ix_outbox_due",
    outbox.c.channel,
    outbox.c.priority,
    outbox.c.id,
    **only_where(outbox.c.state == "pending"),
)
Index("ix_outbox_under_way", outbox.c.channel, outbox.c.chat, **only_where(outbox.c.state == "sending"))
Index("ix_outbox_channel_attempted_at", outbox.c.channel, outbox.c.attempted_at)
Index("ix_outbox_channel_chat_external_id", outbox.c.channel, outbox.c.chat, outbox.c.external_id)

PENDING, SENDING, SENT, FAILED, UNKNOWN = "pending", "sending", "sent", "failed", "unknown"

_PUT = insert(outbox).returning(outbox.c.id)

#: Who goes first: what saves a life, what answers a person, what goes to many.
URGENT, INTERACTIVE, BULK = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Message:
    """A message to send. `kind` says what the channel does with the payload: send, edit, topic, close_topic.

    `doubts` counts attempts whose outcome the network left unknown: each may have doubled the message. `once`: better lost
    than doubled; the first doubt ends it.
    """

    id: int
    channel: str
    chat: str
    kind: str
    payload: dict[str, Any]
    priority: int
    ticket_id: int | None
    delivery_id: int | None
    attempts: int
    doubts: int
    once: bool
    created_at: datetime


def put(connection: Connection, *, now: datetime, **values: Any) -> int:
    """A message takes its place in the queue; returns its id."""
    row = {
        "kind": "send", "priority": INTERACTIVE, "created_at": now, "not_before": now,
        "state": PENDING, "attempts": 0, "doubts": 0, "ticket_id": None, "delivery_id": None, "once": False, "turn_id": None,
        **values,
    }  # fmt: skip
    return int(connection.execute(_PUT, row).scalar_one())


@dataclass(frozen=True, slots=True)
class Head:
    """A message in line: enough to choose by."""

    id: int
    chat: str
    kind: str
    priority: int


def due(
    connection: Connection,
    channel: str,
    now: datetime,
    busy: list[str],
    paused: list[str] | None = None,
    *,
    bulk_too: bool = True,
    limit: int = 100,
) -> list[Head]:
    """Messages that may be sent now, the urgent first; nothing for a chat in `busy`, for one in `paused` only the urgent.

    `bulk_too`: also what goes to many.
    """
    statement = (
        select(outbox.c.id, outbox.c.chat, outbox.c.kind, outbox.c.priority)
        .where(outbox.c.channel == channel, outbox.c.state == PENDING, outbox.c.not_before <= now)
        .where(outbox.c.chat.not_in(busy))
        .order_by(outbox.c.priority, outbox.c.id)
        .limit(limit)
    )
    if paused:
        statement = statement.where((outbox.c.priority == URGENT) | outbox.c.chat.not_in(paused))
    if not bulk_too:
        statement = statement.where(outbox.c.priority < BULK)
    return [Head(row.id, row.chat, row.kind, row.priority) for row in connection.execute(statement)]


def claim(connection: Connection, ids: list[int], now: datetime) -> list[Message]:
    """Marks messages as being sent, before the requests leave; returns those that nobody else took, the oldest first."""
    statement = (
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.state == PENDING)
        .values(state=SENDING, attempts=outbox.c.attempts + 1, attempted_at=now)
        .returning(*columns_of(Message, outbox))
    )
    found = [as_value(row, Message) for row in connection.execute(statement).mappings()]
    return sorted(found, key=lambda message: message.id)


def put_back(connection: Connection, ids: list[int]) -> None:
    """Messages that were claimed and did not leave wait as before."""
    values = {"state": PENDING, "attempts": outbox.c.attempts - 1, "attempted_at": None}
    _change(connection, outbox.c.id.in_(ids), **values)


def attempted(connection: Connection, ids: list[int], at: datetime) -> None:
    """Attempts that have ended: they arrived at `at`, at the latest, if they did."""
    _change(connection, outbox.c.id.in_(ids), attempted_at=at)


def sent(connection: Connection, message_id: int, external_id: str) -> None:
    _change(connection, outbox.c.id == message_id, state=SENT, external_id=external_id, error=None)


def failed(connection: Connection, message_id: int, error: str, *, unknown: bool = False) -> None:
    """Given up for good; `unknown` when it may have arrived all the same."""
    state = UNKNOWN if unknown else FAILED
    _change(connection, outbox.c.id == message_id, state=state, error=storable(error)[:500])


def try_again(connection: Connection, message_id: int, at: datetime, error: str, *, doubt: bool) -> None:
    values = {
        "state": PENDING,
        "not_before": at,
        "error": storable(error)[:500],
        "doubts": outbox.c.doubts + int(doubt),
    }
    _change(connection, outbox.c.id == message_id, **values)


def hold_chat(
    connection: Connection, channel: str, chat: str, until: datetime, *, urgent_too: bool = True
) -> None:
    """Nothing of this chat leaves before `until`; what is urgent may be let through."""
    where = (outbox.c.channel == channel) & (outbox.c.chat == chat) & (outbox.c.state == PENDING)
    if not urgent_too:
        where &= outbox.c.priority > URGENT
    _change(connection, where & (outbox.c.not_before < until), not_before=until)


def pull_back(connection: Connection, channel: str, now: datetime) -> None:
    """Messages written or tried by a clock that has since been put back are due now."""
    later = now + timedelta(seconds=5)
    ahead = (outbox.c.created_at > later) | (outbox.c.attempted_at > later)
    where = (outbox.c.channel == channel) & (outbox.c.state == PENDING) & (outbox.c.not_before > now)
    _change(connection, where & ahead, not_before=now)


def move_chat(connection: Connection, channel: str, old: str, new: str) -> None:
    """The chat has another address now; what waits follows it."""
    where = (outbox.c.channel == channel) & (outbox.c.chat == old) & outbox.c.state.in_((PENDING, SENDING))
    _change(connection, where, chat=new)


def bulk_waiting(connection: Connection, now: datetime) -> int:
    """How many messages to many could leave now, over all channels; chats that are told to wait hold up nobody else."""
    where = (outbox.c.state == PENDING) & (outbox.c.priority == BULK) & (outbox.c.not_before <= now)
    return int(connection.execute(select(func.count()).where(where)).scalar_one())


def orphans(connection: Connection, channel: str) -> list[Message]:
    """Messages that a dead process was sending: whether they arrived, nobody knows."""
    return _under_way(connection, outbox.c.channel == channel)


def lost(connection: Connection, channel: str, chat: str, before: datetime) -> list[Message]:
    """What was carried off for a chat before then, and never reported on."""
    same = (outbox.c.channel == channel) & (outbox.c.chat == chat)
    return _under_way(connection, same & (outbox.c.attempted_at < before))


def _under_way(connection: Connection, where: Any) -> list[Message]:
    statement = select(*columns_of(Message, outbox)).where(where, outbox.c.state == SENDING)
    return [as_value(row, Message) for row in connection.execute(statement.order_by(outbox.c.id)).mappings()]


def recent(
    connection: Connection, channel: str, since: datetime
) -> list[tuple[str, datetime, dict[str, Any]]]:
    """Chat, moment and payload of every attempt since then: what the channel's limits still count."""
    statement = select(outbox.c.chat, outbox.c.attempted_at, outbox.c.payload).where(
        outbox.c.channel == channel, outbox.c.attempted_at > since
    )
    return [(row.chat, row.attempted_at, row.payload) for row in connection.execute(statement)]


def held_chats(connection: Connection, channel: str, now: datetime) -> list[tuple[str, datetime]]:
    """Chats that were asked to rest, and until when."""
    where = (outbox.c.channel == channel) & (outbox.c.state == PENDING) & (outbox.c.not_before > now)
    statement = select(outbox.c.chat, func.max(outbox.c.not_before).label("until")).where(where)
    return [(row.chat, row.until) for row in connection.execute(statement.group_by(outbox.c.chat))]


def by_external(connection: Connection, channel: str, chat: str, external_id: str) -> Message | None:
    """The message that the channel knows under this id, so that a reply to it finds its ticket."""
    statement = select(*columns_of(Message, outbox)).where(
        outbox.c.channel == channel, outbox.c.chat == chat, outbox.c.external_id == external_id
    )
    row = connection.execute(statement).mappings().first()
    return as_value(row, Message) if row else None


def external_id(connection: Connection, message_id: int) -> str | None:
    """The channel's own id of a message that was sent, for editing it."""
    return connection.execute(select(outbox.c.external_id).where(outbox.c.id == message_id)).scalar()


def waiting(connection: Connection, ids: list[int]) -> list[Message]:
    """Those of these messages that wait, the oldest first."""
    where = outbox.c.id.in_(ids) & (outbox.c.state == PENDING)
    rows = connection.execute(select(*columns_of(Message, outbox)).where(where).order_by(outbox.c.id))
    return [as_value(row, Message) for row in rows.mappings()]


@dataclass(frozen=True, slots=True)
class Told:
    """A message about a ticket to one chat: whether it waits, and whether it stands there."""

    id: int
    kind: str
    waits: bool
    stands: bool


def of_ticket(connection: Connection, channel: str, chat: str, ticket_id: int) -> list[Told]:
    """What one chat was told, or is still to be told, of a ticket, the oldest first."""
    where = (outbox.c.channel == channel) & (outbox.c.chat == chat) & (outbox.c.ticket_id == ticket_id)
    statement = select(outbox.c.id, outbox.c.kind, outbox.c.state, outbox.c.external_id).where(where)
    return [
        Told(row.id, row.kind, row.state == PENDING, row.external_id is not None or row.state == SENDING)
        for row in connection.execute(statement.order_by(outbox.c.id))
    ]


def unsent(connection: Connection, message_id: int) -> Message | None:
    """The message, while it still waits to be sent."""
    return next(iter(waiting(connection, [message_id])), None)


def overtaken(connection: Connection, edit: Message) -> bool:
    """Whether a later edit of the same bubble waits behind this one."""
    where = (outbox.c.kind == "edit") & (outbox.c.state == PENDING) & (outbox.c.id > edit.id)
    same = (outbox.c.ticket_id == edit.ticket_id) & (outbox.c.chat == edit.chat)
    bubble = outbox.c.payload["edit_of"].as_string() == edit.payload.get("edit_of")
    return connection.execute(select(outbox.c.id).where(where, same, bubble).limit(1)).first() is not None


def rewrite(connection: Connection, message_id: int, payload: dict[str, Any]) -> None:
    """A message that waits says something else now."""
    _change(connection, outbox.c.id == message_id, payload=payload)


def needless(connection: Connection, message_id: int, why: str) -> None:
    """Its words stand in another message: it counts as sent without having left."""
    _change(connection, outbox.c.id == message_id, state=SENT, error=why)


def waiting_for(connection: Connection, channel: str, chat: str) -> list[Message]:
    """Everything that waits for one chat, the oldest first."""
    where = (outbox.c.channel == channel) & (outbox.c.chat == chat) & (outbox.c.state == PENDING)
    rows = connection.execute(select(*columns_of(Message, outbox)).where(where).order_by(outbox.c.id))
    return [as_value(row, Message) for row in rows.mappings()]


def sent_as(connection: Connection, channel: str, chat: str, external_id: str) -> list[Message]:
    """What arrived under one id of the channel, the oldest first."""
    statement = select(*columns_of(Message, outbox)).where(
        outbox.c.channel == channel, outbox.c.chat == chat, outbox.c.external_id == external_id
    )
    rows = connection.execute(statement.order_by(outbox.c.id)).mappings()
    return [as_value(row, Message) for row in rows]


def _change(connection: Connection, where: Any, **values: Any) -> None:
    connection.execute(update(outbox).where(where).values(values))
