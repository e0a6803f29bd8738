"""Events of an estate, as iTIP (RFC 5546) keeps them: uid, sequence, status; and beside them what an event costs and does (H17, H19).

A change of time or place raises the sequence, and so does calling off: an answer to an earlier sequence counts no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
    or_,
    select,
    true,
    update,
)

from storage import estates
from storage.base import Instant, Json, as_value, columns_of, inserting, key, metadata, only_where, ref
from storage.estates import Estate
from storage.scope import LineScope, OwnerScope, StaffScope

#: The one yearly brand event, one of the company's others, or a small one that owners run themselves (H18, H19).
KINDS = ("brand", "company", "owner")

events = Table(
    "events",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    Column("uid", String(80), nullable=False, unique=True),
    Column("sequence", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("title", Json, nullable=False),
    Column("description", Json, nullable=False),
    Column("place", Json, nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("rsvp_until", Instant, nullable=False),
    Column("capacity", Integer),
    Column("status", String(10), nullable=False),
    ref("staff_id", "staff", null=True),
    ref("contact_id", "contacts", null=True, index=True),
    Column("reason", Text, nullable=False),
    Column("token", String(43), unique=True),
    Column("cost_planned", BigInteger),
    Column("cost_actual", BigInteger),
    Column("currency", String(3), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("effect", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("closing_at", Instant),
    Column("pulse_at", Instant),
)
Index("ix_events_closing_at", events.c.closing_at, **only_where(events.c.closing_at.isnot(None)))
Index("ix_events_pulse_at", events.c.pulse_at, **only_where(events.c.pulse_at.isnot(None)))

rsvps = Table(
    "rsvps",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("event_id", "events"),
    ref("unit_id", "units"),
    ref("contact_id", "contacts", null=True),
    Column("partstat", String(12), nullable=False),
    Column("people", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("invited_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("waiting_at", Instant),
    Column("language", String(8)),
    Column("came", Integer),
    Column("came_at", Instant),
    Column("due", String(10), nullable=False),
    Column("due_at", Instant),
    Column("points_at", Instant),
)
Index("uq_rsvps_event_id_unit_id", rsvps.c.event_id, rsvps.c.unit_id, unique=True)
Index("ix_rsvps_unit_id", rsvps.c.unit_id)
Index("ix_rsvps_due_at", rsvps.c.due_at, **only_where(rsvps.c.due_at.isnot(None)))
Index("ix_rsvps_points_at", rsvps.c.points_at, **only_where(rsvps.c.points_at.isnot(None)))


@dataclass(frozen=True, slots=True)
class Event:
    """`status` TENTATIVE (a proposal, or a draft), CONFIRMED or CANCELLED; `reason` says why it was called off or refused.

    Title, description and place are texts by language; one text alone stands under the language it was written in. `capacity`
    counts people, None is without limit. It is organised by `staff_id`, or run by the owner behind `contact_id`. `token` names
    its calendar file. Costs are in the currency's smallest unit, `minutes` are what staff spent. `closing_at` and `pulse_at`:
    when the organiser is told the answers, and when people are asked how it was; None once that is done.
    """

    id: int
    estate_id: int
    uid: str
    sequence: int
    kind: str
    title: dict[str, str]
    description: dict[str, str]
    place: dict[str, str]
    starts: datetime
    ends: datetime
    rsvp_until: datetime
    capacity: int | None
    status: str
    staff_id: int | None
    contact_id: int | None
    reason: str
    token: str | None
    cost_planned: int | None
    cost_actual: int | None
    currency: str
    minutes: int
    effect: str
    made_at: datetime
    changed_at: datetime
    closing_at: datetime | None
    pulse_at: datetime | None


Scope = OwnerScope | StaffScope | LineScope


def visible(scope: Scope) -> ColumnElement[bool]:
    """The events of a scope: those an owner's home was invited to since they live there, and those they proposed."""
    if isinstance(scope, LineScope):
        return true()
    if isinstance(scope, StaffScope):
        return events.c.estate_id.in_(scope.estate_ids)
    invited = select(rsvps.c.event_id).where(own_rows(scope))
    return or_(events.c.contact_id == scope.contact_id, events.c.id.in_(invited))


