"""What is so about a home and matters to a notice: it has an alarm, somebody old lives there alone, it charges a car (H08, H10).

A name is free; handlers/notices knows words for the usual ones. `ground_floor` alone is read from the floor too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    String,
    Table,
    UniqueConstraint,
    and_,
    delete,
    exists,
    or_,
    select,
)

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, ref
from storage.estates import estates, units

unit_attributes = Table(
    "unit_attributes",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("unit_id", "units"),
    Column("name", String(40), nullable=False),
    Column("value", String(120), nullable=False),
    Column("since", Instant, nullable=False),
    UniqueConstraint("unit_id", "name"),
)
Index(
    "ix_unit_attributes_name", unit_attributes.c.estate_id, unit_attributes.c.name, unit_attributes.c.unit_id
)

GROUND_FLOOR = "ground_floor"

#: How the floor at street level is written everywhere, and where it is the first.
_GROUND = ("G", "g", "GF", "gf", "G/F", "g/f", "UG", "地下", "地面", "首层", "首層", "底层", "底層")
_FIRST = ("1", "01", "1F", "1f", "1/F", "1层", "1層", "1楼", "1樓", "一层", "一層", "一楼", "一樓")

#: Places that call the floor above the street the first.
_FIRST_IS_ABOVE = ("HK", "MO", "GB", "IE", "AU", "NZ", "IN", "MY")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a home; `value` is empty where the name says it all."""

    unit_id: int
    name: str
    value: str
    since: datetime


def has(estate_id: int, name: str) -> ColumnElement[bool]:
    """Homes of an estate that have an attribute."""
    said = units.c.id.in_(select(unit_attributes.c.unit_id).where(_named(estate_id, name)))
    return or_(said, _at_street_level(estate_id)) if name == GROUND_FLOOR else said


def lacks(estate_id: int, name: str) -> ColumnElement[bool]:
    """Homes of an estate of which nobody said that they have an attribute."""
    unsaid = ~exists().where(_named(estate_id, name), unit_attributes.c.unit_id == units.c.id)
    return and_(unsaid, ~_at_street_level(estate_id)) if name == GROUND_FLOOR else unsaid


def _named(estate_id: int, name: str) -> ColumnElement[bool]:
    return (unit_attributes.c.estate_id == estate_id) & (unit_attributes.c.name == name)


def _at_street_level(estate_id: int) -> ColumnElement[bool]:
    """By the floor as the register writes it: G everywhere, 1 where the country counts from the street."""
    country = select(estates.c.jurisdiction).where(estates.c.id == estate_id).scalar_subquery()
    return or_(units.c.floor.in_(_GROUND), and_(units.c.floor.in_(_FIRST), country.not_in(_FIRST_IS_ABOVE)))


def of_unit(connection: Connection, unit_id: int) -> list[Attribute]:
    """What is said of one home, by name."""
    mine = select(*columns_of(Attribute, unit_attributes)).where(unit_attributes.c.unit_id == unit_id)
    rows = connection.execute(mine.order_by(unit_attributes.c.name)).mappings()
    return [as_value(row, Attribute) for row in rows]


def names_of(connection: Connection, estate_id: int) -> tuple[str, ...]:
    """Every name that some home of an estate has, `ground_floor` among them."""
    mine = unit_attributes.c.estate_id == estate_id
    found = connection.execute(select(unit_attributes.c.name).where(mine).distinct()).scalars()
    return tuple(sorted({*found, GROUND_FLOOR}))


def set_attribute(
    connection: Connection, *, estate_id: int, unit_id: int, name: str, at: datetime, value: str = ""
) -> None:
    """The home has the attribute, since now; said again it keeps its day, and takes the new value."""
    row = {"estate_id": estate_id, "unit_id": unit_id, "name": name, "value": value, "since": at}
    statement = inserting(connection, unit_attributes).values(row)
    kept = statement.on_conflict_do_update(index_elements=["unit_id", "name"], set_={"value": value})
    connection.execute(kept)


def clear(connection: Connection, unit_id: int, name: str) -> bool:
    """The home has the attribute no more; False when nobody said that it had."""
    mine = (unit_attributes.c.unit_id == unit_id) & (unit_attributes.c.name == name)
    return connection.execute(delete(unit_attributes).where(mine)).rowcount == 1
