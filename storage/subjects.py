"""Whom a complaint is about: these people neither see nor handle it; each may add a statement and learns the result (C11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    literal,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

ticket_subjects = Table(
    "ticket_subjects",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets"),
    ref("staff_id", "staff"),
    Column("named_by", String(8), nullable=False),
    Column("named_at", Instant, nullable=False),
    Column("question", Text),
    Column("statement", Text),
    Column("stated_at", Instant),
    Column("result", Text),
    Column("told_at", Instant),
    Column("cleared_at", Instant),
    UniqueConstraint("ticket_id", "staff_id"),
    Index("ix_ticket_subjects_staff_id", "staff_id"),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A member of staff complained about. `named_by`: line (named in the words), role (one of all who are
    what the words speak of), or staff. `question` is what they are asked
    to comment on, in words that do not show the complainant; `cleared_at`: it is not about them after all.
    """

    id: int
    ticket_id: int
    staff_id: int
    named_by: str
    named_at: datetime
    question: str | None
    statement: str | None
    stated_at: datetime | None
    result: str | None
    told_at: datetime | None
    cleared_at: datetime | None


class Subjects:
    """The people complained about in the tickets of one scope; and what one is asked about oneself."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[Subject]:
        """Everybody that a ticket names and that was not cleared."""
        if not self._tickets.sees(ticket):
            return []
        where = (ticket_subjects.c.ticket_id == ticket.id) & ticket_subjects.c.cleared_at.is_(None)
        return self._many(where)

    def cleared(self, ticket: Ticket) -> frozenset[int]:
        """Who was named in a ticket, and cleared since: the line does not name them again."""
        if not self._tickets.sees(ticket):
            return frozenset()
        where = (ticket_subjects.c.ticket_id == ticket.id) & ticket_subjects.c.cleared_at.isnot(None)
        return frozenset(self._connection.execute(select(ticket_subjects.c.staff_id).where(where)).scalars())

    def name(self, ticket: Ticket, staff_id: int, *, by: str, at: datetime) -> None:
        """From now on this person neither sees nor handles the ticket; named twice it stays one."""
        self._tickets.must_see(ticket)
        mine = (ticket_subjects.c.ticket_id == ticket.id) & (ticket_subjects.c.staff_id == staff_id)
        known = self._connection.execute(update(ticket_subjects).where(mine).values(cleared_at=None))
        if known.rowcount == 0:
            row = {
                "ticket_id": ticket.id,
                "estate_id": ticket.estate_id,
                "staff_id": staff_id,
                "named_by": by,
            }
            self._connection.execute(insert(ticket_subjects).values(row | {"named_at": at}))

    def clear(self, ticket: Ticket, staff_id: int, at: datetime) -> None:
        """It is not about this person."""
        self._tickets.must_see(ticket)
        mine = (ticket_subjects.c.ticket_id == ticket.id) & (ticket_subjects.c.staff_id == staff_id)
        self._connection.execute(update(ticket_subjects).where(mine).values(cleared_at=at))

    def ask(self, ticket: Ticket, staff_id: int, question: str) -> None:
        """What the person is asked to comment on."""
        self._tickets.must_see(ticket)
        mine = (ticket_subjects.c.ticket_id == ticket.id) & (ticket_subjects.c.staff_id == staff_id)
        self._connection.execute(update(ticket_subjects).where(mine).values(question=question))

    def tell_result(self, ticket: Ticket, result: str, at: datetime) -> None:
        """Everybody complained about learns how it was decided."""
        self._tickets.must_see(ticket)
        mine = (ticket_subjects.c.ticket_id == ticket.id) & ticket_subjects.c.cleared_at.is_(None)
        self._connection.execute(update(ticket_subjects).where(mine).values(result=result, told_at=at))

    def _many(self, where: object) -> list[Subject]:
        statement = select(*columns_of(Subject, ticket_subjects)).where(where)  # type: ignore[arg-type]
        return [
            as_value(row, Subject) for row in self._connection.execute(statement.order_by("id")).mappings()
        ]


def recused(connection: Connection, staff_id: int) -> tuple[int, ...]:
    """The tickets that complain of this person."""
    mine = (ticket_subjects.c.staff_id == staff_id) & ticket_subjects.c.cleared_at.is_(None)
    return tuple(connection.execute(select(ticket_subjects.c.ticket_id).where(mine)).scalars())


def asked_of(connection: Connection, staff_id: int) -> list[Subject]:
    """What this person is asked about themselves, and what became of it: all they learn of the case."""
    mine = (ticket_subjects.c.staff_id == staff_id) & ticket_subjects.c.cleared_at.is_(None)
    told = ticket_subjects.c.question.isnot(None) | ticket_subjects.c.result.isnot(None)
    statement = select(*columns_of(Subject, ticket_subjects)).where(mine & told)
    return [as_value(row, Subject) for row in connection.execute(statement.order_by("id")).mappings()]


def state(connection: Connection, subject_id: int, staff_id: int, text: str, at: datetime) -> bool:
    """Their statement, in their own words; False for what is not asked of this person."""
    mine = (ticket_subjects.c.id == subject_id) & (ticket_subjects.c.staff_id == staff_id)
    asked = mine & ticket_subjects.c.question.isnot(None) & ticket_subjects.c.cleared_at.is_(None)
    values = {
        "statement": text,
        "stated_at": func.coalesce(ticket_subjects.c.stated_at, literal(at, Instant)),
    }
    return connection.execute(update(ticket_subjects).where(asked).values(values)).rowcount == 1


def conflicted(connection: Connection, ticket_id: int) -> frozenset[int]:
    """The members of staff whom a ticket complains of: no level, holder, page or group may be one of them."""
    of = (ticket_subjects.c.ticket_id == ticket_id) & ticket_subjects.c.cleared_at.is_(None)
    return frozenset(connection.execute(select(ticket_subjects.c.staff_id).where(of)).scalars())
