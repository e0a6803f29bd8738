"""Readings that people put right: what the owner wrote, what it was read as, and what it really is.

One row a ticket, the latest word counts. They are candidates for the training phrases: `ownerline nlu harvest` hands them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    or_,
    select,
)

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, ref
from storage.contacts import contacts
from storage.estates import labels_of
from storage.people import persons
from storage.staff import staff
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets

reading_corrections = Table(
    "reading_corrections",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    ref("ticket_id", "tickets"),
    Column("words", Text, nullable=False),
    Column("read_as", String(80), nullable=False),
    Column("version", String(64), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("label", String(80), nullable=False),
    Column("source", String(8), nullable=False),
    ref("staff_id", "staff", null=True),
    Column("at", Instant, nullable=False),
    UniqueConstraint("ticket_id"),
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One misreading. `words` are the part of the message that was read; `read_as` and `label` are `intent/code` or an
    intent, empty for "not understood" and for "not this, and nobody has said what"; `source` is staff or owner.
    """

    estate_id: int
    ticket_id: int
    words: str
    read_as: str
    version: str
    confidence: float
    label: str
    source: str
    staff_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Identities:
    """Whom and what an estate knows by name or number: what must not stand in words that leave the line."""

    names: tuple[str, ...]
    units: tuple[str, ...]
    phones: tuple[str, ...]


class Readings:
    """The corrections of tickets within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def keep(self, ticket: Ticket, **values: Any) -> None:
        """Keeps a correction; of an earlier one what was read stays, and the label becomes the new one."""
        self._tickets.must_see(ticket)
        row = {"staff_id": None, **values, "ticket_id": ticket.id, "estate_id": ticket.estate_id}
        latest = {name: row[name] for name in ("label", "source", "staff_id", "at")}
        statement = inserting(self._connection, reading_corrections).values(row)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["ticket_id"], set_=latest))

    def forget(self, ticket: Ticket) -> None:
        """The reading was right after all."""
        self._tickets.must_see(ticket)
        self._connection.execute(
            delete(reading_corrections).where(reading_corrections.c.ticket_id == ticket.id)
        )

    def of(self, ticket: Ticket) -> Correction | None:
        if not self._tickets.sees(ticket):
            return None
        statement = select(*columns_of(Correction, reading_corrections))
        where = reading_corrections.c.ticket_id == ticket.id
        row = self._connection.execute(statement.where(where)).mappings().first()
        return as_value(row, Correction) if row else None


def may_be_told() -> list[ColumnElement[bool]]:
    """What tickets' words may be told to others, without identities: of none that is private, or of somebody who asked about their data."""
    asking = tickets.alias()

    def asked(who: str) -> Any:
        """The people, or accounts, that asked."""
        return select(asking.c[who]).where(asking.c.intent == "privacy", asking.c[who].isnot(None))

    return [
        tickets.c.private.is_(False),
        *(
            or_(tickets.c[who].is_(None), tickets.c[who].not_in(asked(who)))
            for who in ("contact_id", "person_id")
        ),
    ]


def to_harvest(connection: Connection) -> list[Correction]:
    """Every correction that may leave the line: none of a private ticket, none of anybody who asked about their own data.

    For the command line alone, which serves whoever runs the line.
    """
    statement = (
        select(*columns_of(Correction, reading_corrections))
        .join(tickets, tickets.c.id == reading_corrections.c.ticket_id)
        .where(*may_be_told())
        .order_by(reading_corrections.c.id)
    )
    return [as_value(row, Correction) for row in connection.execute(statement).mappings()]


def identities(connection: Connection, estate_id: int) -> Identities:
    """The names of the estate's people, of their accounts and of all staff, its units, and its people's telephone numbers."""
    of_people = connection.execute(
        select(persons.c.name, persons.c.phone).where(persons.c.estate_id == estate_id)
    ).all()
    of_accounts = select(contacts.c.name).where(contacts.c.estate_id == estate_id)
    found = [
        *(row.name for row in of_people),
        *connection.execute(of_accounts.union(select(staff.c.name))).scalars(),
    ]
    return Identities(
        names=tuple(dict.fromkeys(name for name in found if name)),
        units=labels_of(connection, estate_id),
        phones=tuple(row.phone for row in of_people if row.phone),
    )
