"""What staff ticked of a touch-point's list for a job: the first layer of looking, by oneself (J06).

Who ticked stands in the ticket's own file; here nothing can be counted by person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    case,
    func,
    select,
)

from storage.base import Instant, inserting, key, metadata, ref
from storage.scope import OwnerScope
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets, estates_within

self_checks = Table(
    "self_checks",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets"),
    Column("touch_point", String(20), nullable=False),
    Column("item", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("ticket_id", "touch_point", "item"),
    Index("ix_self_checks_estate_id_at", "estate_id", "at"),
)


@dataclass(frozen=True, slots=True)
class Ticked:
    """One item in one wording: in how many jobs it was looked at, and in how many it was done."""

    touch_point: str
    item: str
    version: int
    jobs: int
    done: int


class SelfChecks:
    """The ticked lists of the tickets within one scope; owners' scopes hold none, they are staff's own."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def keep(
        self, ticket: Ticket, touch_point: str, ticked: Mapping[tuple[str, int], bool], at: datetime
    ) -> None:
        """Keeps what was ticked, by an item's key and version; the last word on an item counts.

        Raises LookupError for a ticket outside the scope.
        """
        self._tickets.must_see(ticket)
        same = {"estate_id": ticket.estate_id, "ticket_id": ticket.id, "touch_point": touch_point, "at": at}
        for (item, version), done in ticked.items():
            row = {**same, "item": item, "version": version, "done": done}
            statement = inserting(self._connection, self_checks).values(row)
            last = {"version": version, "done": done, "at": at}
            once = ["ticket_id", "touch_point", "item"]
            self._connection.execute(statement.on_conflict_do_update(index_elements=once, set_=last))

    def of(self, ticket: Ticket) -> dict[tuple[str, str], bool]:
        """What was ticked for a ticket, by touch-point and item."""
        if not self._tickets.sees(ticket) or isinstance(self._tickets.scope, OwnerScope):
            return {}
        statement = select(self_checks.c.touch_point, self_checks.c.item, self_checks.c.done)
        rows = self._connection.execute(statement.where(self_checks.c.ticket_id == ticket.id))
        return {(row[0], row[1]): row[2] for row in rows}

    def ticked(self, estate_id: int, since: datetime, until: datetime) -> list[Ticked]:
        """How often each item was done, of the jobs of that time that the scope holds."""
        if estate_id not in estates_within(self._connection, self._tickets.scope):
            return []
        group = (self_checks.c.touch_point, self_checks.c.item, self_checks.c.version)
        done = func.sum(case((self_checks.c.done, 1), else_=0))
        statement = select(*group, func.count(), done).join(tickets, tickets.c.id == self_checks.c.ticket_id)
        period = (self_checks.c.at >= since) & (self_checks.c.at < until)
        seen = statement.where(self_checks.c.estate_id == estate_id, period, self._tickets.visible)
        rows = self._connection.execute(seen.group_by(*group).order_by(*group))
        return [Ticked(row[0], row[1], row[2], row[3], int(row[4])) for row in rows]
