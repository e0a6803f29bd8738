"""How far a ticket was escalated, why, and by when that level decides; who was called, by which route, who accepted when (C15, C16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    update,
)

from storage.base import Instant, Json, as_value, columns_of, inserting, key, metadata, ref
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets

#: Why a ticket goes higher.
REASONS = ("severity", "late", "repeat", "request", "risk", "handover", "appeal")

escalations = Table(
    "escalations",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets"),
    Column("level", Integer, nullable=False),
    Column("name", String(40), nullable=False),
    Column("reason", String(12), nullable=False),
    Column("event", String(80), nullable=False),
    Column("raised_at", Instant, nullable=False),
    ref("raised_by", "staff", null=True),
    Column("needed", Integer, nullable=False),
    Column("accept_due", Instant),
    Column("decide_by", Instant),
    Column("decide_due", Instant),
    Column("decided_at", Instant),
    ref("decided_by", "staff", null=True),
    Column("decision", Text),
    UniqueConstraint("ticket_id", "reason", "event"),
)
for _due in (escalations.c.accept_due, escalations.c.decide_due):
    _set = _due.isnot(None)
    Index(f"ix_escalations_{_due.name}", _due, sqlite_where=_set, postgresql_where=_set)

escalation_calls = Table(
    "escalation_calls",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("escalation_id", "escalations", index=True),
    ref("staff_id", "staff"),
    Column("routes", Json, nullable=False),
    Column("called_at", Instant, nullable=False),
    Column("accepted_at", Instant),
    Column("accepted_route", String(24)),
    UniqueConstraint("escalation_id", "staff_id"),
)


@dataclass(frozen=True, slots=True)
class Escalation:
    """One step up. `level` counts from 1; one above the ladder is the outside. `event` tells what set it off, so that it does
    so once. `decide_by` is the level's deadline as it was set; `accept_due` and `decide_due` are its clocks while they run.
    """

    id: int
    ticket_id: int
    level: int
    name: str
    reason: str
    event: str
    raised_at: datetime
    raised_by: int | None
    needed: int
    accept_due: datetime | None
    decide_by: datetime | None
    decide_due: datetime | None
    decided_at: datetime | None
    decided_by: int | None
    decision: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """Who was asked, by which routes, and when they accepted, by which."""

    escalation_id: int
    staff_id: int
    routes: tuple[str, ...]
    called_at: datetime
    accepted_at: datetime | None
    accepted_route: str | None


class Escalations:
    """The escalations of the tickets of one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[Escalation]:
        """Every step up of a ticket, the first one first."""
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(Escalation, escalations)).where(escalations.c.ticket_id == ticket.id)
        rows = self._connection.execute(statement.order_by(escalations.c.id)).mappings()
        return [as_value(row, Escalation) for row in rows]

    def calls(self, ticket: Ticket) -> list[Call]:
        """Everybody who was called about a ticket, in order."""
        if not self._tickets.sees(ticket):
            return []
        of_ticket = select(escalations.c.id).where(escalations.c.ticket_id == ticket.id)
        statement = select(*columns_of(Call, escalation_calls)).where(
            escalation_calls.c.escalation_id.in_(of_ticket)
        )
        rows = self._connection.execute(statement.order_by(escalation_calls.c.id)).mappings()
        return [as_value(row, Call) for row in rows]

    def happened(self, ticket: Ticket, reason: str, event: str) -> bool:
        """Whether this very event has set off an escalation for this reason."""
        return any(one.reason == reason and one.event == event for one in self.of(ticket))

    def keep(self, ticket: Ticket, *, reason: str, event: str, **values: object) -> Escalation | None:
        """One step up; None when the same event has set it off for the same reason before."""
        self._tickets.must_see(ticket)
        row = {
            "ticket_id": ticket.id,
            "estate_id": ticket.estate_id,
            "reason": reason,
            "event": event,
            **values,
        }
        once = (
            inserting(self._connection, escalations)
            .values(row)
            .on_conflict_do_nothing(index_elements=["ticket_id", "reason", "event"])
        )
        made = (
            self._connection.execute(once.returning(*columns_of(Escalation, escalations))).mappings().first()
        )
        return as_value(made, Escalation) if made else None

    def call(self, ticket: Ticket, escalation: Escalation, ways: dict[int, list[str]], at: datetime) -> None:
        """Keeps who is called for a level, each with the routes by which."""
        self._tickets.must_see(ticket)
        row = {"escalation_id": escalation.id, "estate_id": ticket.estate_id, "called_at": at}
        called = [row | {"staff_id": staff_id, "routes": routes} for staff_id, routes in ways.items()]
        if called:
            self._connection.execute(insert(escalation_calls), called)

    def accept(self, ticket: Ticket, staff_id: int, route: str, at: datetime) -> None:
        """Somebody who was called is on it; once the level has as many as it needs, its clock of acceptance stops."""
        self._tickets.must_see(ticket)
        running = [one for one in self.of(ticket) if one.decided_at is None]
        ids = [one.id for one in running]
        mine = escalation_calls.c.escalation_id.in_(ids) & (escalation_calls.c.staff_id == staff_id)
        first = mine & escalation_calls.c.accepted_at.is_(None)
        values = {"accepted_at": at, "accepted_route": route}
        self._connection.execute(update(escalation_calls).where(first).values(values))
        accepted = [call.escalation_id for call in self.calls(ticket) if call.accepted_at]
        enough = [one.id for one in running if accepted.count(one.id) >= one.needed]
        stop = update(escalations).where(escalations.c.id.in_(enough))
        self._connection.execute(stop.values(accept_due=None))

    def decide(self, ticket: Ticket, staff_id: int | None, decision: str, at: datetime) -> None:
        """What was decided closes the deadlines of every level that was asked."""
        self._tickets.must_see(ticket)
        open_ones = (escalations.c.ticket_id == ticket.id) & escalations.c.decided_at.is_(None)
        values = {"decided_at": at, "decided_by": staff_id, "decision": decision}
        self._connection.execute(update(escalations).where(open_ones).values(**values, **_STILL))

    def rest(self, ticket: Ticket) -> None:
        """The matter went on to the next level, or ended: no clock of an earlier level runs any more."""
        self._tickets.must_see(ticket)
        mine = escalations.c.ticket_id == ticket.id
        self._connection.execute(update(escalations).where(mine).values(_STILL))


