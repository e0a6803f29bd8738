"""What households say after an event: those who came, and a sample of those who did not (H15, H16).

A row is a household that was drawn, also where it was then not asked, with the reason: the sample can be drawn again and compared.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    UniqueConstraint,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, ref
from storage.events import Event, Events, Scope, rsvps
from storage.scope import OwnerScope

event_pulses = Table(
    "event_pulses",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("event_id", "events"),
    ref("unit_id", "units"),
    ref("contact_id", "contacts", null=True),
    Column("came", Boolean, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("skipped", String(10), nullable=False),
    Column("asked_at", Instant),
    Column("score", Integer),
    Column("heard", Boolean),
    Column("remembers", Boolean),
    Column("answered_at", Instant),
    UniqueConstraint("event_id", "unit_id"),
)


Index("ix_event_pulses_estate_id_asked_at", event_pulses.c.estate_id, event_pulses.c.asked_at)


@dataclass(frozen=True, slots=True)
class Pulse:
    """`rank` is the place in the draw. `skipped` is why a household was not asked: nobody (out of reach), muted, complaint,
    budget; "" when it was. `score` 1, 2 or 3 of those who came; `heard` and `remembers` of those who did not.
    """

    id: int
    estate_id: int
    event_id: int
    unit_id: int
    contact_id: int | None
    came: bool
    rank: int
    skipped: str
    asked_at: datetime | None
    score: int | None
    heard: bool | None
    remembers: bool | None
    answered_at: datetime | None


class EventPulses:
    """The questions after events within one scope; an owner answers only what their own account was asked."""

    def __init__(self, connection: Connection, scope: Scope, within: Events) -> None:
        self._connection, self._events = connection, within
        self._contact_id = scope.contact_id if isinstance(scope, OwnerScope) else None

    def homes(self, event: Event, *, came: bool) -> list[int]:
        """The invited homes that were there, or were not; by their number. For the line's rules."""
        if self._contact_id is not None or self._events.by_id(event.id) is None:
            return []
        there = rsvps.c.came.isnot(None) if came else rsvps.c.came.is_(None)
        statement = select(rsvps.c.unit_id).where(rsvps.c.event_id == event.id, there)
        return list(self._connection.execute(statement.order_by(rsvps.c.unit_id)).scalars())

    def keep(self, event: Event, drawn: Sequence[dict[str, Any]]) -> None:
        """Keeps who was drawn, in order; a home that was drawn before stays as it is."""
        if self._contact_id is not None or self._events.by_id(event.id) is None or not drawn:
            return
        rows = [row | {"event_id": event.id, "estate_id": event.estate_id} for row in drawn]
        statement = inserting(self._connection, event_pulses)
        self._connection.execute(statement.on_conflict_do_nothing(), rows)

    def of(self, event: Event) -> list[Pulse]:
        """Everybody who was drawn, in order; of an owner what their account was asked."""
        if self._events.by_id(event.id) is None:
            return []
        statement = select(*columns_of(Pulse, event_pulses)).where(event_pulses.c.event_id == event.id)
        if self._contact_id is not None:
            statement = statement.where(event_pulses.c.contact_id == self._contact_id)
        rows = self._connection.execute(statement.order_by(event_pulses.c.came.desc(), event_pulses.c.rank))
        return [as_value(row, Pulse) for row in rows.mappings()]

    def answer(self, event: Event, pulse: Pulse, **values: Any) -> bool:
        """What an account says about an event; False where it was not asked."""
        if self._contact_id is None or self._events.by_id(event.id) is None:
            return False
        mine = (event_pulses.c.id == pulse.id) & (event_pulses.c.event_id == event.id)
        theirs = event_pulses.c.contact_id == self._contact_id
        statement = update(event_pulses).where(mine, theirs, event_pulses.c.asked_at.isnot(None))
        return self._connection.execute(statement.values(values)).rowcount == 1
