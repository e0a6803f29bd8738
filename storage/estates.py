"""Estates, buildings and units: where people live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    insert,
    select,
    update,
)

from storage.base import Json, as_value, columns_of, key, metadata, only_where, ref
from storage.lines import LONGEST, line_of, stair_of

estates = Table(
    "estates",
    metadata,
    key(),
    Column("code", String(12), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("jurisdiction", String(8), nullable=False),
    Column("language", String(8), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("numbers", Json, nullable=False),
    Column("next_number", Integer, nullable=False),
)

buildings = Table(
    "buildings",
    metadata,
    key(),
    ref("estate_id", "estates"),
    Column("name", String(60), nullable=False),
    UniqueConstraint("estate_id", "name"),
)

units = Table(
    "units",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("building_id", "buildings"),
    Column("label", String(60), nullable=False),
    Column("floor", String(12), nullable=False),
    Column("delivered_on", Date),
    Column("accepted_on", Date),
    ref("housekeeper_id", "staff", null=True),
    Column("line", String(LONGEST), nullable=False),
    Column("stair", String(LONGEST), nullable=False),
    Column("tier", String(20)),
    Column("stage", String(16)),
    UniqueConstraint("estate_id", "label"),
)
Index("ix_units_place", units.c.estate_id, units.c.building_id, units.c.floor)
Index("ix_units_tier", units.c.estate_id, units.c.tier, **only_where(units.c.tier.is_not(None)))


@dataclass(frozen=True, slots=True)
class Estate:
    """An estate; `language` is its staff's language, `phone` its round-the-clock number, `numbers` emergency numbers by name."""

    id: int
    code: str
    name: str
    timezone: str
    jurisdiction: str
    language: str
    phone: str
    numbers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Building:
    id: int
    estate_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A home. `label` is how the estate writes it (3-2-1502); warranty runs from the two dates.

    `line` and `stair` say which homes stand above it (storage.lines); `tier` is the household's standing, `stage` where the home
    stands in its life as long as no date tells (storage.life_stages).
    """

    id: int
    estate_id: int
    building_id: int
    label: str
    floor: str
    delivered_on: date | None
    accepted_on: date | None
    housekeeper_id: int | None
    line: str
    stair: str
    tier: str | None
    stage: str | None


def by_id(connection: Connection, estate_id: int) -> Estate | None:
    return _one(connection, estates.c.id == estate_id)


def by_code(connection: Connection, code: str) -> Estate | None:
    return _one(connection, estates.c.code == code)


def all_of_them(connection: Connection) -> list[Estate]:
    rows = connection.execute(select(*columns_of(Estate, estates)).order_by(estates.c.id)).mappings()
    return [as_value(row, Estate) for row in rows]


def first(connection: Connection) -> Estate | None:
    """The estate that somebody unknown is taken to write about, where nothing else tells."""
    return next(iter(all_of_them(connection)), None)


def _one(connection: Connection, condition: Any) -> Estate | None:
    row = connection.execute(select(*columns_of(Estate, estates)).where(condition)).mappings().first()
    return as_value(row, Estate) if row else None


def day_in(connection: Connection, estate_id: int, at: datetime) -> date:
    """The day of the calendar that a moment falls on at an estate."""
    found = by_id(connection, estate_id)
    assert found is not None
    return at.astimezone(ZoneInfo(found.timezone)).date()


def next_number(connection: Connection, estate_id: int) -> str:
    """The next ticket number of an estate, as owners see it: its code, a hyphen, a count that never repeats."""
    row = connection.execute(
        update(estates)
        .where(estates.c.id == estate_id)
        .values(next_number=estates.c.next_number + 1)
        .returning(estates.c.code, estates.c.next_number)
    ).one()
    return f"{row.code}-{row.next_number - 1}"


def add_estate(connection: Connection, **values: Any) -> int:
    """A new estate; its tickets are numbered from 1001."""
    row = {"numbers": {}, "next_number": 1001, **values}
    return int(connection.execute(insert(estates).values(row).returning(estates.c.id)).scalar_one())


def building_named(connection: Connection, estate_id: int, name: str) -> Building:
    """The building of that name, added when the estate has none yet."""
    condition = (buildings.c.estate_id == estate_id) & (buildings.c.name == name)
    row = connection.execute(select(buildings).where(condition)).mappings().first()
    if row is None:
        statement = insert(buildings).values(estate_id=estate_id, name=name).returning(*buildings.c)
        row = connection.execute(statement).mappings().one()
    return as_value(row, Building)


def buildings_of(connection: Connection, estate_ids: tuple[int, ...]) -> list[Building]:
    statement = select(buildings).where(buildings.c.estate_id.in_(estate_ids)).order_by(buildings.c.id)
    return [as_value(row, Building) for row in connection.execute(statement).mappings()]


def add_unit(connection: Connection, **values: Any) -> int:
    """A new home; its line and stair are read from its label."""
    row = {
        "line": line_of(values["label"], values.get("floor", "")),
        "stair": stair_of(values["label"]),
        **values,
    }
    return int(connection.execute(insert(units).values(row).returning(units.c.id)).scalar_one())


def change_unit(connection: Connection, unit_id: int, **values: Any) -> None:
    """New facts of a home; another floor may make another line of it."""
    if "floor" in values:
        label = connection.execute(select(units.c.label).where(units.c.id == unit_id)).scalar_one()
        values["line"] = line_of(label, values["floor"])
    connection.execute(update(units).where(units.c.id == unit_id).values(values))


def unit_labelled(connection: Connection, estate_id: int, label: str) -> Unit | None:
    condition = (units.c.estate_id == estate_id) & (units.c.label == label)
    row = connection.execute(select(*columns_of(Unit, units)).where(condition)).mappings().first()
    return as_value(row, Unit) if row else None


def units_of(connection: Connection, estate_ids: tuple[int, ...]) -> list[Unit]:
    """Every unit of some estates."""
    statement = select(*columns_of(Unit, units)).where(units.c.estate_id.in_(estate_ids)).order_by(units.c.id)
    return [as_value(row, Unit) for row in connection.execute(statement).mappings()]


def units_by_id(connection: Connection, unit_ids: tuple[int, ...]) -> list[Unit]:
    statement = select(*columns_of(Unit, units)).where(units.c.id.in_(unit_ids)).order_by(units.c.id)
    return [as_value(row, Unit) for row in connection.execute(statement).mappings()]


def labels_of(connection: Connection, estate_id: int) -> tuple[str, ...]:
    """Every unit label of an estate, for reading unit notations against."""
    statement = select(units.c.label).where(units.c.estate_id == estate_id).order_by(units.c.id)
    return tuple(connection.execute(statement).scalars())
