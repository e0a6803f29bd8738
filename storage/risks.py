"""Risks of the tickets within one scope: what rules find and keep; and whom of the management a matter has reached (C48).

The staff's side, with decisions, verification and crises, stands in storage/risk_book.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
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

from storage.base import Instant, Json, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

risks = Table(
    "risks",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", null=True, index=True),
    ref("incident_id", "incidents", null=True),
    Column("level", String(8), nullable=False),
    Column("stage", String(10), nullable=False),
    Column("severity", Integer, nullable=False),
    Column("signals", Json, nullable=False),
    ref("raised_by", "staff", null=True),
    Column("raised_at", Instant, nullable=False),
    ref("owner_id", "staff", null=True),
    Column("decide_by", Instant, nullable=False),
    Column("overdue_told_at", Instant),
    Column("decision", Text, nullable=False),
    ref("decided_by", "staff", null=True),
    Column("decided_at", Instant),
    ref("verified_by", "staff", null=True),
    Column("verified_at", Instant),
    Column("asked", String(8), nullable=False),
    Column("asked_reason", Text, nullable=False),
    ref("asked_by", "staff", null=True),
    Column("asked_at", Instant),
    Column("closed_at", Instant),
)
Index("ix_risks_open", risks.c.estate_id, sqlite_where=risks.c.closed_at.is_(None),
      postgresql_where=risks.c.closed_at.is_(None))  # fmt: skip
_undecided = risks.c.decided_at.is_(None) & risks.c.closed_at.is_(None) & risks.c.overdue_told_at.is_(None)
Index("ix_risks_decide_by", risks.c.decide_by, sqlite_where=_undecided, postgresql_where=_undecided)

risk_log = Table(
    "risk_log",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("risk_id", "risks", index=True),
    Column("at", Instant, nullable=False),
    ref("staff_id", "staff", null=True),
    Column("kind", String(24), nullable=False),
    Column("text", Text, nullable=False),
)

management_reached = Table(
    "management_reached",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", null=True, index=True),
    ref("risk_id", "risks", null=True, index=True),
    ref("staff_id", "staff"),
    Column("level", String(8), nullable=False),
    Column("route", String(8), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_management_reached_estate_id_at", "estate_id", "at"),
)

crises = Table(
    "crises",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("risk_id", "risks"),
    ref("leader_id", "staff"),
    ref("started_by", "staff"),
    Column("started_at", Instant, nullable=False),
    Column("frozen", Boolean, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("risk_id"),
)
Index("ix_crises_running", crises.c.estate_id, sqlite_where=crises.c.ended_at.is_(None),
      postgresql_where=crises.c.ended_at.is_(None))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Risk:
    """`level`: watch, serious, crisis. `stage`: open, decided, verified, closed. `severity` 4: somebody was hurt.

    `signals` are {"kind", "excerpt"}, each kind once. `asked`: a lower level, or "close", that waits for a second person.
    """

    id: int
    estate_id: int
    ticket_id: int | None
    incident_id: int | None
    level: str
    stage: str
    severity: int
    signals: tuple[dict[str, str], ...]
    raised_by: int | None
    raised_at: datetime
    owner_id: int | None
    decide_by: datetime
    decision: str
    decided_by: int | None
    decided_at: datetime | None
    verified_by: int | None
    verified_at: datetime | None
    asked: str
    asked_reason: str
    asked_by: int | None
    asked_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reached:
    """A member of the management who was told. `route`: chat (a message of their own) or page (the pages alone)."""

    ticket_id: int | None
    staff_id: int
    level: str
    route: str
    at: datetime


class Risks:
    """The risks of the tickets within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> list[Risk]:
        """Every risk of a ticket, the newest first."""
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(Risk, risks)).where(risks.c.ticket_id == ticket.id)
        rows = self._connection.execute(statement.order_by(risks.c.id.desc())).mappings()
        return [as_value(row, Risk) for row in rows]

    def of_incident(self, ticket: Ticket) -> list[Risk]:
        """The risks of every report of the ticket's incident, for a rule that tells of its spread once."""
        if not self._tickets.sees(ticket) or ticket.incident_id is None:
            return []
        statement = select(*columns_of(Risk, risks)).where(risks.c.incident_id == ticket.incident_id)
        rows = self._connection.execute(statement.order_by(risks.c.id)).mappings()
        return [as_value(row, Risk) for row in rows]

    def raise_one(self, ticket: Ticket, at: datetime, **values: Any) -> Risk:
        """A new risk of a ticket."""
        self._tickets.must_see(ticket)
        row = {"ticket_id": ticket.id, "incident_id": ticket.incident_id, **values}
        return add(self._connection, ticket.estate_id, at, **row)

    def grow(self, ticket: Ticket, risk: Risk, at: datetime, **values: Any) -> Risk:
        """More signals, a higher level: a risk grows by itself, and never falls by itself (G04)."""
        self._tickets.must_see(ticket)
        mine = (risks.c.id == risk.id) & (risks.c.ticket_id == ticket.id)
        statement = update(risks).where(mine).values(values).returning(*columns_of(Risk, risks))
        row = self._connection.execute(statement).mappings().first()
        if row is None:
            raise LookupError("there is no such risk within this scope")
        note(self._connection, risk, at, "grown", " ".join(one["kind"] for one in values.get("signals", ())))
        return as_value(row, Risk)

    def reach(
        self, ticket: Ticket, staff_id: int, *, level: str, route: str, at: datetime, risk_id: int | None = None
    ) -> None:  # fmt: skip
        """A member of the management was told of a ticket."""
        self._tickets.must_see(ticket)
        row = {
            "estate_id": ticket.estate_id,
            "ticket_id": ticket.id,
            "risk_id": risk_id,
            "staff_id": staff_id,
        }
        told = insert(management_reached).values(row | {"level": level, "route": route, "at": at})
        self._connection.execute(told)

    def reached(self, ticket: Ticket) -> list[Reached]:
        """Who of the management was told of a ticket, and when."""
        if not self._tickets.sees(ticket):
            return []
        where = management_reached.c.ticket_id == ticket.id
        statement = select(*columns_of(Reached, management_reached)).where(where)
        rows = self._connection.execute(statement.order_by(management_reached.c.id)).mappings()
        return [as_value(row, Reached) for row in rows]


