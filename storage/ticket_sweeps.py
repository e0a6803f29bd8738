"""What the clocks of tickets ask for: claimed by conditional update, so that each thing is done once by whoever comes first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, select, update

from storage.base import as_value, columns_of, inserting
from storage.breaches import NOT_SAID, Breach, breaches
from storage.clocks import Clock, clocks, not_breached, not_warned
from storage.promises import Promise
from storage.ticket_rows import Ticket, promise_open, promises, tickets

#: How much one sweep takes; the next one, some seconds later, takes the rest.
MOST = 100


def claim_reminders(connection: Connection, now: datetime, limit: int = MOST) -> list[Ticket]:
    """Resolved or decided tickets whose owner has not said yet whether it is settled, and is to be asked once more."""
    return _claim(connection, tickets.c.remind_at, now, limit)


def claim_silent(connection: Connection, now: datetime, limit: int = MOST) -> list[Ticket]:
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


def claim_warnings(connection: Connection, now: datetime, limit: int = MOST) -> list[tuple[Clock, Ticket]]:
    """Clocks that turn amber and have not run out; what lapsed while nobody swept is late, and not warned of any more."""
    amber = (clocks.c.warn_at <= now) & not_warned
    due = select(clocks.c.id).where(amber).order_by(clocks.c.warn_at).limit(limit)
    statement = update(clocks).where(clocks.c.id.in_(due), not_warned).values(warned_at=now)
    rows = connection.execute(statement.returning(*columns_of(Clock, clocks))).mappings()
    found = [clock for clock in (as_value(row, Clock) for row in rows) if clock.due_at > now]
    of = _tickets(connection, {one.ticket_id for one in found})
    return [(one, of[one.ticket_id]) for one in found]


def claim_holding(connection: Connection, now: datetime, limit: int = MOST) -> list[tuple[Promise, Ticket]]:
    """Open promises whose owner is to hear, before they lapse, that they may not be kept."""
    near = (promises.c.hold_at <= now) & promise_open
    due = select(promises.c.id).where(near).order_by(promises.c.hold_at).limit(limit)
    taken = (
        update(promises)
        .where(promises.c.id.in_(due), promises.c.hold_at <= now, promise_open)
        .values(hold_at=None)
    )
    rows = connection.execute(taken.returning(*columns_of(Promise, promises))).mappings()
    found = [one for one in (as_value(row, Promise) for row in rows) if one.due_at > now]
    of = _tickets(connection, {one.ticket_id for one in found})
    return [(one, of[one.ticket_id]) for one in found]


def claim_late(connection: Connection, now: datetime, limit: int = MOST) -> list[tuple[Breach, Ticket]]:
    """Clocks that ran out, each with its breach, which is written here."""
    due = (
        select(clocks.c.id).where(clocks.c.due_at <= now, not_breached).order_by(clocks.c.due_at).limit(limit)
    )
    taken = update(clocks).where(clocks.c.id.in_(due), not_breached).values(breached_at=now)
    columns = (clocks.c.id.label("clock_id"), clocks.c.ticket_id, clocks.c.kind, clocks.c.due_at)
    return _written(connection, connection.execute(taken.returning(*columns)).mappings().all(), now)


def claim_broken(connection: Connection, now: datetime, limit: int = MOST) -> list[tuple[Breach, Ticket]]:
    """Promises that lapsed, each with its breach, which is written here; the promise is marked broken, and stays so.

    A promise whose clock told of it already is marked all the same, and not told of twice.
    """
    lapsed = (promises.c.due_at <= now) & promise_open
    due = select(promises.c.id).where(lapsed).order_by(promises.c.due_at).limit(limit)
    taken = update(promises).where(promises.c.id.in_(due), promise_open).values(broken_at=now)
    columns = (promises.c.id.label("promise_id"), promises.c.ticket_id, promises.c.kind, promises.c.due_at)
    return _written(connection, connection.execute(taken.returning(*columns)).mappings().all(), now)


def _written(connection: Connection, missed: Any, now: datetime) -> list[tuple[Breach, Ticket]]:
    """The breaches of what was missed, with the holder, the stage and the level of this moment; none of what stands already."""
    if not missed:
        return []
    of = _tickets(connection, {row["ticket_id"] for row in missed})
    rows = [
        {"clock_id": None, "promise_id": None, **row, "at": now, "cause": NOT_SAID, **_as_it_stands(of[row["ticket_id"]])}
        for row in missed
    ]  # fmt: skip
    once = (
        inserting(connection, breaches)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["ticket_id", "kind", "due_at"])
    )
    made = connection.execute(once.returning(*columns_of(Breach, breaches))).mappings()
    return [(one, of[one.ticket_id]) for one in (as_value(row, Breach) for row in made)]


def _as_it_stands(ticket: Ticket) -> dict[str, Any]:
    return {name: getattr(ticket, name) for name in ("estate_id", "holder_id", "stage", "level")}


def _tickets(connection: Connection, ids: set[int]) -> dict[int, Ticket]:
    statement = select(*columns_of(Ticket, tickets)).where(tickets.c.id.in_(ids))
    rows = connection.execute(statement).mappings() if ids else ()
    return {row["id"]: as_value(row, Ticket) for row in rows}
