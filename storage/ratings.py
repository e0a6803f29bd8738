"""What households were asked at touch-points, and the score they gave: one row a node, asked or answered once (I01, I08).

A row is born when a touch-point is reached and ends as answered, expired, withheld (with the reason) or declined; so each score
keeps its question, scale and wording version, and how many were asked. No member of staff stands in it: these scores are for
improving the work, and nothing here can be counted by person (I03).
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
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    exists,
    func,
    or_,
    select,
    true,
    update,
)

from storage.base import Instant, Json, as_value, columns_of, inserting, key, metadata, only_where, ref
from storage.scope import LineScope, OwnerScope, StaffScope
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets

ratings = Table(
    "ratings",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("unit_id", "units", null=True),
    ref("contact_id", "contacts", null=True),
    ref("ticket_id", "tickets", null=True, index=True),
    Column("household", String(24), nullable=False),
    Column("touch_point", String(20), nullable=False),
    Column("occasion", String(60), nullable=False),
    Column("again", Boolean, nullable=False),
    Column("scale", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", String(12), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("expires_at", Instant),
    Column("answered_at", Instant),
    Column("score", Integer),
    Column("mode", String(8), nullable=False),
    Column("said", String(200), nullable=False),
    Column("note", String(12), nullable=False),
    Column("words", Text, nullable=False),
    Column("facets", Json, nullable=False),
    UniqueConstraint("household", "touch_point", "occasion"),
    Index("ix_ratings_contact_id_sent_at", "contact_id", "sent_at"),
)

WAITING, SENT, ANSWERED, EXPIRED, WITHHELD, DECLINED = (
    "waiting", "sent", "answered", "expired", "withheld", "declined",
)  # fmt: skip

Index("ix_ratings_due_at", ratings.c.due_at, **only_where(ratings.c.state == WAITING))
Index("ix_ratings_expires_at", ratings.c.expires_at, **only_where(ratings.c.state == SENT))
#: What reports read, by the time of asking, and those that nobody had asked for by the time of answering.
Index(
    "ix_ratings_report", ratings.c.estate_id, ratings.c.sent_at, ratings.c.touch_point, ratings.c.scale,
    ratings.c.version, ratings.c.score, ratings.c.ticket_id, ratings.c.again,
)  # fmt: skip
Index(
    "ix_ratings_flow", ratings.c.estate_id, ratings.c.due_at, ratings.c.touch_point, ratings.c.state, ratings.c.reason,
    ratings.c.ticket_id,
)  # fmt: skip
Index(
    "ix_ratings_volunteered", ratings.c.estate_id, ratings.c.answered_at, ratings.c.touch_point,
    ratings.c.scale, ratings.c.version,
    **only_where(and_(ratings.c.sent_at.is_(None), ratings.c.score.isnot(None))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rating:
    """One node of one household.

    `scale` names a scale of handlers/voice/formulas.py, `version` the wording; `occasion` tells one node of a touch-point from the
    next; `again`: asked once more after a low score was made good. `sent_at` None with a score: nobody had asked. `mode`: button
    or words; `said` as pressed or written; `note`: out_of_range where the score was brought to the end of the scale; `words` the
    owner's sentence; `facets` what it was about: outcome, handling, surroundings (I15).
    """

    id: int
    estate_id: int
    unit_id: int | None
    contact_id: int | None
    ticket_id: int | None
    household: str
    touch_point: str
    occasion: str
    again: bool
    scale: str
    version: int
    state: str
    reason: str
    due_at: datetime
    sent_at: datetime | None
    expires_at: datetime | None
    answered_at: datetime | None
    score: int | None
    mode: str
    said: str
    note: str
    words: str
    facets: tuple[str, ...]


class Ratings:
    """The ratings within one scope: of an owner what their own tickets and their own account were asked."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def plan(
        self,
        estate_id: int,
        *,
        ticket: Ticket | None = None,
        unit_id: int | None,
        contact_id: int | None,
        **values: Any,
    ) -> Rating | None:
        """A node that was reached: it waits to be asked; None when this household was asked for it before, at whatever level.

        Raises LookupError outside the scope, and where there is neither a home nor an account.
        """
        if ticket is not None:
            self._tickets.must_see(ticket)
        elif not self._reaches(estate_id, contact_id):
            raise LookupError("there is no such estate within this scope")
        if unit_id is None and contact_id is None:
            raise LookupError("a rating belongs to a household")
        row = {
            "again": False, "state": WAITING, "reason": "", "mode": "", "said": "", "note": "", "words": "", "facets": [],
            **values, "estate_id": estate_id, "unit_id": unit_id, "contact_id": contact_id,
            "ticket_id": ticket.id if ticket else None,
            "household": f"unit {unit_id}" if unit_id else f"contact {contact_id}",
        }  # fmt: skip
        once = inserting(self._connection, ratings).values(row).on_conflict_do_nothing()
        made = self._connection.execute(once.returning(*columns_of(Rating, ratings))).mappings().first()
        return as_value(made, Rating) if made else None

    def by_id(self, rating_id: int) -> Rating | None:
        return next(iter(self._many(ratings.c.id == rating_id)), None)

    def of_ticket(self, ticket: Ticket) -> list[Rating]:
        """Every node of a ticket, the newest first."""
        return self._many(ratings.c.ticket_id == ticket.id) if self._tickets.sees(ticket) else []

    def open_of_mine(self, now: datetime) -> Rating | None:
        """What this account was asked last and may still answer; None outside an owner's scope."""
        scope = self._tickets.scope
        if not isinstance(scope, OwnerScope):
            return None
        mine = (ratings.c.contact_id == scope.contact_id) & (ratings.c.state == SENT)
        return next(iter(self._many(mine & (ratings.c.expires_at > now))), None)

    def asked_since(self, since: datetime, *, unit_id: int | None, contact_id: int | None) -> int:
        """How often a household was asked since then, whatever about."""
        household = f"unit {unit_id}" if unit_id else f"contact {contact_id}"
        mine = (ratings.c.household == household) & (ratings.c.sent_at >= since) & self._seen()
        return int(self._connection.execute(select(func.count()).where(mine)).scalar_one())

    def change(self, rating: Rating, states: Sequence[str], **values: Any) -> Rating | None:
        """Changes a rating that still is in one of these states; None when it moved on, or lies outside the scope."""
        mine = (ratings.c.id == rating.id) & ratings.c.state.in_(states) & self._seen()
        statement = update(ratings).where(mine).values(values).returning(*columns_of(Rating, ratings))
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Rating) if row else None

    def _reaches(self, estate_id: int, contact_id: int | None) -> bool:
        scope = self._tickets.scope
        if isinstance(scope, OwnerScope):
            return scope.estate_id == estate_id and scope.contact_id == contact_id
        return isinstance(scope, LineScope) or estate_id in scope.estate_ids

    def _seen(self) -> ColumnElement[bool]:
        """Of tickets that the scope holds; without a ticket an owner's own, and everything of the estates that staff serve."""
        scope = self._tickets.scope
        of_tickets = exists(
            select(tickets.c.id).where(tickets.c.id == ratings.c.ticket_id, self._tickets.visible)
        )
        if isinstance(scope, LineScope):
            return true()
        if isinstance(scope, StaffScope):
            here = ratings.c.estate_id.in_(scope.estate_ids)
            return here & or_(ratings.c.ticket_id.is_(None), of_tickets)
        own = ratings.c.ticket_id.is_(None) & (ratings.c.contact_id == scope.contact_id)
        return or_(own, of_tickets)

    def _many(self, where: ColumnElement[bool], limit: int = 200) -> list[Rating]:
        statement = select(*columns_of(Rating, ratings)).where(where, self._seen())
        rows = self._connection.execute(statement.order_by(ratings.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, Rating) for row in rows]


def claim_due(connection: Connection, now: datetime, until: datetime, limit: int = 100) -> list[Rating]:
    """Ratings whose question is due; each is put off to `until` first, so that one that fails is tried again then."""
    due = select(ratings.c.id).where(ratings.c.state == WAITING, ratings.c.due_at <= now)
    mine = ratings.c.id.in_(due.order_by(ratings.c.due_at).limit(limit)) & (ratings.c.due_at <= now)
    statement = update(ratings).where(mine, ratings.c.state == WAITING).values(due_at=until)
    rows = connection.execute(statement.returning(*columns_of(Rating, ratings))).mappings()
    return [as_value(row, Rating) for row in rows]


def expire(connection: Connection, now: datetime) -> int:
    """Ends the questions that nobody answered in time; returns how many there were."""
    over = (ratings.c.state == SENT) & (ratings.c.expires_at <= now)
    return connection.execute(update(ratings).where(over).values(state=EXPIRED)).rowcount
