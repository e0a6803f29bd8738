"""How much stands in line: the questions of the health page, each answered from an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.conversations import conversations
from storage.inbox import DEAD, inbox
from storage.outbox import FAILED, PENDING, outbox


@dataclass(frozen=True, slots=True)
class Waiting:
    """Counts of the moment; ages in seconds."""

    chats_waiting: int
    oldest_update_seconds: int
    messages_waiting: int
    oldest_message_seconds: int
    messages_failed: int
    updates_put_aside: int


def waiting(connection: Connection, now: datetime) -> Waiting:
    """What waits at `now`."""
    due = conversations.c.ready_at <= now
    chats, oldest = connection.execute(
        select(func.count(), func.min(conversations.c.ready_at)).where(due)
    ).one()
    ready = (outbox.c.state == PENDING) & (outbox.c.not_before <= now)
    messages, first = connection.execute(
        select(func.count(), func.min(outbox.c.not_before)).where(ready)
    ).one()
    failed = connection.execute(select(func.count()).where(outbox.c.state == FAILED)).scalar_one()
    aside = connection.execute(select(func.count()).where(inbox.c.state == DEAD)).scalar_one()
    return Waiting(chats, _age(now, oldest), messages, _age(now, first), failed, aside)


def _age(now: datetime, since: datetime | None) -> int:
    return int((now - since).total_seconds()) if since else 0
