"""Defects: what was found wrong with a part of a building, and what it goes back to, so that it need not happen again (F01-F06).

A row is one version and is never changed: a correction adds the next and marks the one before as replaced. Defects are staff's
own records; owners' stores hold none. One that came from a ticket is seen by those alone who may see the ticket.
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
    Integer,
    Select,
    String,
    Table,
    Text,
    func,
    insert,
    or_,
    select,
    update,
)

from storage import readings
from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.estates import units
from storage.ticket_rows import Ticket, ticket_events, tickets
from storage.tickets import Tickets, estates_within

defects = Table(
    "defects",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", null=True),
    ref("unit_id", "units", null=True),
    Column("code", String(60), nullable=False),
    Column("component", String(40), nullable=False),
    Column("material", String(40), nullable=False),
    Column("place", String(200), nullable=False),
    Column("work_step", String(8), nullable=False),
    Column("contractor", String(120), nullable=False),
    Column("contractor_key", String(120), nullable=False),
    Column("supplier", String(120), nullable=False),
    Column("supplier_key", String(120), nullable=False),
    Column("found_by", String(12), nullable=False),
    Column("cause", Text, nullable=False),
    Column("at", Instant, nullable=False),
    ref("staff_id", "staff", null=True),
    Column("kept_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("form_key", String(80), unique=True),
    Column("replaced_at", Instant),
)

_CURRENT = defects.c.replaced_at.is_(None)


def _index(name: str, *columns: str, unique: bool = False) -> None:
    """An index over the versions that count."""
    Index(
        name, *(defects.c[one] for one in columns), unique=unique, sqlite_where=_CURRENT, postgresql_where=_CURRENT
    )  # fmt: skip


_index("ix_defects_estate_id_at", "estate_id", "at")
_index("ix_defects_estate_id_code_component_at", "estate_id", "code", "component", "at")
_index("ix_defects_unit_id_code_component_at", "unit_id", "code", "component", "at")
_index("uq_defects_ticket_id", "ticket_id", unique=True)


@dataclass(frozen=True, slots=True)
class Defect:
    """One version of a defect. `code` says what is wrong, `component` and `material` of what, `place` where.

    `work_step` is what produced it (design, build, accept, sell, serve; empty: not known), `found_by` the feed it came from
    (follow_up, complaint, touchpoint, inspection, repair), `at` when it was found. `contractor_key` and `supplier_key` are the
    names as they are matched; empty where nobody is known. `kept_at` and `staff_id` tell who wrote this version when.
    """

    id: int
    estate_id: int
    ticket_id: int | None
    unit_id: int | None
    code: str
    component: str
    material: str
    place: str
    work_step: str
    contractor: str
    contractor_key: str
    supplier: str
    supplier_key: str
    found_by: str
    cause: str
    at: datetime
    staff_id: int | None
    kept_at: datetime
    version: int
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """A defect as the case library shows it, with its ticket where it has one, and what was done as staff told the owner."""

    defect: Defect
    ticket: Ticket | None
    done: str


class Defects:
    """The defects within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def of(self, ticket: Ticket) -> Defect | None:
        """The defect of a ticket as it was last written."""
        return next((one for one in self.versions(ticket) if one.replaced_at is None), None)

    def versions(self, ticket: Ticket) -> list[Defect]:
        """Every version of a ticket's defect, the newest first."""
        if not self._tickets.sees(ticket):
            return []
        statement = self._visible(select(*columns_of(Defect, defects))).where(
            defects.c.ticket_id == ticket.id
        )
        rows = self._connection.execute(statement.order_by(defects.c.version.desc())).mappings()
        return [as_value(row, Defect) for row in rows]

    def keep(self, ticket: Ticket, **values: Any) -> Defect:
        """Records a ticket's defect, or the next version of it; when it was found stays when the ticket was opened."""
        self._tickets.must_see(ticket)
        mine = (defects.c.ticket_id == ticket.id) & _CURRENT
        replaced = update(defects).where(mine).values(replaced_at=values["kept_at"])
        before = self._connection.execute(replaced.returning(defects.c.version)).scalar()
        row = {"unit_id": ticket.unit_id, **values, "ticket_id": ticket.id, "estate_id": ticket.estate_id}
        return self._insert(row | {"at": ticket.opened_at, "version": (before or 0) + 1})

    def add(self, estate_id: int, *, form_key: str, **values: Any) -> Defect | None:
        """A defect that no ticket told of; None when this form was kept before. Raises LookupError outside the scope."""
        if estate_id not in self.estate_ids:
            raise LookupError("there is no such estate within this scope")
        known = select(defects.c.id).where(defects.c.form_key == form_key)
        if self._connection.execute(known).first():
            return None
        row = {"unit_id": None, **values, "ticket_id": None, "estate_id": estate_id}
        return self._insert(row | {"version": 1, "form_key": form_key})

    def _insert(self, row: dict[str, Any]) -> Defect:
        statement = insert(defects).values(row).returning(*columns_of(Defect, defects))
        return as_value(self._connection.execute(statement).mappings().one(), Defect)

    def between(self, since: datetime, until: datetime, estate_id: int | None = None) -> list[Defect]:
        """What was found from `since` until before `until`, the first first."""
        found = (defects.c.at >= since) & (defects.c.at < until) & self._of_estates(estate_id)
        statement = self._visible(select(*columns_of(Defect, defects))).where(found, _CURRENT)
        rows = self._connection.execute(statement.order_by(defects.c.at, defects.c.id)).mappings()
        return [as_value(row, Defect) for row in rows]

    def count(self, estate_id: int, code: str, component: str, since: datetime, until: datetime) -> int:
        """How often one fault of one component was found in an estate; an empty component stands for every one."""
        same = (defects.c.code == code) & (defects.c.at >= since) & (defects.c.at < until) & _CURRENT
        if component:
            same &= defects.c.component == component
        statement = self._visible(select(func.count(defects.c.id))).where(same, self._of_estates(estate_id))
        return int(self._connection.execute(statement).scalar_one())

    def cases(self, *, words: str = "", component: str = "", code: str = "", limit: int = 50) -> list[Case]:
        """The case library: every word stands somewhere in the case; the newest first."""
        wanted = [_holds(word) for word in words.split()[:8]]
        equal = ((defects.c.component, component), (defects.c.code, code))
        return self._cases([*wanted, *(column == value for column, value in equal if value)], limit)

    def examples(self, ids: list[int]) -> list[Case]:
        """The cases of defects, as far as their tickets' words may be told on: neither private nor about anybody of staff."""
        told = [tickets.c.guard == "", *readings.may_be_told()]
        return self._cases([defects.c.id.in_(ids), tickets.c.id.isnot(None), *told], len(ids))

    def _cases(self, wanted: list[ColumnElement[bool]], limit: int) -> list[Case]:
        columns = [column.label(f"defect_{column.name}") for column in columns_of(Defect, defects)]
        columns += [column.label(f"ticket_{column.name}") for column in columns_of(Ticket, tickets)]
        statement = self._visible(select(*columns)).where(_CURRENT, *wanted)
        newest = statement.order_by(defects.c.at.desc(), defects.c.id.desc()).limit(limit)
        rows = self._connection.execute(newest).mappings().all()
        done = self._done([row["defect_ticket_id"] for row in rows if row["defect_ticket_id"]])
        return [_case(dict(row), done) for row in rows]

    def _done(self, ticket_ids: list[int]) -> dict[int, str]:
        """What staff told the owner when the work was done, by ticket; the last word counts."""
        resolved = (ticket_events.c.kind == "resolved") & ticket_events.c.ticket_id.in_(ticket_ids)
        statement = select(ticket_events.c.ticket_id, ticket_events.c.text).where(resolved)
        return {
            row.ticket_id: row.text
            for row in self._connection.execute(statement.order_by(ticket_events.c.id))
        }

    def names(self) -> tuple[str, ...]:
        """Every contractor and supplier that a defect names, for choosing again."""
        contractors, suppliers = (
            self._visible(select(column)).where(_CURRENT, column != "")
            for column in (defects.c.contractor, defects.c.supplier)
        )
        return tuple(sorted(self._connection.execute(contractors.union(suppliers)).scalars()))

    def homes(self) -> dict[int, int]:
        """How many homes each estate has."""
        statement = select(units.c.estate_id, func.count()).where(units.c.estate_id.in_(self.estate_ids))
        return {row[0]: row[1] for row in self._connection.execute(statement.group_by(units.c.estate_id))}

    def identities(self, estate_id: int) -> readings.Identities:
        """Whom and what an estate knows by name or number, so that examples can be told without them."""
        if estate_id not in self.estate_ids:
            return readings.Identities((), (), ())
        return readings.identities(self._connection, estate_id)

    @property
    def estate_ids(self) -> tuple[int, ...]:
        return estates_within(self._connection, self._tickets.scope)

    def _of_estates(self, estate_id: int | None) -> ColumnElement[bool]:
        ids = [one for one in self.estate_ids if estate_id in (None, one)]
        return defects.c.estate_id.in_(ids)

    def _visible(self, statement: Select[Any]) -> Select[Any]:
        """Of the estates served, without what belongs to a ticket that the scope does not hold."""
        joined = statement.select_from(defects.outerjoin(tickets, tickets.c.id == defects.c.ticket_id))
        seen = or_(defects.c.ticket_id.is_(None), self._tickets.visible)
        return joined.where(seen, self._of_estates(None))


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a word stands in a case, in any case of letters; its signs mean nothing but themselves."""
    columns = (
        defects.c.cause, defects.c.place, defects.c.contractor, defects.c.supplier, tickets.c.number, tickets.c.words,
    )  # fmt: skip
    return or_(*(func.lower(column).contains(word.lower(), autoescape=True) for column in columns))


def _case(row: dict[str, Any], done: dict[int, str]) -> Case:
    parts = {
        prefix: {
            name.removeprefix(f"{prefix}_"): value
            for name, value in row.items()
            if name.startswith(f"{prefix}_")
        }
        for prefix in ("defect", "ticket")
    }
    ticket = as_value(parts["ticket"], Ticket) if parts["ticket"]["id"] else None
    defect = as_value(parts["defect"], Defect)
    return Case(defect, ticket, done.get(ticket.id, "") if ticket else "")
