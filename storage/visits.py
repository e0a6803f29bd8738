"""Visits to a home, as iTIP (RFC 5546) keeps an event: uid, sequence, status, the owner's answer, and a counter-proposal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, case, insert, select, update

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket, promise_open, promises
from storage.tickets import Tickets
from storage.work_orders import work_orders

visits = Table(
    "visits",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    ref("order_id", "work_orders", null=True),
    ref("staff_id", "staff", null=True),
    Column("uid", String(80), nullable=False, unique=True),
    Column("sequence", Integer, nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("status", String(10), nullable=False),
    Column("partstat", String(12), nullable=False),
    Column("counter_starts", Instant),
    Column("counter_ends", Instant),
    Column("counter_by", String(8)),
    Column("counter_words", Text),
    Column("remind_at", Instant),
    Column("came_at", Instant),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
_REMINDED = visits.c.remind_at.isnot(None)
Index("ix_visits_starts", visits.c.starts)
Index("ix_visits_remind_at", visits.c.remind_at, sqlite_where=_REMINDED, postgresql_where=_REMINDED)
_CAME = visits.c.came_at.isnot(None)
#: The visits of a day on which somebody was there.
Index(
    "ix_visits_estate_id_came_at", visits.c.estate_id, visits.c.came_at,
    sqlite_where=_CAME, postgresql_where=_CAME,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """`status` TENTATIVE, CONFIRMED or CANCELLED; `partstat` the owner's NEEDS-ACTION, ACCEPTED, DECLINED or TENTATIVE.

    A counter-proposal stands beside the visit until it is accepted or declined: by the owner or the party, in their words, with
    times where they could be read. `staff_id` None: the party of `order_id` proposed it. `came_at`: somebody was there.
    """

    id: int
    estate_id: int
    ticket_id: int
    order_id: int | None
    staff_id: int | None
    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    status: str
    partstat: str
    counter_starts: datetime | None
    counter_ends: datetime | None
    counter_by: str | None
    counter_words: str | None
    remind_at: datetime | None
    came_at: datetime | None
    made_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody is taken with: the windows in which they come somewhere, and when else something is promised in their name."""

    windows: tuple[tuple[datetime, datetime], ...]
    promised: tuple[datetime, ...]


class Visits:
    """The visits of tickets within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[Visit]:
        """Every visit of a ticket, the oldest first."""
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(Visit, visits)).where(visits.c.ticket_id == ticket.id)
        return [
            as_value(row, Visit)
            for row in self._connection.execute(statement.order_by(visits.c.id)).mappings()
        ]

    def one(self, ticket: Ticket, visit_id: int) -> Visit | None:
        return next((one for one in self.of(ticket) if one.id == visit_id), None)

    def add(self, ticket: Ticket, **values: Any) -> Visit:
        """A new visit under the ticket's next uid."""
        self._tickets.must_see(ticket)
        uid = f"{ticket.number}-{len(self.of(ticket)) + 1}@ownerline"
        row = {"uid": uid, "sequence": 0, **values, "ticket_id": ticket.id, "estate_id": ticket.estate_id}
        statement = insert(visits).values(row).returning(*columns_of(Visit, visits))
        return as_value(self._connection.execute(statement).mappings().one(), Visit)

    def change(self, ticket: Ticket, visit: Visit, **values: Any) -> Visit | None:
        """Changes a visit, provided that nobody changed it since it was read; None for what is stale."""
        self._tickets.must_see(ticket)
        here = (visits.c.id == visit.id) & (visits.c.ticket_id == ticket.id)
        same = (visits.c.sequence == visit.sequence) & (visits.c.changed_at == visit.changed_at)
        statement = update(visits).where(here, same).values(values).returning(*columns_of(Visit, visits))
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Visit) if row else None

    def taken(
        self, ticket: Ticket, staff_id: int, since: datetime, until: datetime, *, but: int | None = None
    ) -> Taken:
        """What somebody who may come for a ticket is taken with in [since, until), in all estates; without the visit `but`.

        It tells when, and shows no ticket: for rules, and for offering what is free.
        """
        self._tickets.must_see(ticket)
        comes = case((visits.c.order_id.is_(None), visits.c.staff_id), else_=work_orders.c.staff_id)
        theirs = (
            select(visits.c.starts, visits.c.ends)
            .select_from(visits.outerjoin(work_orders, work_orders.c.id == visits.c.order_id))
            .where(comes == staff_id, visits.c.status != "CANCELLED", visits.c.came_at.is_(None))
            .where(visits.c.starts < until, visits.c.ends > since, visits.c.id != (but or 0))
            .order_by(visits.c.starts)
        )
        said = select(promises.c.due_at).where(
            promises.c.staff_id == staff_id, promises.c.kind != "visit", promise_open,
            promises.c.due_at >= since, promises.c.due_at < until,
        )  # fmt: skip
        windows = tuple((row.starts, row.ends) for row in self._connection.execute(theirs))
        return Taken(windows, tuple(sorted(self._connection.execute(said).scalars())))

    def keep_promise(self, ticket: Ticket, at: datetime) -> None:
        """Somebody was there, or the visit is off: the owner waits for it no longer."""
        self._tickets.must_see(ticket)
        mine = (promises.c.ticket_id == ticket.id) & (promises.c.kind == "visit")
        self._connection.execute(update(promises).where(mine, promise_open).values(kept_at=at))


def claim_reminders(connection: Connection, now: datetime, limit: int = 100) -> list[Visit]:
    """Visits whose owner is to be reminded now; each is claimed once."""
    due = select(visits.c.id).where(visits.c.remind_at <= now).order_by(visits.c.remind_at).limit(limit)
    statement = update(visits).where(visits.c.id.in_(due), visits.c.remind_at <= now).values(remind_at=None)
    rows = connection.execute(statement.returning(*columns_of(Visit, visits))).mappings()
    return [as_value(row, Visit) for row in rows]
