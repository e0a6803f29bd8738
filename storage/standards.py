"""What an estate makes of the lists of its touch-points: items switched off, items of its own, and every wording there ever was (I13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Column, Connection, Index, Integer, String, Table, func, select, update

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, only_where, ref
from storage.scope import OwnerScope
from storage.tickets import Tickets, estates_within

standard_items = Table(
    "standard_items",
    metadata,
    key(),
    ref("estate_id", "estates"),
    Column("touch_point", String(20), nullable=False),
    Column("key", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("side", String(4), nullable=False),
    Column("text", String(200), nullable=False),
    Column("noticeable", Boolean, nullable=False),
    Column("is_on", Boolean, nullable=False),
    ref("staff_id", "staff"),
    Column("at", Instant, nullable=False),
    Column("replaced_at", Instant),
)
_LIVE = standard_items.c.replaced_at.is_(None)
Index(
    "uq_standard_items_live", standard_items.c.estate_id, standard_items.c.touch_point, standard_items.c.key,
    unique=True, **only_where(_LIVE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An item as an estate has it. `text` "" for one that stands in every language, and is switched here; else the estate's own words,
    whose `version` counts up with every change of them. `side`: do or dont.
    """

    id: int
    estate_id: int
    touch_point: str
    key: str
    version: int
    side: str
    text: str
    noticeable: bool
    is_on: bool


class Standards:
    """The lists of the estates within one scope; owners' scopes hold none, they are staff's own."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def of(self, estate_id: int) -> list[OwnItem]:
        """What an estate changed, as it stands now."""
        return self._many(estate_id, live=True)

    def wordings(self, estate_id: int) -> dict[tuple[str, str, int], str]:
        """Every wording an estate ever had, by touch-point, key and version."""
        found = self._many(estate_id, live=False)
        return {(one.touch_point, one.key, one.version): one.text for one in found if one.text}

    def add(
        self,
        estate_id: int,
        touch_point: str,
        *,
        side: str,
        text: str,
        noticeable: bool,
        staff_id: int,
        at: datetime,
    ) -> OwnItem | None:
        """An item of the estate's own. None outside the scope, or where somebody added one at the same moment."""
        if not self._holds(estate_id):
            return None
        own = (standard_items.c.estate_id == estate_id) & (standard_items.c.text != "")
        keys = self._connection.execute(select(func.count(func.distinct(standard_items.c.key))).where(own))
        row = {
            "key": f"own_{keys.scalar_one() + 1}", "version": 1, "side": side, "text": text, "noticeable": noticeable,
            "is_on": True, "estate_id": estate_id, "touch_point": touch_point, "staff_id": staff_id, "at": at,
        }  # fmt: skip
        return self._put(row)

    def switch(
        self,
        estate_id: int,
        touch_point: str,
        key: str,
        *,
        side: str,
        is_on: bool,
        staff_id: int,
        at: datetime,
    ) -> OwnItem | None:
        """Switches an item off or on again. None outside the scope, or where somebody was faster."""
        before = self._ended(estate_id, touch_point, key, at)
        row = {
            "version": before.version if before else 0, "text": before.text if before else "",
            "noticeable": before.noticeable if before else False, "side": side, "is_on": is_on, "key": key,
            "estate_id": estate_id, "touch_point": touch_point, "staff_id": staff_id, "at": at,
        }  # fmt: skip
        return self._put(row) if self._holds(estate_id) else None

    def reword(
        self, estate_id: int, touch_point: str, key: str, *, text: str, staff_id: int, at: datetime
    ) -> OwnItem | None:
        """Other words for an item of the estate's own, under the next version; the words before stay with what was asked by them."""
        before = self._ended(estate_id, touch_point, key, at)
        if before is None or not before.text:
            return None
        row = {
            "version": before.version + 1, "text": text, "noticeable": before.noticeable, "side": before.side,
            "is_on": before.is_on, "key": key, "estate_id": estate_id, "touch_point": touch_point, "staff_id": staff_id,
            "at": at,
        }  # fmt: skip
        return self._put(row)

    def _ended(self, estate_id: int, touch_point: str, key: str, at: datetime) -> OwnItem | None:
        """The row that stood until now."""
        if not self._holds(estate_id):
            return None
        here = (standard_items.c.estate_id == estate_id) & (standard_items.c.touch_point == touch_point)
        statement = (
            update(standard_items).where(here, standard_items.c.key == key, _LIVE).values(replaced_at=at)
        )
        row = (
            self._connection.execute(statement.returning(*columns_of(OwnItem, standard_items)))
            .mappings()
            .first()
        )
        return as_value(row, OwnItem) if row else None

    def _put(self, row: dict[str, object]) -> OwnItem | None:
        statement = inserting(self._connection, standard_items).values(row).on_conflict_do_nothing()
        made = (
            self._connection.execute(statement.returning(*columns_of(OwnItem, standard_items)))
            .mappings()
            .first()
        )
        return as_value(made, OwnItem) if made else None

    def _holds(self, estate_id: int) -> bool:
        return not isinstance(self._scope, OwnerScope) and estate_id in estates_within(
            self._connection, self._scope
        )

    def _many(self, estate_id: int, *, live: bool) -> list[OwnItem]:
        if not self._holds(estate_id):
            return []
        statement = select(*columns_of(OwnItem, standard_items)).where(
            standard_items.c.estate_id == estate_id
        )
        statement = statement.where(_LIVE) if live else statement
        rows = self._connection.execute(statement.order_by(standard_items.c.id)).mappings()
        return [as_value(row, OwnItem) for row in rows]
