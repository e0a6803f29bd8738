"""The initial assessment of a matter: by the line at once, put right by people; the newest counts, every version is kept.

ISO 10002:2018, 7.5 names what is judged: severity, safety, complexity, impact, whether something must or can be done at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Integer, String, Table, insert, select

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

assessments = Table(
    "assessments",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    Column("at", Instant, nullable=False),
    Column("by", String(8), nullable=False),
    ref("staff_id", "staff", null=True),
    Column("severity", Integer, nullable=False),
    Column("safety", Boolean, nullable=False),
    Column("complexity", Integer, nullable=False),
    Column("impact", Integer, nullable=False),
    Column("immediate", Boolean, nullable=False),
    Column("key_point", String(200), nullable=False),
    Column("nature", String(16), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One judgement. `by`: line or staff. Severity 1 (a trifle) to 4 (danger or injury), complexity and impact 1 to 3.

    `immediate`: something must or can be done at once; `key_point` the heart of it in one line; `nature` what sort of trouble.
    """

    id: int
    ticket_id: int
    at: datetime
    by: str
    staff_id: int | None
    severity: int
    safety: bool
    complexity: int
    impact: int
    immediate: bool
    key_point: str
    nature: str


class Assessments:
    """The assessments of the tickets of one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def add(self, ticket: Ticket, *, at: datetime, by: str, **values: Any) -> None:
        """A new version; the earlier ones stay."""
        self._tickets.must_see(ticket)
        row = {"staff_id": None, **values, "ticket_id": ticket.id, "estate_id": ticket.estate_id}
        self._connection.execute(insert(assessments).values(row | {"at": at, "by": by}))

    def of(self, ticket: Ticket) -> list[Assessment]:
        """Every version, the newest first."""
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(Assessment, assessments)).where(assessments.c.ticket_id == ticket.id)
        rows = self._connection.execute(statement.order_by(assessments.c.id.desc())).mappings()
        return [as_value(row, Assessment) for row in rows]

    def newest(self, ticket: Ticket) -> Assessment | None:
        """The one that counts; None for what was never assessed."""
        return next(iter(self.of(ticket)), None)
