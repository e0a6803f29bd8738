"""Like reports of several households as one incident: what rules ask and keep for a single ticket, whoever acts.

What an incident knows of other households never leaves through a ticket: an owner learns of the incident itself only what it
tells to all of them. The staff's side stands in storage/incident_book.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, ref
from storage.estates import buildings, units
from storage.scope import LineScope
from storage.ticket_rows import Ticket, tickets
from storage.tickets import ENDED, Tickets

incidents = Table(
    "incidents",
    metadata,
    key(),
    ref("estate_id", "estates"),
    Column("family", String(60), nullable=False),
    Column("code", String(60), nullable=False),
    Column("urgency", String(2), nullable=False),
    Column("stage", String(12), nullable=False),
    Column("place", String(200), nullable=False),
    ref("manager_id", "staff", null=True),
    Column("suspected_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("fixed_at", Instant),
    Column("closed_at", Instant),
    Column("next_at", Instant),
    Column("told", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("actions", Text, nullable=False),
    Column("recovery", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
Index("ix_incidents_open", incidents.c.estate_id, incidents.c.family, sqlite_where=incidents.c.closed_at.is_(None),
      postgresql_where=incidents.c.closed_at.is_(None))  # fmt: skip

incident_units = Table(
    "incident_units",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("incident_id", "incidents"),
    ref("unit_id", "units", index=True),
    Column("how", String(10), nullable=False),
    Column("affected", Boolean),
    Column("fixed", Boolean),
    Column("answered_at", Instant),
    ref("contact_id", "contacts", null=True),
    ref("ticket_id", "tickets", null=True),
    UniqueConstraint("incident_id", "unit_id"),
)

incident_log = Table(
    "incident_log",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("incident_id", "incidents", index=True),
    Column("at", Instant, nullable=False),
    ref("staff_id", "staff", null=True),
    Column("kind", String(24), nullable=False),
    Column("text", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Incident:
    """`stage`: suspected, confirmed, fixed, closed, dismissed; open while `closed_at` is empty. `told` is what owners are told of
    it, `next_at` when they hear more. `place` names the building, and riser or floor where that matters, for staff.
    """

    id: int
    estate_id: int
    family: str
    code: str
    urgency: str
    stage: str
    place: str
    manager_id: int | None
    suspected_at: datetime
    confirmed_at: datetime | None
    fixed_at: datetime | None
    closed_at: datetime | None
    next_at: datetime | None
    told: str
    cause: str
    actions: str
    recovery: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as clusters are made of: what, where, when, and whose; `building` is the building's name."""

    ticket_id: int
    number: str
    unit_id: int | None
    contact_id: int | None
    label: str | None
    floor: str | None
    building: str | None
    code: str | None
    urgency: str
    place: str | None
    words: str
    opened_at: datetime
    incident_id: int | None

    @property
    def household(self) -> tuple[str, int]:
        """Whose it is: the unit, or the account where no unit is known, or the report alone."""
        if self.unit_id is not None:
            return "unit", self.unit_id
        return ("contact", self.contact_id) if self.contact_id is not None else ("ticket", self.ticket_id)


class Incidents:
    """The incidents of the tickets within one scope; the questions are for rules, not for pages."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def report(self, ticket: Ticket) -> Report | None:
        """A ticket as a report."""
        self._tickets.must_see(ticket)
        return next(iter(self._reports(tickets.c.id == ticket.id, 1)), None)

    def like(self, ticket: Ticket, codes: Sequence[str], since: datetime, limit: int = 200) -> list[Report]:
        """Reports of these codes on the ticket's estate since then, that people still work on and no incident holds.

        They are other households': for a rule that counts them. Private and guarded tickets are never among them.
        """
        self._tickets.must_see(ticket)
        where = alike(ticket.estate_id, codes, since) & tickets.c.incident_id.is_(None)
        return self._reports(where, limit)

    def of_incident(self, ticket: Ticket, incident: Incident) -> list[Report]:
        """The reports that an open incident of the ticket's estate holds so far, for the rule that adds one more."""
        self._tickets.must_see(ticket)
        return (
            self._reports(tickets.c.incident_id == incident.id, 200)
            if incident.estate_id == ticket.estate_id
            else []
        )

    def _reports(self, where: ColumnElement[bool], limit: int) -> list[Report]:
        rows = self._connection.execute(reports(where, limit)).mappings()
        return [as_value(row, Report) for row in rows]

    def standing(self, ticket: Ticket, family: str) -> list[Incident]:
        """The open incidents of a family on the ticket's estate, the newest first."""
        self._tickets.must_see(ticket)
        mine = (incidents.c.estate_id == ticket.estate_id) & (incidents.c.family == family)
        return self._many(mine & incidents.c.closed_at.is_(None))

    def of(self, ticket: Ticket) -> Incident | None:
        """The incident that a ticket belongs to."""
        if not self._tickets.sees(ticket) or ticket.incident_id is None:
            return None
        return next(iter(self._many(incidents.c.id == ticket.incident_id)), None)

    def _many(self, where: ColumnElement[bool]) -> list[Incident]:
        statement = select(*columns_of(Incident, incidents)).where(where).order_by(incidents.c.id.desc())
        return [as_value(row, Incident) for row in self._connection.execute(statement).mappings()]

    def suspect(self, ticket: Ticket, members: Sequence[Report], *, at: datetime, **values: Any) -> Incident:
        """A new incident of like reports; each of their households is among those that it reaches."""
        self._tickets.must_see(ticket)
        row = {"estate_id": ticket.estate_id, "stage": "suspected", "suspected_at": at, "manager_id": None, "told": "",
               "cause": "", "actions": "", "recovery": "", "reason": "", **values}  # fmt: skip
        made = insert(incidents).values(row).returning(*columns_of(Incident, incidents))
        incident = as_value(self._connection.execute(made).mappings().one(), Incident)
        for one in members:
            self._take(one, incident, at)
        note(self._connection, incident, at, "suspected", ", ".join(one.number for one in members))
        return incident

    def join(self, ticket: Ticket, incident: Incident, at: datetime) -> None:
        """One more like report belongs to an open incident."""
        found = self.report(ticket)
        if found and incident.estate_id == ticket.estate_id:
            self._take(found, incident, at)
            note(self._connection, incident, at, "joined", found.number)

    def _take(self, one: Report, incident: Incident, at: datetime) -> None:
        """Links a report, other households' too, and writes it into each file as the line itself."""
        mine = update(tickets).where(tickets.c.id == one.ticket_id)
        self._connection.execute(mine.values(incident_id=incident.id))
        if one.unit_id is not None:
            add_unit(self._connection, incident, one.unit_id, "reported", one.ticket_id)
        line = Tickets(self._connection, LineScope())
        linked = line.by_id(one.ticket_id)
        if linked:
            line.record(
                linked, at=at, kind="incident", actor="line", shown=False, data={"incident": incident.id}
            )