def own_rows(scope: OwnerScope) -> ColumnElement[bool]:
    """The invitations of an owner's homes, none from before they lived there."""
    return or_(
        false(),
        *(
            (rsvps.c.unit_id == home.unit_id) & (rsvps.c.invited_at >= home.since)
            for home in scope.lived_in
        ),
    )  # fmt: skip


class Events:
    """The events within one scope."""

    def __init__(self, connection: Connection, scope: Scope) -> None:
        self._connection, self._scope, self._visible = connection, scope, visible(scope)

    def by_id(self, event_id: int) -> Event | None:
        return next(iter(self._many(events.c.id == event_id, 1)), None)

    def newest(self, limit: int = 100) -> list[Event]:
        """The last to begin first."""
        return self._many(true(), limit)

    def live(self, now: datetime, limit: int = 20) -> list[Event]:
        """Those that are to take place and are not over, the next first: what a household may answer."""
        on = (events.c.status == "CONFIRMED") & (events.c.ends > now)
        return self._many(on, limit)[::-1]

    def proposed(self, contact_id: int, limit: int = 20) -> list[Event]:
        """What the owner behind an account proposed, the last to begin first."""
        return self._many(events.c.contact_id == contact_id, limit)

    def estate_of(self, event: Event) -> Estate | None:
        """Where it takes place; None out of scope."""
        return estates.by_id(self._connection, event.estate_id) if self.by_id(event.id) else None

    def add(self, *, estate_id: int, uid: str, **values: Any) -> Event | None:
        """A new event; None when one with this uid stands already, or the estate is not in scope."""
        if not self._serves(estate_id):
            return None
        statement = inserting(self._connection, events).values(
            estate_id=estate_id, uid=uid, sequence=0, **values
        )
        once = statement.on_conflict_do_nothing(index_elements=["uid"]).returning(*columns_of(Event, events))
        row = self._connection.execute(once).mappings().first()
        return as_value(row, Event) if row else None

    def change(self, event: Event, **values: Any) -> Event | None:
        """Changes an event, provided that nobody changed it since it was read; None for what is stale or out of scope."""
        same = (events.c.sequence == event.sequence) & (events.c.changed_at == event.changed_at)
        return self._update(event.id, same, values)

    def lock(self, event: Event) -> Event | None:
        """Whoever gives or takes places of an event stands in line here until the transaction ends; the event as it then is."""
        return self._update(event.id, true(), {"sequence": events.c.sequence})

    def _update(self, event_id: int, where: ColumnElement[bool], values: dict[str, Any]) -> Event | None:
        statement = update(events).where(events.c.id == event_id, self._visible, where).values(values)
        row = self._connection.execute(statement.returning(*columns_of(Event, events))).mappings().first()
        return as_value(row, Event) if row else None

    def _many(self, where: ColumnElement[bool], limit: int) -> list[Event]:
        statement = select(*columns_of(Event, events)).where(self._visible, where)
        rows = self._connection.execute(
            statement.order_by(events.c.starts.desc(), events.c.id.desc()).limit(limit)
        )
        return [as_value(row, Event) for row in rows.mappings()]

    def _serves(self, estate_id: int) -> bool:
        match self._scope:
            case StaffScope(estate_ids=served):
                return estate_id in served
            case OwnerScope(estate_id=home):
                return estate_id == home
            case LineScope():
                return True


def by_token(connection: Connection, token: str) -> Event | None:
    """The event behind the address of a calendar file: what it shows stands on the notice-board too."""
    statement = select(*columns_of(Event, events)).where(events.c.token == token)
    row = connection.execute(statement).mappings().first()
    return as_value(row, Event) if row else None


def claim_closing(connection: Connection, now: datetime, limit: int = 50) -> list[Event]:
    """Events whose answers are due and whose organiser has not been told."""
    return _claim(connection, "closing_at", now, limit)


def claim_pulses(connection: Connection, now: datetime, limit: int = 5) -> list[Event]:
    """Events that are over and about which nobody has been asked."""
    return _claim(connection, "pulse_at", now, limit)


def _claim(connection: Connection, column: str, now: datetime, limit: int) -> list[Event]:
    at = events.c[column]
    due = select(events.c.id).where(at <= now).order_by(at).limit(limit)
    statement = update(events).where(events.c.id.in_(due), at <= now).values({column: None})
    rows = connection.execute(statement.returning(*columns_of(Event, events))).mappings()
    return [as_value(row, Event) for row in rows]
