"""The rows of the five kinds as values; a cell that cannot be read is a mistake, and its row goes no further."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bot.importing import home_values, values
from bot.importing.headings import Headed
from bot.importing.mistakes import Mistakes, Place
from bot.importing.tables import Line

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EstateRow:
    """An estate, or what is to change of one; None leaves a fact as it is."""

    place: Place
    code: str
    name: str | None
    timezone: str | None
    jurisdiction: str | None
    language: str | None
    phone: str | None

    @classmethod
    def from_options(
        cls, *, code: str, name: str, timezone: str, jurisdiction: str, phone: str, language: str
    ) -> EstateRow:
        """An estate as the command's options describe it. Raises ImportMistakes."""
        cells = {
            "code": code, "name": name, "timezone": timezone, "jurisdiction": jurisdiction, "phone": phone, "language": language,
        }  # fmt: skip
        titles = {key: f"--estate-{key}" if key == "name" else f"--{key}" for key in cells} | {
            "code": "--estate"
        }
        mistakes = Mistakes()
        read = Cells(Place("options"), cells, titles, mistakes)
        row = estate_row(read)
        mistakes.raise_any()
        return row


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A home. `attributes` are names with their values, None as the value takes one away; None elsewhere leaves a fact as it is."""

    place: Place
    estate: str
    building: str
    unit: str
    floor: str | None
    delivered_on: date | None
    accepted_on: date | None
    housekeeper: str | None
    attributes: tuple[tuple[str, str | None], ...]
    tier: str | None
    stage: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a home. `until` is their last day there, values.NO_END takes it away, None leaves it as it is."""

    place: Place
    estate: str
    name: str
    language: str | None
    phone: str | None
    unit: str
    role: str
    until: date | None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff, with their place in the roster; None leaves a fact as it is."""

    place: Place
    estate: str
    name: str
    role: str
    language: str | None
    telegram_id: str | None
    skills: tuple[str, ...] | None
    speaks: tuple[str, ...] | None
    capacity: int | None
    hours: str | None


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A firm or department; an empty `estate` is all of them."""

    place: Place
    estate: str
    name: str
    kind: str
    trades: tuple[str, ...]
    phone: str | None
    language: str | None
    status: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row must know of its estate: how dates and numbers are written there, and what is spoken."""

    code: str
    name: str
    jurisdiction: str


@dataclass(slots=True)
class Cells:
    """The cells of one row by field. `wrong` once one of them could not be read."""

    place: Place
    cells: dict[str, str]
    titles: dict[str, str]
    mistakes: Mistakes
    wrong: bool = field(default=False)

    @classmethod
    def of(cls, table: Headed, line: Line, mistakes: Mistakes) -> Cells:
        found = {name: line.cells[at] if at < len(line.cells) else "" for name, at in table.columns.items()}
        return cls(Place(table.name, line.number), found, table.titles, mistakes)

    def take(self, name: str, read: Callable[[str], T]) -> T | None:
        """The value of a cell; None, and a mistake, when it cannot be read."""
        try:
            return read(self.cells.get(name, ""))
        except ValueError as error:
            self.wrong = True
            self.mistakes.add(self.place.at(self.titles.get(name, name)), str(error))
            return None

    def must(self, name: str, read: Callable[[str], T], otherwise: T) -> T:
        """As `take`; `otherwise` stands in a row that goes no further."""
        found = self.take(name, read)
        return otherwise if found is None else found


def _maybe(read: Callable[[str], T]) -> Callable[[str], T | None]:
    return lambda text: read(text) if text else None


def estate_row(cells: Cells) -> EstateRow:
    place = cells.take("jurisdiction", _maybe(values.jurisdiction))
    return EstateRow(
        cells.place, cells.must("code", values.estate_code, ""), cells.take("name", _maybe(values.name)),
        cells.take("timezone", _maybe(values.timezone)), place,
        cells.take("language", lambda text: values.language(text, place or "")),
        cells.take("phone", _maybe(lambda text: values.name(text, 40))),
    )  # fmt: skip


def unit_row(cells: Cells, estate: Facts) -> UnitRow:
    def day(text: str) -> date | None:
        return values.day(text, estate.jurisdiction)

    return UnitRow(
        cells.place, estate.code, cells.must("building", lambda text: values.name(text, 60), ""),
        cells.must("unit", lambda text: values.name(text, 60), ""),
        cells.take("floor", _maybe(lambda text: values.name(text, 12))), cells.take("delivered_on", day),
        cells.take("accepted_on", day), cells.cells.get("housekeeper") or None, cells.must("attributes", home_values.attributes, ()),
        cells.take("tier", home_values.tier), cells.take("stage", home_values.stage),
    )  # fmt: skip


def person_row(cells: Cells, estate: Facts) -> PersonRow:
    return PersonRow(
        cells.place, estate.code, cells.must("name", values.name, ""),
        cells.take("language", lambda text: values.language(text, estate.jurisdiction)),
        cells.take("phone", lambda text: values.phone(text, estate.jurisdiction)),
        cells.must("unit", lambda text: values.name(text, 60), ""), cells.must("role", values.unit_role, ""),
        cells.take("until", lambda text: values.last_day(text, estate.jurisdiction)),
    )  # fmt: skip


def staff_row(cells: Cells, estate: Facts) -> StaffRow:
    return StaffRow(
        cells.place, estate.code, cells.must("name", values.name, ""), cells.must("role", values.staff_role, ""),
        cells.take("language", lambda text: values.language(text, estate.jurisdiction)),
        cells.take("telegram_id", values.telegram_id), cells.take("skills", _maybe(values.skills)),
        cells.take("speaks", _maybe(values.speaks)), cells.take("capacity", _maybe(values.capacity)),
        cells.take("hours", _maybe(values.hours)),
    )  # fmt: skip


def party_row(cells: Cells, estate: Facts) -> PartyRow:
    return PartyRow(
        cells.place, estate.code, cells.must("name", values.name, ""), cells.must("kind", values.party_kind, ""),
        cells.must("trades", values.trades, ()), cells.take("phone", _maybe(lambda text: values.name(text, 40))),
        cells.take("language", lambda text: values.language(text, estate.jurisdiction)),
        cells.must("status", values.party_status, ""), cells.cells.get("note") or None,
    )  # fmt: skip