def alike(estate_id: int, codes: Sequence[str], since: datetime) -> ColumnElement[bool]:
    """Reports of these codes that people still work on and that may be counted with others': the question of an index."""
    return (
        (tickets.c.estate_id == estate_id)
        & tickets.c.code.in_(codes)
        & (tickets.c.opened_at >= since)
        & tickets.c.stage.not_in((*ENDED, "resolved", "decided"))
        & tickets.c.private.is_(False)
        & (tickets.c.guard == "")
    )


def reports(where: ColumnElement[bool], limit: int) -> Select[Any]:
    """Reports with their homes, the newest first: by their ids, for by their times SQLite reads the hours of all codes instead."""
    chosen = [
        tickets.c.id.label("ticket_id"), tickets.c.number, tickets.c.unit_id, tickets.c.contact_id, units.c.label,
        units.c.floor, buildings.c.name.label("building"), tickets.c.code, tickets.c.urgency, tickets.c.place,
        tickets.c.words, tickets.c.opened_at, tickets.c.incident_id,
    ]  # fmt: skip
    joined = tickets.outerjoin(units, units.c.id == tickets.c.unit_id).outerjoin(
        buildings, buildings.c.id == units.c.building_id
    )
    return select(*chosen).select_from(joined).where(where).order_by(tickets.c.id.desc()).limit(limit)


def add_unit(
    connection: Connection, incident: Incident, unit_id: int, how: str, ticket_id: int | None = None
) -> None:
    """A home that an incident reaches: "reported" it, or is a "neighbour" that it may reach; once each."""
    row = {"estate_id": incident.estate_id, "incident_id": incident.id, "unit_id": unit_id, "how": how}
    statement = inserting(connection, incident_units).values(row | {"ticket_id": ticket_id})
    once = statement.on_conflict_do_nothing(index_elements=["incident_id", "unit_id"])
    connection.execute(once)
    if ticket_id is not None:
        mine = (incident_units.c.incident_id == incident.id) & (incident_units.c.unit_id == unit_id)
        connection.execute(update(incident_units).where(mine).values(how=how, ticket_id=ticket_id))


def note(
    connection: Connection, incident: Incident, at: datetime, kind: str, text: str = "", staff_id: int | None = None
) -> None:  # fmt: skip
    """A line of an incident's own log."""
    row = {"estate_id": incident.estate_id, "incident_id": incident.id, "at": at, "staff_id": staff_id}
    connection.execute(insert(incident_log).values(row | {"kind": kind, "text": text}))


def by_id(connection: Connection, incident_id: int) -> Incident | None:
    statement = select(*columns_of(Incident, incidents)).where(incidents.c.id == incident_id)
    row = connection.execute(statement).mappings().first()
    return as_value(row, Incident) if row else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A household's place in an incident; `ticket_id` is its own report there."""

    incident: Incident
    unit_id: int
    ticket_id: int | None


def answer(
    connection: Connection, incident_id: int, unit_id: int, contact_id: int, at: datetime, **answered: bool
) -> Asked | None:
    """A household's word: `affected`, or `fixed`; the latest counts. None where it was not asked, or the incident is over."""
    mine = (incident_units.c.incident_id == incident_id) & (incident_units.c.unit_id == unit_id)
    incident = by_id(connection, incident_id)
    if incident is None or incident.closed_at is not None:
        return None
    statement = update(incident_units).where(mine).values(answered_at=at, contact_id=contact_id, **answered)
    row = connection.execute(statement.returning(incident_units.c.ticket_id)).first()
    return Asked(incident, unit_id, row.ticket_id) if row else None


def keep_report(connection: Connection, incident: Incident, unit_id: int, ticket: Ticket) -> None:
    """The ticket by which a household's part of an incident is followed."""
    connection.execute(update(tickets).where(tickets.c.id == ticket.id).values(incident_id=incident.id))
    add_unit(connection, incident, unit_id, "reported", ticket.id)
