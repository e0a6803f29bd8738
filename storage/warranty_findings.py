"""What a person found about a ticket's fault: component and material, whether the warranty period covers it, who answers for it.

One row a ticket; the latest word counts, and the ticket's file keeps every word. The line's own assessment is never kept here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, String, Table, UniqueConstraint, select

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, ref
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

warranty_findings = Table(
    "warranty_findings",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    ref("ticket_id", "tickets"),
    Column("component", String(40)),
    Column("material", String(40)),
    Column("outcome", String(16), nullable=False),
    Column("ends_on", Date),
    Column("responsible", String(20), nullable=False),
    ref("party_id", "parties", null=True),
    ref("staff_id", "staff"),
    Column("at", Instant, nullable=False),
    UniqueConstraint("ticket_id"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`outcome` is within, after or not_covered; `responsible` developer, owner, property_company or utility; `party_id` the firm."""

    ticket_id: int
    component: str | None
    material: str | None
    outcome: str
    ends_on: date | None
    responsible: str
    party_id: int | None
    staff_id: int
    at: datetime


class WarrantyFindings:
    """The findings of tickets within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> Finding | None:
        if not self._tickets.sees(ticket):
            return None
        statement = select(*columns_of(Finding, warranty_findings))
        where = warranty_findings.c.ticket_id == ticket.id
        row = self._connection.execute(statement.where(where)).mappings().first()
        return as_value(row, Finding) if row else None

    def keep(self, ticket: Ticket, **values: Any) -> None:
        """Keeps what was found; it takes the place of what was found before."""
        self._tickets.must_see(ticket)
        row = {"component": None, "material": None, "ends_on": None, "party_id": None, **values}
        statement = inserting(self._connection, warranty_findings).values(
            row | {"ticket_id": ticket.id, "estate_id": ticket.estate_id}
        )
        self._connection.execute(statement.on_conflict_do_update(index_elements=["ticket_id"], set_=row))
