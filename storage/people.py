"""Persons, and their roles in units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    String,
    Table,
    UniqueConstraint,
    and_,
    insert,
    or_,
    select,
)

from storage import estates
from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.scope import Home

persons = Table(
    "persons",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    Column("name", String(120), nullable=False),
    Column("language", String(8)),
    Column("phone", String(40)),
)

occupancies = Table(
    "occupancies",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("person_id", "persons"),
    ref("unit_id", "units", index=True),
    Column("role", String(12), nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Date),
    UniqueConstraint("person_id", "unit_id"),
)

#: The roles of a person in a unit (design glossary: occupancy). Whoever renovates works there for a period and does not live there
#: (H11).
ROLES = ("owner", "family", "tenant", "renovation")
WORKING_THERE = ("renovation",)


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    estate_id: int
    name: str
    language: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Occupant:
    """A person in a unit, as one line of a card; `until` is the last day of their period, None without an end."""

    person_id: int
    name: str
    role: str
    verified: bool
    until: date | None


def live(today: date, of: FromClause = occupancies) -> ColumnElement[bool]:
    """Verified, and within its period: `until` is the last day of a tenant or of whoever renovates, none is without an end.

    `of` is the table of occupancies, or an alias of it.
    """
    return and_(of.c.verified, or_(of.c.until.is_(None), of.c.until >= today))


def add(connection: Connection, **values: Any) -> int:
    return int(connection.execute(insert(persons).values(values).returning(persons.c.id)).scalar_one())


def by_id(connection: Connection, person_id: int) -> Person | None:
    row = (
        connection.execute(select(*columns_of(Person, persons)).where(persons.c.id == person_id))
        .mappings()
        .first()
    )
    return as_value(row, Person) if row else None


def set_language(connection: Connection, person_id: int, language: str) -> None:
    connection.execute(persons.update().where(persons.c.id == person_id).values(language=language))


def occupants_of(connection: Connection, unit_id: int) -> list[Occupant]:
    statement = (
        select(
            occupancies.c.person_id,
            persons.c.name,
            occupancies.c.role,
            occupancies.c.verified,
            occupancies.c.until,
        )
        .join(persons, persons.c.id == occupancies.c.person_id)
        .where(occupancies.c.unit_id == unit_id)
        .order_by(occupancies.c.id)
    )
    return [as_value(row, Occupant) for row in connection.execute(statement).mappings()]


def homes_of(connection: Connection, person_id: int, today: date) -> tuple[Home, ...]:
    """The units a person is verified in and whose period there has not ended, the longest-standing first."""
    statement = (
        select(occupancies.c.unit_id, occupancies.c.since, occupancies.c.role)
        .where(occupancies.c.person_id == person_id, live(today))
        .order_by(occupancies.c.id)
    )
    return tuple(
        Home(row.unit_id, row.since, row.role not in WORKING_THERE) for row in connection.execute(statement)
    )


def occupy(
    connection: Connection,
    *,
    estate_id: int,
    person_id: int,
    unit_id: int,
    role: str,
    at: datetime,
    until: date | None = None,
) -> None:
    """The person has this role in the unit, verified, up to a last day where one is given; said twice it stays one occupancy.

    A period that ended before `at` begins anew: what was reported between the two is not theirs to read. So does the stay of
    whoever worked there and comes to live there; working there takes nothing from whoever lives there.
    """
    where = (occupancies.c.person_id == person_id) & (occupancies.c.unit_id == unit_id)
    known = connection.execute(select(occupancies).where(where)).first()
    if known is None:
        row = {"estate_id": estate_id, "person_id": person_id, "unit_id": unit_id, "role": role, "since": at}
        connection.execute(insert(occupancies).values(row | {"verified": True, "until": until}))
        return
    ended = known.until is not None and known.until < estates.day_in(connection, estate_id, at)
    lives = known.verified and not ended and known.role not in WORKING_THERE
    if lives and role in WORKING_THERE:
        return
    moves_in = known.role in WORKING_THERE and role not in WORKING_THERE
    begins = ended or moves_in or not known.verified
    anew = {"role": role, "since": at, "until": until} if begins else {"until": until} if until else {}
    connection.execute(occupancies.update().where(where).values(verified=True, **anew))


def leave(connection: Connection, *, person_id: int, unit_id: int) -> bool:
    """The person gives up a unit; False when they had no part in it."""
    where = (occupancies.c.person_id == person_id) & (occupancies.c.unit_id == unit_id)
    return connection.execute(occupancies.delete().where(where)).rowcount == 1


def anybody_lives_in(connection: Connection, unit_id: int, today: date) -> bool:
    """Whether a unit has a household now; whoever only works there is none."""
    there = (occupancies.c.unit_id == unit_id) & occupancies.c.role.not_in(WORKING_THERE) & live(today)
    return connection.execute(select(occupancies.c.id).where(there).limit(1)).first() is not None


def names_beside(
    connection: Connection, estate_id: int, unit_id: int | None, person_id: int | None
) -> tuple[str, ...]:
    """The names of the estate's people who neither live in a unit nor are this person: third parties in what they reported."""
    at_home = select(occupancies.c.person_id).where(occupancies.c.unit_id == unit_id)
    where = (
        (persons.c.estate_id == estate_id) & persons.c.id.not_in(at_home) & (persons.c.id != (person_id or 0))
    )
    return tuple(connection.execute(select(persons.c.name).where(where).order_by(persons.c.id)).scalars())
