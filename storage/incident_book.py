"""Incidents as staff see and lead them: every one of the estates served, its reports, its households, its log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, String, Table, insert, select, true, update

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.estates import units
from storage.incidents import Incident, add_unit, incident_log, incident_units, incidents, note
from storage.scope import LineScope, StaffScope
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets

incident_notices = Table(
    "incident_notices",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("incident_id", "incidents", index=True),
    ref("notice_id", "notices"),
    Column("asks", String(8), nullable=False),
    Column("sent_at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Home:
    """A home that an incident reaches. `affected` and `fixed` are its own word, None while it has not said."""

    unit_id: int
    label: str
    how: str
    affected: bool | None
    fixed: bool | None
    answered_at: datetime | None
    ticket_id: int | None


@dataclass(frozen=True, slots=True)
class LogLine:
    at: datetime
    staff_id: int | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class IncidentNotice:
    """A notice that an incident sent; `asks` is "affected" or "fixed"."""

    notice_id: int
    asks: str
    sent_at: datetime


class IncidentBook:
    """The incidents of the estates in a staff scope."""

    def __init__(self, connection: Connection, scope: StaffScope | LineScope, within: Tickets) -> None:
        self._connection, self._tickets = connection, within
        self._served: ColumnElement[bool] = (
            incidents.c.estate_id.in_(scope.estate_ids) if isinstance(scope, StaffScope) else true()
        )

    def by_id(self, incident_id: int) -> Incident | None:
        return next(iter(self._many(incidents.c.id == incident_id)), None)

    def newest(self, limit: int = 60) -> list[Incident]:
        """The open ones first, then those that are over; the newest first."""
        return self._many(true(), limit)

    def _many(self, where: ColumnElement[bool], limit: int = 1) -> list[Incident]:
        statement = select(*columns_of(Incident, incidents)).where(self._served, where)
        order = statement.order_by(incidents.c.closed_at.isnot(None), incidents.c.id.desc()).limit(limit)
        return [as_value(row, Incident) for row in self._connection.execute(order).mappings()]

    def change(self, incident: Incident, **values: Any) -> Incident | None:
        """Changes an incident, provided that it still stands as it was read; None when it moved on."""
        still = (incidents.c.id == incident.id) & (incidents.c.stage == incident.stage)
        statement = update(incidents).where(self._served, still).values(values)
        row = (
            self._connection.execute(statement.returning(*columns_of(Incident, incidents))).mappings().first()
        )
        return as_value(row, Incident) if row else None

    def note(
        self, incident: Incident, at: datetime, kind: str, text: str = "", staff_id: int | None = None
    ) -> None:
        if self.by_id(incident.id):
            note(self._connection, incident, at, kind, text, staff_id)

    def log(self, incident: Incident) -> list[LogLine]:
        if not self.by_id(incident.id):
            return []
        statement = select(*columns_of(LogLine, incident_log)).where(
            incident_log.c.incident_id == incident.id
        )
        rows = self._connection.execute(statement.order_by(incident_log.c.id)).mappings()
        return [as_value(row, LogLine) for row in rows]

    def tickets(self, incident: Incident) -> list[Ticket]:
        """Its reports, as far as this member of staff may see them."""
        if not self.by_id(incident.id):
            return []
        where = (tickets.c.incident_id == incident.id) & self._tickets.visible
        statement = select(*columns_of(Ticket, tickets)).where(where).order_by(tickets.c.id)
        return [as_value(row, Ticket) for row in self._connection.execute(statement).mappings()]

    def homes(self, incident: Incident) -> list[Home]:
        """Every home that it reaches, those that reported it first."""
        if not self.by_id(incident.id):
            return []
        fields = [
            incident_units.c[name]
            for name in ("unit_id", "how", "affected", "fixed", "answered_at", "ticket_id")
        ]
        statement = (
            select(*fields, units.c.label)
            .join(units, units.c.id == incident_units.c.unit_id)
            .where(incident_units.c.incident_id == incident.id)
            .order_by(incident_units.c.how.desc(), units.c.id)
        )
        return [as_value(row, Home) for row in self._connection.execute(statement).mappings()]

    def reach(self, incident: Incident, unit_ids: Sequence[int]) -> None:
        """Homes that it may reach too; those that reported it stay as they are."""
        known = self.by_id(incident.id)
        if known:
            own = select(units.c.id).where(units.c.id.in_(unit_ids), units.c.estate_id == known.estate_id)
            for unit_id in self._connection.execute(own).scalars().all():
                add_unit(self._connection, known, unit_id, "neighbour")

    def told(self, incident: Incident, notice_id: int, asks: str, at: datetime) -> None:
        """A notice went out for it."""
        if self.by_id(incident.id):
            row = {"estate_id": incident.estate_id, "incident_id": incident.id, "notice_id": notice_id}
            self._connection.execute(insert(incident_notices).values(row | {"asks": asks, "sent_at": at}))

    def notices(self, incident: Incident) -> list[IncidentNotice]:
        if not self.by_id(incident.id):
            return []
        where = incident_notices.c.incident_id == incident.id
        statement = select(*columns_of(IncidentNotice, incident_notices)).where(where)
        rows = self._connection.execute(statement.order_by(incident_notices.c.id)).mappings()
        return [as_value(row, IncidentNotice) for row in rows]
