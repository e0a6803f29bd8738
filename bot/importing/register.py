"""What is known of each estate while an import runs: read once, and kept in step with what the import writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from storage import estates, people, register, staff, unit_attributes
from storage.db import Connection
from storage.estates import Estate
from storage.register import Resident
from storage.staff import Staff


class EstateRegister:
    """One estate's staff by name, units by label, residents by name."""

    def __init__(self, connection: Connection, estate: Estate) -> None:
        self.estate = estate
        self.staff = {one.name: one for one in staff.serving(connection, estate.id)}
        self.units = register.units_of(connection, estate.id)
        self.unit_ids = {label: unit.id for label, unit in self.units.items()}
        self.attributes = register.attributes_of(connection, estate.id)
        self._buildings: dict[str, int] = {}
        self._residents: dict[str, list[Resident]] = defaultdict(list)
        for one in register.residents_of(connection, estate.id):
            self._residents[one.name].append(one)

    def building(self, connection: Connection, name: str) -> int:
        if name not in self._buildings:
            self._buildings[name] = estates.building_named(connection, self.estate.id, name).id
        return self._buildings[name]

    def describe(
        self, connection: Connection, unit_id: int, said: Iterable[tuple[str, str | None]], now: datetime
    ) -> bool:
        """Keeps the attributes that are said of a home, None as a value takes one away; whether anything differed."""
        known = self.attributes.get(unit_id, {})
        differing = [(name, value) for name, value in said if known.get(name) != value]
        for name, value in differing:
            if value is None:
                unit_attributes.clear(connection, unit_id, name)
            else:
                unit_attributes.set_attribute(
                    connection, estate_id=self.estate.id, unit_id=unit_id, name=name, value=value, at=now
                )
        return bool(differing)

    def added_staff(self, connection: Connection, **facts: Any) -> Staff:
        staff_id = staff.add(connection, estate_ids=(self.estate.id,), **facts)
        found = staff.by_id(connection, staff_id)
        assert found is not None
        return found

    def added_resident(self, connection: Connection, **facts: Any) -> Resident:
        person_id = people.add(connection, estate_id=self.estate.id, **facts)
        made = Resident(person_id, facts["name"], facts["language"], facts["phone"], {})
        self._residents[made.name].append(made)
        return made

    def resident(self, name: str, phone: str | None, unit_id: int) -> Resident | None:
        """The same name in the same unit; else the same name with the same number."""
        namesakes = self._residents.get(name, [])
        there = next((one for one in namesakes if unit_id in one.roles), None)
        return there or next((one for one in namesakes if phone and one.phone == phone), None)


def registers(connection: Connection) -> dict[str, EstateRegister]:
    """Every estate's register by its code."""
    return {one.code: EstateRegister(connection, one) for one in estates.all_of_them(connection)}
