"""The answers of households to an event: one a home, however many people live there.

Places are people. Whoever gives or takes places locks the event first (`Events.lock`), so that two who answer at once stand in line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, literal, select, true, update

from storage import contacts
from storage.base import as_value, columns_of
from storage.contacts import Contact
from storage.delivery_rows import GOT_IT, QUEUED, RESERVE, WAITING, deliveries
from storage.estates import units
from storage.event_homes import UNASKED, moved_out
from storage.events import Event, Events, Scope, own_rows, rsvps
from storage.notices import Notice
from storage.scope import OwnerScope


@dataclass(frozen=True, slots=True)
class Rsvp:
    """A household's answer. `partstat` NEEDS-ACTION, ACCEPTED, DECLINED or TENTATIVE; `people` its head-count; `sequence` what it
    answered; `contact_id` who answered last, in `language`. `waiting_at`: accepted, but it waits for places since then. `came`: how many came.
    `due`: what it is told at `due_at` (evening, morning, changed, cancelled), "" for nothing.
    """

    id: int
    estate_id: int
    event_id: int
    unit_id: int
    contact_id: int | None
    partstat: str
    people: int
    sequence: int
    invited_at: datetime
    answered_at: datetime | None
    waiting_at: datetime | None
    language: str | None
    came: int | None
    came_at: datetime | None
    due: str
    due_at: datetime | None

    @property
    def has_places(self) -> bool:
        return self.partstat == "ACCEPTED" and self.waiting_at is None


@dataclass(frozen=True, slots=True)
class Listed:
    """A household on the list of an event."""

    rsvp: Rsvp
    unit: str
    who: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How an event stands: homes by their answer, people by what was promised to them, and who was there."""

    invited: int
    accepted: int
    people: int
    waiting: int
    waiting_people: int
    declined: int
    tentative: int
    came: int
    came_people: int

    @property
    def silent(self) -> int:
        return self.invited - self.accepted - self.waiting - self.declined - self.tentative


_HAS_PLACES = (rsvps.c.partstat == "ACCEPTED") & rsvps.c.waiting_at.is_(None)
_WAITS = (rsvps.c.partstat == "ACCEPTED") & rsvps.c.waiting_at.isnot(None)


