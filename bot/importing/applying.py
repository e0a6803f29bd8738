"""Writes the rows of an import: adds what is new, changes what differs, leaves the rest. An empty cell changes nothing.

Who is the same person? The same name in the same unit; else the same name with the same number. Nothing is ever deleted.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.importing.mistakes import Mistakes, Place
from bot.importing.reading import Progress, Rows
from bot.importing.register import EstateRegister, registers
from bot.importing.rows import EstateRow, PartyRow, PersonRow, StaffRow, UnitRow
from bot.importing.summary import CHANGED, NEW, SAME, Summary
from bot.importing.values import NO_END
from storage import estates, parties, people, register, staff
from storage.db import Connection
from storage.register import Resident


class Applying:
    """One import under way, within one transaction."""

    def __init__(self, connection: Connection, rows: Rows, mistakes: Mistakes, now: datetime) -> None:
        self._connection, self._rows, self._mistakes, self._now = connection, rows, mistakes, now
        self._registers: dict[str, EstateRegister] = {}
        self._seen: dict[tuple[str, ...], Place] = {}
        self._said: dict[int, tuple[PersonRow, Place]] = {}
        self._newcomers: set[int] = set()
        self.summary = Summary(notes=list(rows.notes))

    def all(self, progress: Progress) -> None:
        """Writes every row, in the order in which they need each other."""
        for estate in self._rows.estates:
            self._estate(estate)
        self._registers = registers(self._connection)
        steps = [(self._staff, row) for row in self._rows.staff]
        steps += [(self._unit, row) for row in self._rows.units]  # type: ignore[misc]
        steps += [(self._person, row) for row in self._rows.people]  # type: ignore[misc]
        steps += [(self._party, row) for row in self._rows.parties]  # type: ignore[misc]
        for done, (write, row) in enumerate(steps):
            if done % 100 == 0:
                progress("writing", done, len(steps))
            write(row)

    def _first_time(self, place: Place, *identity: str) -> bool:
        """False, and a mistake, when the files have said this before."""
        before = self._seen.setdefault(identity, place)
        if before is not place:
            self._mistakes.add(place, f"{' '.join(identity[2:])} stands twice, first in {before}")
        return before is place

    def _estate(self, row: EstateRow) -> None:
        if not self._first_time(row.place, "estates", "", row.code):
            return
        facts = {
            name: getattr(row, name) for name in ("name", "timezone", "jurisdiction", "language", "phone")
        }
        known = estates.by_code(self._connection, row.code)
        if known is None:
            lacking = [name for name, value in facts.items() if not value]
            if lacking:
                self._mistakes.add(
                    row.place, f"the estate {row.code} is new; it needs its {', '.join(lacking)}"
                )
                facts |= dict.fromkeys(lacking, "")
            estates.add_estate(self._connection, code=row.code, **facts)
            self.summary.count("estates", NEW)
            return
        changes = _differing(known, facts)
        if changes:
            register.change_estate(self._connection, known.id, **changes)
        self.summary.count("estates", CHANGED if changes else SAME)

    def _staff(self, row: StaffRow) -> None:
        here = self._registers[row.estate]
        if not self._first_time(row.place, "staff", row.estate, row.name):
            return
        known = staff.by_telegram(self._connection, row.telegram_id) if row.telegram_id else None
        known = known or here.staff.get(row.name)
        facts: dict[str, Any] = {
            name: getattr(row, name)
            for name in ("name", "role", "language", "telegram_id", "skills", "speaks", "capacity", "hours")
        }
        if known is None:
            said = {name: value for name, value in facts.items() if value is not None}
            here.staff[row.name] = here.added_staff(
                self._connection, **({"language": here.estate.language} | said)
            )
            self.summary.count("staff", NEW)
            return
        changes = _differing(known, facts)
        if changes:
            staff.change(self._connection, known.id, **changes)
        serves = here.estate.id in known.estate_ids
        if not serves:
            register.serve(self._connection, staff_id=known.id, estate_id=here.estate.id)
        here.staff[row.name] = known
        self.summary.count("staff", CHANGED if changes or not serves else SAME)

    def _unit(self, row: UnitRow) -> None:
        here = self._registers[row.estate]
        if not self._first_time(row.place, "units", row.estate, row.unit):
            return
        facts: dict[str, Any] = {
            "building_id": here.building(self._connection, row.building), "floor": row.floor, "delivered_on": row.delivered_on,
            "accepted_on": row.accepted_on, "housekeeper_id": self._housekeeper(row, here), "tier": row.tier, "stage": row.stage,
        }  # fmt: skip
        known = here.units.get(row.unit)
        if known is None:
            facts["floor"] = row.floor or ""
            here.unit_ids[row.unit] = estates.add_unit(
                self._connection, estate_id=here.estate.id, label=row.unit, **facts
            )
            here.describe(self._connection, here.unit_ids[row.unit], row.attributes, self._now)
            self.summary.count("units", NEW)
            return
        changes = _differing(known, facts)
        if changes:
            estates.change_unit(self._connection, known.id, **changes)
        described = here.describe(self._connection, known.id, row.attributes, self._now)
        self.summary.count("units", CHANGED if changes or described else SAME)

    def _housekeeper(self, row: UnitRow, here: EstateRegister) -> int | None:
        found = here.staff.get(row.housekeeper) if row.housekeeper else None
        if row.housekeeper and not found and ("staff", row.housekeeper) not in self._rows.mentioned:
            self._mistakes.add(
                row.place.at("housekeeper"), f"nobody on the staff is called {row.housekeeper}"
            )
        return found.id if found else None

    def _person(self, row: PersonRow) -> None:
        here = self._registers[row.estate]
        unit_id = here.unit_ids.get(row.unit)
        if unit_id is None:
            if ("units", row.unit) not in self._rows.mentioned:
                self._mistakes.add(row.place.at("unit"), f"{here.estate.name} has no unit {row.unit}")
            return
        if not self._first_time(row.place, "people", row.estate, row.name, row.unit):
            return
        known = here.resident(row.name, row.phone, unit_id)
        if row.role in people.WORKING_THERE and not self._last_day(row, known, unit_id):
            self._mistakes.add(row.place.at("until"), f"{row.name} renovates in {row.unit}; until which day?")
            return
        if known is None:
            known = here.added_resident(
                self._connection, name=row.name, phone=row.phone, language=row.language
            )
            self._move_in(known, unit_id, row)
            self._newcomers.add(known.id)
            outcome = NEW
        else:
            outcome = CHANGED if self._change_person(known, unit_id, row) else SAME
        self.summary.count("people", NEW if known.id in self._newcomers else outcome)
        self._said.setdefault(known.id, (row, row.place))

    def _change_person(self, known: Resident, unit_id: int, row: PersonRow) -> bool:
        """Whether anything differed from what is known."""
        changes = _differing(known, {"phone": row.phone, "language": row.language})
        if changes and known.id in self._said and not self._agrees(row, *self._said[known.id]):
            return False
        if changes:
            register.change_person(self._connection, known.id, **changes)
            known.phone, known.language = row.phone or known.phone, row.language or known.language
        role, until = known.roles.get(unit_id), self._last_day(row, known, unit_id)
        stays = role == row.role and known.until.get(unit_id) == until
        if role is None:
            self._move_in(known, unit_id, row)
        elif not stays:
            register.set_stay(
                self._connection, self._registers[row.estate].estate.id, person_id=known.id, unit_id=unit_id, role=row.role,
                until=until, at=self._now,
            )  # fmt: skip
        return bool(changes) or not stays

    @staticmethod
    def _last_day(row: PersonRow, known: Resident | None, unit_id: int) -> date | None:
        """Somebody's last day in a home by this row, or where it says nothing, as it is known."""
        if row.until is None:
            return known.until.get(unit_id) if known else None
        return None if row.until == NO_END else row.until

    def _agrees(self, row: PersonRow, earlier: PersonRow, place: Place) -> bool:
        """One person cannot have two numbers or two languages in one import: the last row would win each time."""
        for name in ("phone", "language"):
            here, there = getattr(row, name), getattr(earlier, name)
            if here and there and here != there:
                self._mistakes.add(row.place.at(name), f"{row.name} has another {name} in {place}")
                return False
        return True

    def _party(self, row: PartyRow) -> None:
        """A firm of one estate, or of all: the same name there is the same firm."""
        if not self._first_time(row.place, "parties", row.estate, row.name):
            return
        here = self._registers[row.estate].estate if row.estate else None
        known = parties.known(self._connection, here.id if here else None).get(row.name)
        facts: dict[str, Any] = {
            "kind": row.kind, "trades": row.trades, "phone": row.phone, "language": row.language, "status": row.status,
            "note": row.note,
        }  # fmt: skip
        given = {name: value for name, value in facts.items() if value is not None}
        if known is None:
            spoken = {"language": row.language or (here.language if here else "en")}
            parties.add(
                self._connection,
                name=row.name,
                estate_id=here.id if here else None,
                **_as_kept(given | spoken),
            )
            self.summary.count("parties", NEW)
            return
        changes = _differing(known, facts)
        if changes:
            parties.change(self._connection, known.id, **_as_kept(changes))
        self.summary.count("parties", CHANGED if changes else SAME)

    def _move_in(self, who: Resident, unit_id: int, row: PersonRow) -> None:
        people.occupy(
            self._connection, estate_id=self._registers[row.estate].estate.id, person_id=who.id, unit_id=unit_id,
            role=row.role, at=self._now, until=self._last_day(row, None, unit_id),
        )  # fmt: skip
        who.roles[unit_id] = row.role


def _differing(known: Any, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts that are given and are not what is known."""
    return {
        name: value for name, value in facts.items() if value is not None and value != getattr(known, name)
    }


def _as_kept(facts: dict[str, Any]) -> dict[str, Any]:
    """What a table's column holds: lists where values hold tuples."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}
