"""All files of one import become rows of the five kinds, before the database is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.importing import rows, tables
from bot.importing.headings import Headed, headed
from bot.importing.mistakes import Mistakes, Place
from bot.importing.rows import Cells, EstateRow, Facts, PartyRow, PersonRow, StaffRow, UnitRow
from storage.estates import Estate

#: What stands in the column estate of a firm that serves all of them.
_ALL_ESTATES = ("*", "all", "全部", "所有")
_EVERYWHERE = Facts("", "", "")

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Rows:
    """What the files say. `mentioned` holds units and staff of rows that could not be read: to miss them is no second mistake."""

    estates: list[EstateRow] = field(default_factory=list)
    staff: list[StaffRow] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    parties: list[PartyRow] = field(default_factory=list)
    mentioned: set[tuple[str, str]] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.estates) + len(self.staff) + len(self.units) + len(self.people) + len(self.parties)


def open_tables(files: Iterable[Path], mistakes: Mistakes, progress: Progress) -> list[Headed]:
    """Every table of the files, its kind known."""
    found: list[Headed] = []
    for file in files:
        progress(f"opening {file.name}", 0, 0)
        try:
            found += _of_file(file)
        except OSError as error:
            mistakes.add(Place(str(file)), f"cannot be read ({error.strerror})")
        except ValueError as error:
            mistakes.add(Place(file.name), str(error))
    return found


def _of_file(file: Path) -> list[Headed]:
    """A workbook's sheets without anything in them are left out; every other must be of a kind."""
    filled = [table for table in tables.read(file) if table.lines]
    if not filled:
        raise ValueError("is empty")
    return [headed(table) for table in filled]


class Reader:
    """Reads tables row by row. `known` are the estates of the database, `default` the code meant where a row names none."""

    def __init__(self, known: list[Estate], default: str, mistakes: Mistakes) -> None:
        self._facts = {one.code: Facts(one.code, one.name, one.jurisdiction) for one in known}
        self._default = default
        self._mistakes = mistakes
        self.rows = Rows()

    def read(self, headed_tables: list[Headed], described: EstateRow | None, progress: Progress) -> Rows:
        """Reads estates first, because the others are read by their customs."""
        if described:
            self._add_estate(described)
        kinds = ("estates", "staff", "units", "people", "parties")
        for table in sorted(headed_tables, key=lambda one: kinds.index(one.kind)):
            if table.ignored:
                self.rows.notes.append(
                    f"{table.name}: left out, since nothing is kept of it: {', '.join(table.ignored)}"
                )
            for done, line in enumerate(table.lines):
                self._read(table.kind, Cells.of(table, line, self._mistakes))
                if done % 200 == 0:
                    progress(f"reading {table.name}", done, len(table.lines))
        return self.rows

    def _read(self, kind: str, cells: Cells) -> None:
        if kind == "estates":
            row = rows.estate_row(cells)
            if not cells.wrong:
                self._add_estate(row)
            return
        everywhere = kind == "parties" and cells.cells.get("estate", "").casefold() in _ALL_ESTATES
        estate = _EVERYWHERE if everywhere else self._estate(cells)
        made: dict[str, tuple[Callable[[Cells, Facts], Any], list[Any]]] = {
            "staff": (rows.staff_row, self.rows.staff),
            "units": (rows.unit_row, self.rows.units),
            "people": (rows.person_row, self.rows.people),
            "parties": (rows.party_row, self.rows.parties),
        }
        read, kept = made[kind]
        found = read(cells, estate or Facts("", "", ""))
        if cells.wrong or estate is None:
            self.rows.mentioned.add((kind, cells.cells.get("name" if kind == "staff" else "unit", "")))
        else:
            kept.append(found)

    def _add_estate(self, row: EstateRow) -> None:
        before = self._facts.get(row.code)
        name = row.name or (before.name if before else "")
        place = row.jurisdiction or (before.jurisdiction if before else "")
        self._facts[row.code] = Facts(row.code, name, place)
        self.rows.estates.append(row)

    def _estate(self, cells: Cells) -> Facts | None:
        """The estate of a row, by code or name; without one the default, or the only one there is."""
        given = cells.cells.get("estate", "") or self._default
        if not given and len(self._facts) == 1:
            return next(iter(self._facts.values()))
        found = self._facts.get(given.upper()) or next(
            (one for one in self._facts.values() if one.name == given), None
        )
        if found is None:
            what = (
                f"there is no estate {given}"
                if given
                else "which estate? Add the column estate, or --estate CODE"
            )
            self._mistakes.add(cells.place.at(cells.titles.get("estate", "estate")), what)
        return found
