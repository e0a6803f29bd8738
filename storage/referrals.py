"""Cases that were taken to a body outside the estate: which, when, with whose consent, and what came of it (C18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, Text, insert, select, update

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

referrals = Table(
    "referrals",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    Column("body", String(60), nullable=False),
    Column("at", Instant, nullable=False),
    ref("staff_id", "staff", null=True),
    Column("consent_at", Instant),
    Column("outcome", Text),
    Column("outcome_at", Instant),
    ref("outcome_by", "staff", null=True),
)


@dataclass(frozen=True, slots=True)
class Referral:
    """One case before one body. `body` is its key in the list of bodies; `consent_at`: when the owner agreed that the pack goes
    there, None where only the owner took it there; `outcome` in the body's or the owner's words.
    """

    id: int
    ticket_id: int
    body: str
    at: datetime
    staff_id: int | None
    consent_at: datetime | None
    outcome: str | None
    outcome_at: datetime | None
    outcome_by: int | None


class Referrals:
    """The referrals of tickets within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[Referral]:
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(Referral, referrals)).where(referrals.c.ticket_id == ticket.id)
        rows = self._connection.execute(statement.order_by(referrals.c.id)).mappings()
        return [as_value(row, Referral) for row in rows]

    def refer(
        self, ticket: Ticket, body: str, *, at: datetime, staff_id: int | None, consent_at: datetime | None
    ) -> int:
        """Keeps that the case went to a body; returns the referral's id."""
        self._tickets.must_see(ticket)
        row = {"estate_id": ticket.estate_id, "ticket_id": ticket.id, "body": body, "at": at}
        row |= {"staff_id": staff_id, "consent_at": consent_at}
        statement = insert(referrals).values(row).returning(referrals.c.id)
        return int(self._connection.execute(statement).scalar_one())

    def conclude(
        self, ticket: Ticket, referral_id: int, outcome: str, *, at: datetime, staff_id: int
    ) -> bool:
        """What came of it; False for a referral that is not this ticket's, or that is concluded already."""
        self._tickets.must_see(ticket)
        mine = (referrals.c.id == referral_id) & (referrals.c.ticket_id == ticket.id)
        values = {"outcome": outcome, "outcome_at": at, "outcome_by": staff_id}
        statement = update(referrals).where(mine, referrals.c.outcome.is_(None)).values(values)
        return self._connection.execute(statement).rowcount == 1
