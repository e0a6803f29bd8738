"""Notices to a set of units, and one delivery for each contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    func,
    insert,
    literal,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, ref
from storage.contacts import REACHABLE, contacts
from storage.estates import buildings, units
from storage.outbox import outbox
from storage.people import occupancies
from storage.scope import StaffScope

notices = Table(
    "notices",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    ref("building_id", "buildings", null=True),
    ref("author_id", "staff"),
    Column("text", Text, nullable=False),
    Column("form_key", String(80), nullable=False, unique=True),
    Column("sent_at", Instant, nullable=False),
    Column("homes", Integer, nullable=False),
)

notice_units = Table(
    "notice_units",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("notice_id", "notices", index=True),
    ref("unit_id", "units"),
)

deliveries = Table(
    "deliveries",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("notice_id", "notices"),
    ref("contact_id", "contacts", index=True),
    Column("acknowledged_at", Instant),
    UniqueConstraint("notice_id", "contact_id"),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """`homes` is the number of homes it went to, 0 for all of its estate or building."""

    id: int
    estate_id: int
    building_id: int | None
    author_id: int
    text: str
    sent_at: datetime
    homes: int


@dataclass(frozen=True, slots=True)
class Recipient:
    """A delivery and where it goes."""

    delivery_id: int
    contact_id: int
    channel: str
    address: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a notice came: contacts it went to, and of them sent, failed, acknowledged."""

    contacts: int
    sent: int
    failed: int
    acknowledged: int


