"""The promises made to owners: which are open, which were kept or broken, and whether the owner was told in time that one will not be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from storage.base import as_value, columns_of
from storage.ticket_rows import Ticket, promise_open, promises
from storage.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Promise:
    """A dated undertaking. `kind`: answer, contact, visit, manager …; `said` is what was promised, `not_promised` what expressly was
    not (C31); `held_at`: the owner was told before `due_at` that it may not be kept; `replaced_at`: another date took its place.
    """

    id: int
    ticket_id: int
    kind: str
    staff_id: int | None
    said: str | None
    not_promised: str | None
    made_at: datetime
    due_at: datetime
    held_at: datetime | None
    kept_at: datetime | None
    broken_at: datetime | None
    replaced_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.kept_at is None and self.broken_at is None and self.replaced_at is None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises of a ticket were kept, broken, replaced by another date, and are still open (C32)."""

    kept: int
    broken: int
    replaced: int
    open: int


class Promises:
    """The promises of the tickets within one scope; made and kept through Tickets."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[Promise]:
        """Every promise of a ticket, the first made first."""
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(Promise, promises)).where(promises.c.ticket_id == ticket.id)
        rows = self._connection.execute(statement.order_by(promises.c.id)).mappings()
        return [as_value(row, Promise) for row in rows]

    def open_ones(self, ticket: Ticket) -> list[Promise]:
        """What the owner was promised and still may expect, the next first."""
        return sorted((one for one in self.of(ticket) if one.is_open), key=lambda one: one.due_at)

    def tally(self, ticket: Ticket) -> Tally:
        if not self._tickets.sees(ticket):
            return Tally(0, 0, 0, 0)
        ended = (promises.c.kept_at, promises.c.broken_at, promises.c.replaced_at)
        counts = [func.count(one) for one in (*ended, promises.c.id)]
        statement = select(*counts).where(promises.c.ticket_id == ticket.id)
        kept, broken, replaced, every = (int(one) for one in self._connection.execute(statement).one())
        return Tally(kept, broken, replaced, every - kept - broken - replaced)

    def hold(self, promise: Promise, ticket: Ticket, at: datetime, within: timedelta) -> bool:
        """The owner is told now that a promise may not be kept. False: told of one of this ticket `within` this time, or it has lapsed.

        The ticket is locked first, so that two at once stand in line.
        """
        if promise.ticket_id != ticket.id or self._tickets.change(ticket, stage=ticket.stage) is None:
            return False
        held = (promises.c.ticket_id == ticket.id) & (promises.c.held_at > at - within)
        if self._connection.execute(select(promises.c.id).where(held).limit(1)).first():
            return False
        mine = (promises.c.id == promise.id) & promise_open & (promises.c.due_at > at)
        done = update(promises).where(mine, promises.c.held_at.is_(None)).values(held_at=at)
        return self._connection.execute(done).rowcount == 1
