"""Points that were earned and wait: none are given just before a survey of the estate (I11), so they come after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, String, Table, Text, UniqueConstraint, delete, select, update

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, ref
from storage.scope import LineScope, OwnerScope
from storage.tickets import Tickets, estates_within

points_waiting = Table(
    "points_waiting",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("person_id", "persons"),
    Column("rule", String(12), nullable=False),
    Column("ref", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    ref("staff_id", "staff", null=True),
    Column("due_at", Instant, nullable=False, index=True),
    UniqueConstraint("estate_id", "rule", "ref"),
)

#: What was claimed and failed is tried again after this time.
_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A credit that comes at `due_at` or later; the others as of an entry of the ledger."""

    id: int
    estate_id: int
    person_id: int
    rule: str
    ref: str
    reason: str
    staff_id: int | None
    due_at: datetime


class PointsWaiting:
    """What waits at the estates within one scope; owners' scopes hold none: nothing is promised just before a survey either."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def keep(self, estate_id: int, *, rule: str, ref: str, **values: Any) -> bool:
        """Keeps a credit for later, once a rule and what it is for; False where it waits already, or out of scope."""
        if estate_id not in estates_within(self._connection, self._scope):
            return False
        row = {"staff_id": None, **values, "estate_id": estate_id, "rule": rule, "ref": ref}
        once = inserting(self._connection, points_waiting).values(row)
        kept = once.on_conflict_do_nothing(index_elements=["estate_id", "rule", "ref"])
        return self._connection.execute(kept.returning(points_waiting.c.id)).first() is not None

    def take(self, one: Waiting) -> bool:
        """Takes out what comes now, together with what is made of it; False where it came meanwhile. The line's own."""
        if not isinstance(self._scope, LineScope):
            return False
        taken = delete(points_waiting).where(points_waiting.c.id == one.id)
        return self._connection.execute(taken).rowcount == 1

    def of(self, estate_id: int, limit: int = 100) -> list[Waiting]:
        """What waits at an estate, the first to come first."""
        if isinstance(self._scope, OwnerScope) or estate_id not in estates_within(
            self._connection, self._scope
        ):
            return []
        statement = select(*columns_of(Waiting, points_waiting)).where(
            points_waiting.c.estate_id == estate_id
        )
        rows = self._connection.execute(statement.order_by(points_waiting.c.due_at).limit(limit)).mappings()
        return [as_value(row, Waiting) for row in rows]


def claim(connection: Connection, now: datetime, limit: int = 50) -> list[Waiting]:
    """What may come now, each claimed by one process; it stays until it came (`PointsWaiting.take`), and is tried again within the
    hour should that fail: what somebody earned is not lost.
    """
    due = select(points_waiting.c.id).where(points_waiting.c.due_at <= now)
    due = due.order_by(points_waiting.c.due_at).limit(limit)
    mine = points_waiting.c.id.in_(due) & (points_waiting.c.due_at <= now)
    taken = update(points_waiting).where(mine).values(due_at=now + _AGAIN)
    rows = connection.execute(taken.returning(*columns_of(Waiting, points_waiting))).mappings().all()
    return [as_value(row, Waiting) for row in rows]
