"""The calendar of reminders (H12): which season was put before an estate's managers in which year, and what they made of it.

When an estate's calendar is looked at next stands in a row of its own, so that the clock asks one short question and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    UniqueConstraint,
    or_,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, ref
from storage.estates import Estate, estates
from storage.staff import staff
from storage.tickets import Tickets, estates_within

season_reminders = Table(
    "season_reminders",
    metadata,
    key(),
    ref("estate_id", "estates"),
    Column("season", String(40), nullable=False),
    Column("year", Integer, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("outcome", String(8), nullable=False),
    Column("settled_at", Instant),
    ref("settled_by", "staff", null=True),
    UniqueConstraint("estate_id", "season", "year"),
)

season_looks = Table(
    "season_looks",
    metadata,
    key(),
    ref("estate_id", "estates"),
    Column("next_at", Instant, nullable=False, index=True),
    UniqueConstraint("estate_id"),
)

#: What managers make of a reminder: nothing yet, a notice was written, not this year.
OPEN, WRITTEN, SKIPPED = "", "written", "skipped"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A season put before an estate's managers. `year` is the one in which the season begins; `outcome` "", written or skipped."""

    id: int
    estate_id: int
    season: str
    year: int
    raised_at: datetime
    outcome: str
    settled_at: datetime | None
    settled_name: str | None


class SeasonReminders:
    """The reminders of the estates within one scope; owners' scopes hold none, they are staff's own."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def remind(self, estate_id: int, season: str, year: int, at: datetime) -> Reminder | None:
        """Puts a season before the managers, once an estate, season and year; None where it was, or outside the scope."""
        if estate_id not in self._estate_ids:
            return None
        row = {"estate_id": estate_id, "season": season, "year": year, "raised_at": at, "outcome": OPEN}
        statement = inserting(self._connection, season_reminders).values(row)
        once = statement.on_conflict_do_nothing(index_elements=["estate_id", "season", "year"])
        made = self._connection.execute(once.returning(season_reminders.c.id)).scalar()
        return self.by_id(int(made)) if made else None

    def by_id(self, reminder_id: int) -> Reminder | None:
        return next(iter(self._many(season_reminders.c.id == reminder_id)), None)

    def newest(self, limit: int = 40) -> list[Reminder]:
        """The reminders of these estates, the last one first."""
        return self._many(season_reminders.c.id > 0, limit)

    def settle(self, reminder: Reminder, outcome: str, staff_id: int, at: datetime) -> bool:
        """Keeps what came of it; False where somebody was faster, or outside the scope."""
        still = (season_reminders.c.id == reminder.id) & (season_reminders.c.outcome == OPEN)
        own = season_reminders.c.estate_id.in_(self._estate_ids)
        values = {"outcome": outcome, "settled_by": staff_id, "settled_at": at}
        done = self._connection.execute(update(season_reminders).where(still, own).values(values))
        return done.rowcount == 1

    @property
    def _estate_ids(self) -> tuple[int, ...]:
        return estates_within(self._connection, self._scope)

    def _many(self, where: ColumnElement[bool], limit: int = 40) -> list[Reminder]:
        own = [
            season_reminders.c[name]
            for name in ("id", "estate_id", "season", "year", "raised_at", "outcome", "settled_at")
        ]
        joined = season_reminders.outerjoin(staff, staff.c.id == season_reminders.c.settled_by)
        statement = select(*own, staff.c.name.label("settled_name")).select_from(joined)
        seen = statement.where(where, season_reminders.c.estate_id.in_(self._estate_ids))
        rows = self._connection.execute(seen.order_by(season_reminders.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, Reminder) for row in rows]


def due(connection: Connection, now: datetime, limit: int = 50) -> list[Estate]:
    """Estates whose calendar is to be looked at now: the day has turned there, or it was never looked at."""
    joined = estates.outerjoin(season_looks, season_looks.c.estate_id == estates.c.id)
    waits = or_(season_looks.c.id.is_(None), season_looks.c.next_at <= now)
    statement = select(*columns_of(Estate, estates)).select_from(joined).where(waits)
    rows = connection.execute(statement.order_by(estates.c.id).limit(limit)).mappings()
    return [as_value(row, Estate) for row in rows]


def looked(connection: Connection, estate_id: int, now: datetime, next_at: datetime) -> bool:
    """Claims an estate's day: False where another process has looked meanwhile."""
    row: dict[str, Any] = {"estate_id": estate_id, "next_at": next_at}
    statement = inserting(connection, season_looks).values(row)
    claimed = statement.on_conflict_do_update(
        index_elements=["estate_id"], set_={"next_at": next_at}, where=season_looks.c.next_at <= now
    )
    return connection.execute(claimed.returning(season_looks.c.id)).first() is not None