def add(connection: Connection, estate_id: int, at: datetime, **values: Any) -> Risk:
    row = {"estate_id": estate_id, "stage": "open", "severity": 0, "raised_by": None, "raised_at": at, "owner_id": None,
           "decision": "", "asked": "", "asked_reason": "", "ticket_id": None, "incident_id": None, **values}  # fmt: skip
    made = insert(risks).values(row).returning(*columns_of(Risk, risks))
    risk = as_value(connection.execute(made).mappings().one(), Risk)
    text = " ".join(one["kind"] for one in risk.signals)
    note(connection, risk, at, "raised", text, risk.raised_by)
    return risk


def note(
    connection: Connection, risk: Risk, at: datetime, kind: str, text: str = "", staff_id: int | None = None
) -> None:
    """A line of a risk's log."""
    row = {"estate_id": risk.estate_id, "risk_id": risk.id, "at": at, "staff_id": staff_id}
    connection.execute(insert(risk_log).values(row | {"kind": kind, "text": text}))


def frozen(connection: Connection, estate_id: int) -> bool:
    """Whether a crisis holds back what is sent to many on an estate (G03)."""
    where = (crises.c.estate_id == estate_id) & crises.c.ended_at.is_(None) & crises.c.frozen
    return connection.execute(select(crises.c.id).where(where)).first() is not None


def claim_undecided(connection: Connection, now: datetime, limit: int = 100) -> list[Risk]:
    """Risks past the time of their decision, not told yet."""
    due = select(risks.c.id).where(risks.c.decide_by <= now, _undecided).limit(limit)
    statement = update(risks).where(risks.c.id.in_(due), risks.c.overdue_told_at.is_(None))
    rows = connection.execute(statement.values(overdue_told_at=now).returning(*columns_of(Risk, risks)))
    return [as_value(row, Risk) for row in rows.mappings()]
