"""The register of an estate as a whole: what an import compares its rows with, and the changes it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage.base import as_value, columns_of
from storage.estates import Unit, day_in, estates, units
from storage.people import WORKING_THERE, occupancies, persons
from storage.staff import staff_estates
from storage.unit_attributes import unit_attributes


@dataclass(slots=True)
class Resident:
    """A person of the estate, their role by unit id, and the last day of those periods that have one."""

    id: int
    name: str
    language: str | None
    phone: str | None
    roles: dict[int, str]
    until: dict[int, date | None] = field(default_factory=dict)


def units_of(connection: Connection, estate_id: int) -> dict[str, Unit]:
    """Every unit of an estate by its label."""
    rows = connection.execute(
        select(*columns_of(Unit, units)).where(units.c.estate_id == estate_id)
    ).mappings()
    return {row["label"]: as_value(row, Unit) for row in rows}


def residents_of(connection: Connection, estate_id: int) -> list[Resident]:
    """Everybody of an estate, with or without a unit, in the order they were added."""
    people = select(persons.c.id, persons.c.name, persons.c.language, persons.c.phone)
    found = {
        row.id: Resident(row.id, row.name, row.language, row.phone, {})
        for row in connection.execute(people.where(persons.c.estate_id == estate_id).order_by(persons.c.id))
    }
    roles = select(occupancies.c.person_id, occupancies.c.unit_id, occupancies.c.role, occupancies.c.until)
    for row in connection.execute(roles.where(occupancies.c.estate_id == estate_id)):
        if row.person_id in found:
            found[row.person_id].roles[row.unit_id] = row.role
            found[row.person_id].until[row.unit_id] = row.until
    return list(found.values())


def change_estate(connection: Connection, estate_id: int, **values: Any) -> None:
    connection.execute(update(estates).where(estates.c.id == estate_id).values(values))


def change_person(connection: Connection, person_id: int, **values: Any) -> None:
    connection.execute(update(persons).where(persons.c.id == person_id).values(values))


def set_stay(
    connection: Connection,
    estate_id: int,
    *,
    person_id: int,
    unit_id: int,
    role: str,
    until: date | None,
    at: datetime,
) -> None:
    """Another role or another last day of somebody in a home.

    A period that had ended begins anew, and so does the stay of whoever worked there and now lives there: they read nothing from
    before. Working there takes nothing from whoever lives there.
    """
    where = (occupancies.c.person_id == person_id) & (occupancies.c.unit_id == unit_id)
    ended = occupancies.c.until < day_in(connection, estate_id, at)
    worked = occupancies.c.role.in_(WORKING_THERE)
    if role in WORKING_THERE:
        where &= worked | ended | ~occupancies.c.verified
        anew = where & ended
    else:
        anew = where & (ended | worked)
    connection.execute(update(occupancies).where(anew).values(since=at))
    connection.execute(update(occupancies).where(where).values(role=role, until=until))


def attributes_of(connection: Connection, estate_id: int) -> dict[int, dict[str, str]]:
    """What is said of the homes of an estate: values by name, by unit id."""
    columns = unit_attributes.c.unit_id, unit_attributes.c.name, unit_attributes.c.value
    found: dict[int, dict[str, str]] = {}
    for row in connection.execute(select(*columns).where(unit_attributes.c.estate_id == estate_id)):
        found.setdefault(row.unit_id, {})[row.name] = row.value
    return found


def serve(connection: Connection, *, staff_id: int, estate_id: int) -> None:
    """A member of staff serves one more estate."""
    connection.execute(insert(staff_estates).values(staff_id=staff_id, estate_id=estate_id))