_STILL = {"accept_due": None, "decide_due": None}


def claim_unanswered(
    connection: Connection, now: datetime, limit: int = 100
) -> list[tuple[Escalation, Ticket]]:
    """Levels whose people did not accept in time; each is taken by one sweep."""
    return _claim(connection, escalations.c.accept_due, now, limit)


def claim_undecided(
    connection: Connection, now: datetime, limit: int = 100
) -> list[tuple[Escalation, Ticket]]:
    """Levels that did not decide in time (D13); each is taken by one sweep."""
    return _claim(connection, escalations.c.decide_due, now, limit)


def _claim(
    connection: Connection, due_at: Column[datetime], now: datetime, limit: int
) -> list[tuple[Escalation, Ticket]]:
    due: ColumnElement[bool] = due_at <= now
    ids = select(escalations.c.id).where(due).order_by(due_at).limit(limit)
    statement = update(escalations).where(escalations.c.id.in_(ids), due).values({due_at: None})
    rows = connection.execute(statement.returning(*columns_of(Escalation, escalations))).mappings()
    found = sorted((as_value(row, Escalation) for row in rows), key=lambda one: one.id)
    ticket_ids = {one.ticket_id for one in found}
    of_them = select(*columns_of(Ticket, tickets)).where(tickets.c.id.in_(ticket_ids))
    known = {row["id"]: as_value(row, Ticket) for row in connection.execute(of_them).mappings()}
    return [(one, known[one.ticket_id]) for one in found]
