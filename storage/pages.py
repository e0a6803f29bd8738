"""Calls to people: a page is repeated until so many people accepted it, each counted once (C15).

A page with an audience is for those people alone; one without is for everybody on duty at the ticket's estate.
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
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    and_,
    insert,
    select,
    update,
)

from storage.base import Instant, Json, as_value, columns_of, key, metadata, only_where, ref
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets

pages = Table(
    "pages",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    ref("ticket_id", "tickets", index=True),
    Column("hazard", String(24), nullable=False),
    Column("routes", Json, nullable=False),
    Column("audience", Json, nullable=False),
    Column("needed", Integer, nullable=False),
    Column("accepted_so_far", Integer, nullable=False),
    Column("text", String(1000), nullable=False),
    Column("every_minutes", Float),
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

page_acceptances = Table(
    "page_acceptances",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("page_id", "pages"),
    ref("staff_id", "staff", index=True),
    Column("route", String(24), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("page_id", "staff_id"),
)

#: Nobody is called about what has ended.
_WORKED_ON = (
    select(tickets.c.id)
    .where(tickets.c.id == pages.c.ticket_id, tickets.c.stage.not_in(("resolved", "closed", "withdrawn")))
    .exists()
)

#: What a page that calls a level of escalation has in the place of a hazard.
ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Page:
    """A call to people.

    `hazard` is the danger, or "escalation" for a call to a level; `routes` the ways it was sent; `audience` whom it is for (nobody named: everybody on
    duty); `needed` how many must accept, of whom `accepted_so_far` did; `text` the words it is repeated in, where they are its own; `every_minutes` how
    often, None for as often as an emergency; `times` counts the calls. `accepted_at`: enough people are on it.
    """

    id: int
    estate_id: int
    ticket_id: int
    hazard: str
    routes: tuple[str, ...]
    audience: tuple[int, ...]
    needed: int
    accepted_so_far: int
    text: str
    every_minutes: float | None
    times: int
    paged_at: datetime
    accepted_at: datetime | None
    accepted_by: int | None

    def is_for(self, staff_id: int) -> bool:
        return not self.audience or staff_id in self.audience


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who said "I am on it", by which route, when."""

    page_id: int
    staff_id: int
    route: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """What somebody's acceptance came to: the page, who accepted it so far, whether this person had before."""

    page: Page
    by: tuple[int, ...]
    again: bool

    @property
    def still_needed(self) -> int:
        return max(0, self.page.needed - len(self.by))


def add(connection: Connection, **values: Any) -> Page:
    row = {"times": 1, "needed": 1, "accepted_so_far": 0, "audience": [], "text": "", **values}
    statement = insert(pages).values(row).returning(*columns_of(Page, pages))
    return as_value(connection.execute(statement).mappings().one(), Page)


def by_id(connection: Connection, page_id: int) -> Page | None:
    row = connection.execute(select(*columns_of(Page, pages)).where(pages.c.id == page_id)).mappings().first()
    return as_value(row, Page) if row else None


def accept(
    connection: Connection, ticket_id: int, staff_id: int, at: datetime, route: str = ""
) -> list[Accepted]:
    """Somebody is on it: every open page of the ticket that is for them; none when it was accepted before or there is none.

    The page's row is taken first, so that two who accept at once are counted one after the other.
    """
    open_ones = (pages.c.ticket_id == ticket_id) & pages.c.accepted_at.is_(None)
    taken = update(pages).where(open_ones).values(times=pages.c.times).returning(*columns_of(Page, pages))
    found = [as_value(row, Page) for row in connection.execute(taken).mappings()]
    mine = sorted((page for page in found if page.is_for(staff_id)), key=lambda page: page.id)
    return [_accepted(connection, page, staff_id, at, route) for page in mine]


