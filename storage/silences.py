"""Households of which nothing was ever heard (C45): found in small pieces, reached out to once, and never again.

Heard is whatever somebody of the household did since it lives there: wrote, read a notice, answered one, was at an event. What an
account wrote in its first hour is how it came to us and says nothing yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    UniqueConstraint,
    and_,
    exists,
    func,
    or_,
    select,
    update,
)

from storage.base import BigId, Instant, as_value, columns_of, inserting, key, metadata, ref
from storage.contacts import contacts
from storage.delivery_rows import deliveries
from storage.estates import Estate, Unit, estates, units
from storage.event_pulses import event_pulses
from storage.events import rsvps
from storage.inbox import inbox
from storage.people import WORKING_THERE, live, occupancies
from storage.scope import LineScope, OwnerScope, StaffScope
from storage.ticket_rows import tickets
from storage.tickets import Tickets

silences = Table(
    "silences",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("unit_id", "units"),
    ref("contact_id", "contacts"),
    Column("asked_at", Instant, nullable=False),
    Column("answer", String(8), nullable=False),
    Column("answered_at", Instant),
    Column("household_since", Instant, nullable=False),
    UniqueConstraint("unit_id", "household_since"),
)

silence_looks = Table(
    "silence_looks",
    metadata,
    key(),
    ref("estate_id", "estates"),
    Column("next_at", Instant, nullable=False, index=True),
    Column("after_unit", BigId, nullable=False),
    UniqueConstraint("estate_id"),
)

#: What a household says: all is well, or something is wrong; "" while it says nothing.
WELL, WRONG = "well", "wrong"

#: What an account wrote within this time is how it came to us: the code from the letter box, a greeting.
_ACQUAINTANCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Silence:
    """A silent household that was reached out to, through whom, and what it said."""

    id: int
    estate_id: int
    unit_id: int
    contact_id: int
    asked_at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How an estate's silent households stand: asked, by what they said, and homes that nobody writes to us from."""

    asked: int
    well: int
    wrong: int
    unknown: int


class Silences:
    """Within one scope: an owner's own home's, those of the estates of a member of staff, all of them for the line."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def ask(self, unit: Unit, contact_id: int, at: datetime, today: date) -> Silence | None:
        """Keeps that a household is reached out to; None where it was before. The line alone asks."""
        if not isinstance(self._scope, LineScope):
            return None
        since = self._connection.execute(select(_since(today)).where(units.c.id == unit.id)).scalar()
        if since is None:
            return None
        row = {
            "estate_id": unit.estate_id, "unit_id": unit.id, "contact_id": contact_id, "asked_at": at, "answer": "",
            "household_since": since,
        }  # fmt: skip
        once = inserting(self._connection, silences).values(row).on_conflict_do_nothing()
        made = self._connection.execute(once.returning(*columns_of(Silence, silences))).mappings().first()
        return as_value(made, Silence) if made else None

    def by_id(self, silence_id: int) -> Silence | None:
        statement = select(*columns_of(Silence, silences)).where(silences.c.id == silence_id, self._mine())
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Silence) if row else None

    def answer(self, silence: Silence, answer: str, at: datetime) -> bool:
        """The household's word; the last one counts. False for anybody else."""
        if not isinstance(self._scope, OwnerScope):
            return False
        here = (silences.c.id == silence.id) & self._mine()
        values = {"answer": answer, "answered_at": at}
        return self._connection.execute(update(silences).where(here).values(values)).rowcount == 1

    def newest(self, estate_id: int, limit: int = 50) -> list[tuple[Silence, str]]:
        """Whom an estate reached out to, those with something wrong first, with their homes; none for owners."""
        if isinstance(self._scope, OwnerScope):
            return []
        statement = (
            select(*columns_of(Silence, silences), units.c.label)
            .join(units, units.c.id == silences.c.unit_id)
            .where(silences.c.estate_id == estate_id, self._mine())
            .order_by((silences.c.answer == WRONG).desc(), silences.c.id.desc())
            .limit(limit)
        )
        found = []
        for row in self._connection.execute(statement).mappings():
            values = dict(row)
            label = str(values.pop("label"))
            found.append((Silence(**values), label))
        return found

    def counted(self, estate_id: int, today: date) -> Counted:
        """Numbers alone; all 0 for owners and out of scope."""
        if not isinstance(self._scope, StaffScope) or estate_id not in self._scope.estate_ids:
            return Counted(asked=0, well=0, wrong=0, unknown=0)
        by_answer = select(silences.c.answer, func.count()).where(silences.c.estate_id == estate_id)
        rows = self._connection.execute(by_answer.group_by(silences.c.answer))
        said = {str(answer): int(count) for answer, count in rows}
        nobody = select(func.count()).where(units.c.estate_id == estate_id, ~_has_account(today))
        unknown = self._connection.execute(nobody).scalar_one()
        return Counted(
            asked=sum(said.values()), well=said.get(WELL, 0), wrong=said.get(WRONG, 0), unknown=unknown
        )

    def _mine(self) -> ColumnElement[bool]:
        match self._scope:
            case OwnerScope(lived_in=homes):
                mine = [
                    (silences.c.unit_id == one.unit_id) & (silences.c.asked_at >= one.since) for one in homes
                ]
                return or_(silences.c.id < 0, *mine)
            case StaffScope(estate_ids=served):
                return silences.c.estate_id.in_(served)
            case LineScope():
                return silences.c.id > 0


