"""Low ratings to be made good: who contacts the household by when, what came of it, and that it was told (I21).

A recovery is a task of a person, not a mark against anybody: the score itself is not in it.
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
    String,
    Table,
    Text,
    exists,
    insert,
    or_,
    select,
    true,
    update,
)

from storage.base import Instant, as_value, columns_of, key, metadata, only_where, ref
from storage.ratings import Rating
from storage.scope import LineScope, OwnerScope
from storage.ticket_rows import tickets
from storage.tickets import Tickets

recoveries = Table(
    "recoveries",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("rating_id", "ratings"),
    ref("ticket_id", "tickets", null=True, index=True),
    ref("contact_id", "contacts", null=True),
    ref("holder_id", "staff", null=True),
    Column("opened_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("tell_at", Instant),
    ref("done_by", "staff", null=True),
    Column("done_at", Instant),
    Column("result", String(12), nullable=False),
    Column("words", Text, nullable=False),
    Index("ix_recoveries_rating_id", "rating_id", unique=True),
    Index("ix_recoveries_estate_id_due_at", "estate_id", "due_at"),
)
_UNTOLD = recoveries.c.tell_at.isnot(None)
Index("ix_recoveries_tell_at", recoveries.c.tell_at, **only_where(_UNTOLD))

#: How a contact ended: put right, explained, passed on to an improvement, or nobody was reached.
RESULTS = ("put_right", "explained", "improved", "not_reached")


@dataclass(frozen=True, slots=True)
class Recovery:
    """`holder_id` contacts the household by `due_at`; past it, at `tell_at`, the managers hear. `words`: what the owner was told came
    of it; `result` one of RESULTS, "" while it is open."""

    id: int
    estate_id: int
    rating_id: int
    ticket_id: int | None
    contact_id: int | None
    holder_id: int | None
    opened_at: datetime
    due_at: datetime
    tell_at: datetime | None
    done_by: int | None
    done_at: datetime | None
    result: str
    words: str


class Recoveries:
    """The recoveries of ratings within one scope. An owner's acts open them; owners read none, they are staff's own."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def open(self, rating: Rating, *, holder_id: int | None, at: datetime, due_at: datetime) -> None:
        """A contact to be made because of this rating, once. Raises LookupError for a rating outside the scope."""
        ticket = self._tickets.by_id(rating.ticket_id) if rating.ticket_id else None
        scope = self._tickets.scope
        own = isinstance(scope, OwnerScope) and scope.contact_id == rating.contact_id
        if ticket is None and not (isinstance(scope, LineScope) or (own and rating.ticket_id is None)):
            raise LookupError("there is no such rating within this scope")
        known = select(recoveries.c.id).where(recoveries.c.rating_id == rating.id)
        if self._connection.execute(known).first() is None:
            row = {
                "estate_id": rating.estate_id, "rating_id": rating.id, "ticket_id": rating.ticket_id,
                "contact_id": rating.contact_id, "holder_id": holder_id, "opened_at": at, "due_at": due_at,
                "tell_at": due_at, "result": "", "words": "",
            }  # fmt: skip
            self._connection.execute(insert(recoveries).values(row))

    def by_id(self, recovery_id: int) -> Recovery | None:
        return next(iter(self._many(recoveries.c.id == recovery_id)), None)

    def open_ones(self) -> list[Recovery]:
        """Contacts to be made, the soonest first."""
        return self._many(recoveries.c.done_at.is_(None))

    def done_since(self, since: datetime) -> list[Recovery]:
        """Contacts that were made since then."""
        return self._many(recoveries.c.done_at >= since)

    def end(
        self, recovery: Recovery, *, result: str, words: str, staff_id: int, at: datetime
    ) -> Recovery | None:
        """How the contact ended; None when somebody was quicker."""
        mine = (recoveries.c.id == recovery.id) & recoveries.c.done_at.is_(None) & self._seen()
        values: dict[str, Any] = {
            "result": result, "words": words, "done_by": staff_id, "done_at": at, "tell_at": None,
        }  # fmt: skip
        statement = update(recoveries).where(mine).values(values).returning(*columns_of(Recovery, recoveries))
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Recovery) if row else None

    def _seen(self) -> ColumnElement[bool]:
        scope = self._tickets.scope
        if isinstance(scope, LineScope):
            return true()
        if isinstance(scope, OwnerScope):
            return ~true()
        visible = exists(
            select(tickets.c.id).where(tickets.c.id == recoveries.c.ticket_id, self._tickets.visible)
        )
        return recoveries.c.estate_id.in_(scope.estate_ids) & or_(recoveries.c.ticket_id.is_(None), visible)

    def _many(self, where: ColumnElement[bool], limit: int = 500) -> list[Recovery]:
        statement = select(*columns_of(Recovery, recoveries)).where(where, self._seen())
        rows = self._connection.execute(statement.order_by(recoveries.c.due_at).limit(limit)).mappings()
        return [as_value(row, Recovery) for row in rows]


def claim_late(connection: Connection, now: datetime, limit: int = 100) -> list[Recovery]:
    """Contacts that are late and that nobody was told of yet; each is told once."""
    due = (
        select(recoveries.c.id).where(recoveries.c.tell_at <= now).order_by(recoveries.c.tell_at).limit(limit)
    )
    mine = recoveries.c.id.in_(due) & (recoveries.c.tell_at <= now)
    statement = update(recoveries).where(mine).values(tell_at=None)
    rows = connection.execute(statement.returning(*columns_of(Recovery, recoveries))).mappings()
    return [as_value(row, Recovery) for row in rows]
