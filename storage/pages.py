"""Calls to people on duty: a page is repeated until somebody accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, String, Table, and_, insert, select, update

from storage.base import Instant, Json, as_value, columns_of, key, metadata, only_where, ref
from storage.ticket_rows import Ticket, tickets

pages = Table(
    "pages",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    ref("ticket_id", "tickets", index=True),
    Column("hazard", String(24), nullable=False),
    Column("routes", Json, nullable=False),
    Column("times", Integer, nullable=False),
    Column("paged_at", Instant, nullable=False),
    Column("repeat_at", Instant),
    Column("accepted_at", Instant),
    ref("accepted_by", "staff", null=True),
)
Index(
    "ix_pages_repeat_at",
    pages.c.repeat_at,
    **only_where(and_(pages.c.repeat_at.isnot(None), pages.c.accepted_at.is_(None))),
)

#: Nobody is called about what has ended.
_WORKED_ON = (
    select(tickets.c.id)
    .where(tickets.c.id == pages.c.ticket_id, tickets.c.stage.not_in(("resolved", "closed", "withdrawn")))
    .exists()
)


@dataclass(frozen=True, slots=True)
class Page:
    """A call about an emergency. `routes` are the ways it was sent; `times` counts the calls."""

    id: int
    estate_id: int
    ticket_id: int
    hazard: str
    routes: tuple[str, ...]
    times: int
    paged_at: datetime
    accepted_at: datetime | None
    accepted_by: int | None


def add(connection: Connection, **values: Any) -> Page:
    row = {"times": 1, **values}
    statement = insert(pages).values(row).returning(*columns_of(Page, pages))
    return as_value(connection.execute(statement).mappings().one(), Page)


def accept(connection: Connection, ticket_id: int, staff_id: int, at: datetime) -> bool:
    """Somebody is on it; False when the page was accepted before or there is none."""
    where = (pages.c.ticket_id == ticket_id) & pages.c.accepted_at.is_(None)
    values = {"accepted_at": at, "accepted_by": staff_id, "repeat_at": None}
    return connection.execute(update(pages).where(where).values(values)).rowcount > 0


def withdraw(connection: Connection, ticket_id: int) -> None:
    """A false alarm: nobody is called again."""
    where = (pages.c.ticket_id == ticket_id) & pages.c.accepted_at.is_(None)
    connection.execute(update(pages).where(where).values(repeat_at=None))


def unaccepted(connection: Connection, estate_ids: tuple[int, ...]) -> list[tuple[Page, Ticket]]:
    """Calls that nobody has accepted, with their tickets: the alarm on the staff pages."""
    statement = (
        select(*columns_of(Page, pages))
        .where(
            pages.c.estate_id.in_(estate_ids),
            pages.c.accepted_at.is_(None),
            pages.c.repeat_at.isnot(None),
            _WORKED_ON,
        )
        .order_by(pages.c.id)
    )
    found = [as_value(row, Page) for row in connection.execute(statement).mappings()]
    return [(page, _ticket(connection, page.ticket_id)) for page in found]


def claim_repeats(connection: Connection, now: datetime, again_at: datetime) -> list[tuple[Page, Ticket]]:
    """Calls whose time has come to be repeated; each is taken by one sweep."""
    statement = (
        update(pages)
        .where(pages.c.repeat_at <= now, pages.c.accepted_at.is_(None), _WORKED_ON)
        .values(repeat_at=again_at, times=pages.c.times + 1)
        .returning(*columns_of(Page, pages))
    )
    found = [as_value(row, Page) for row in connection.execute(statement).mappings()]
    return [(page, _ticket(connection, page.ticket_id)) for page in found]


def _ticket(connection: Connection, ticket_id: int) -> Ticket:
    row = (
        connection.execute(select(*columns_of(Ticket, tickets)).where(tickets.c.id == ticket_id))
        .mappings()
        .one()
    )
    return as_value(row, Ticket)