def due(connection: Connection, now: datetime, limit: int = 20) -> list[tuple[Estate, int]]:
    """Estates some of whose homes are to be looked at now, with the home after which to go on."""
    joined = estates.outerjoin(silence_looks, silence_looks.c.estate_id == estates.c.id)
    waits = or_(silence_looks.c.id.is_(None), silence_looks.c.next_at <= now)
    after = func.coalesce(silence_looks.c.after_unit, 0).label("after_unit")
    statement = select(*columns_of(Estate, estates), after).select_from(joined).where(waits)
    found = []
    for row in connection.execute(statement.order_by(estates.c.id).limit(limit)).mappings():
        values = dict(row)
        after_unit = int(values.pop("after_unit"))
        found.append((Estate(**values), after_unit))
    return found


def looked(
    connection: Connection, estate_id: int, now: datetime, *, next_at: datetime, after_unit: int
) -> bool:
    """Claims a piece of an estate: False where another process has taken it meanwhile."""
    row: dict[str, Any] = {"estate_id": estate_id, "next_at": next_at, "after_unit": after_unit}
    again = {"next_at": next_at, "after_unit": after_unit}
    claimed = inserting(connection, silence_looks).values(row)
    once = claimed.on_conflict_do_update(
        index_elements=["estate_id"], set_=again, where=silence_looks.c.next_at <= now
    )
    return connection.execute(once.returning(silence_looks.c.id)).first() is not None


def piece(connection: Connection, estate_id: int, after_unit: int, homes: int) -> list[int]:
    """The next homes of an estate, by id."""
    statement = select(units.c.id).where(units.c.estate_id == estate_id, units.c.id > after_unit)
    return list(connection.execute(statement.order_by(units.c.id).limit(homes)).scalars())


def silent(connection: Connection, unit_ids: list[int], today: date, before: datetime) -> list[Unit]:
    """Which of some homes have a household, here and with an account since `before`, of which nothing was ever heard."""
    since = _since(today)
    statement = select(*columns_of(Unit, units)).where(
        units.c.id.in_(unit_ids),
        since <= before,
        _has_account(today, contacts.c.created_at <= before),
        ~exists().where(silences.c.unit_id == units.c.id, silences.c.asked_at >= since),
        ~exists().where(tickets.c.unit_id == units.c.id, tickets.c.opened_at >= since),
        ~exists().where(
            rsvps.c.unit_id == units.c.id, or_(rsvps.c.answered_at >= since, rsvps.c.came_at >= since)
        ),
        ~_has_account(today, _wrote()),
    )
    found = [as_value(row, Unit) for row in connection.execute(statement.order_by(units.c.id)).mappings()]
    talkative = _talkative(connection, [one.id for one in found], today)
    return [one for one in found if one.id not in talkative]


def _talkative(connection: Connection, unit_ids: list[int], today: date) -> set[int]:
    """Homes from which somebody wrote since they live there, after the first hour of their account."""
    here = (inbox.c.channel == contacts.c.channel) & (inbox.c.chat == contacts.c.address)
    last = select(func.max(inbox.c.received_at)).where(here).correlate(contacts).scalar_subquery()
    statement = (
        select(occupancies.c.unit_id, occupancies.c.since, contacts.c.created_at, last.label("last"))
        .join(contacts, contacts.c.person_id == occupancies.c.person_id)
        .where(occupancies.c.unit_id.in_(unit_ids), live(today))
    )
    rows = connection.execute(statement).all()
    return {
        one.unit_id for one in rows if one.last and one.last > max(one.since, one.created_at + _ACQUAINTANCE)
    }


def _lives(today: date) -> ColumnElement[bool]:
    return and_(occupancies.c.unit_id == units.c.id, occupancies.c.role.not_in(WORKING_THERE), live(today))


def _since(today: date) -> Any:
    """Since when the home has the household that lives there now."""
    return select(func.min(occupancies.c.since)).where(_lives(today)).correlate(units).scalar_subquery()


def _has_account(today: date, *such: ColumnElement[bool]) -> ColumnElement[bool]:
    """Homes in which somebody lives who has an account, one of which this is so."""
    joined = occupancies.join(contacts, contacts.c.person_id == occupancies.c.person_id)
    return exists(select(occupancies.c.id).select_from(joined).where(_lives(today), *such).correlate(units))


def _wrote() -> ColumnElement[bool]:
    """Accounts of which something was heard since they live there: over contacts and occupancies."""
    mine = contacts.c.id
    said = (
        exists().where(tickets.c.contact_id == mine, tickets.c.opened_at >= occupancies.c.since),
        exists().where(
            deliveries.c.contact_id == mine,
            or_(deliveries.c.acknowledged_at.isnot(None), deliveries.c.answered_at.isnot(None)),
        ),
        exists().where(event_pulses.c.contact_id == mine, event_pulses.c.answered_at >= occupancies.c.since),
    )
    return or_(*(one.correlate(contacts, occupancies) for one in said))