class Notices:
    """The notices of the estates in a staff scope."""

    def __init__(self, connection: Connection, scope: StaffScope) -> None:
        self._connection = connection
        self._scope = scope

    def reach(self, estate_id: int, building_id: int | None) -> int:
        """How many contacts a notice would go to."""
        if estate_id not in self._scope.estate_ids:
            return 0
        found = _audience(estate_id, building_id).subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

    def publish(
        self, *, estate_id: int, building_id: int | None, text: str, form_key: str, now: datetime
    ) -> Notice | None:
        """A notice and its deliveries; None when this very form was sent before, or the place is not in scope."""
        if not self._serves(estate_id, building_id):
            return None
        row = {
            "estate_id": estate_id,
            "building_id": building_id,
            "text": text,
            "form_key": form_key,
            "homes": 0,
        }
        return self._sent(row | {"sent_at": now}, _audience(estate_id, building_id))

    def publish_to_units(
        self, *, estate_id: int, unit_ids: Sequence[int], text: str, form_key: str, now: datetime
    ) -> Notice | None:
        """A notice to some homes, each account there once; None when this very form was sent before, or nothing is in scope."""
        if estate_id not in self._scope.estate_ids:
            return None
        mine = units.c.id.in_(unit_ids) & (units.c.estate_id == estate_id)
        row = {
            "estate_id": estate_id,
            "building_id": None,
            "text": text,
            "form_key": form_key,
            "homes": len(unit_ids),
        }
        notice = (
            self._sent(row | {"sent_at": now}, _audience(estate_id, None).where(mine)) if unit_ids else None
        )
        if notice:
            source = select(literal(estate_id), literal(notice.id), units.c.id).where(mine)
            self._connection.execute(
                insert(notice_units).from_select(["estate_id", "notice_id", "unit_id"], source)
            )
        return notice

    def _sent(self, row: dict[str, Any], audience: Any) -> Notice | None:
        statement = inserting(self._connection, notices).values(author_id=self._scope.staff_id, **row)
        once = statement.on_conflict_do_nothing(index_elements=["form_key"])
        made = self._connection.execute(once.returning(*columns_of(Notice, notices))).mappings().first()
        if made is None:
            return None
        notice = as_value(made, Notice)
        chosen = audience.subquery()
        source = select(literal(notice.estate_id), literal(notice.id), chosen.c.id)
        self._connection.execute(
            insert(deliveries).from_select(["estate_id", "notice_id", "contact_id"], source)
        )
        return notice

    def homes_of(self, notice: Notice) -> dict[int, list[tuple[int, str]]]:
        """The homes of a notice to some of them: unit and label, by the account that hears of them."""
        statement = (
            select(deliveries.c.contact_id, units.c.id, units.c.label)
            .join(contacts, contacts.c.id == deliveries.c.contact_id)
            .join(occupancies, and_(occupancies.c.person_id == contacts.c.person_id, occupancies.c.verified))
            .join(notice_units, and_(notice_units.c.notice_id == deliveries.c.notice_id,
                                     notice_units.c.unit_id == occupancies.c.unit_id))
            .join(units, units.c.id == occupancies.c.unit_id)
            .where(deliveries.c.notice_id == notice.id, deliveries.c.estate_id.in_(self._scope.estate_ids))
            .order_by(units.c.id)
        )  # fmt: skip
        found: dict[int, list[tuple[int, str]]] = {}
        for contact_id, unit_id, label in self._connection.execute(statement):
            found.setdefault(contact_id, []).append((unit_id, label))
        return found

    def _serves(self, estate_id: int, building_id: int | None) -> bool:
        if estate_id not in self._scope.estate_ids:
            return False
        where = (buildings.c.id == building_id) & (buildings.c.estate_id == estate_id)
        return building_id is None or bool(
            self._connection.execute(select(buildings.c.id).where(where)).first()
        )

    def recipients(self, notice: Notice) -> list[Recipient]:
        statement = (
            select(
                deliveries.c.id.label("delivery_id"), deliveries.c.contact_id,
                contacts.c.channel, contacts.c.address, contacts.c.language,
            )
            .join(contacts, contacts.c.id == deliveries.c.contact_id)
            .where(deliveries.c.notice_id == notice.id, deliveries.c.estate_id.in_(self._scope.estate_ids))
            .order_by(deliveries.c.id)
        )  # fmt: skip
        return [as_value(row, Recipient) for row in self._connection.execute(statement).mappings()]

    def newest(self, limit: int = 30) -> list[Notice]:
        statement = select(*columns_of(Notice, notices)).where(
            notices.c.estate_id.in_(self._scope.estate_ids)
        )
        rows = self._connection.execute(statement.order_by(notices.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, Notice) for row in rows]

    def counts(self, notice: Notice) -> Counts:
        statement = (
            select(
                func.count().label("contacts"),
                func.count().filter(outbox.c.state == "sent").label("sent"),
                func.count().filter(outbox.c.state.in_(("failed", "unknown"))).label("failed"),
                func.count(deliveries.c.acknowledged_at).label("acknowledged"),
            )
            .select_from(deliveries)
            .outerjoin(outbox, and_(outbox.c.delivery_id == deliveries.c.id, outbox.c.kind == "send"))
            .where(deliveries.c.notice_id == notice.id, deliveries.c.estate_id.in_(self._scope.estate_ids))
        )
        return as_value(self._connection.execute(statement).mappings().one(), Counts)


def _audience(estate_id: int, building_id: int | None) -> Any:
    """Reachable contacts of persons verified in a unit there, each once."""
    statement = (
        select(contacts.c.id)
        .distinct()
        .join(occupancies, and_(occupancies.c.person_id == contacts.c.person_id, occupancies.c.verified))
        .join(units, units.c.id == occupancies.c.unit_id)
        .where(units.c.estate_id == estate_id, contacts.c.state == REACHABLE)
    )
    return statement.where(units.c.building_id == building_id) if building_id else statement


def acknowledge(connection: Connection, delivery_id: int, contact_id: int, at: datetime) -> str | None:
    """Marks a delivery as read by its own contact: "now", "before", or None when it is not theirs."""
    where = (deliveries.c.id == delivery_id) & (deliveries.c.contact_id == contact_id)
    first = update(deliveries).where(where, deliveries.c.acknowledged_at.is_(None)).values(acknowledged_at=at)
    if connection.execute(first).rowcount == 1:
        return "now"
    return "before" if connection.execute(select(deliveries.c.id).where(where)).first() else None
