"""What the clocks of tickets ask for: claimed by conditional update, so that each thing is done once by whoever comes first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Connection, select, update

from storage.base import as_value, columns_of
from storage.ticket_rows import Ticket, promises, tickets
from storage.tickets import ENDED


def claim_reminders(connection: Connection, now: datetime, limit: int = 100) -> list[Ticket]:
    """Resolved or decided tickets whose owner has not said yet whether it is settled, and is to be asked once more."""
    return _claim(connection, tickets.c.remind_at, now, limit)


def claim_silent(connection: Connection, now: datetime, limit: int = 100) -> list[Ticket]:
    """Resolved or decided tickets whose owner stayed silent past the stated time."""
    return _claim(connection, tickets.c.close_at, now, limit)


def _claim(connection: Connection, moment: Column[datetime], now: datetime, limit: int) -> list[Ticket]:
    due = (
        select(tickets.c.id)
        .where(moment <= now, tickets.c.stage.in_(("resolved", "decided")))
        .order_by(moment)
        .limit(limit)
    )
    statement = (
        update(tickets)
        .where(tickets.c.id.in_(due), moment <= now)
        .values({moment: None})
        .returning(*columns_of(Ticket, tickets))
    )
    return [as_value(row, Ticket) for row in connection.execute(statement).mappings()]


def claim_breaches(connection: Connection, now: datetime, limit: int = 100) -> list[Ticket]:
    """Tickets past the time by which a person had to answer, not told to staff yet."""
    late = (
        (tickets.c.respond_by <= now) & tickets.c.responded_at.is_(None) & tickets.c.breach_told_at.is_(None)
    )
    due = select(tickets.c.id).where(late, tickets.c.stage.not_in(ENDED)).limit(limit)
    statement = (
        update(tickets)
        .where(tickets.c.id.in_(due), tickets.c.breach_told_at.is_(None))
        .values(breach_told_at=now)
        .returning(*columns_of(Ticket, tickets))
    )
    return [as_value(row, Ticket) for row in connection.execute(statement).mappings()]


def claim_broken_promises(connection: Connection, now: datetime, limit: int = 100) -> list[Ticket]:
    """Tickets with a promise that has just lapsed; the promise is marked broken."""
    lapsed = (promises.c.due_at <= now) & promises.c.kept_at.is_(None) & promises.c.broken_at.is_(None)
    due = select(promises.c.id).where(lapsed).limit(limit)
    statement = (
        update(promises).where(promises.c.id.in_(due), promises.c.broken_at.is_(None)).values(broken_at=now)
    )
    ids = set(connection.execute(statement.returning(promises.c.ticket_id)).scalars())
    rows = connection.execute(select(*columns_of(Ticket, tickets)).where(tickets.c.id.in_(ids))).mappings()
    return [as_value(row, Ticket) for row in rows]
