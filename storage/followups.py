"""Contacts after a complaint was closed: did it stay settled (D07), and after a case that failed, a manager's word (C49)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets

followups = Table(
    "followups",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    Column("kind", String(10), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("asked_at", Instant),
    Column("tries", Integer, nullable=False),
    ref("done_by", "staff", null=True),
    Column("done_at", Instant),
    Column("result", String(16)),
    Column("words", Text, nullable=False),
    Index("ix_followups_estate_id_done_at", "estate_id", "done_at", "result", "ticket_id"),
)
Index(
    "ix_followups_due_at",
    followups.c.due_at,
    sqlite_where=followups.c.done_at.is_(None) & followups.c.asked_at.is_(None),
    postgresql_where=followups.c.done_at.is_(None) & followups.c.asked_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class Followup:
    """One contact. `kind`: follow_up or recovery. `result`: satisfied, not_satisfied, not_reached, moot (it was opened again).

    `asked_at`: when it was put on somebody's list; `tries` counts the times nobody was reached.
    """

    id: int
    ticket_id: int
    kind: str
    due_at: datetime
    asked_at: datetime | None
    tries: int
    done_by: int | None
    done_at: datetime | None
    result: str | None
    words: str


class Followups:
    """The contacts due for the tickets of one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def plan(self, ticket: Ticket, *, kind: str, due_at: datetime) -> None:
        """A contact; one that is open already becomes this one."""
        self._tickets.must_see(ticket)
        values = {"kind": kind, "due_at": due_at, "asked_at": None}
        known = self._connection.execute(update(followups).where(_open_of(ticket)).values(values))
        if known.rowcount == 0:
            row = {"ticket_id": ticket.id, "estate_id": ticket.estate_id, "tries": 0, "words": ""}
            self._connection.execute(insert(followups).values(row | values))

    def drop(self, ticket: Ticket, at: datetime) -> None:
        """The ticket was opened again: nobody asks now whether it stayed settled."""
        self._tickets.must_see(ticket)
        ended = {"done_at": at, "result": "moot"}
        self._connection.execute(update(followups).where(_open_of(ticket)).values(ended))

    def of(self, ticket: Ticket) -> list[Followup]:
        """Every contact of a ticket, the newest first."""
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(Followup, followups)).where(followups.c.ticket_id == ticket.id)
        rows = self._connection.execute(statement.order_by(followups.c.id.desc())).mappings()
        return [as_value(row, Followup) for row in rows]

    def open_ones(self, limit: int = 200) -> list[tuple[Followup, Ticket]]:
        """Contacts still to be made, the soonest first."""
        statement = (
            select(*columns_of(Followup, followups))
            .join(tickets, tickets.c.id == followups.c.ticket_id)
            .where(followups.c.done_at.is_(None), self._tickets.visible)
            .order_by(followups.c.due_at)
            .limit(limit)
        )
        found = [as_value(row, Followup) for row in self._connection.execute(statement).mappings()]
        known = [(one, self._tickets.by_id(one.ticket_id)) for one in found]
        return [(one, ticket) for one, ticket in known if ticket]

    def end(
        self, ticket: Ticket, followup: Followup, *, result: str, words: str, staff_id: int, at: datetime
    ) -> bool:
        """Records how a contact ended; False when somebody was quicker."""
        self._tickets.must_see(ticket)
        values = {"done_at": at, "result": result, "words": words, "done_by": staff_id}
        return self._changed(ticket, followup, values)

    def put_off(self, ticket: Ticket, followup: Followup, until: datetime) -> bool:
        """Nobody was reached: it is due again later."""
        self._tickets.must_see(ticket)
        values: dict[str, Any] = {"due_at": until, "asked_at": None, "tries": followup.tries + 1}
        return self._changed(ticket, followup, values)

    def _changed(self, ticket: Ticket, followup: Followup, values: dict[str, Any]) -> bool:
        mine = (followups.c.id == followup.id) & _open_of(ticket)
        return self._connection.execute(update(followups).where(mine).values(values)).rowcount == 1


def _open_of(ticket: Ticket) -> ColumnElement[bool]:
    return (followups.c.ticket_id == ticket.id) & followups.c.done_at.is_(None)


def claim(connection: Connection, now: datetime, limit: int = 100) -> list[tuple[Followup, Ticket]]:
    """Contacts that have just fallen due, with their tickets; each is claimed once."""
    waits = followups.c.done_at.is_(None) & followups.c.asked_at.is_(None) & (followups.c.due_at <= now)
    due = select(followups.c.id).where(waits).order_by(followups.c.due_at).limit(limit)
    statement = (
        update(followups)
        .where(followups.c.id.in_(due), followups.c.asked_at.is_(None))
        .values(asked_at=now)
        .returning(*columns_of(Followup, followups))
    )
    found = [as_value(row, Followup) for row in connection.execute(statement).mappings()]
    wanted = select(*columns_of(Ticket, tickets)).where(tickets.c.id.in_([one.ticket_id for one in found]))
    known = {row["id"]: as_value(row, Ticket) for row in connection.execute(wanted).mappings()}
    return [(one, known[one.ticket_id]) for one in found]
