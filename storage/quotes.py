"""Prices told to owners before anything that costs them is done, and what they answered (E02, E04, E05).

A price is never changed: another one takes its place, and the consent belongs to the very amount it was given to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

quotes = Table(
    "quotes",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("at_cost", Boolean, nullable=False),
    Column("what", Text, nullable=False),
    Column("valid_until", Instant, nullable=False),
    ref("staff_id", "staff"),
    Column("made_at", Instant, nullable=False),
    Column("state", String(12), nullable=False),
    Column("answered_at", Instant),
    ref("contact_id", "contacts", null=True),
    Column("answer", Text),
)
Index(
    "ix_quotes_valid_until", quotes.c.valid_until,
    sqlite_where=quotes.c.state == "offered", postgresql_where=quotes.c.state == "offered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """`amount` in the currency's smallest unit. `state`: offered, accepted, declined, expired, replaced. `answer`: the owner's own
    words, or the words on the button they pressed; `contact_id` the account they came from."""

    id: int
    estate_id: int
    ticket_id: int
    amount: int
    currency: str
    at_cost: bool
    what: str
    valid_until: datetime
    staff_id: int
    made_at: datetime
    state: str
    answered_at: datetime | None
    contact_id: int | None
    answer: str | None


class Quotes:
    """The prices of tickets within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[Quote]:
        """Every price of a ticket, the oldest first."""
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(Quote, quotes)).where(quotes.c.ticket_id == ticket.id)
        return [
            as_value(row, Quote)
            for row in self._connection.execute(statement.order_by(quotes.c.id)).mappings()
        ]

    def one(self, ticket: Ticket, quote_id: int) -> Quote | None:
        return next((one for one in self.of(ticket) if one.id == quote_id), None)

    def offer(self, ticket: Ticket, **values: Any) -> Quote:
        """A new price; one that was still open is replaced by it."""
        self._tickets.must_see(ticket)
        mine = (quotes.c.ticket_id == ticket.id) & (quotes.c.state == "offered")
        self._connection.execute(update(quotes).where(mine).values(state="replaced"))
        row = {"state": "offered", **values, "ticket_id": ticket.id, "estate_id": ticket.estate_id}
        statement = insert(quotes).values(row).returning(*columns_of(Quote, quotes))
        return as_value(self._connection.execute(statement).mappings().one(), Quote)

    def answer(self, ticket: Ticket, quote: Quote, state: str, **values: Any) -> Quote | None:
        """The owner's answer to an open price; None when it is no longer open."""
        self._tickets.must_see(ticket)
        mine = (quotes.c.id == quote.id) & (quotes.c.ticket_id == ticket.id) & (quotes.c.state == "offered")
        statement = update(quotes).where(mine).values(state=state, **values)
        row = self._connection.execute(statement.returning(*columns_of(Quote, quotes))).mappings().first()
        return as_value(row, Quote) if row else None


def claim_expired(connection: Connection, now: datetime, limit: int = 100) -> list[Quote]:
    """Prices that nobody answered until they ran out; marked so."""
    lapsed = (quotes.c.valid_until <= now) & (quotes.c.state == "offered")
    due = select(quotes.c.id).where(lapsed).order_by(quotes.c.valid_until).limit(limit)
    statement = (
        update(quotes).where(quotes.c.id.in_(due), quotes.c.state == "offered").values(state="expired")
    )
    rows = connection.execute(statement.returning(*columns_of(Quote, quotes))).mappings()
    return [as_value(row, Quote) for row in rows]
