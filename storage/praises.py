"""Praise in words: for whom of the staff, about which building, in which ticket (A04, L14).

These are words of thanks alone. Scores of touch-points stand elsewhere and are never joined with what stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket, ticket_events, tickets
from storage.tickets import Tickets, estates_within
from storage.visits import visits
from storage.work_orders import work_orders

praises = Table(
    "praises",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    ref("staff_id", "staff", null=True),
    Column("named_by", String(8), nullable=False),
    ref("building_id", "buildings", null=True),
    Column("place", String(200), nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("ticket_id", "staff_id"),
    Index("ix_praises_estate_id_at", "estate_id", "at"),
)


@dataclass(frozen=True, slots=True)
class Praise:
    """One thanks to one person; `staff_id` None while nobody knows whom it means. `named_by`: line, or staff.

    `words` and `place` hold no address of the household.
    """

    id: int
    estate_id: int
    ticket_id: int
    staff_id: int | None
    named_by: str
    building_id: int | None
    place: str
    words: str
    at: datetime


class Praises:
    """The praise within one scope; what is counted is of the estates served, owners count nothing."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[Praise]:
        """Whom a ticket praises, in the order in which they were named."""
        return self._many(praises.c.ticket_id == ticket.id) if self._tickets.sees(ticket) else []

    def add(self, ticket: Ticket, staff_id: int | None, **values: Any) -> None:
        """Praise of somebody, or of nobody known yet: named_by, building_id, place, words, at."""
        self._tickets.must_see(ticket)
        row = {**values, "ticket_id": ticket.id, "estate_id": ticket.estate_id, "staff_id": staff_id}
        self._connection.execute(insert(praises).values(row))

    def give(self, ticket: Ticket, staff_id: int) -> bool:
        """Staff say whom it means: the row that names nobody becomes theirs, else they get one beside the others.

        False for somebody who has it already, and where no praise stands.
        """
        self._tickets.must_see(ticket)
        rows = self.of(ticket)
        if not rows or any(one.staff_id == staff_id for one in rows):
            return False
        if rows[0].staff_id is None:
            mine = update(praises).where(praises.c.id == rows[0].id, praises.c.staff_id.is_(None))
            self._connection.execute(mine.values(staff_id=staff_id, named_by="staff"))
            return True
        like = rows[0]
        self.add(
            ticket, staff_id, named_by="staff", building_id=like.building_id, place=like.place, words=like.words,
            at=like.at,
        )  # fmt: skip
        return True

    def take(self, ticket: Ticket, staff_id: int) -> bool:
        """It does not mean this person; False where they are not named. The praise stays, for somebody else to be named."""
        self._tickets.must_see(ticket)
        rows = self.of(ticket)
        mine = next((one for one in rows if one.staff_id == staff_id), None)
        if mine is None:
            return False
        if len(rows) == 1:
            self._connection.execute(update(praises).where(praises.c.id == mine.id).values(staff_id=None))
        else:
            self._connection.execute(delete(praises).where(praises.c.id == mine.id))
        return True

    def near(self, ticket: Ticket, since: datetime) -> frozenset[int]:
        """Who of the staff touched the ticket's household since then: acted on one of its tickets, came, or was to come."""
        if not self._tickets.sees(ticket):
            return frozenset()
        same = or_(
            (tickets.c.unit_id == ticket.unit_id) & tickets.c.unit_id.isnot(None),
            (tickets.c.contact_id == ticket.contact_id) & tickets.c.contact_id.isnot(None),
        )
        theirs = select(tickets.c.id).where(same, tickets.c.estate_id == ticket.estate_id)
        touched = (
            (ticket_events.c.staff_id, ticket_events.c.ticket_id, ticket_events.c.at),
            (visits.c.staff_id, visits.c.ticket_id, visits.c.ends),
            (work_orders.c.staff_id, work_orders.c.ticket_id, work_orders.c.made_at),
        )
        asked = [select(who).where(of.in_(theirs), at >= since, who.isnot(None)) for who, of, at in touched]
        return frozenset(self._connection.execute(asked[0].union(*asked[1:])).scalars())

    def counts(self, since: datetime, until: datetime) -> dict[tuple[int, int], int]:
        """How often somebody was thanked in [since, until), by (estate, member of staff), in the estates served."""
        return {
            (estate, who): count for estate, who, count in self._counted(praises.c.staff_id, since, until)
        }

    def sites(self, since: datetime, until: datetime) -> dict[tuple[int, int], int]:
        """The same by (estate, building): how many thanks came from there, whomever they mean."""
        found = self._counted(praises.c.building_id, since, until)
        return {(estate, building): count for estate, building, count in found}

    def latest(self, since: datetime, *, staff_id: int | None = None, limit: int = 50) -> list[Praise]:
        """The thanks since then in the estates served, the newest first; of one person, where one is named."""
        mine = praises.c.staff_id == staff_id if staff_id is not None else praises.c.id > 0
        return self._many(self._standing() & (praises.c.at >= since) & mine, limit)[::-1]

    def _counted(self, by: Column[Any], since: datetime, until: datetime) -> list[Any]:
        thanks = func.count(praises.c.ticket_id.distinct())
        statement = (
            select(praises.c.estate_id, by, thanks)
            .where(self._standing(), by.isnot(None), praises.c.at >= since, praises.c.at < until)
            .group_by(praises.c.estate_id, by)
        )
        return list(self._connection.execute(statement).all())

    def _standing(self) -> ColumnElement[bool]:
        """Of tickets within the scope that still are praise, and were not taken back."""
        served = praises.c.estate_id.in_(estates_within(self._connection, self._tickets.scope))
        still = (tickets.c.intent == "praise") & (tickets.c.stage != "withdrawn") & self._tickets.visible
        return served & praises.c.ticket_id.in_(select(tickets.c.id).where(still))

    def _many(self, where: ColumnElement[bool], limit: int = 50) -> list[Praise]:
        newest = select(*columns_of(Praise, praises)).where(where).order_by(praises.c.id.desc()).limit(limit)
        found = [as_value(row, Praise) for row in self._connection.execute(newest).mappings()]
        return found[::-1]
