"""Risks and crises as staff see and lead them: every one of the estates served, but none that complains of whoever looks."""

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
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from storage import risks as rows
from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.risks import Reached, Risk, crises, management_reached, risk_log, risks
from storage.scope import LineScope, StaffScope
from storage.ticket_rows import tickets
from storage.tickets import Tickets

crisis_tasks = Table(
    "crisis_tasks",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("crisis_id", "crises", index=True),
    Column("kind", String(8), nullable=False),
    Column("name", String(24), nullable=False),
    Column("text", Text, nullable=False),
    Column("role", String(24), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("reminded_at", Instant),
    Column("note", Text, nullable=False),
    ref("done_by", "staff", null=True),
    Column("done_at", Instant),
)
_waiting = crisis_tasks.c.done_at.is_(None) & crisis_tasks.c.reminded_at.is_(None)
Index("ix_crisis_tasks_due_at", crisis_tasks.c.due_at, sqlite_where=_waiting, postgresql_where=_waiting)


@dataclass(frozen=True, slots=True)
class Crisis:
    """The crisis procedure of a risk: `leader_id` leads it, `frozen` holds back what is sent to many."""

    id: int
    estate_id: int
    risk_id: int
    leader_id: int
    started_by: int
    started_at: datetime
    frozen: bool
    outcome: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Task:
    """A step of the procedure. `kind`: task, or after (a follow-up of the recovery plan, in somebody's own words)."""

    id: int
    estate_id: int
    crisis_id: int
    kind: str
    name: str
    text: str
    role: str
    due_at: datetime
    note: str
    done_by: int | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogLine:
    at: datetime
    staff_id: int | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Share:
    """Complaints of a period: how many there were and how many reached the management; the same of the serious ones (C48)."""

    complaints: int
    reached: int
    serious: int
    serious_reached: int


class RiskBook:
    """The risks of the estates in a staff scope."""

    def __init__(self, connection: Connection, scope: StaffScope | LineScope, within: Tickets) -> None:
        self._connection, self._tickets, self._scope = connection, within, scope

    def _served(self, table: Table) -> ColumnElement[bool]:
        scope = self._scope
        return table.c.estate_id.in_(scope.estate_ids) if isinstance(scope, StaffScope) else true()

    def _seen(self) -> ColumnElement[bool]:
        """The risks of tickets within the scope, and those of no ticket."""
        mine = exists().where(tickets.c.id == risks.c.ticket_id, self._tickets.visible)
        return self._served(risks) & or_(risks.c.ticket_id.is_(None), mine)

    def by_id(self, risk_id: int) -> Risk | None:
        return next(iter(self._many(risks.c.id == risk_id, 1)), None)

    def newest(self, limit: int = 100) -> list[Risk]:
        """The open ones first, the newest first (G01)."""
        return self._many(true(), limit)

    def grave(self, limit: int = 100) -> list[Risk]:
        """The open ones that are serious or a crisis, the newest first."""
        return self._many(risks.c.closed_at.is_(None) & risks.c.level.in_(("serious", "crisis")), limit)

    def _many(self, where: ColumnElement[bool], limit: int) -> list[Risk]:
        statement = select(*columns_of(Risk, risks)).where(self._seen(), where)
        ordered = statement.order_by(risks.c.closed_at.isnot(None), risks.c.id.desc()).limit(limit)
        return [as_value(row, Risk) for row in self._connection.execute(ordered).mappings()]

    def raise_one(self, estate_id: int, at: datetime, **values: Any) -> Risk | None:
        """A risk of an estate that belongs to no ticket; None for an estate that is not served."""
        if isinstance(self._scope, StaffScope) and estate_id not in self._scope.estate_ids:
            return None
        return rows.add(self._connection, estate_id, at, **values)

    def change(self, risk: Risk, **values: Any) -> Risk | None:
        """Changes a risk, provided that it still stands as it was read; None when it moved on."""
        still = (risks.c.id == risk.id) & (risks.c.stage == risk.stage) & (risks.c.asked == risk.asked)
        statement = (
            update(risks).where(self._seen(), still).values(values).returning(*columns_of(Risk, risks))
        )
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Risk) if row else None

    def note(self, risk: Risk, at: datetime, kind: str, text: str = "", staff_id: int | None = None) -> None:
        if self.by_id(risk.id):
            rows.note(self._connection, risk, at, kind, text, staff_id)

    def log(self, risk: Risk) -> list[LogLine]:
        if not self.by_id(risk.id):
            return []
        statement = select(*columns_of(LogLine, risk_log)).where(risk_log.c.risk_id == risk.id)
        return [
            as_value(row, LogLine)
            for row in self._connection.execute(statement.order_by(risk_log.c.id)).mappings()
        ]

    def reach(self, risk: Risk, staff_id: int, *, route: str, at: datetime) -> None:
        """A member of the management was told of a risk that belongs to no ticket."""
        if self.by_id(risk.id):
            row = {
                "estate_id": risk.estate_id,
                "risk_id": risk.id,
                "ticket_id": risk.ticket_id,
                "staff_id": staff_id,
            }
            told = insert(management_reached).values(row | {"level": risk.level, "route": route, "at": at})
            self._connection.execute(told)

    def reached(self, risk: Risk) -> list[Reached]:
        if not self.by_id(risk.id):
            return []
        statement = select(*columns_of(Reached, management_reached)).where(
            management_reached.c.risk_id == risk.id
        )
        found = self._connection.execute(statement.order_by(management_reached.c.id)).mappings()
        return [as_value(row, Reached) for row in found]

    def share(self, since: datetime, until: datetime) -> Share:
        """How many complaints of a period reached the management, as far as this scope sees them."""
        told = exists().where(management_reached.c.ticket_id == tickets.c.id)
        grave = exists().where(risks.c.ticket_id == tickets.c.id, risks.c.level != "watch")
        period = (tickets.c.opened_at >= since) & (tickets.c.opened_at < until)
        counted = select(
            func.count().label("complaints"), func.count().filter(told).label("reached"),
            func.count().filter(grave).label("serious"), func.count().filter(grave & told).label("serious_reached"),
        ).select_from(tickets)  # fmt: skip
        mine = self._served(tickets) & self._tickets.visible
        row = self._connection.execute(counted.where(mine, period, tickets.c.complaint)).mappings().one()
        return as_value(row, Share)

    def frozen(self, estate_id: int) -> bool:
        """Whether a crisis holds back what is sent to many on an estate."""
        return rows.frozen(self._connection, estate_id)

    def start(
        self, risk: Risk, *, leader_id: int, started_by: int, freeze: bool, tasks: list[dict[str, Any]], at: datetime
    ) -> Crisis | None:  # fmt: skip
        """The crisis procedure of a risk with its tasks; None when it runs already, or lies outside the scope."""
        if self.by_id(risk.id) is None or self.crisis(risk) is not None:
            return None
        row: dict[str, Any] = {
            "estate_id": risk.estate_id, "risk_id": risk.id, "leader_id": leader_id, "started_by": started_by,
            "started_at": at, "frozen": freeze, "outcome": "",
        }  # fmt: skip
        made = insert(crises).values(row).returning(*columns_of(Crisis, crises))
        crisis = as_value(self._connection.execute(made).mappings().one(), Crisis)
        for task in tasks:
            self.add_task(crisis, **task)
        return crisis

    def add_task(self, crisis: Crisis, **values: Any) -> None:
        if self._crisis_seen(crisis.id):
            row = {
                "estate_id": crisis.estate_id,
                "crisis_id": crisis.id,
                "note": "",
                "text": "",
                "name": "",
                **values,
            }
            self._connection.execute(insert(crisis_tasks).values(row))

    def crisis(self, risk: Risk) -> Crisis | None:
        if not self.by_id(risk.id):
            return None
        statement = select(*columns_of(Crisis, crises)).where(crises.c.risk_id == risk.id)
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Crisis) if row else None

    def _crisis_seen(self, crisis_id: int) -> bool:
        where = self._served(crises) & (crises.c.id == crisis_id)
        return self._connection.execute(select(crises.c.id).where(where)).first() is not None

    def tasks(self, crisis: Crisis) -> list[Task]:
        where = self._served(crisis_tasks) & (crisis_tasks.c.crisis_id == crisis.id)
        statement = (
            select(*columns_of(Task, crisis_tasks))
            .where(where)
            .order_by(crisis_tasks.c.due_at, crisis_tasks.c.id)
        )
        return [as_value(row, Task) for row in self._connection.execute(statement).mappings()]

    def finish_task(self, crisis: Crisis, task_id: int, *, note: str, by: int, at: datetime) -> Task | None:
        """A task is done; None for one that was done before, or is none of this crisis."""
        mine = (crisis_tasks.c.id == task_id) & (crisis_tasks.c.crisis_id == crisis.id)
        where = mine & crisis_tasks.c.done_at.is_(None) & self._served(crisis_tasks)
        statement = update(crisis_tasks).where(where).values(done_at=at, done_by=by, note=note)
        row = (
            self._connection.execute(statement.returning(*columns_of(Task, crisis_tasks))).mappings().first()
        )
        return as_value(row, Task) if row else None

    def end(self, crisis: Crisis, *, outcome: str, at: datetime) -> bool:
        """The procedure is over and notices go out again; False when it was over before."""
        where = (crises.c.id == crisis.id) & crises.c.ended_at.is_(None) & self._served(crises)
        ended = update(crises).where(where).values(ended_at=at, outcome=outcome, frozen=False)
        return self._connection.execute(ended).rowcount == 1

    def thaw(self, crisis: Crisis) -> None:
        """Notices go out again although the procedure goes on."""
        where = (crises.c.id == crisis.id) & self._served(crises)
        self._connection.execute(update(crises).where(where).values(frozen=False))


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task past its time, with whoever leads the procedure and the risk it belongs to."""

    task: Task
    leader_id: int
    risk_id: int


def claim_due_tasks(connection: Connection, now: datetime, limit: int = 100) -> list[DueTask]:
    """Tasks and follow-ups of crises past their time, not told yet."""
    due = select(crisis_tasks.c.id).where(crisis_tasks.c.due_at <= now, _waiting).limit(limit)
    statement = update(crisis_tasks).where(crisis_tasks.c.id.in_(due), crisis_tasks.c.reminded_at.is_(None))
    claimed = connection.execute(statement.values(reminded_at=now).returning(*columns_of(Task, crisis_tasks)))
    found = [as_value(row, Task) for row in claimed.mappings()]
    led = select(crises.c.id, crises.c.leader_id, crises.c.risk_id).where(
        crises.c.id.in_([one.crisis_id for one in found])
    )
    leads = {row.id: row for row in connection.execute(led)}
    return [DueTask(one, leads[one.crisis_id].leader_id, leads[one.crisis_id].risk_id) for one in found]
