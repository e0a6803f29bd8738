"""The homes of the estates that a member of staff serves: what may be said of whom a notice means, and what is so about a home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, Connection, func, select

from storage import unit_attributes
from storage.audience import Audience, homes
from storage.estates import Unit, buildings, change_unit, units
from storage.incidents import incidents
from storage.scope import StaffScope
from storage.unit_attributes import Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What an audience of one estate can name: `buildings` by name with their ids, and the words that its homes have."""

    buildings: dict[str, int]
    floors: tuple[str, ...]
    lines: tuple[str, ...]
    stairs: tuple[str, ...]
    attributes: tuple[str, ...]
    tiers: tuple[str, ...]
    incidents: tuple[int, ...]


class Homes:
    """The homes within a staff scope. What lies outside has no choices, no labels, no attributes."""

    def __init__(self, connection: Connection, scope: StaffScope) -> None:
        self._connection, self._scope = connection, scope

    def choices(self, estate_id: int) -> Choices:
        """Everything that can be named of an estate; its incidents are those that are open."""
        if estate_id not in self._scope.estate_ids:
            return Choices(
                buildings={}, floors=(), lines=(), stairs=(), attributes=(), tiers=(), incidents=()
            )
        named = select(buildings.c.name, buildings.c.id).where(buildings.c.estate_id == estate_id)
        still = (incidents.c.estate_id == estate_id) & incidents.c.closed_at.is_(None)
        return Choices(
            buildings={row.name: row.id for row in self._connection.execute(named.order_by(buildings.c.id))},
            floors=self._distinct(units.c.floor, estate_id), lines=self._distinct(units.c.line, estate_id),
            stairs=self._distinct(units.c.stair, estate_id), tiers=self._distinct(units.c.tier, estate_id),
            attributes=unit_attributes.names_of(self._connection, estate_id),
            incidents=tuple(self._connection.execute(select(incidents.c.id).where(still)).scalars()),
        )  # fmt: skip

    def _distinct(self, column: Column[str], estate_id: int) -> tuple[str, ...]:
        """What stands in a column of an estate's homes; numbers in their order, then words."""
        found = self._connection.execute(
            select(column).where(units.c.estate_id == estate_id, column.is_not(None)).distinct()
        ).scalars()
        return tuple(sorted(filter(None, found), key=_as_counted))

    def labelled(self, estate_id: int, labels: Sequence[str]) -> dict[str, int]:
        """The homes of an estate that are called so: their ids by label. At most storage.audience.MOST_LISTED labels."""
        if estate_id not in self._scope.estate_ids:
            return {}
        called = select(units.c.label, units.c.id).where(
            units.c.estate_id == estate_id, units.c.label.in_(labels)
        )
        return {row.label: row.id for row in self._connection.execute(called)}

    def labels(self, unit_ids: Sequence[int]) -> dict[int, str]:
        """What homes are called, by id, in the order of their labels."""
        mine = units.c.id.in_(unit_ids) & units.c.estate_id.in_(self._scope.estate_ids)
        found = self._connection.execute(
            select(units.c.id, units.c.label).where(mine).order_by(units.c.label)
        )
        return {row.id: row.label for row in found}

    def example(self, estate_id: int) -> str:
        """A label as the estate writes them; empty where there is no home."""
        if estate_id not in self._scope.estate_ids:
            return ""
        first = select(units.c.label).where(units.c.estate_id == estate_id).order_by(units.c.label).limit(1)
        return self._connection.execute(first).scalar() or ""

    def count(self, estate_id: int, audience: Audience, today: date) -> int:
        """How many homes an audience means."""
        if estate_id not in self._scope.estate_ids:
            return 0
        meant = homes(estate_id, audience, today).subquery()
        return self._connection.execute(select(func.count()).select_from(meant)).scalar_one()

    def attributes(self, unit: Unit) -> list[Attribute]:
        """What is said of a home; `ground_floor` by its floor alone is not among it."""
        return unit_attributes.of_unit(self._connection, unit.id) if self._serves(unit) else []

    def set_attribute(self, unit: Unit, name: str, at: datetime, value: str = "") -> bool:
        """The home has the attribute; False for one out of scope."""
        if self._serves(unit):
            unit_attributes.set_attribute(
                self._connection, estate_id=unit.estate_id, unit_id=unit.id, name=name, at=at, value=value
            )
        return self._serves(unit)

    def clear_attribute(self, unit: Unit, name: str) -> bool:
        """The home has it no more; False where nobody said that it had."""
        return self._serves(unit) and unit_attributes.clear(self._connection, unit.id, name)

    def set_tier(self, unit: Unit, tier: str | None) -> bool:
        """The household's tier; False for a home out of scope."""
        if self._serves(unit):
            change_unit(self._connection, unit.id, tier=tier)
        return self._serves(unit)

    def _serves(self, unit: Unit) -> bool:
        return unit.estate_id in self._scope.estate_ids


def _as_counted(text: str) -> tuple[int, int, str]:
    return (0, int(text), text) if text.isascii() and text.isdecimal() else (1, 0, text)
