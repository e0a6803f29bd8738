"""What a ticket cost: minutes of staff and money, as they say it themselves (A26, M06)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, func, insert, select

from storage.base import Instant, key, metadata, ref
from storage.scope import OwnerScope
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

efforts = Table(
    "efforts",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    ref("staff_id", "staff", null=True),
    Column("minutes", Integer, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("what", String(12), nullable=False),
    Column("note", String(200), nullable=False),
    Column("at", Instant, nullable=False),
    #: Holds all that the measures ask of an effort, so that its row need not be read.
    Index(
        "ix_efforts_estate_id_at",
        "estate_id",
        "at",
        "ticket_id",
        "currency",
        "what",
        "minutes",
        "cost",
        "staff_id",
    ),
)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a ticket has cost until now: minutes, and hundredths of each currency; currencies are never added up."""

    minutes: int
    costs: tuple[tuple[str, int], ...]


class Efforts:
    """The efforts of tickets within one scope; owners' scopes hold none, they are staff's own."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def add(self, ticket: Ticket, **values: Any) -> None:
        """Minutes (0 or more) and cost (hundredths of a currency, 0 or more) for a ticket, with what for, when and by whom."""
        self._tickets.must_see(ticket)
        row = {"staff_id": None, **values, "estate_id": ticket.estate_id, "ticket_id": ticket.id}
        self._connection.execute(insert(efforts).values(row))

    def of(self, ticket: Ticket) -> Spent:
        """The sums of a ticket."""
        if not self._tickets.sees(ticket) or isinstance(self._tickets.scope, OwnerScope):
            return Spent(0, ())
        sums = select(efforts.c.currency, func.sum(efforts.c.minutes), func.sum(efforts.c.cost))
        found = self._connection.execute(
            sums.where(efforts.c.ticket_id == ticket.id)
            .group_by(efforts.c.currency)
            .order_by(efforts.c.currency)
        ).all()
        costs = tuple((currency, int(cost)) for currency, _, cost in found if cost)
        return Spent(sum(int(minutes) for _, minutes, _ in found), costs)
