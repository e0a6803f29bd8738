"""Messages in which an owner abused staff (L11): so that somebody helps. Nothing of the owner's matter goes by what stands here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, func, insert, select, update

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

abuse_marks = Table(
    "abuse_marks",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    Column("marked_by", String(8), nullable=False),
    ref("staff_id", "staff", null=True),
    Column("at", Instant, nullable=False),
    Column("cleared_at", Instant),
)


@dataclass(frozen=True, slots=True)
class AbuseMark:
    """One abusive message. `marked_by`: line, or staff, then `staff_id`; `cleared_at`: it was none after all."""

    id: int
    ticket_id: int
    marked_by: str
    staff_id: int | None
    at: datetime
    cleared_at: datetime | None


class AbuseMarks:
    """The marks of the tickets of one scope; owners read none, they are help for staff and no record of owners."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[AbuseMark]:
        """The marks that stand, the oldest first."""
        if not self._tickets.sees(ticket) or self._tickets.is_owners:
            return []
        where = (abuse_marks.c.ticket_id == ticket.id) & abuse_marks.c.cleared_at.is_(None)
        statement = select(*columns_of(AbuseMark, abuse_marks)).where(where).order_by(abuse_marks.c.id)
        return [as_value(row, AbuseMark) for row in self._connection.execute(statement).mappings()]

    def mark(self, ticket: Ticket, at: datetime, *, by: str, staff_id: int | None = None) -> int:
        """Another such message; how many stand now, for the rule that helps."""
        self._tickets.must_see(ticket)
        row = {
            "estate_id": ticket.estate_id,
            "ticket_id": ticket.id,
            "marked_by": by,
            "staff_id": staff_id,
            "at": at,
        }
        self._connection.execute(insert(abuse_marks).values(row))
        where = (abuse_marks.c.ticket_id == ticket.id) & abuse_marks.c.cleared_at.is_(None)
        return int(self._connection.execute(select(func.count()).where(where)).scalar_one())

    def clear(self, ticket: Ticket, at: datetime) -> bool:
        """The newest one was none; False where none stands."""
        self._tickets.must_see(ticket)
        where = (abuse_marks.c.ticket_id == ticket.id) & abuse_marks.c.cleared_at.is_(None)
        newest = select(func.max(abuse_marks.c.id)).where(where).scalar_subquery()
        changed = update(abuse_marks).where(abuse_marks.c.id == newest).values(cleared_at=at)
        return self._connection.execute(changed).rowcount == 1