def _accepted(connection: Connection, page: Page, staff_id: int, at: datetime, route: str) -> Accepted:
    before = [one.staff_id for one in acceptances(connection, page.id)]
    if staff_id in before:
        return Accepted(page, tuple(before), again=True)
    row = {"page_id": page.id, "estate_id": page.estate_id, "staff_id": staff_id, "route": route, "at": at}
    connection.execute(insert(page_acceptances).values(row))
    done = Accepted(page, (*before, staff_id), again=False)
    values: dict[str, Any] = {"accepted_so_far": len(done.by)}
    if done.still_needed == 0:
        values |= {"accepted_at": at, "accepted_by": staff_id, "repeat_at": None}
    connection.execute(update(pages).where(pages.c.id == page.id).values(values))
    return done


def acceptances(connection: Connection, page_id: int) -> list[Acceptance]:
    """Who accepted a page, in order."""
    statement = select(*columns_of(Acceptance, page_acceptances)).where(page_acceptances.c.page_id == page_id)
    rows = connection.execute(statement.order_by(page_acceptances.c.id)).mappings()
    return [as_value(row, Acceptance) for row in rows]


def withdraw(connection: Connection, ticket_id: int, hazard: str | None = None) -> None:
    """A false alarm, or a level that was passed over: nobody is called again. `hazard` None: all pages of the ticket."""
    where = (pages.c.ticket_id == ticket_id) & pages.c.accepted_at.is_(None)
    if hazard is not None:
        where &= pages.c.hazard == hazard
    connection.execute(update(pages).where(where).values(repeat_at=None))


def unaccepted(connection: Connection, estate_ids: tuple[int, ...]) -> list[tuple[Page, Ticket]]:
    """Calls that not enough people have accepted, with their tickets: the alarm on the staff pages."""
    statement = select(*columns_of(Page, pages)).where(
        pages.c.estate_id.in_(estate_ids), _WORKED_ON, _waiting()
    )
    found = [as_value(row, Page) for row in connection.execute(statement.order_by(pages.c.id)).mappings()]
    return [(page, _ticket(connection, page.ticket_id)) for page in found]


def accepted_by(connection: Connection, staff_id: int, page_ids: list[int]) -> frozenset[int]:
    """Which of these pages somebody has accepted."""
    mine = (page_acceptances.c.staff_id == staff_id) & page_acceptances.c.page_id.in_(page_ids)
    return frozenset(connection.execute(select(page_acceptances.c.page_id).where(mine)).scalars())


def _waiting() -> ColumnElement[bool]:
    return pages.c.accepted_at.is_(None) & pages.c.repeat_at.isnot(None)


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


class Pages:
    """The calls about the tickets of one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def call(self, ticket: Ticket, **values: Any) -> Page:
        """Keeps a call, so that it is repeated until enough people accept."""
        self._tickets.must_see(ticket)
        return add(self._connection, ticket_id=ticket.id, estate_id=ticket.estate_id, **values)

    def of(self, ticket: Ticket) -> list[Page]:
        """Every call about a ticket, the first one first."""
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(Page, pages)).where(pages.c.ticket_id == ticket.id)
        rows = self._connection.execute(statement.order_by(pages.c.id)).mappings()
        return [as_value(row, Page) for row in rows]

    def waits(self, ticket: Ticket) -> bool:
        """Whether an emergency's call still waits for somebody."""
        if not self._tickets.sees(ticket):
            return False
        where = (pages.c.ticket_id == ticket.id) & (pages.c.hazard != ESCALATION) & _waiting()
        return self._connection.execute(select(pages.c.id).where(where)).first() is not None

    def withdraw(self, ticket: Ticket, hazard: str | None = None) -> None:
        self._tickets.must_see(ticket)
        withdraw(self._connection, ticket.id, hazard)

    def put_off(self, ticket: Ticket, page_id: int, repeat_at: datetime) -> None:
        """The next call of a page that has a rhythm of its own."""
        self._tickets.must_see(ticket)
        mine = (pages.c.id == page_id) & (pages.c.ticket_id == ticket.id) & pages.c.repeat_at.isnot(None)
        self._connection.execute(update(pages).where(mine).values(repeat_at=repeat_at))

    def accept(self, ticket: Ticket, staff_id: int, at: datetime, route: str = "") -> list[Accepted]:
        """Somebody is on it: what it came to, for each call that is for them."""
        if not self._tickets.sees(ticket):
            return []
        return accept(self._connection, ticket.id, staff_id, at, route)