class Rsvps:
    """The answers within one scope: an owner's own home's, a member of staff's estates', the line's all."""

    def __init__(self, connection: Connection, scope: Scope, within: Events) -> None:
        self._connection, self._events = connection, within
        self._mine = own_rows(scope) if isinstance(scope, OwnerScope) else true()
        self._is_owner = isinstance(scope, OwnerScope)

    def invite(self, event: Event, unit_ids: Sequence[int], at: datetime) -> int:
        """Some homes of the event's estate are invited, each household once; how many are new. Owners invite nobody."""
        homes = select(units.c.id).where(units.c.id.in_(unit_ids))
        return 0 if self._is_owner else self.invite_all(event, homes, at)

    def invite_all(self, event: Event, homes: Select[Any], at: datetime) -> int:
        """Every home that a question finds; one whose household has changed since is asked anew."""
        if self._is_owner or self._events.by_id(event.id) is None:
            return 0
        others = (rsvps.c.event_id == event.id) & rsvps.c.unit_id.in_(homes) & moved_out(at.date())
        anew = update(rsvps).where(others).values(UNASKED | {"invited_at": at, "sequence": event.sequence})
        again = self._connection.execute(anew).rowcount
        known = select(rsvps.c.unit_id).where(rsvps.c.event_id == event.id)
        source = select(
            literal(event.estate_id), literal(event.id), units.c.id, literal("NEEDS-ACTION"), literal(0),
            literal(event.sequence), literal(at, rsvps.c.invited_at.type), literal(""),
        ).where(units.c.id.in_(homes), units.c.estate_id == event.estate_id, units.c.id.not_in(known))  # fmt: skip
        names = ["estate_id", "event_id", "unit_id", "partstat", "people", "sequence", "invited_at", "due"]
        fresh = insert(rsvps).from_select(names, source).execution_options(preserve_rowcount=True)
        return again + self._connection.execute(fresh).rowcount

    def invite_reached(self, event: Event, notice: Notice, at: datetime) -> int:
        """The homes that a notice goes to, not those it spares or in which nobody can be written to."""
        if notice.estate_id != event.estate_id:
            return 0
        goes = deliveries.c.state.in_((WAITING, RESERVE, QUEUED, *GOT_IT))
        homes = select(deliveries.c.unit_id).where(deliveries.c.notice_id == notice.id, goes)
        return self.invite_all(event, homes, at)

    def own(self, event: Event) -> Rsvp | None:
        """The household's invitation, of the home it has lived in longest; None where it was not invited, and for staff."""
        return next(iter(self._many(event, rsvps.c.id > 0)), None) if self._is_owner else None

    def one(self, event: Event, rsvp_id: int) -> Rsvp | None:
        return next(iter(self._many(event, rsvps.c.id == rsvp_id)), None)

    def change(self, event: Event, rsvp: Rsvp, **values: Any) -> Rsvp | None:
        """A new answer of a household, or its being there; None out of scope."""
        if self._events.by_id(event.id) is None:
            return None
        here = (rsvps.c.id == rsvp.id) & (rsvps.c.event_id == event.id)
        statement = update(rsvps).where(here, self._mine).values(values).returning(*columns_of(Rsvp, rsvps))
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Rsvp) if row else None

    def taken(self, event: Event) -> int:
        """People who have a place."""
        if self._events.by_id(event.id) is None:
            return 0
        statement = select(func.coalesce(func.sum(rsvps.c.people), 0))
        return int(
            self._connection.execute(statement.where(rsvps.c.event_id == event.id, _HAS_PLACES)).scalar_one()
        )

    def turns(self, event: Event) -> list[Rsvp]:
        """Whoever waits for places, in turn; for rules, not for owners to read."""
        if self._events.by_id(event.id) is None:
            return []
        statement = select(*columns_of(Rsvp, rsvps)).where(rsvps.c.event_id == event.id, _WAITS)
        rows = self._connection.execute(statement.order_by(rsvps.c.waiting_at, rsvps.c.id)).mappings()
        return [as_value(row, Rsvp) for row in rows]

    def seat(self, event: Event, rsvp: Rsvp, **values: Any) -> bool:
        """Somebody who waited has places now; for rules, whoever made room."""
        if self._events.by_id(event.id) is None:
            return False
        here = (rsvps.c.id == rsvp.id) & (rsvps.c.event_id == event.id) & _WAITS
        statement = update(rsvps).where(here).values(waiting_at=None, **values)
        return self._connection.execute(statement).rowcount == 1

    def free_moved_out(self, event: Event, today: date) -> int:
        """The places, and the turns, of households that have moved out come free; how many. For rules, whoever asks."""
        if self._events.by_id(event.id) is None:
            return 0
        here = (rsvps.c.event_id == event.id) & (rsvps.c.partstat != "NEEDS-ACTION") & moved_out(today)
        return self._connection.execute(update(rsvps).where(here).values(UNASKED)).rowcount

    def tell_all(self, event: Event, due: str, at: datetime, **values: Any) -> int:
        """Everybody who meant to come, or may, is to be told; `values` are what their answers become (RFC 5546, 3.2.2.2)."""
        if self._is_owner or self._events.by_id(event.id) is None:
            return 0
        here = rsvps.c.event_id == event.id
        coming = here & (rsvps.c.partstat.in_(("ACCEPTED", "TENTATIVE")) | (rsvps.c.due == "changed"))
        told = self._connection.execute(update(rsvps).where(coming).values(due=due, due_at=at)).rowcount
        if values:
            self._connection.execute(update(rsvps).where(here).values(values))
        return told

    def listed(self, event: Event) -> list[Listed]:
        """Every household that answered or came, by its home, and the name of the account it answered from; for staff."""
        if self._is_owner or self._events.by_id(event.id) is None:
            return []
        table = contacts.contacts
        statement = (
            select(*columns_of(Rsvp, rsvps), units.c.label, table.c.name)
            .join(units, units.c.id == rsvps.c.unit_id)
            .outerjoin(table, table.c.id == rsvps.c.contact_id)
            .where(
                rsvps.c.event_id == event.id, (rsvps.c.partstat != "NEEDS-ACTION") | rsvps.c.came.isnot(None)
            )
            .order_by(units.c.building_id, units.c.id)
        )
        found = []
        for row in self._connection.execute(statement).mappings():
            values = {name: value for name, value in row.items() if name not in ("label", "name")}
            found.append(Listed(Rsvp(**values), row["label"], row["name"] or ""))
        return found

    def at_home(self, event: Event, unit_id: int) -> Rsvp | None:
        """The invitation of one home."""
        return next(iter(self._many(event, rsvps.c.unit_id == unit_id)), None)

    def counts(self, event: Event) -> Counts:
        """How the event stands: numbers alone, which whoever proposed it may read too."""
        if self._events.by_id(event.id) is None:
            return Counts(0, 0, 0, 0, 0, 0, 0, 0, 0)

        def people(where: Any) -> Any:
            return func.coalesce(func.sum(rsvps.c.people).filter(where), 0)

        statement = select(
            func.count().label("invited"),
            func.count().filter(_HAS_PLACES).label("accepted"),
            people(_HAS_PLACES).label("people"),
            func.count().filter(_WAITS).label("waiting"),
            people(_WAITS).label("waiting_people"),
            func.count().filter(rsvps.c.partstat == "DECLINED").label("declined"),
            func.count().filter(rsvps.c.partstat == "TENTATIVE").label("tentative"),
            func.count(rsvps.c.came).label("came"),
            func.coalesce(func.sum(rsvps.c.came), 0).label("came_people"),
        ).where(rsvps.c.event_id == event.id)
        row = self._connection.execute(statement).mappings().one()
        return Counts(**{name: int(value) for name, value in row.items()})

    def account(self, event: Event, rsvp: Rsvp, today: date) -> Contact | None:
        """Who is written to about a household's answer: who gave it, else the first of the home that can be reached; nobody who came
        to live there after the invitation.
        """
        if self._events.by_id(event.id) is None or rsvp.event_id != event.id:
            return None
        found = [
            one
            for one in contacts.of_unit(self._connection, rsvp.unit_id, today, lived_at=rsvp.invited_at)
            if one.state == contacts.REACHABLE
        ]
        return next((one for one in found if one.id == rsvp.contact_id), next(iter(found), None))

    def proposer(self, event: Event) -> Contact | None:
        """The owner who runs the event."""
        if event.contact_id is None or self._events.by_id(event.id) is None:
            return None
        return contacts.by_id(self._connection, event.contact_id)

    def _many(self, event: Event, where: Any) -> list[Rsvp]:
        if self._events.by_id(event.id) is None:
            return []
        statement = select(*columns_of(Rsvp, rsvps)).where(rsvps.c.event_id == event.id, self._mine, where)
        rows = self._connection.execute(statement.order_by(rsvps.c.id)).mappings()
        return [as_value(row, Rsvp) for row in rows]


def claim_due(connection: Connection, now: datetime, limit: int = 200) -> list[Rsvp]:
    """Households that are to be told something now; each is claimed once, and what it is stands in `due`."""
    due = select(rsvps.c.id).where(rsvps.c.due_at <= now).order_by(rsvps.c.due_at).limit(limit)
    statement = update(rsvps).where(rsvps.c.id.in_(due), rsvps.c.due_at <= now).values(due_at=None)
    rows = connection.execute(statement.returning(*columns_of(Rsvp, rsvps))).mappings()
    return [as_value(row, Rsvp) for row in rows]


def claim_points(connection: Connection, now: datetime, limit: int = 100) -> list[Rsvp]:
    """Households that were at an event which is over now, each claimed once (K02): `points_at` is kept where they check in."""
    due = select(rsvps.c.id).where(rsvps.c.points_at <= now).order_by(rsvps.c.points_at).limit(limit)
    statement = update(rsvps).where(rsvps.c.id.in_(due), rsvps.c.points_at <= now).values(points_at=None)
    rows = connection.execute(statement.returning(*columns_of(Rsvp, rsvps))).mappings()
    return [as_value(row, Rsvp) for row in rows]
