"""Work orders: what a ticket asks of a contractor, a department or a colleague; the owner talks to the ticket alone (B04, E07, L13)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

#: What a picture of an order is: shown to the party with the task, or taken by it before and after the work.
PHASES = ("shown", "before", "after")

work_orders = Table(
    "work_orders",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    ref("party_id", "parties", null=True),
    Column("department", String(60)),
    ref("staff_id", "staff", null=True),
    Column("what", Text, nullable=False),
    Column("payable", Boolean, nullable=False),
    ref("quote_id", "quotes", null=True),
    Column("state", String(12), nullable=False),
    Column("accept_by", Instant, nullable=False),
    Column("due_by", Instant),
    Column("late_told_at", Instant),
    Column("refusal", Text),
    Column("done_note", Text),
    Column("token_hash", String(64), unique=True),
    ref("made_by", "staff"),
    Column("made_at", Instant, nullable=False),
    Column("accepted_at", Instant),
    Column("ended_at", Instant),
    Column("confirmed_at", Instant),
)
_WAITING = (work_orders.c.state == "offered") & work_orders.c.late_told_at.is_(None)
Index("ix_work_orders_accept_by", work_orders.c.accept_by, sqlite_where=_WAITING, postgresql_where=_WAITING)

work_photos = Table(
    "work_photos",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("order_id", "work_orders", index=True),
    ref("attachment_id", "attachments"),
    Column("phase", String(8), nullable=False),
    UniqueConstraint("order_id", "attachment_id", "phase"),
)


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """Exactly one of `party_id`, and `department` or `staff_id`, says whose it is; a department's task has a holder in `staff_id`.

    `state` as in handlers/tickets/works/work_orders.py; `ended_at`: when it was done, refused or cancelled; `confirmed_at`: when the owner
    said that it is settled. `token_hash` is all that is kept of the party's link.
    """

    id: int
    estate_id: int
    ticket_id: int
    party_id: int | None
    department: str | None
    staff_id: int | None
    what: str
    payable: bool
    quote_id: int | None
    state: str
    accept_by: datetime
    due_by: datetime | None
    late_told_at: datetime | None
    refusal: str | None
    done_note: str | None
    token_hash: str | None
    made_by: int
    made_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class WorkPhoto:
    order_id: int
    attachment_id: int
    phase: str


class WorkOrders:
    """The orders of tickets within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[WorkOrder]:
        """Every order of a ticket, the oldest first."""
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(WorkOrder, work_orders)).where(work_orders.c.ticket_id == ticket.id)
        rows = self._connection.execute(statement.order_by(work_orders.c.id)).mappings()
        return [as_value(row, WorkOrder) for row in rows]

    def one(self, ticket: Ticket, order_id: int) -> WorkOrder | None:
        return next((one for one in self.of(ticket) if one.id == order_id), None)

    def add(self, ticket: Ticket, **values: Any) -> WorkOrder:
        self._tickets.must_see(ticket)
        row = {"state": "offered", **values, "ticket_id": ticket.id, "estate_id": ticket.estate_id}
        statement = insert(work_orders).values(row).returning(*columns_of(WorkOrder, work_orders))
        return as_value(self._connection.execute(statement).mappings().one(), WorkOrder)

    def change(self, ticket: Ticket, order: WorkOrder, **values: Any) -> WorkOrder | None:
        """Changes an order, provided that it still stands as it was read; None when it moved on."""
        self._tickets.must_see(ticket)
        here = (work_orders.c.id == order.id) & (work_orders.c.ticket_id == ticket.id)
        statement = update(work_orders).where(here, work_orders.c.state == order.state).values(values)
        rows = self._connection.execute(statement.returning(*columns_of(WorkOrder, work_orders))).mappings()
        row = rows.first()
        return as_value(row, WorkOrder) if row else None

    def photos(self, ticket: Ticket) -> list[WorkPhoto]:
        """The pictures of all orders of a ticket."""
        orders = [one.id for one in self.of(ticket)]
        statement = select(*columns_of(WorkPhoto, work_photos)).where(work_photos.c.order_id.in_(orders))
        rows = self._connection.execute(statement.order_by(work_photos.c.id)).mappings() if orders else ()
        return [as_value(row, WorkPhoto) for row in rows]

    def keep_photo(self, ticket: Ticket, order: WorkOrder, attachment_id: int, phase: str) -> None:
        """Ties a picture of the ticket to an order of it. Raises LookupError for a picture of something else."""
        self._tickets.must_see(ticket)
        known = {one.id for one in self._tickets.attachments(ticket)}
        mine = {one.id for one in self.of(ticket)}
        if attachment_id not in known or order.id not in mine:
            raise LookupError("there is no such picture within this scope")
        photo = WorkPhoto(order.id, attachment_id, phase)
        if photo not in self.photos(ticket):
            self._connection.execute(
                insert(work_photos).values(asdict(photo) | {"estate_id": ticket.estate_id})
            )


def by_token(connection: Connection, token_hash: str) -> WorkOrder | None:
    """The order behind a party's link; whether the link still counts is for the rules to say."""
    statement = select(*columns_of(WorkOrder, work_orders)).where(work_orders.c.token_hash == token_hash)
    row = connection.execute(statement).mappings().first()
    return as_value(row, WorkOrder) if row else None


def claim_unaccepted(connection: Connection, now: datetime, limit: int = 100) -> list[WorkOrder]:
    """Orders that nobody accepted in time, not told to the ticket's holder yet."""
    due = select(work_orders.c.id).where(work_orders.c.accept_by <= now, _WAITING).limit(limit)
    statement = update(work_orders).where(work_orders.c.id.in_(due), _WAITING).values(late_told_at=now)
    rows = connection.execute(statement.returning(*columns_of(WorkOrder, work_orders))).mappings()
    return [as_value(row, WorkOrder) for row in rows]
