"""Every clock and every promise that was missed, by name: whose it was then, how late it became, and why (C17, D05).

A row is written in the statement that finds the lapse, so that none is missing and none stands twice: the same step due at the
same moment is one breach, though a clock and a promise both tell of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    select,
    true,
    update,
)

from storage.base import Instant, as_value, columns_of, key, metadata, only_where, ref
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets

breaches = Table(
    "breaches",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets"),
    ref("clock_id", "clocks", null=True),
    ref("promise_id", "promises", null=True),
    Column("kind", String(16), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    ref("holder_id", "staff", null=True),
    Column("stage", String(16), nullable=False),
    Column("level", Integer, nullable=False),
    Column("cause", String(16), nullable=False),
    Column("cause_text", Text),
    ref("cause_by", "staff", null=True),
    Column("ended_at", Instant),
    UniqueConstraint("ticket_id", "kind", "due_at"),
    Index("ix_breaches_estate_id_at", "estate_id", "at"),
)
Index("ix_breaches_late_now", breaches.c.clock_id, **only_where(breaches.c.ended_at.is_(None)))

#: Until the cause is guessed, within the same moment.
NOT_SAID = ""


@dataclass(frozen=True, slots=True)
class Breach:
    """One clock or promise missed. `kind` is the clock's, or the promise's (`promise_id`); `at` is when it was found, `holder_id`,
    `stage` and `level` are as they were then; `cause` a code, guessed by the line until `cause_by` put it right; `ended_at`: when
    it was met after all, None while it is late.
    """

    id: int
    estate_id: int
    ticket_id: int
    clock_id: int | None
    promise_id: int | None
    kind: str
    due_at: datetime
    at: datetime
    holder_id: int | None
    stage: str
    level: int
    cause: str
    cause_text: str | None
    cause_by: int | None
    ended_at: datetime | None


class Breaches:
    """What was missed in the tickets of one scope; nothing of it is an owner's to read, who is told in plain words instead."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[Breach]:
        """Everything that was missed in a ticket, the newest first."""
        if not self._tickets.sees(ticket) or not self._tickets.shows_inner:
            return []
        return self._many(breaches.c.ticket_id == ticket.id)

    def newest(
        self, estate_id: int | None = None, *, late_now: bool = False, limit: int = 200
    ) -> list[tuple[Breach, Ticket]]:
        """What was missed in an estate, or in all within the scope, with its ticket, the newest first."""
        if not self._tickets.shows_inner:
            return []
        of_estate = true() if estate_id is None else breaches.c.estate_id == estate_id
        still = breaches.c.ended_at.is_(None) if late_now else true()
        within = breaches.c.ticket_id.in_(select(tickets.c.id).where(self._tickets.visible))
        found = self._many(of_estate & still & within, limit=limit)
        of_them = tickets.c.id.in_({one.ticket_id for one in found}) & self._tickets.visible
        rows = self._connection.execute(select(*columns_of(Ticket, tickets)).where(of_them)).mappings()
        by_id = {row["id"]: as_value(row, Ticket) for row in rows}
        return [(one, by_id[one.ticket_id]) for one in found]

    def explain(
        self, ticket: Ticket, breach_id: int, cause: str, text: str | None = None, by: int | None = None
    ) -> bool:
        """Why it was missed: the line's guess, or somebody's words (`by`), which no guess takes the place of. False: no such breach."""
        self._tickets.must_see(ticket)
        mine = (breaches.c.id == breach_id) & (breaches.c.ticket_id == ticket.id)
        free = breaches.c.cause_by.is_(None) if by is None else true()
        values = {"cause": cause, "cause_text": text, "cause_by": by}
        return self._connection.execute(update(breaches).where(mine, free).values(values)).rowcount == 1

    def end_promised(self, ticket: Ticket, at: datetime) -> None:
        """The owner heard from a person: broken promises are late no longer."""
        self._tickets.must_see(ticket)
        open_ones = (breaches.c.ticket_id == ticket.id) & breaches.c.promise_id.isnot(None)
        self._connection.execute(
            update(breaches).where(open_ones, breaches.c.ended_at.is_(None)).values(ended_at=at)
        )

    def _many(self, where: Any, limit: int | None = None) -> list[Breach]:
        statement = select(*columns_of(Breach, breaches)).where(where)
        newest_first = statement.order_by(breaches.c.at.desc(), breaches.c.id.desc()).limit(limit)
        return [as_value(row, Breach) for row in self._connection.execute(newest_first).mappings()]
